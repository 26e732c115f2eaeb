// The proof that the hardware checksums are the checksums: against zlib (CRC-32) and against the table engine (CRC-32C).
//
//     bench_checksum_proof [INPUTS] [SEED]      INPUTS of random length, alignment and start value; 10^9 is the proof
//
// Lengths are mostly those of small packets, one in 64 up to 4 KiB. Each input is also taken in two pieces. Ends with
// exit code 1 at the first difference and says which input it was.
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/crc32.h"

namespace {

uint64_t state;

uint64_t next_random() {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

}  // namespace

int main(int argc, char** argv) {
  const uint64_t inputs = argc > 1 ? strtoull(argv[1], nullptr, 10) : 1000000;
  state = (argc > 2 ? strtoull(argv[2], nullptr, 10) : 1) * 0x9e3779b97f4a7c15ull | 1;
  std::vector<uint8_t> pool(1 << 16);
  for (auto& byte : pool) byte = static_cast<uint8_t>(next_random() >> 32);
  for (uint64_t i = 0; i < inputs; ++i) {
    const uint64_t dice = next_random();
    const size_t length = (dice & 63) == 0 ? dice >> 8 & 4095 : dice >> 8 & 127;
    const size_t at = dice >> 24 & 0x7fff;
    const auto start = static_cast<uint32_t>(next_random() >> 16);
    const size_t cut = length ? (dice >> 44) % length : 0;
    uint8_t* p = pool.data() + at;
    if (length) p[cut] = static_cast<uint8_t>(dice >> 40);  // no two inputs the same for long
    const auto ieee = static_cast<uint32_t>(crc32(start, p, static_cast<uInt>(length)));
    const uint32_t castagnoli = vkext::crc32c_table(start, p, length);
    const bool good = vkext::crc32(start, p, length) == (length ? ieee : start) &&
                      vkext::crc32(vkext::crc32(start, p, cut), p + cut, length - cut) == (length ? ieee : start) &&
                      vkext::crc32c(start, p, length) == castagnoli &&
                      vkext::crc32c(vkext::crc32c(start, p, cut), p + cut, length - cut) == castagnoli;
    if (!good) {
      printf("input %llu differs: %zu bytes at %zu, start %08x, cut at %zu\n", static_cast<unsigned long long>(i), length, at,
             start, cut);
      return 1;
    }
    if ((i + 1) % 100000000 == 0) {
      printf("%llu inputs agree\n", static_cast<unsigned long long>(i + 1));
      fflush(stdout);
    }
  }
  printf("%llu inputs agree: %s, %s\n", static_cast<unsigned long long>(inputs), vkext::crc32_engine(), vkext::crc32c_engine());
  return 0;
}
