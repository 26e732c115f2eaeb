// Constructors by type (a counting sort) and the XOR that names a type in .tlo files.
#include "tl/schema.h"

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
  std::vector<uint32_t> defaults;
  const auto append = [&](uint32_t i) {
    Type& t = schema.types[schema.constructors[i].type];
    schema.constructor_lists[t.first_constructor + t.constructor_count++] = i;
  };
  for (uint32_t i = 0; i != schema.constructors.size(); ++i) {
    if (schema.name(schema.constructors[i].name) == "_") {
      defaults.push_back(i);
    } else {
      append(i);
    }
  }
  for (const uint32_t i : defaults) append(i);
}

void fill_type_ids(Schema& schema) {
  for (Type& t : schema.types) {
    if (t.id == kTypeIdNat || t.id == kTypeIdType) continue;
    for (uint32_t i = 0; i != t.constructor_count; ++i) t.id ^= schema.constructor_of(t, i).magic;
  }
}

}  // namespace vkext::tl
