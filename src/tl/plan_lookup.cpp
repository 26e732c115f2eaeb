// Finding a function by name or magic, and a constructor by magic, in a compiled schema.
#include "tl/name_table.h"
#include "tl/plan.h"

namespace vkext::tl {

namespace {

uint32_t table_size(size_t n) {
  uint32_t size = 8;
  while (size < n * 2) size *= 2;
  return size;
}

}  // namespace

void PlanSet::index_functions() {
  const uint32_t size = table_size(functions.size());
  by_name_.assign(size, kNone);
  by_magic_.assign(size, kNone);
  for (uint32_t i = 0; i < functions.size(); ++i) {
    uint32_t at = hash_name(name(functions[i].name)) & (size - 1);
    while (by_name_[at] != kNone) at = (at + 1) & (size - 1);
    by_name_[at] = i;
    at = functions[i].magic & (size - 1);
    while (by_magic_[at] != kNone) at = (at + 1) & (size - 1);
    by_magic_[at] = i;
  }
}

uint32_t PlanSet::find_function(std::string_view wanted) const {
  if (by_name_.empty()) return kNone;
  const uint32_t mask = static_cast<uint32_t>(by_name_.size() - 1);
  for (uint32_t at = hash_name(wanted) & mask; by_name_[at] != kNone; at = (at + 1) & mask) {
    if (name(functions[by_name_[at]].name) == wanted) return by_name_[at];
  }
  return kNone;
}

uint32_t PlanSet::find_function(uint32_t wanted) const {
  if (by_magic_.empty()) return kNone;
  const uint32_t mask = static_cast<uint32_t>(by_magic_.size() - 1);
  for (uint32_t at = wanted & mask; by_magic_[at] != kNone; at = (at + 1) & mask) {
    if (functions[by_magic_[at]].magic == wanted) return by_magic_[at];
  }
  return kNone;
}

uint32_t PlanSet::search_case(const Union& u, uint32_t wanted) const {
  const uint32_t* begin = sorted.data() + u.first_sorted;
  uint32_t low = 0;
  uint32_t high = u.sorted_count;
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    const uint32_t found = cases[u.first_case + begin[middle]].magic;
    if (found == wanted) return begin[middle];
    if (found < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return kNone;
}

}  // namespace vkext::tl
