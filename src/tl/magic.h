// The number of a combinator: CRC-32 of its canonical text.
//
// The checksum is zlib's (reflected EDB88320, all ones before and after). A magic written in the source is never
// checked against it: explicit magics that differ are common and legitimate.
#pragma once

#include <cstdint>
#include <string_view>

#include "tl/schema.h"

namespace vkext::tl {

// crc32 of a text that is canonical already.
uint32_t magic_of_text(std::string_view canonical);

// What the magic of a combinator would be if none were written.
uint32_t computed_magic(const Schema& schema, const Combinator& combinator);

}  // namespace vkext::tl
