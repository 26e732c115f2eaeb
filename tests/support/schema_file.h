// The schema files of the repository, compiled, for tests of the server and the tool.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tl/load.h"
#include "tl/plan.h"

namespace vkext::test {

inline tl::Schema schema_of(const std::string& name) {
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const bool loaded = tl::load_path(std::string(VKEXT_SOURCE_DIR) + "/" + name, schema, diagnostics);
  for (const tl::Diagnostic& d : diagnostics) {
    if (!loaded) ADD_FAILURE() << d.format();
  }
  return schema;
}

inline tl::PlanSet plans_of(tl::Schema&& schema) {
  auto set = tl::PlanSet::compile(std::move(schema));
  EXPECT_TRUE(set.ok()) << (set.ok() ? "" : set.error().text);
  return set.ok() ? std::move(*set) : tl::PlanSet();
}

}  // namespace vkext::test
