// The only place that speaks to the user: warnings and exceptions. Everything here may run PHP code.
#pragma once

#include "zend/compat.h"
#include "zend/notes.h"

namespace vkext::zend {

// E_WARNING "function(): text".
__attribute__((format(printf, 1, 2))) void warn(const char* format, ...);
// E_NOTICE.
__attribute__((format(printf, 1, 2))) void notice(const char* format, ...);
// VkextTlException; `path` names the place in the value.
__attribute__((format(printf, 1, 2))) void throw_tl_exception(const char* format, ...);

// The pending exception in one line: "RuntimeException: no such thing", or its message alone.
void describe_exception(char* out, size_t size, bool with_class = true);

// Says what was noted while a value was stored, and forgets it.
void raise_notes(Notes& notes);

// Registers VkextTlException (MINIT).
void register_exceptions();

}  // namespace vkext::zend
