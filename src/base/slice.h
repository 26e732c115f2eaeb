// Receive memory: ref-counted chunks, views into them that keep them alive, and the growing end that recv() writes to.
//
// One thread only: counts are not atomic. Memory comes from malloc, so a PHP bailout strands nothing that a long-lived
// object owns; large chunks are mappings of their own. Nothing here believes a length that a peer announced: memory
// grows with the bytes that really arrived.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/bytes.h"
#include "base/limits.h"

namespace vkext {

// A block of memory with a count of its holders; the bytes follow this header. Lives from make() to the last drop().
struct alignas(16) Chunk {
  uint32_t holders;
  uint32_t offset;  // in its mapping
  size_t capacity;
  size_t mapped;  // bytes of the mapping; 0: from malloc

  static Chunk* make(size_t capacity);  // one holder; null when memory is out
  // The same as a mapping of its own: address space that takes memory where it is written to, in large pages.
  static Chunk* reserve(size_t capacity);
  uint8_t* data() { return reinterpret_cast<uint8_t*>(this + 1); }
  void hold() { ++holders; }
  void drop() {
    if (--holders == 0) release(this);
  }
  static void release(Chunk* chunk);
};

// A view that keeps its chunk alive. Copying counts, moving does not; an empty slice holds nothing.
// A slice pins its whole chunk (64 KiB or more): keep a small one for long as copy_of(bytes()).
class Slice {
 public:
  Slice() = default;
  Slice(Chunk* chunk, const uint8_t* data, size_t size) : chunk_(chunk), data_(data), size_(size) {
    if (chunk_) chunk_->hold();
  }
  Slice(const Slice& other) : Slice(other.chunk_, other.data_, other.size_) {}
  Slice(Slice&& other) noexcept { swap(other); }
  Slice& operator=(const Slice& other) {
    Slice copy(other);
    swap(copy);
    return *this;
  }
  Slice& operator=(Slice&& other) noexcept {
    Slice taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Slice() {
    if (chunk_) chunk_->drop();
  }

  // A chunk of its own with exactly these bytes; empty when memory is out (or there are no bytes).
  static Slice copy_of(Bytes bytes);

  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Bytes bytes() const { return {data_, size_}; }
  // The same memory without its first n bytes.
  void drop_front(size_t n) {
    if (n > size_) n = size_;
    data_ += n;
    size_ -= n;
  }
  void reset() {
    if (chunk_) chunk_->drop();
    chunk_ = nullptr;
    data_ = nullptr;
    size_ = 0;
  }
  // The same as assigning a new one.
  void set(Chunk* chunk, const uint8_t* data, size_t size) {
    chunk->hold();
    if (chunk_) chunk_->drop();
    chunk_ = chunk;
    data_ = data;
    size_ = size;
  }
  void swap(Slice& other) noexcept {
    std::swap(chunk_, other.chunk_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

 private:
  Chunk* chunk_ = nullptr;
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

// The unread bytes of a stream, contiguous, with room behind them to receive more.
//
// While nobody holds a slice of the chunk it is used again from its start; otherwise unread bytes move to a fresh one.
// A large frame moves once, when its first MiB has come, to a chunk of its length. The chunk stays for another large
// frame that follows at once, and goes when something else comes. Pointers from room() and unread() are good until the
// next call of a function that is not const.
class ReceiveBuffer {
 public:
  // So much of a large frame must have arrived before address space for all of it is taken.
  static constexpr size_t kStepBytes = 1u << 20;
  // A large frame is read in such pieces: what looks at each of them next finds it in the processor's cache.
  static constexpr size_t kReadBytes = 128u << 10;

  ReceiveBuffer() = default;
  ~ReceiveBuffer() { reset(); }
  ReceiveBuffer(const ReceiveBuffer&) = delete;
  ReceiveBuffer& operator=(const ReceiveBuffer&) = delete;

  // Room to write received bytes to; `frame` is the length of the frame that starts at the first unread byte, or 0 when
  // it is not known yet. At least one byte of room, or null when memory is out.
  uint8_t* room(size_t frame, size_t& bytes);
  void received(size_t n) { end_ += n; }

  uint8_t* unread() { return chunk_ ? chunk_->data() + begin_ : nullptr; }
  const uint8_t* unread() const { return chunk_ ? chunk_->data() + begin_ : nullptr; }
  size_t size() const { return end_ - begin_; }
  void consume(size_t n) { begin_ += n; }
  // A view of n unread bytes from offset on, sharing the chunk.
  Slice slice(size_t offset, size_t n) { return Slice(chunk_, chunk_->data() + begin_ + offset, n); }
  void slice(size_t offset, size_t n, Slice& to) { to.set(chunk_, chunk_->data() + begin_ + offset, n); }
  // Gives all memory back.
  void reset();

 private:
  uint8_t* room_for_large(size_t frame, size_t& bytes);
  uint8_t* move_to_fresh(size_t capacity, size_t& bytes);
  void move_to(Chunk* fresh);

  Chunk* chunk_ = nullptr;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool begun_anew_ = false;  // a large chunk whose large frame is gone: once more from the start, then no longer
};

}  // namespace vkext
