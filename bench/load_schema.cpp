// Loads a schema with its plans N times: bench/load counts the instructions of two runs and subtracts.
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tl/load.h"
#include "tl/plan.h"

int main(int argc, char** argv) {
  using namespace vkext;
  if (argc != 3) return 2;
  for (int n = atoi(argv[1]); n > 0; --n) {
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    if (!tl::load_path(argv[2], schema, diagnostics)) {
      for (const tl::Diagnostic& d : diagnostics) fprintf(stderr, "%s\n", d.format().c_str());
      return 1;
    }
    const auto plans = tl::PlanSet::compile(std::move(schema));
    if (!plans.ok()) {
      fprintf(stderr, "%s\n", plans.error().text.c_str());
      return 1;
    }
  }
  return 0;
}
