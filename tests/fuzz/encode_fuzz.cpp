// Fuzz target: values made up from the fuzzer's bytes, of one of 64 made-up schemas: encoded to the bytes of the model,
// decoded, cut short and robbed of a field (support/random_round.h).
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "support/random_round.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vkext::test;
  static std::array<std::unique_ptr<RandomSchema>, 64> schemas;
  if (size == 0) return 0;
  auto& schema = schemas[data[0] % schemas.size()];
  if (!schema) {
    Random random(1 + data[0] % schemas.size());
    schema = std::make_unique<RandomSchema>(random);
  }
  Random random(data + 1, size - 1);
  const std::string problem = schema->problem + RandomRound(*schema, random, 16).run();
  if (problem.empty()) return 0;
  fprintf(stderr, "%s\n", problem.c_str());
  abort();
}
