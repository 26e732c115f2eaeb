// A schema and the same schema compiled and read back have the same plans, to the letter.
//
// Equal bytes of the compiled form would not show what its reader makes of them: numbers of variables, bare and boxed,
// conditions. Of a schema with many functions a sample is taken, spread evenly: each prints all types that it reaches.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "support/schema.h"
#include "tl/plan.h"
#include "tl/tlo_writer.h"

namespace vkext::test {

inline std::string some_plans(tl::Schema schema, bool with_flags) {
  for (tl::Combinator& c : schema.functions) {
    if (!with_flags) c.flags = 0;
  }
  const auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) return "refused: " + set.error().text;
  std::string all = std::to_string(set->plans.size()) + " plans, " + std::to_string(set->unions.size()) + " unions\n";
  std::map<std::string_view, uint32_t> by_name;  // the order of functions is another in compiled files
  for (uint32_t i = 0; i != set->functions.size(); ++i) by_name[set->name(set->functions[i].name)] = i;
  const size_t step = 1 + by_name.size() / 30;
  size_t n = 0;
  for (const auto& [name, index] : by_name) {
    if (n++ % step == 0) all += tl::dump_function(*set, index);
  }
  return all;
}

// Flags of functions came with version 4.
inline void expect_same_plans(const tl::Schema& schema, const std::string& what) {
  for (const int version : {2, 3, 4}) {
    tl::TloOptions options;
    options.version = version;
    Buffer bytes;
    const Status status = tl::write_tlo(schema, options, bytes);
    ASSERT_TRUE(status.ok()) << what << ": " << (status.ok() ? "" : status.error().text);
    const Loaded compiled = load_bytes(bytes.bytes().text());
    ASSERT_TRUE(compiled.ok) << what << '\n' << compiled.errors();
    EXPECT_TRUE(some_plans(schema, version == 4) == some_plans(compiled.schema, version == 4))
        << what << " as version " << version;
  }
}

}  // namespace vkext::test
