// See not_found.h.
#include "tl/not_found.h"

#include <algorithm>

#include "base/error_codes.h"
#include "tl/near_name.h"

namespace vkext::tl {

std::string_view near_function(const PlanSet& set, std::string_view written) {
  NearName near(written);
  for (const Function& f : set.functions) {
    if (!(f.flags & kInternal)) near.consider(set.name(f.name));
  }
  return near.best();
}

bool no_such_function(const PlanSet& set, std::string_view written, EncodeError& error) {
  const auto shown = [](std::string_view s) { return static_cast<int>(std::min<size_t>(s.size(), 80)); };
  const std::string_view near = near_function(set, written);
  if (near.empty()) {
    return error.set(codes::kUnknownConstructor, "Function %.*s not found", shown(written), written.data());
  }
  return error.set(codes::kUnknownConstructor, "Function %.*s not found, did you mean %.*s?", shown(written),
                   written.data(), shown(near), near.data());
}

}  // namespace vkext::tl
