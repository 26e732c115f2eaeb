// Every engine against zlib, the table and published values, over lengths and alignments around each of its edges.
#include "base/crc32.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

namespace vkext {
namespace {

std::vector<uint8_t> noise(size_t size) {
  std::vector<uint8_t> bytes(size);
  uint32_t state = 1;
  for (auto& byte : bytes) byte = static_cast<uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

// RFC 3720, B.4, and the check value of both catalogues.
TEST(Crc32, published) {
  EXPECT_EQ(0xcbf43926u, crc32(0, "123456789", 9));
  EXPECT_EQ(0xe3069283u, crc32c(0, "123456789", 9));
  EXPECT_EQ(0u, crc32(0, "", 0));
  EXPECT_EQ(0u, crc32c(0, "", 0));
  const std::string zeros(32, '\0');
  const std::string ones(32, '\xff');
  EXPECT_EQ(0x8a9136aau, crc32c(0, zeros.data(), 32));
  EXPECT_EQ(0x62a8ab43u, crc32c(0, ones.data(), 32));
  EXPECT_EQ(0x190a55adu, crc32(0, zeros.data(), 32));
}

TEST(Crc32, every_length_and_alignment) {
  const auto bytes = noise(1100);
  for (size_t offset = 0; offset < 17; ++offset) {
    for (size_t size = 0; size + offset <= 1050; ++size) {
      const uint8_t* p = bytes.data() + offset;
      const auto expected = static_cast<uint32_t>(::crc32(0, p, static_cast<uInt>(size)));
      ASSERT_EQ(expected, crc32(0, p, size)) << offset << " " << size;
      ASSERT_EQ(expected, crc32_table(0, p, size)) << offset << " " << size;
      ASSERT_EQ(crc32c_table(0, p, size), crc32c(0, p, size)) << offset << " " << size;
    }
  }
}

TEST(Crc32, long_inputs) {
  const auto bytes = noise(3 * 1024 * 5 + 777);
  for (size_t size = bytes.size() - 1; size > 2000; size -= 97) {
    const uint8_t* p = bytes.data() + size % 8;
    ASSERT_EQ(static_cast<uint32_t>(::crc32(0, p, static_cast<uInt>(size - 8))), crc32(0, p, size - 8)) << size;
    ASSERT_EQ(crc32c_table(0, p, size - 8), crc32c(0, p, size - 8)) << size;
  }
}

// The table itself, against the definition bit by bit.
TEST(Crc32, table_by_definition) {
  const auto bytes = noise(300);
  uint32_t v = ~0u;
  for (size_t i = 0; i < bytes.size(); ++i) {
    v ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) v = v & 1 ? v >> 1 ^ 0x82f63b78 : v >> 1;
    ASSERT_EQ(~v, crc32c_table(0, bytes.data(), i + 1));
  }
}

TEST(Crc32, chains) {
  const auto bytes = noise(5000);
  for (size_t cut : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, size_t{63}, size_t{4096}, size_t{5000}}) {
    const uint32_t a = crc32(crc32(0, bytes.data(), cut), bytes.data() + cut, bytes.size() - cut);
    const uint32_t c = crc32c(crc32c(0, bytes.data(), cut), bytes.data() + cut, bytes.size() - cut);
    EXPECT_EQ(crc32(0, bytes.data(), bytes.size()), a);
    EXPECT_EQ(crc32c(0, bytes.data(), bytes.size()), c);
  }
}

TEST(Crc32, names_its_engines) {
  EXPECT_STRNE("", crc32_engine());
  EXPECT_STRNE("", crc32c_engine());
}

}  // namespace
}  // namespace vkext
