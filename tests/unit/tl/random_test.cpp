// Schemas and values made up at random, against bytes that our code had no part in (support/random_value.h).
//
// VKEXT_RANDOM_VALUES and VKEXT_RANDOM_SEED make a long run of it; a failure prints the seed of its schema.
#include "support/random_round.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "tl/schema_text.h"
#include "tl/tlo_writer.h"

namespace vkext::test {
namespace {

uint64_t setting(const char* name, uint64_t otherwise) {
  const char* text = getenv(name);
  return text ? strtoull(text, nullptr, 10) : otherwise;
}

TEST(Random, ValuesOfRandomSchemas) {
  const uint64_t wanted = setting("VKEXT_RANDOM_VALUES", 10'000);
  uint64_t seed = setting("VKEXT_RANDOM_SEED", 1);
  size_t values = 0, schemas = 0;
  for (; values < wanted; ++seed, ++schemas) {
    Random random(seed);
    const RandomSchema schema(random);
    ASSERT_TRUE(schema.problem.empty()) << schema.problem << "seed " << seed << '\n' << schema.text;
    RandomRound round(schema, random, 16);
    for (int i = 0; i != 40; ++i) {
      const std::string problem = round.run();
      ASSERT_TRUE(problem.empty()) << problem << "seed " << seed;
    }
    values += round.values();
    ASSERT_LT(schemas, wanted) << "too few values come out";
  }
  std::cout << values << " values of " << schemas << " schemas\n";
}

// Every function's plan with all it reaches, as text.
std::string plans(tl::Schema&& schema) {
  const auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) return set.error().text;
  std::map<std::string, std::string> by_name;
  for (uint32_t f = 0; f != set->functions.size(); ++f) {
    by_name[std::string(set->name(set->functions[f].name))] = tl::dump_function(*set, f);
  }
  std::string out;
  for (const auto& [name, text] : by_name) out += text;
  return out;
}

tl::Schema from_text(const std::string& text) {
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  EXPECT_TRUE(tl::load_text({{"random.tl", text}}, schema, diagnostics)) << text;
  return schema;
}

TEST(Random, CompiledFilesGiveTheSamePlans) {
  for (uint64_t seed = 1; seed != 60; ++seed) {
    Random random(seed);
    const std::string text = model::Text(model::random_schema(random)).all();
    const std::string want = plans(from_text(text));
    for (const int version : {2, 3, 4}) {
      for (const tl::TloStyle style : {tl::TloStyle::grouped, tl::TloStyle::declared}) {
        tl::TloOptions options;
        options.version = version;
        options.style = style;
        Buffer bytes;
        ASSERT_TRUE(tl::write_tlo(from_text(text), options, bytes).ok());
        tl::Schema compiled;
        tl::Diagnostics diagnostics;
        ASSERT_TRUE(tl::load_tlo(bytes.bytes(), "random.tlo", compiled, diagnostics)) << text;
        std::string got = plans(std::move(compiled));
        // Version 4 alone knows what a function is for; none here says so.
        ASSERT_EQ(got, want) << "version " << version << '\n' << text;
      }
    }
    ASSERT_EQ(plans(from_text(tl::schema_source(from_text(text)))), want) << text;
  }
}

// Schemas that break rules, never end or explode: refused with words, or compiled.
TEST(Random, WildSchemas) {
  size_t loaded = 0, compiled = 0;
  for (uint64_t seed = 1; seed != 400; ++seed) {
    Random random(seed);
    const std::string text = model::Text(model::random_schema(random, true)).all();
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    if (!tl::load_text({{"wild.tl", text}}, schema, diagnostics)) {
      ASSERT_FALSE(diagnostics.empty());
      continue;
    }
    ++loaded;
    const auto set = tl::PlanSet::compile(std::move(schema));
    if (!set.ok()) {
      ASSERT_NE(set.error().text, "");
      continue;
    }
    ++compiled;
    for (uint32_t f = 0; f != set->functions.size(); ++f) ASSERT_NE(tl::dump_function(*set, f), "");
  }
  EXPECT_GT(loaded, compiled);
  EXPECT_GT(compiled, 10u);
}

}  // namespace
}  // namespace vkext::test
