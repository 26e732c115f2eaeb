// The short form of a TL string: one byte of length, the bytes, zeros up to a multiple of four.
//
// For loops that read or write at a pointer they keep themselves; cursor.h and writer.h are for everyone else. Nothing
// is checked here: the caller has made sure that all bytes are there, or may be written.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace vkext::wire {

constexpr size_t kShortStringMax = 253;
inline size_t short_string_bytes(size_t n) { return (n + 4) & ~size_t{3}; }

__attribute__((always_inline)) inline void put_short_string(uint8_t* p, std::string_view s) {
  store_u32(p + short_string_bytes(s.size()) - 4, 0);  // the padding, before the bytes that share its word
  p[0] = static_cast<uint8_t>(s.size());
  copy_bytes(p + 1, s.data(), s.size());
}

// How many bytes of the padding of the string of n bytes at `p` are not zero.
inline uint32_t loose_padding(const uint8_t* p, size_t n) {
  const uint64_t last = load_u32(p + short_string_bytes(n) - 4);
  const auto bits = static_cast<uint32_t>(last >> (32 - 8 * (~n & 3)));
  if (__builtin_expect(bits == 0, 1)) return 0;
  return uint32_t{(bits & 0xff) != 0} + uint32_t{(bits & 0xff00) != 0} + uint32_t{(bits & 0xff0000) != 0};
}

}  // namespace vkext::wire
