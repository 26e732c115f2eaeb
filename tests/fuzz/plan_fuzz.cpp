// Fuzz target: the plan compiler over schemas made up from the fuzzer's bytes, which need not end or make sense.
#include "fuzz/loading.h"
#include "support/random_schema.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vkext;
  test::Random random(data, size);
  const std::string text = test::model::Text(test::model::random_schema(random, true)).all();
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const bool loaded = tl::load_text({{"wild.tl", text}}, schema, diagnostics);
  test::compile_or_refuse(loaded, std::move(schema), diagnostics);
  return 0;
}
