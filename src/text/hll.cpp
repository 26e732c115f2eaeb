// HyperLogLog in strings.
//
// Packed, version 2 (written and read):        Packed, version 1 (read, m = 256 only):
//   '$', '0' + p where m = 2^p, then             '!', then
//   (i & 0x7f) + 1, (i >> 7) + 1, '0' + rank     hex digit, hex digit (0-9 A-F) of i, '0' + rank
// for every bucket i that is not empty, ascending when written, in any order when read. Bytes are read unsigned: the
// incumbent loses buckets from 16256 on, whose second byte is 0x80.
#include "text/hll.h"

#include <cmath>

namespace vkext::text {
namespace {

constexpr char kPackedV1 = '!';
constexpr char kPackedV2 = '$';

// m = 2^bits. The size is one of the two.
int bits_of(size_t size) { return size == kHllSizeSmall ? 8 : 14; }
int rank_max(size_t size) { return 64 - bits_of(size); }

// -1: not a rank.
int rank_of(char c, size_t size) {
  const int rank = static_cast<uint8_t>(c) - kHllEmpty;
  return rank <= rank_max(size) ? rank : rank_max(size);
}

// MurmurHash64A of the value's eight little-endian bytes.
uint64_t hash_of(int64_t value) {
  constexpr uint64_t kMul = 0xc6a4a7935bd1e995;
  constexpr int kShift = 47;
  uint64_t hash = 0xcafebabe ^ (kMul * 8);
  uint64_t k = static_cast<uint64_t>(value) * kMul;
  k ^= k >> kShift;
  k *= kMul;
  hash ^= k;
  hash *= kMul;
  hash ^= hash >> kShift;
  hash *= kMul;
  return hash ^ (hash >> kShift);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One triple of a packed counter. False: no such bucket, or no rank.
bool read_triple(const char* triple, bool v1, size_t size, size_t* bucket, int* rank) {
  if (v1) {
    const int high = hex_digit(triple[0]);
    const int low = hex_digit(triple[1]);
    if (high < 0 || low < 0) return false;
    *bucket = static_cast<size_t>(high * 16 + low);
  } else {
    const auto low = static_cast<uint8_t>(triple[0]);
    const auto high = static_cast<uint8_t>(triple[1]);
    if (low < 1 || low > 0x80 || high < 1) return false;
    *bucket = (low - 1u) + ((high - 1u) << 7);
  }
  *rank = rank_of(triple[2], size);
  return *bucket < size && *rank >= 0;
}

void raise_to(char* bucket, int rank) {
  const char c = static_cast<char>(kHllEmpty + rank);
  if (*bucket < c) *bucket = c;
}

}  // namespace

bool hll_is_unpacked(std::string_view hll) {
  if (!is_hll_size(static_cast<int64_t>(hll.size()))) return false;
  for (char c : hll) {
    if (rank_of(c, hll.size()) < 0) return false;
  }
  return true;
}

bool hll_is_packed(std::string_view hll) { return !hll.empty() && (hll[0] == kPackedV1 || hll[0] == kPackedV2); }

void hll_insert(char* buckets, size_t size, int64_t value) {
  const uint64_t hash = hash_of(value);
  int rank = hash == 0 ? 0 : __builtin_ctzll(hash) + 1;
  if (rank > rank_max(size)) rank = rank_max(size);
  raise_to(buckets + (hash >> rank_max(size)), rank);
}

std::optional<std::string> hll_pack(std::string_view unpacked) {
  if (unpacked.empty()) return std::string();
  if (!hll_is_unpacked(unpacked)) return std::nullopt;
  const size_t size = unpacked.size();
  std::string packed = {kPackedV2, static_cast<char>('0' + bits_of(size))};
  for (size_t i = 0; i < size; i++) {
    const int rank = rank_of(unpacked[i], size);
    if (rank == 0) continue;
    packed += static_cast<char>((i & 0x7f) + 1);
    packed += static_cast<char>((i >> 7) + 1);
    packed += static_cast<char>(kHllEmpty + rank);
    if (packed.size() >= size) return std::string(unpacked);
  }
  return packed;
}

std::optional<std::string> hll_unpack(std::string_view packed) {
  if (!hll_is_packed(packed)) return std::nullopt;
  const bool v1 = packed[0] == kPackedV1;
  size_t size = kHllSizeSmall;
  if (!v1) {
    if (packed.size() < 2) return std::nullopt;
    if (packed[1] == '0' + 14) {
      size = kHllSizeLarge;
    } else if (packed[1] != '0' + 8) {
      return std::nullopt;
    }
  }
  const std::string_view triples = packed.substr(v1 ? 1 : 2);
  if (triples.size() % 3 != 0) return std::nullopt;
  std::string unpacked(size, kHllEmpty);
  for (size_t at = 0; at < triples.size(); at += 3) {
    size_t bucket = 0;
    int rank = 0;
    if (!read_triple(triples.data() + at, v1, size, &bucket, &rank)) return std::nullopt;
    raise_to(&unpacked[bucket], rank);
  }
  return unpacked;
}

std::optional<double> hll_count(std::string_view hll) {
  if (hll_is_packed(hll)) {
    const std::optional<std::string> unpacked = hll_unpack(hll);
    return unpacked ? hll_count(*unpacked) : std::nullopt;
  }
  if (!hll_is_unpacked(hll)) return std::nullopt;
  double sum = 0;
  size_t empty = 0;
  for (char c : hll) {
    const int rank = rank_of(c, hll.size());
    empty += rank == 0;
    sum += std::ldexp(1.0, -rank);
  }
  const auto m = static_cast<double>(hll.size());
  const double alpha = 0.7213 / (1 + 1.079 / m);
  const double estimate = alpha * m * m / sum;
  if (estimate <= 2.5 * m && empty > 0) return m * std::log(m / static_cast<double>(empty));
  if (hll.size() == kHllSizeSmall) {
    constexpr double kHashes = 4294967296.0;
    // Near 2^32 the correction runs away and past it there is none: only a made-up counter gets there.
    if (estimate <= kHashes / 30 || estimate >= kHashes) return estimate;
    return -kHashes * std::log(1 - estimate / kHashes);
  }
  if (estimate >= 72000) return estimate;
  // Measured bias of the raw estimate in percent; Horner would round differently from what scripts have stored.
  const double e2 = estimate * estimate;
  const double bias =
      5.9119e-18 * (e2 * e2) - 1.4253e-12 * (e2 * estimate) + 1.2940e-7 * e2 - 5.2921e-3 * estimate + 83.3216;
  return estimate - estimate * bias / 100;
}

bool hll_merge(std::string_view hll, std::string& into) {
  std::optional<std::string> unpacked;
  if (hll_is_packed(hll)) {
    unpacked = hll_unpack(hll);
    if (!unpacked) return false;
    hll = *unpacked;
  }
  if (!hll_is_unpacked(hll)) return false;
  if (into.empty()) into.assign(hll.size(), kHllEmpty);
  if (into.size() != hll.size()) return false;
  for (size_t i = 0; i < hll.size(); i++) raise_to(&into[i], rank_of(hll[i], hll.size()));
  return true;
}

}  // namespace vkext::text
