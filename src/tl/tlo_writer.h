// A Schema to its compiled form (.tlo), byte for byte what the known compilers write.
//
// May assume a schema that schema_check accepted. What a .tlo cannot say (names of 254 bytes and more, two types with
// one id) is an error. Never writes a file.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "tl/schema.h"

namespace vkext::tl {

// Constructors grouped by type and numbers marked as C compilers do, or in the order of the sources and marked as the
// schema of schemas says (VK's Go compiler).
enum class TloStyle : uint8_t { grouped, declared };

struct TloOptions {
  int version = 4;  // 2, 3 or 4
  uint32_t schema_version = 0;
  uint32_t date = 0;
  TloStyle style = TloStyle::grouped;
};

// Appends to `out`.
Status write_tlo(const Schema& schema, const TloOptions& options, Buffer& out);

}  // namespace vkext::tl
