// The wall between C++ and PHP: an out-of-memory of our own heap becomes a PHP fatal error, never std::terminate.
//
// Bailouts need no guard here: nothing that owns memory or a descriptor stands on the stack while PHP code may run
// (docs/architecture.md, "The bailout rule"); everything is owned by Runtime and swept at RSHUTDOWN.
#pragma once

#include <new>

#include "zend/compat.h"

namespace vkext::php {

// False when memory ran out on the way.
template <class Body>
inline bool completed(Body&& body) {
  bool out_of_memory = false;
  try {
    body();
  } catch (const std::bad_alloc&) {
    out_of_memory = true;
  }
  return EXPECTED(!out_of_memory);
}

template <class Body>
inline void guarded(Body&& body) {
  if (completed(body)) return;
  // Before the first request only an error of the core ends PHP.
  zend_error_noreturn(PG(modules_activated) ? E_ERROR : E_CORE_ERROR, "vkext: out of memory");
}

}  // namespace vkext::php
