// A growing byte buffer with room in front, made to be reused.
//
// The room in front takes packet headers without moving the body. Memory comes from malloc, never from PHP's heap: a
// bailout cannot strand it as long as its owner is not on the stack. Running out of memory sets `failed()` and drops
// what was written; it never throws. Content with a large piece may lie in memory that somebody else lends and keeps, so
// that it is copied only once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace vkext {

class Buffer {
 public:
  // Enough for length, seq, type, query id, and the longest header rpc/ writes in front of a body.
  static constexpr size_t kHeadRoom = 64;

  // From this size on a piece is worth being written to where it stays.
  static constexpr size_t kLargePiece = 32u << 10;
  struct Lender {
    // n bytes; what was lent before is in front of them, and no longer where it was. Null: not so many, and what was lent
    // stays where it is. May leave by longjmp.
    uint8_t* (*lend)(Lender& self, size_t n);
  };

  Buffer() = default;
  ~Buffer();
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  const uint8_t* data() const { return begin_; }
  uint8_t* data() { return begin_; }
  size_t size() const { return static_cast<size_t>(cur_ - begin_); }
  size_t capacity() const { return static_cast<size_t>(end_ - begin_); }
  bool empty() const { return cur_ == begin_; }
  bool failed() const { return failed_; }
  Bytes bytes() const { return {begin_, size()}; }

  // Forgets the content and the room used in front; keeps the memory.
  void clear() {
    begin_ = mem_ ? mem_ + kHeadRoom : nullptr;
    cur_ = begin_;
    failed_ = false;
  }
  // Gives the memory back when it has grown past `keep_bytes`.
  void trim(size_t keep_bytes) {
    if (capacity() > keep_bytes) release();
  }
  // Cuts the content to its first n bytes.
  void truncate(size_t n) {
    if (n < size()) cur_ = begin_ + n;
  }

  // Room for n more bytes at the end, already counted as content; null when memory is out.
  uint8_t* append(size_t n) {
    if (static_cast<size_t>(end_ - cur_) < n && !grow(n)) return nullptr;
    uint8_t* p = cur_;
    cur_ += n;
    return p;
  }
  bool append(const void* p, size_t n) {
    uint8_t* to = append(n);
    if (!to) return false;
    if (n) memcpy(to, p, n);
    return true;
  }
  // Room for n more bytes, not counted yet: write, then advance() by what was written.
  uint8_t* reserve(size_t n) {
    if (static_cast<size_t>(end_ - cur_) < n && !grow(n)) return nullptr;
    return cur_;
  }
  void advance(size_t n) { cur_ += n; }
  // How far reserve()'s room really goes, and: the content now ends at `p`, inside of that room.
  uint8_t* room_end() const { return end_; }
  size_t room() const { return static_cast<size_t>(end_ - cur_); }
  void end_at(uint8_t* p) { cur_ = p; }

  // The same as append(n) for a large piece: all content moves to memory of the lender, when there is one that has it.
  uint8_t* append_large(size_t n) {
    if (lender_ && !borrowed_) borrow(n);
    return append(n);
  }
  // Until give_back(); must be alive until then.
  void borrow_from(Lender& lender) { lender_ = &lender; }
  // Whether the content lies in memory that was lent. It has no room in front then.
  bool borrowed() const { return borrowed_; }
  // Forgets lender and content.
  void give_back() {
    lender_ = nullptr;
    if (__builtin_expect(borrowed_, 0)) own_again();
  }

  // n bytes in front of the content, n <= the head-room left.
  uint8_t* prepend(size_t n) { return begin_ -= n; }
  size_t head_room() const { return mem_ ? static_cast<size_t>(begin_ - mem_) : 0; }
  // Drops n bytes at the front (n <= size()). The memory is used again after clear().
  void consume(size_t n) { begin_ += n; }
  // Moves the content back to the front of the memory, so that consumed room can be used at the end.
  void compact();

  void swap(Buffer& other) noexcept;

 private:
  bool grow(size_t n);
  bool borrow(size_t n);
  bool leave_lender(size_t n);
  bool fail();
  void own_again();
  void release();

  uint8_t* mem_ = nullptr;
  uint8_t* begin_ = nullptr;
  uint8_t* cur_ = nullptr;
  uint8_t* end_ = nullptr;
  bool failed_ = false;
  bool borrowed_ = false;
  Lender* lender_ = nullptr;
  uint8_t* own_end_ = nullptr;  // end_ of mem_ while borrowed_
};

}  // namespace vkext
