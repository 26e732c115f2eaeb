// A hash table from names to indices, and the hash it uses, for the readers of schemas.
//
// It stores only (hash, index): the caller says what name an index has, so nothing is copied and nothing is freed. It
// grows by doubling and never shrinks or deletes. Names come from files: collisions cost time, never correctness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace vkext::tl {

inline uint64_t hash_mix(uint64_t h) {
  h = (h ^ h >> 32) * 0x9e3779b97f4a7c15ull;  // the shift first: a product alone never reaches down from the top bits
  return h ^ h >> 29;
}

inline uint64_t hash_word(const char* p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return word;
}

// Of up to 16 bytes: names, which are most of what is hashed.
inline uint64_t hash_few(const char* p, size_t n) {
  uint64_t a = 0, b = 0;
  if (n >= 8) {
    a = hash_word(p);
    b = hash_word(p + n - 8);
  } else if (n >= 4) {
    uint32_t low, high;
    memcpy(&low, p, 4);
    memcpy(&high, p + n - 4, 4);
    a = low | static_cast<uint64_t>(high) << 32;
  } else if (n) {
    a = static_cast<uint8_t>(p[0]) | static_cast<uint64_t>(static_cast<uint8_t>(p[n / 2])) << 8 |
        static_cast<uint64_t>(static_cast<uint8_t>(p[n - 1])) << 16;
  }
  return hash_mix(hash_mix(n * 0xff51afd7ed558ccdull ^ a) ^ b);
}

inline uint64_t hash_lane(uint64_t lane, const char* p) {
  lane = (lane ^ hash_word(p)) * 0x9e3779b97f4a7c15ull;
  return lane << 29 | lane >> 35;
}

__attribute__((noinline)) inline uint64_t hash_bytes(const void* data, size_t n) {
  const char* p = static_cast<const char*>(data);
  if (n <= 16) return hash_few(p, n);
  uint64_t h = n * 0xff51afd7ed558ccdull;
  if (n >= 64) {  // four lanes: whole files are hashed at start
    uint64_t a = h, b = ~h, c = h + 1, d = ~h + 1;
    for (; n >= 32; n -= 32, p += 32) {
      a = hash_lane(a, p);
      b = hash_lane(b, p + 8);
      c = hash_lane(c, p + 16);
      d = hash_lane(d, p + 24);
    }
    h = hash_mix(a) ^ hash_mix(b + 2) ^ hash_mix(c + 4) ^ hash_mix(d + 6);
  }
  for (; n > 16; n -= 8, p += 8) h = hash_mix(h ^ hash_word(p));
  return hash_mix(h ^ hash_few(p, n));
}

inline uint32_t hash_name(std::string_view s) {
  return static_cast<uint32_t>(s.size() <= 16 ? hash_few(s.data(), s.size()) : hash_bytes(s.data(), s.size()));
}
inline uint32_t hash_number(uint32_t v) { return static_cast<uint32_t>(hash_mix(v + 1ull)); }

class NameTable {
 public:
  static constexpr uint32_t kAbsent = 0xffffffff;

  void reserve(size_t n) {
    size_t size = 16;
    while (size < n * 2) size *= 2;
    if (size > slots_.size()) rehash(size);
  }

  // The index stored with this hash for which `same(index)` is true, or kAbsent.
  template <class Same>
  uint32_t find(uint32_t hash, Same same) const {
    if (slots_.empty()) return kAbsent;
    const Slot* const slots = slots_.data();
    const size_t mask = slots_.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      const Slot s = slots[i];
      if (s.index == kAbsent) return kAbsent;
      if (s.hash == hash && same(s.index)) return s.index;
    }
  }

  // For something find() did not find.
  void add(uint32_t hash, uint32_t index) {
    if ((count_ + 1) * 2 > slots_.size()) rehash(slots_.empty() ? 16 : slots_.size() * 2);
    put({hash, index});
    ++count_;
  }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t index = kAbsent;
  };
  size_t mask() const { return slots_.size() - 1; }
  void put(Slot s) {
    size_t i = s.hash & mask();
    while (slots_[i].index != kAbsent) i = (i + 1) & mask();
    slots_[i] = s;
  }
  void rehash(size_t size) {
    std::vector<Slot> old(size);
    old.swap(slots_);
    for (const Slot& s : old) {
      if (s.index != kAbsent) put(s);
    }
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
};

}  // namespace vkext::tl
