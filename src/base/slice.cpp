// The cold half of slices: making chunks, growing for a large frame, moving what is unread.
#include "base/slice.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "base/pages.h"
#include "base/syscalls.h"

namespace vkext {

Chunk* Chunk::make(size_t capacity) {
  if (capacity > SIZE_MAX - sizeof(Chunk)) return nullptr;
  void* memory = sys::malloc(sizeof(Chunk) + capacity);
  return memory ? new (memory) Chunk{1, 0, capacity, 0} : nullptr;
}

Chunk* Chunk::reserve(size_t capacity) {
  if (capacity > SIZE_MAX / 2) return nullptr;
  // Up to the end of a large page, and one more to begin at the start of one: what is not written to costs nothing.
  constexpr size_t kMask = kLargePageBytes - 1;
  const size_t used = (sizeof(Chunk) + capacity + kMask) & ~kMask;
  const size_t mapped = used + kLargePageBytes;
  void* mapping = sys::map(mapped);
  if (!mapping) return nullptr;
  const uintptr_t start = reinterpret_cast<uintptr_t>(mapping);
  const uintptr_t aligned = (start + kMask) & ~uintptr_t{kMask};
  void* memory = reinterpret_cast<void*>(aligned);
  prefer_large_pages(memory, used);
  return new (memory) Chunk{1, static_cast<uint32_t>(aligned - start), used - sizeof(Chunk), mapped};
}

void Chunk::release(Chunk* chunk) {
  if (!chunk->mapped) return free(chunk);
  munmap(reinterpret_cast<uint8_t*>(chunk) - chunk->offset, chunk->mapped);
}

Slice Slice::copy_of(Bytes bytes) {
  if (!bytes.size) return {};
  Chunk* chunk = Chunk::make(bytes.size);
  if (!chunk) return {};
  memcpy(chunk->data(), bytes.data, bytes.size);
  Slice slice(chunk, chunk->data(), bytes.size);
  chunk->drop();
  return slice;
}

void ReceiveBuffer::reset() {
  if (chunk_) chunk_->drop();
  chunk_ = nullptr;
  begin_ = end_ = 0;
}

void ReceiveBuffer::move_to(Chunk* fresh) {
  const size_t unread_bytes = size();
  if (unread_bytes) memcpy(fresh->data(), unread(), unread_bytes);
  if (chunk_) chunk_->drop();
  chunk_ = fresh;
  begin_ = 0;
  end_ = unread_bytes;
  begun_anew_ = false;
}

uint8_t* ReceiveBuffer::move_to_fresh(size_t capacity, size_t& bytes) {
  Chunk* fresh = Chunk::make(capacity);
  if (!fresh) return nullptr;
  move_to(fresh);
  bytes = capacity - end_;
  return chunk_->data() + end_;
}

// For a frame that no ordinary chunk holds, and of which something is missing.
uint8_t* ReceiveBuffer::room_for_large(size_t frame, size_t& bytes) {
  if (begin_ + frame <= chunk_->capacity) {
    begun_anew_ = false;
    bytes = begin_ + frame - end_;  // no further: what follows belongs in an ordinary chunk
    if (bytes > kReadBytes) bytes = kReadBytes;
    return chunk_->data() + end_;
  }
  if (frame <= kStepBytes) return move_to_fresh(frame, bytes);
  const size_t unread_bytes = size();
  if (unread_bytes < kStepBytes) {  // the announced length is not believed yet
    if (chunk_->holders > 1 || chunk_->capacity < kStepBytes || begin_) return move_to_fresh(kStepBytes, bytes);
    bytes = chunk_->capacity - end_;
    return chunk_->data() + end_;
  }
  Chunk* fresh = Chunk::reserve(frame);
  if (!fresh) return nullptr;
  move_to(fresh);
  return room_for_large(frame, bytes);
}

uint8_t* ReceiveBuffer::room(size_t frame, size_t& bytes) {
  const size_t unread_bytes = size();
  if (!chunk_) return move_to_fresh(limits::kIoChunkBytes, bytes);
  const bool alone = chunk_->holders == 1;
  if (frame > limits::kIoChunkBytes && unread_bytes < frame) return room_for_large(frame, bytes);

  if (alone && chunk_->mapped && unread_bytes == 0 && (!begun_anew_ || end_ == 0)) {
    // Just now a large frame was here: perhaps another one follows.
    begun_anew_ = true;
    begin_ = end_ = 0;
    bytes = limits::kIoChunkBytes;
    return chunk_->data();
  }
  if (alone && chunk_->capacity == limits::kIoChunkBytes) {
    // Used again in place: from the start when nothing is unread, with a move when the room behind runs low.
    if (unread_bytes == 0) begin_ = end_ = 0;
    if (begin_ && chunk_->capacity - end_ < limits::kIoChunkBytes / 4) {
      memmove(chunk_->data(), unread(), unread_bytes);
      begin_ = 0;
      end_ = unread_bytes;
    }
  }
  const size_t behind = chunk_->capacity - end_;
  // The rest of this frame should fit behind it; a few bytes of room would cost a system call each.
  const size_t missing = frame > unread_bytes ? frame - unread_bytes : 1;
  if (behind >= missing && behind >= 512 && chunk_->capacity == limits::kIoChunkBytes) {
    bytes = behind;
    return chunk_->data() + end_;
  }
  const size_t capacity =
      unread_bytes + 512 > limits::kIoChunkBytes ? unread_bytes + limits::kIoChunkBytes : limits::kIoChunkBytes;
  return move_to_fresh(capacity, bytes);
}

}  // namespace vkext
