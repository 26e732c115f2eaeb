// Appends TL primitives to a Buffer.
//
// Strings are always written in the shortest form with zero padding. Running out of memory is remembered by the buffer
// (`failed()`): callers look once, at the end. Never allocates by itself, never looks at what was written before.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/buffer.h"
#include "base/limits.h"
#include "wire/short_string.h"

namespace vkext::wire {

class Writer {
 public:
  explicit Writer(Buffer& out) : out_(&out) {}

  Buffer& buffer() { return *out_; }
  size_t size() const { return out_->size(); }
  bool failed() const { return out_->failed(); }

  void store_int(uint32_t v) {
    if (uint8_t* p = out_->append(4)) store_u32(p, v);
  }
  void store_long(uint64_t v) {
    if (uint8_t* p = out_->append(8)) store_u64(p, v);
  }
  void store_byte(uint8_t v) {
    if (uint8_t* p = out_->append(1)) *p = v;
  }
  void store_float(float v) {
    uint32_t bits;
    memcpy(&bits, &v, 4);
    store_int(bits);
  }
  void store_double(double v) {
    uint64_t bits;
    memcpy(&bits, &v, 8);
    store_long(bits);
  }
  void store_raw(const void* p, size_t n) { out_->append(p, n); }

  // False when the string is longer than a TL string can be; nothing is written then.
  bool store_string(std::string_view s) {
    const size_t n = s.size();
    if (n <= kShortStringMax) {
      if (uint8_t* p = out_->append(short_string_bytes(n))) put_short_string(p, s);
      return true;
    }
    if (n > limits::kStringBytesMax) return false;
    const size_t total = 4 + ((n + 3) & ~size_t{3});
    uint8_t* p = n < Buffer::kLargePiece ? out_->append(total) : out_->append_large(total);
    if (!p) return true;
    store_u32(p + total - 4, 0);
    store_u32(p, 0xfe | static_cast<uint32_t>(n) << 8);
    memcpy(p + 4, s.data(), n);
    return true;
  }

 private:
  Buffer* out_;
};

}  // namespace vkext::wire
