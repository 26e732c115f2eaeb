// The heap of a shape that does not fit inside. Apart from its header, so that only few files are compiled with the table
// of calls that may fail (base/syscalls.h).
#include "tl/result_shape.h"

#include "base/syscalls.h"

namespace vkext::tl {

bool ResultShape::grow(uint32_t n) {
  const uint32_t room = (size_ + n) * 2;
  auto* p = static_cast<uint32_t*>(sys::malloc(room * sizeof(uint32_t)));
  if (!p) return false;
  memcpy(p, words_, size_ * sizeof(uint32_t));
  if (words_ != inside_) free(words_);
  words_ = p;
  capacity_ = room;
  return true;
}

}  // namespace vkext::tl
