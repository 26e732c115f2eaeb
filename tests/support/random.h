// Choices for generators of tests: from a seed, or from the bytes of a fuzzer, which then steers every choice.
//
// Test side only. The same seed gives the same choices on every machine. Bytes that run out are zeros: generators must
// end when every choice is 0.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vkext::test {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  Random(const uint8_t* data, size_t size) : data_(data), end_(data + size) {}

  // 0 … n-1; n > 0.
  uint32_t below(uint32_t n) {
    if (n == 1) return 0;
    if (!end_) return static_cast<uint32_t>(mix() % n);
    uint32_t v = byte();
    if (n > 256) v = v << 8 | byte();
    return v % n;
  }
  bool chance(uint32_t percent) { return below(100) < percent; }
  uint64_t word() {
    if (!end_) return mix();
    uint64_t v = 0;
    for (int i = 0; i != 8; ++i) v = v << 8 | byte();
    return v;
  }
  // Whether choices are left; a seed never runs dry.
  bool dry() const { return end_ && data_ == end_; }

 private:
  uint32_t byte() { return data_ == end_ ? 0 : *data_++; }
  uint64_t mix() {  // splitmix64
    uint64_t z = state_ += 0x9e3779b97f4a7c15ull;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
  }

  uint64_t state_ = 0;
  const uint8_t* data_ = nullptr;
  const uint8_t* end_ = nullptr;
};

}  // namespace vkext::test
