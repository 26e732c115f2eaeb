// Constructors by type (a counting sort) and the XOR that names a type in .tlo files.
#include "tl/schema.h"

#include <algorithm>

#include "tl/schema_lists.h"

namespace vkext::tl {

void fill_constructor_lists(Schema& schema) {
  for (Type& t : schema.types) t.constructor_count = 0;
  for (const Combinator& c : schema.constructors) ++schema.types[c.type].constructor_count;
  uint32_t first = 0;
  for (Type& t : schema.types) {
    t.first_constructor = first;
    first += t.constructor_count;
    t.constructor_count = 0;
  }
  schema.constructor_lists.resize(first);
  for (uint32_t i = 0; i != schema.constructors.size(); ++i) {
    Type& t = schema.types[schema.constructors[i].type];
    schema.constructor_lists[t.first_constructor + t.constructor_count++] = i;
  }
  for (const Type& t : schema.types) {
    const auto begin = schema.constructor_lists.begin() + t.first_constructor;
    const auto end = begin + t.constructor_count;
    const auto unnamed =
        std::find_if(begin, end, [&](uint32_t i) { return schema.name(schema.constructors[i].name) == "_"; });
    if (unnamed != end) std::iter_swap(unnamed, end - 1);
  }
}

void fill_type_ids(Schema& schema) {
  for (Type& t : schema.types) {
    if (t.id == kTypeIdNat || t.id == kTypeIdType) continue;
    for (uint32_t i = 0; i != t.constructor_count; ++i) t.id ^= schema.constructor_of(t, i).magic;
  }
}

}  // namespace vkext::tl
