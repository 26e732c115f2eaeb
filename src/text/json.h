// The leaves of vk_json_encode: strings and numbers. Walking the value is the caller's, who knows what a value is.
//
// This is not PHP's json_encode: strings are copied as bytes, whatever their encoding. The functions write into memory
// of the caller, never allocate, and never look at the locale's decimal point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vkext::text {

// Bytes json_string_write() will write, quotes included: at most 2 * size + 2.
size_t json_string_size(std::string_view text);
// Escapes " \ / and \b \f \n \r \t; the other bytes below 32 are dropped. Returns the end of what was written.
char* json_string_write(std::string_view text, char* out);

// Sign, 100 digits, point, 6 digits, and a terminator for the C library.
constexpr size_t kJsonDoubleBytesMax = 112;
// Six decimals, as "%f". Returns the number of bytes, or 0 for what has no such form: NAN, INF, |value| >= 1e100.
size_t json_double_write(double value, char (&out)[kJsonDoubleBytesMax]);

constexpr size_t kJsonLongBytesMax = 20;
size_t json_long_write(int64_t value, char (&out)[kJsonLongBytesMax]);

}  // namespace vkext::text
