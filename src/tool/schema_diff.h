// What changed between two schemas, and whom each change breaks.
//
// "Writers" send a value or a request, "readers" receive it; both run one schema each. A change breaks readers when a
// reader with one schema cannot understand what a writer with the other may send. Compares names, magics, arguments and
// results; says nothing about the meaning of fields.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tl/schema.h"

namespace vkext::tool {

struct Change {
  std::string name;  // of the combinator or type
  std::string text;  // "argument `limit` was added"
  bool breaks_readers = false;
  bool breaks_writers = false;
  bool breaks() const { return breaks_readers || breaks_writers; }
};

std::vector<Change> compare_schemas(const tl::Schema& before, const tl::Schema& after);

}  // namespace vkext::tool
