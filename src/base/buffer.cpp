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
}

bool Buffer::grow(size_t n) {
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
  if (!mem) {
    failed_ = true;
    cur_ = begin_;
    return false;
  }
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
  failed_ = false;
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
