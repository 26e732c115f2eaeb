// Why a value could not be stored, and how storing is to be done: what callers of the encoder see beside it.
//
// Fixed size and trivially destructible: PHP code may run, and bail out, while one of these stands somewhere.
#pragma once

#include <cstdarg>
#include <cstdint>
#include <cstdio>

#include "base/limits.h"
#include "tl/path.h"
#include "tl/plan.h"

namespace vkext::tl {

// Why a value could not be stored. Trivially destructible.
struct EncodeError {
  static constexpr int kContextMax = 8;
  struct Context {
    const char* container = nullptr;  // "Vector[vector]", or one of the schema's names:
    uint32_t type_name = kNone;       // kNone: a function
    uint32_t name = kNone;
    bool is_element = false;          // number `name` of a repetition of several fields
  };

  int code = 0;
  char text[256] = {};
  Path path;
  Context context[kContextMax];  // what was being stored, innermost first
  int context_count = 0;

  bool failed() const { return code != 0; }
  void clear() {
    code = 0;
    text[0] = 0;
    path.clear();
    context_count = 0;
  }
  __attribute__((format(printf, 3, 4))) bool set(int c, const char* format, ...) {
    if (code != 0) return false;
    code = c;
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return false;
  }
  void add_context(uint32_t type_name, uint32_t name) {
    if (context_count < kContextMax) context[context_count++] = {nullptr, type_name, name, false};
  }
  void add_element(uint32_t index) {
    if (context_count < kContextMax) context[context_count++] = {nullptr, kNone, index, true};
  }
  void add_context(const char* container) {
    if (context_count < kContextMax) context[context_count++] = {container, kNone, kNone, false};
  }
};

struct EncodeOptions {
  int max_depth = limits::kDepthDefault;
  bool fail_on_int32_overflow = false;
  bool note_int32_overflow = false;  // it is stored, and the source is told
  bool allow_internal = false;
};

}  // namespace vkext::tl
