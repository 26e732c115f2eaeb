// Generated TL classes as the codec needs them: which function or constructor a class stands for, and where the fields
// of a plan lie in its objects. Found once per request (they are userland classes), forgotten at RSHUTDOWN.
#pragma once

#include <cstdint>

#include "zend/compat.h"
#include "zend/names.h"

namespace vkext::zend {

// Offsets of a plan's fields in objects of one class, by index of the op.
struct ClassSlots {
  static constexpr uint32_t kSlow = 0;  // not a plain declared property: through the property handler
  zend_class_entry* ce = nullptr;
  uint32_t count = 0;
  uint32_t offsets[1];  // `count` of them
};

class ClassBinder {
 public:
  void clear() {}
};

}  // namespace vkext::zend
