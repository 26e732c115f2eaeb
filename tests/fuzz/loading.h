// What must hold of whatever a stranger calls a schema: it loads and compiles, or is refused with words.
#pragma once

#include <cstdlib>
#include <utility>

#include "tl/load.h"
#include "tl/plan.h"

namespace vkext::test {

// After an attempt to load: looks at the words, and goes on to the plans and their text.
inline void compile_or_refuse(bool loaded, tl::Schema&& schema, const tl::Diagnostics& diagnostics) {
  bool error = false;
  for (const tl::Diagnostic& d : diagnostics) {
    if (d.format().empty()) abort();
    error = error || d.severity == tl::Severity::error;
  }
  if (error == loaded) abort();  // refused without a word, or loaded in spite of one
  if (!loaded) return;
  const auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) {
    if (set.error().text.empty()) abort();
    return;
  }
  if (set->functions.size() > 20 || set->ops.size() > 2000) return;  // the text of large ones takes long
  for (uint32_t f = 0; f != set->functions.size(); ++f) {
    if (tl::dump_function(*set, f).empty()) abort();
  }
}

}  // namespace vkext::test
