// Leaves of vk_json_encode. The size and the write of a string read the same table, so they cannot disagree.
//
// Assumes the caller's memory is as large as json_string_size() said.
#include "text/json.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace vkext::text {
namespace {

constexpr char kAsIs = 1;
constexpr char kDropped = 0;

// kAsIs, kDropped, or the letter behind the backslash.
constexpr std::array<char, 256> make_escapes() {
  std::array<char, 256> t{};
  for (size_t i = 0; i < 256; i++) t[i] = i < 32 ? kDropped : kAsIs;
  t['"'] = '"';
  t['\\'] = '\\';
  t['/'] = '/';
  t['\b'] = 'b';
  t['\f'] = 'f';
  t['\n'] = 'n';
  t['\r'] = 'r';
  t['\t'] = 't';
  return t;
}
constexpr std::array<char, 256> kEscapes = make_escapes();

}  // namespace

size_t json_string_size(std::string_view text) {
  size_t size = 2;
  for (char c : text) {
    const char escape = kEscapes[static_cast<uint8_t>(c)];
    size += escape == kAsIs ? 1 : escape == kDropped ? 0 : 2;
  }
  return size;
}

char* json_string_write(std::string_view text, char* out) {
  *out++ = '"';
  for (char c : text) {
    const char escape = kEscapes[static_cast<uint8_t>(c)];
    if (escape == kAsIs) {
      *out++ = c;
    } else if (escape != kDropped) {
      *out++ = '\\';
      *out++ = escape;
    }
  }
  *out++ = '"';
  return out;
}

size_t json_double_write(double value, char (&out)[kJsonDoubleBytesMax]) {
  if (!(std::fabs(value) < 1e100)) return 0;
  // std::to_chars for doubles is not in gcc 10's library, and snprintf writes the locale's decimal point, which may be
  // several bytes: everything between the leading digits and the last six bytes is that point.
  const int written = snprintf(out, sizeof out, "%.6f", value);
  if (written < 8 || static_cast<size_t>(written) >= sizeof out) return 0;
  const auto size = static_cast<size_t>(written);
  const size_t whole = strspn(out, "-0123456789");
  if (whole + 7 > size) return 0;
  out[whole] = '.';
  memmove(out + whole + 1, out + size - 6, 6);
  return whole + 7;
}

size_t json_long_write(int64_t value, char (&out)[kJsonLongBytesMax]) {
  char digits[kJsonLongBytesMax];
  size_t n = 0;
  // The magnitude of the smallest value fits only without a sign.
  uint64_t rest = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do {
    digits[n++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  size_t size = 0;
  if (value < 0) out[size++] = '-';
  while (n > 0) out[size++] = digits[--n];
  return size;
}

}  // namespace vkext::text
