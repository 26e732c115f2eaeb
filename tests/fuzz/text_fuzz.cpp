// Fuzz target: .tl text from a stranger. What loads is written as a source again, which must load as well.
#include <string>

#include "fuzz/loading.h"
#include "tl/schema_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vkext;
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const bool loaded =
      tl::load_text({{"fuzz.tl", std::string(reinterpret_cast<const char*>(data), size)}}, schema, diagnostics);
  if (loaded) {
    tl::Schema again;
    tl::Diagnostics none;
    if (!tl::load_text({{"again.tl", tl::schema_source(schema)}}, again, none)) {
      for (const tl::Diagnostic& d : none) fprintf(stderr, "%s\n", d.format().c_str());
      abort();
    }
  }
  test::compile_or_refuse(loaded, std::move(schema), diagnostics);
  return 0;
}
