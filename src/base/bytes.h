// A view of bytes, and loads and stores in TL's byte order (little-endian).
//
// A view owns nothing and lives as long as what it looks at. Loads and stores go through memcpy: no alignment is ever
// assumed, and a big-endian machine gets the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace vkext {

struct Bytes {
  const uint8_t* data = nullptr;
  size_t size = 0;

  Bytes() = default;
  Bytes(const void* d, size_t n) : data(static_cast<const uint8_t*>(d)), size(n) {}
  explicit Bytes(std::string_view s) : Bytes(s.data(), s.size()) {}

  std::string_view text() const { return {reinterpret_cast<const char*>(data), size}; }
  Bytes drop(size_t n) const { return n < size ? Bytes(data + n, size - n) : Bytes(data + size, 0); }
  Bytes first(size_t n) const { return {data, n < size ? n : size}; }
};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
inline uint16_t little_endian(uint16_t v) { return __builtin_bswap16(v); }
inline uint32_t little_endian(uint32_t v) { return __builtin_bswap32(v); }
inline uint64_t little_endian(uint64_t v) { return __builtin_bswap64(v); }
#else
inline uint16_t little_endian(uint16_t v) { return v; }
inline uint32_t little_endian(uint32_t v) { return v; }
inline uint64_t little_endian(uint64_t v) { return v; }
#endif

template <class T>
inline T load_le(const void* p) {
  T v;
  memcpy(&v, p, sizeof v);
  return little_endian(v);
}
inline uint16_t load_u16(const void* p) { return load_le<uint16_t>(p); }
inline uint32_t load_u32(const void* p) { return load_le<uint32_t>(p); }
inline uint64_t load_u64(const void* p) { return load_le<uint64_t>(p); }

template <class T>
inline void store_le(void* p, T v) {
  v = little_endian(v);
  memcpy(p, &v, sizeof v);
}
inline void store_u16(void* p, uint16_t v) { store_le(p, v); }
inline void store_u32(void* p, uint32_t v) { store_le(p, v); }
inline void store_u64(void* p, uint64_t v) { store_le(p, v); }

// memcpy() for what is mostly short: below 33 bytes two words that may overlap, and no call. Reads and writes n bytes.
__attribute__((always_inline)) inline void copy_bytes(void* to, const void* from, size_t n) {
  auto* t = static_cast<uint8_t*>(to);
  const auto* f = static_cast<const uint8_t*>(from);
  struct Pair {
    uint64_t a, b;
  };
  if (n > 32) {
    memcpy(t, f, n);
  } else if (n >= 16) {
    Pair first, last;
    memcpy(&first, f, 16);
    memcpy(&last, f + n - 16, 16);
    memcpy(t, &first, 16);
    memcpy(t + n - 16, &last, 16);
  } else if (n >= 8) {
    uint64_t first, last;
    memcpy(&first, f, 8);
    memcpy(&last, f + n - 8, 8);
    memcpy(t, &first, 8);
    memcpy(t + n - 8, &last, 8);
  } else if (n >= 4) {
    uint32_t first, last;
    memcpy(&first, f, 4);
    memcpy(&last, f + n - 4, 4);
    memcpy(t, &first, 4);
    memcpy(t + n - 4, &last, 4);
  } else {
    for (size_t i = 0; i < n; ++i) t[i] = f[i];
  }
}

// memcmp() == 0 for what is mostly short, in the same way. Reads n bytes of each.
__attribute__((always_inline)) inline bool same_bytes(const void* a, const void* b, size_t n) {
  const auto* x = static_cast<const uint8_t*>(a);
  const auto* y = static_cast<const uint8_t*>(b);
  if (n > 16) return memcmp(x, y, n) == 0;
  if (n >= 8) return ((load_u64(x) ^ load_u64(y)) | (load_u64(x + n - 8) ^ load_u64(y + n - 8))) == 0;
  if (n >= 4) return ((load_u32(x) ^ load_u32(y)) | (load_u32(x + n - 4) ^ load_u32(y + n - 4))) == 0;
  for (size_t i = 0; i < n; ++i) {
    if (x[i] != y[i]) return false;
  }
  return true;
}

}  // namespace vkext
