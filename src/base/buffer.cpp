// The cold half of Buffer: growing, giving back.
#include "base/buffer.h"

#include <cstdlib>
#include <utility>

#include "base/syscalls.h"

namespace vkext {

Buffer::~Buffer() { free(mem_); }

void Buffer::swap(Buffer& other) noexcept {
  std::swap(mem_, other.mem_);
  std::swap(begin_, other.begin_);
  std::swap(cur_, other.cur_);
  std::swap(end_, other.end_);
  std::swap(failed_, other.failed_);
  std::swap(borrowed_, other.borrowed_);
  std::swap(lender_, other.lender_);
  std::swap(own_end_, other.own_end_);
}

bool Buffer::fail() {
  failed_ = true;
  cur_ = begin_;
  return false;
}

// False: nothing has changed.
bool Buffer::borrow(size_t n) {
  constexpr size_t kMore = 256;  // for what stands behind a large piece
  const size_t used = size();
  if (failed_ || n > SIZE_MAX / 4 || used > SIZE_MAX / 4) return false;
  const size_t room = borrowed_ && capacity() * 2 > used + n ? capacity() * 2 : used + n + kMore;
  uint8_t* mem = lender_->lend(*lender_, room);  // first: it may never return
  if (!mem) return false;
  if (!borrowed_) {
    if (used) memcpy(mem, begin_, used);
    own_end_ = end_;
    borrowed_ = true;
  }
  begin_ = mem;
  cur_ = mem + used;
  end_ = mem + room;
  return true;
}

// Back to memory of our own, with room for n bytes more.
bool Buffer::leave_lender(size_t n) {
  if (failed_) return fail();
  const uint8_t* lent = begin_;
  const size_t used = size();
  give_back();
  if (n > SIZE_MAX / 4 || !reserve(used + n)) return fail();
  return append(lent, used);
}

void Buffer::own_again() {
  borrowed_ = false;
  end_ = own_end_;
  clear();
}

bool Buffer::grow(size_t n) {
  if (borrowed_) return borrow(n) || leave_lender(n);
  const size_t used = size();
  const size_t front = head_room() > kHeadRoom ? kHeadRoom : head_room();  // consumed bytes need not be kept
  if (failed_ || n > SIZE_MAX / 4 || used > SIZE_MAX / 4) {
    failed_ = true;
    return false;
  }
  size_t room = capacity() * 2;
  if (room < used + n) room = used + n;
  if (room < 256) room = 256;
  auto* mem = static_cast<uint8_t*>(sys::malloc(kHeadRoom + room));
  if (!mem) return fail();
  uint8_t* begin = mem + (mem_ ? front : kHeadRoom);
  if (used) memcpy(begin, begin_, used);
  free(mem_);
  mem_ = mem;
  begin_ = begin;
  cur_ = begin + used;
  end_ = mem + kHeadRoom + room;
  return true;
}

void Buffer::release() {
  free(mem_);
  mem_ = begin_ = cur_ = end_ = nullptr;
  failed_ = borrowed_ = false;
  lender_ = nullptr;
}

void Buffer::compact() {
  if (!mem_) return;
  uint8_t* to = mem_ + kHeadRoom;
  if (begin_ <= to) return;
  const size_t used = size();
  memmove(to, begin_, used);
  begin_ = to;
  cur_ = to + used;
}

}  // namespace vkext
