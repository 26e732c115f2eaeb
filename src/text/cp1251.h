// Windows-1251 to UTF-8 and back, and ASCII upper case, as scripts know them from vk_utf8_to_win and its sisters.
//
// Strings are bytes of any content and length; NUL is a byte like any other. Malformed UTF-8 is never an error here: it
// leaves a visible marker in the output, because callers store what they get. Nothing depends on the locale, and
// nothing fails except by running out of memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vkext::text {

// Code points without a byte in cp1251 become decimal entities (`&#26085;`). Malformed input becomes a marker:
//   ?1? ASCII byte inside a sequence (the byte follows)   ?2? stray continuation byte   ?3? sequence for a code < 0x80
//   ?4? lead byte inside a sequence (it starts anew)       ?5? byte F8..FF               ?6? input ends in a sequence
// Surrogates and codes above 10FFFF are decoded like any other.
//
// `max_bytes` > 0 cuts the output there, even inside an entity, and only the first 3 * max_bytes bytes of input are
// looked at; 0 is no limit; below 0 gives "". `exit_on_error`: at any malformation that is looked at the input comes
// back unchanged.
std::string utf8_to_win(std::string_view text, int64_t max_bytes = 0, bool exit_on_error = false);

// Also decodes decimal entities. NUL and 0x98 (unassigned) vanish. With `escape` an entity stays as it is when it
// stands for a control character or for one of ! " $ ' < > \ U+2028 U+2029. Entities for surrogates become a space,
// those above 10FFFF U+FFFD: the output is always valid UTF-8. From 2^31 on they become `$#N;`, or nothing without
// `escape`.
std::string win_to_utf8(std::string_view text, bool escape = true);

// a-z only: the rest depends on an encoding nobody told us.
std::string upcase(std::string_view text);

// The byte for a code point, or -1.
int win_byte(uint32_t code);
// The code point of a byte; 0 for 0x98, which has none.
uint32_t win_code(uint8_t byte);

}  // namespace vkext::text
