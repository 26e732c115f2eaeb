// The rule is one line; the work is in schema_text, which writes the text.
#include "tl/magic.h"

#include <string>

#include "base/crc32.h"
#include "tl/schema_text.h"

namespace vkext::tl {

uint32_t magic_of_text(std::string_view canonical) { return crc32(0, canonical.data(), canonical.size()); }

uint32_t computed_magic(const Schema& schema, const Combinator& combinator) {
  return magic_of_text(canonical_text(schema, combinator));
}

}  // namespace vkext::tl
