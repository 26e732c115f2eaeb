// Fuzz target: a compiled schema from a stranger, of any version. What loads is written anew in its own version, and
// that is read and written to the same bytes.
#include <string>

#include "base/buffer.h"
#include "fuzz/loading.h"
#include "tl/tlo_writer.h"

namespace {

using namespace vkext;

std::string written(const tl::Schema& schema) {
  tl::TloOptions options;
  Buffer out;
  // Names that are too long and types with one id: a reader takes them, a writer does not.
  return tl::write_tlo(schema, options, out).ok() ? std::string(out.bytes().text()) : std::string();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const bool loaded = tl::load_tlo(Bytes(data, size), "fuzz.tlo", schema, diagnostics);
  if (loaded) {
    const std::string once = written(schema);
    tl::Schema again;
    tl::Diagnostics none;
    if (!once.empty() &&
        (!tl::load_tlo(Bytes(std::string_view(once)), "again.tlo", again, none) || written(again) != once)) {
      abort();
    }
  }
  test::compile_or_refuse(loaded, std::move(schema), diagnostics);
  return 0;
}
