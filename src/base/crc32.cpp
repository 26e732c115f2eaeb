// The engines behind the two checksums, and which of them this CPU gets.
//
// Every engine works on the inverted register and takes any length; only the folding ones want 16 bytes or more. The
// constants of the folding are powers of x modulo the polynomial, computed here at compile time from their definition.
#include "base/crc32.h"

#include <atomic>

#if defined(__x86_64__)
#include <immintrin.h>
#define VKEXT_CRC_X86 1
#elif defined(__aarch64__) && defined(__linux__)
#include <arm_acle.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>
#define VKEXT_CRC_ARM 1
#endif

namespace vkext {
namespace {

constexpr uint32_t kIeee = 0xedb88320;        // both reflected
constexpr uint32_t kCastagnoli = 0x82f63b78;

// --- table engine: eight bytes a step ---

struct Tables {
  uint32_t t[8][256];
};

constexpr Tables make_tables(uint32_t polynomial) {
  Tables tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t v = i;
    for (int bit = 0; bit < 8; ++bit) v = v & 1 ? v >> 1 ^ polynomial : v >> 1;
    tables.t[0][i] = v;
  }
  for (uint32_t i = 0; i < 256; ++i) {
    for (int k = 1; k < 8; ++k) tables.t[k][i] = tables.t[k - 1][i] >> 8 ^ tables.t[0][tables.t[k - 1][i] & 0xff];
  }
  return tables;
}

constexpr Tables kIeeeTables = make_tables(kIeee);
constexpr Tables kCastagnoliTables = make_tables(kCastagnoli);

uint32_t run_table(const Tables& tables, uint32_t v, const uint8_t* p, size_t n) {
  const auto& t = tables.t;
  for (; n >= 8; p += 8, n -= 8) {
    const uint32_t a = load_u32(p) ^ v;
    const uint32_t b = load_u32(p + 4);
    v = t[7][a & 0xff] ^ t[6][a >> 8 & 0xff] ^ t[5][a >> 16 & 0xff] ^ t[4][a >> 24] ^ t[3][b & 0xff] ^
        t[2][b >> 8 & 0xff] ^ t[1][b >> 16 & 0xff] ^ t[0][b >> 24];
  }
  for (; n; ++p, --n) v = v >> 8 ^ t[0][(v ^ *p) & 0xff];
  return v;
}

using Engine = uint32_t (*)(uint32_t v, const uint8_t* p, size_t n);
struct Choice {
  Engine run;
  const char* name;
};

uint32_t ieee_table(uint32_t v, const uint8_t* p, size_t n) { return run_table(kIeeeTables, v, p, n); }
uint32_t castagnoli_table(uint32_t v, const uint8_t* p, size_t n) { return run_table(kCastagnoliTables, v, p, n); }

#ifdef VKEXT_CRC_X86

// x^n modulo the polynomial, reflected: bit 31 is x^0.
constexpr uint32_t x_power(uint32_t n, uint32_t polynomial) {
  uint32_t v = 0x80000000;
  for (; n; --n) v = v & 1 ? v >> 1 ^ polynomial : v >> 1;
  return v;
}

// A folding constant: the product of two reflected 64-bit halves comes out shifted by one bit, hence the << 1.
constexpr int64_t fold_constant(uint32_t n, uint32_t polynomial) {
  return static_cast<int64_t>(uint64_t{x_power(n, polynomial)} << 1);
}
constexpr int64_t kFold64Low = fold_constant(4 * 128 + 32, kIeee);
constexpr int64_t kFold64High = fold_constant(4 * 128 - 32, kIeee);
constexpr int64_t kFold16Low = fold_constant(128 + 32, kIeee);
constexpr int64_t kFold16High = fold_constant(128 - 32, kIeee);
constexpr int64_t kFold4 = fold_constant(64, kIeee);
// Barrett reduction: the polynomial with its x^32, and floor(x^64 / P), both reflected to 33 bits.
constexpr int64_t kPolynomial33 = 0x1db710641;
constexpr int64_t kQuotient33 = 0x1f7011641;
static_assert(kFold64Low == 0x154442bd4 && kFold64High == 0x1c6e41596, "folding by 64 bytes");
static_assert(kFold16Low == 0x1751997d0 && kFold16High == 0xccaa009e && kFold4 == 0x163cd6124, "folding by 16 and 4");

#define VKEXT_CLMUL __attribute__((target("sse4.1,pclmul")))

VKEXT_CLMUL inline __m128i load16(const uint8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }

VKEXT_CLMUL inline __m128i fold(__m128i x, __m128i by, __m128i next) {
  return _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(x, by, 0x00), _mm_clmulepi64_si128(x, by, 0x11)), next);
}

VKEXT_CLMUL uint32_t ieee_clmul(uint32_t v, const uint8_t* p, size_t n) {
  if (n < 16) return ieee_table(v, p, n);
  const __m128i by16 = _mm_set_epi64x(kFold16High, kFold16Low);
  __m128i x = _mm_xor_si128(load16(p), _mm_cvtsi32_si128(static_cast<int>(v)));
  if (n >= 128) {
    const __m128i by64 = _mm_set_epi64x(kFold64High, kFold64Low);
    __m128i y = load16(p + 16);
    __m128i z = load16(p + 32);
    __m128i w = load16(p + 48);
    for (p += 64, n -= 64; n >= 64; p += 64, n -= 64) {
      x = fold(x, by64, load16(p));
      y = fold(y, by64, load16(p + 16));
      z = fold(z, by64, load16(p + 32));
      w = fold(w, by64, load16(p + 48));
    }
    x = fold(fold(fold(x, by16, y), by16, z), by16, w);
  } else {
    p += 16;
    n -= 16;
  }
  for (; n >= 16; p += 16, n -= 16) x = fold(x, by16, load16(p));
  // 128 bits to 96, to 64, then Barrett to 32.
  const __m128i low32 = _mm_set_epi32(0, 0, 0, -1);
  x = _mm_xor_si128(_mm_srli_si128(x, 8), _mm_clmulepi64_si128(x, by16, 0x10));
  x = _mm_xor_si128(_mm_srli_si128(x, 4),
                    _mm_clmulepi64_si128(_mm_and_si128(x, low32), _mm_set_epi64x(0, kFold4), 0x00));
  const __m128i barrett = _mm_set_epi64x(kQuotient33, kPolynomial33);
  __m128i q = _mm_clmulepi64_si128(_mm_and_si128(x, low32), barrett, 0x10);
  q = _mm_clmulepi64_si128(_mm_and_si128(q, low32), barrett, 0x00);
  v = static_cast<uint32_t>(_mm_extract_epi32(_mm_xor_si128(x, q), 1));
  return n ? ieee_table(v, p, n) : v;
}

#define VKEXT_SSE42 __attribute__((target("sse4.2")))

// Inlined: most packets are short, and two calls would be a good part of their checksum.
VKEXT_SSE42 __attribute__((always_inline)) inline uint32_t one_lane(uint32_t v, const uint8_t* p, size_t n) {
  uint64_t c = v;
  for (; n >= 32; p += 32, n -= 32) {
    c = _mm_crc32_u64(c, load_u64(p));
    c = _mm_crc32_u64(c, load_u64(p + 8));
    c = _mm_crc32_u64(c, load_u64(p + 16));
    c = _mm_crc32_u64(c, load_u64(p + 24));
  }
  for (; n >= 8; p += 8, n -= 8) c = _mm_crc32_u64(c, load_u64(p));
  v = static_cast<uint32_t>(c);
  if (n & 4) {
    v = _mm_crc32_u32(v, load_u32(p));
    p += 4;
  }
  for (n &= 3; n; ++p, --n) v = _mm_crc32_u8(v, *p);
  return v;
}
VKEXT_SSE42 uint32_t castagnoli_sse42(uint32_t v, const uint8_t* p, size_t n) { return one_lane(v, p, n); }

#define VKEXT_SSE42_CLMUL __attribute__((target("sse4.2,pclmul")))

// The register after `constant`'s number of zero bytes. The instruction multiplies by x^32 and the product of reflected
// halves by x, so the constant is x^(8 bytes - 33).
VKEXT_SSE42_CLMUL inline uint64_t skip_zeros(uint64_t v, uint32_t constant) {
  const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<int64_t>(v)),
                                               _mm_cvtsi32_si128(static_cast<int>(constant)), 0x00);
  return _mm_crc32_u64(0, static_cast<uint64_t>(_mm_cvtsi128_si64(product)));
}

// The instruction takes one operand a cycle but needs three for its result: three independent lanes.
template <uint32_t kLane>
VKEXT_SSE42_CLMUL inline uint64_t three_lanes(uint64_t a, const uint8_t*& p, size_t& n) {
  constexpr uint32_t kOne = x_power(8 * kLane - 33, kCastagnoli);
  constexpr uint32_t kTwo = x_power(16 * kLane - 33, kCastagnoli);
  while (n >= 3 * kLane) {
    uint64_t b = 0;
    uint64_t c = 0;
    for (uint32_t i = 0; i < kLane; i += 8) {
      a = _mm_crc32_u64(a, load_u64(p + i));
      b = _mm_crc32_u64(b, load_u64(p + kLane + i));
      c = _mm_crc32_u64(c, load_u64(p + 2 * kLane + i));
    }
    a = skip_zeros(a, kTwo) ^ skip_zeros(b, kOne) ^ c;
    p += 3 * kLane;
    n -= 3 * kLane;
  }
  return a;
}

VKEXT_SSE42_CLMUL uint32_t castagnoli_three_lanes(uint32_t v, const uint8_t* p, size_t n) {
  if (n >= 3 * 128) {
    uint64_t c = v;
    if (n >= 3 * 1024) c = three_lanes<1024>(c, p, n);
    v = static_cast<uint32_t>(three_lanes<128>(c, p, n));
  }
  return one_lane(v, p, n);
}

Choice choose_ieee() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) return {ieee_clmul, "pclmulqdq"};
  return {ieee_table, "table"};
}

Choice choose_castagnoli() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("sse4.2")) return {castagnoli_table, "table"};
  return {__builtin_cpu_supports("pclmul") ? castagnoli_three_lanes : castagnoli_sse42, "sse4.2"};
}

#elif defined(VKEXT_CRC_ARM)

#define VKEXT_ARM_CRC __attribute__((target("+crc")))

VKEXT_ARM_CRC uint32_t ieee_arm(uint32_t v, const uint8_t* p, size_t n) {
  for (; n >= 8; p += 8, n -= 8) v = __crc32d(v, load_u64(p));
  for (; n; ++p, --n) v = __crc32b(v, *p);
  return v;
}

VKEXT_ARM_CRC uint32_t castagnoli_arm(uint32_t v, const uint8_t* p, size_t n) {
  for (; n >= 8; p += 8, n -= 8) v = __crc32cd(v, load_u64(p));
  for (; n; ++p, --n) v = __crc32cb(v, *p);
  return v;
}

bool has_arm_crc() { return getauxval(AT_HWCAP) & HWCAP_CRC32; }
Choice choose_ieee() { return has_arm_crc() ? Choice{ieee_arm, "armv8"} : Choice{ieee_table, "table"}; }
Choice choose_castagnoli() {
  return has_arm_crc() ? Choice{castagnoli_arm, "armv8"} : Choice{castagnoli_table, "table"};
}

#else

Choice choose_ieee() { return {ieee_table, "table"}; }
Choice choose_castagnoli() { return {castagnoli_table, "table"}; }

#endif

uint32_t first_ieee(uint32_t v, const uint8_t* p, size_t n);
uint32_t first_castagnoli(uint32_t v, const uint8_t* p, size_t n);

// Start at a function that chooses: no order of static initialisers matters, and racing threads store the same value.
std::atomic<Engine> ieee_engine{first_ieee};
std::atomic<Engine> castagnoli_engine{first_castagnoli};

uint32_t first_ieee(uint32_t v, const uint8_t* p, size_t n) {
  const Engine run = choose_ieee().run;
  ieee_engine.store(run, std::memory_order_relaxed);
  return run(v, p, n);
}

uint32_t first_castagnoli(uint32_t v, const uint8_t* p, size_t n) {
  const Engine run = choose_castagnoli().run;
  castagnoli_engine.store(run, std::memory_order_relaxed);
  return run(v, p, n);
}

}  // namespace

uint32_t crc32(uint32_t crc, const void* data, size_t size) {
  return ~ieee_engine.load(std::memory_order_relaxed)(~crc, static_cast<const uint8_t*>(data), size);
}

uint32_t crc32c(uint32_t crc, const void* data, size_t size) {
  return ~castagnoli_engine.load(std::memory_order_relaxed)(~crc, static_cast<const uint8_t*>(data), size);
}

const char* crc32_engine() { return choose_ieee().name; }
const char* crc32c_engine() { return choose_castagnoli().name; }

uint32_t crc32_table(uint32_t crc, const void* data, size_t size) {
  return ~ieee_table(~crc, static_cast<const uint8_t*>(data), size);
}

uint32_t crc32c_table(uint32_t crc, const void* data, size_t size) {
  return ~castagnoli_table(~crc, static_cast<const uint8_t*>(data), size);
}

}  // namespace vkext
