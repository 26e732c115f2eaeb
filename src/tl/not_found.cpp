// See not_found.h.
#include "tl/not_found.h"

#include <algorithm>

#include "base/error_codes.h"
#include "tl/near_name.h"

namespace vkext::tl {

namespace {

int shown(std::string_view s) { return static_cast<int>(std::min<size_t>(s.size(), 80)); }

}  // namespace

std::string_view near_function(const PlanSet& set, std::string_view written) {
  NearName near(written);
  for (const Function& f : set.functions) {
    if (!(f.flags & kInternal)) near.consider(set.name(f.name));
  }
  return near.best();
}

bool no_such_function(const PlanSet& set, std::string_view written, EncodeError& error) {
  const std::string_view near = near_function(set, written);
  if (near.empty()) {
    return error.set(codes::kUnknownConstructor, "Function %.*s not found", shown(written), written.data());
  }
  return error.set(codes::kUnknownConstructor, "Function %.*s not found, did you mean %.*s?", shown(written),
                   written.data(), shown(near), near.data());
}

uint32_t no_such_constructor(const PlanSet& set, const Union& u, std::string_view written, EncodeError& error) {
  NearName near(written);
  for (uint32_t i = 0; i < u.case_count; ++i) near.consider(set.name(set.plans[set.cases[u.first_case + i].plan].name));
  const std::string_view type = set.name(u.type_name), meant = near.best();
  error.set(codes::kUnknownConstructor, "Unknown constructor %.*s for type %.*s%s%.*s%s", shown(written), written.data(),
            shown(type), type.data(), meant.empty() ? "" : ", did you mean ", shown(meant), meant.data(),
            meant.empty() ? "" : "?");
  return kNone;
}

}  // namespace vkext::tl
