// Fuzz target: a schema from a stranger, .tl text or .tlo by its first bytes, up to its plans.
//
// Whatever loads must compile or be refused with words; every diagnostic must be printable.
#include <cstdlib>
#include <string>

#include "tl/load.h"
#include "tl/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vkext;
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const bool compiled = size >= 4 && (data[0] & 0x80) != 0;
  const bool loaded =
      compiled ? tl::load_tlo(Bytes(data, size), "fuzz.tlo", schema, diagnostics)
               : tl::load_text({{"fuzz.tl", std::string(reinterpret_cast<const char*>(data), size)}}, schema, diagnostics);
  for (const tl::Diagnostic& d : diagnostics) {
    if (d.format().empty()) abort();
  }
  if (!loaded) {
    if (diagnostics.empty()) abort();  // refused without a word
    return 0;
  }
  const auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok() && set.error().text.empty()) abort();
  return 0;
}
