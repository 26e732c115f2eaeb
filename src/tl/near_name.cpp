// Distances between names. See near_name.h.
#include "tl/near_name.h"

#include <algorithm>

#include "base/error_codes.h"

namespace vkext::tl {

namespace {

constexpr size_t kLettersMax = 64;

// How many letters differ, are missing or are too many; at most far + 1.
size_t distance(std::string_view a, std::string_view b, size_t far) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > far || b.size() > kLettersMax) return far + 1;
  while (!a.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  uint8_t row[kLettersMax + 1];  // between what of `a` was looked at and each beginning of `b`
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<uint8_t>(j);
  for (size_t i = 0; i < a.size(); ++i) {
    uint8_t corner = row[0], least = ++row[0];
    for (size_t j = 0; j < b.size(); ++j) {
      const uint8_t replaced = corner + (a[i] == b[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min<uint8_t>(replaced, 1 + std::min(row[j], corner));
      least = std::min(least, row[j + 1]);
    }
    if (least > far) return far + 1;
  }
  return row[b.size()];
}

std::string_view behind_namespace(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

std::string_view near_function(const PlanSet& set, std::string_view written) {
  std::string_view nearest;
  if (written.size() < 3) return nearest;
  size_t best = behind_namespace(written).size() < 6 ? 1 : 2;
  const bool bare = written.find('.') == std::string_view::npos;
  for (const Function& f : set.functions) {
    if (f.flags & kInternal) continue;
    const std::string_view name = set.name(f.name);
    if (bare && nearest.empty() && behind_namespace(name) == written) nearest = name;
    const size_t away = distance(written, name, best);
    if (away > best) continue;
    nearest = name;
    if (away == 1) break;
    best = away - 1;
  }
  return nearest;
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
