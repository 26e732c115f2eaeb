// Hexadecimal text to bytes and back, for tests that state absolute bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace vkext::testing {

// Blanks and line ends are for the reader; anything else that is no digit ends the text.
inline std::string from_hex(std::string_view text) {
  std::string out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) break;
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high << 4 | digit);
      high = -1;
    }
  }
  return out;
}

inline std::string to_hex(Bytes bytes) {
  static const char kDigits[] = "0123456789abcdef";
  std::string out;
  for (size_t i = 0; i < bytes.size; ++i) {
    out += kDigits[bytes.data[i] >> 4];
    out += kDigits[bytes.data[i] & 15];
  }
  return out;
}
inline std::string to_hex(std::string_view bytes) { return to_hex(Bytes(bytes)); }

}  // namespace vkext::testing
