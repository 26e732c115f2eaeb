// What unpacks, what does not, and that the limit holds.
#include "base/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "support/hex.h"

namespace vkext {
namespace {

using testing::from_hex;

std::string pack(const std::string& text, int window_bits) {
  z_stream stream = {};
  EXPECT_EQ(Z_OK, deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY));
  std::string out(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(Z_STREAM_END, deflate(&stream, Z_FINISH));
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string unpack(const std::string& packed, size_t limit, std::string* error = nullptr) {
  Buffer out;
  const Status status = inflate_bounded(Bytes(packed), limit, out);
  if (error) *error = status.ok() ? "" : status.error().text;
  EXPECT_TRUE(status.ok() || out.empty());
  return std::string(out.bytes().text());
}

TEST(Inflate, a_stream_of_the_rfc) {
  // zlib: header, one stored block with "abc", adler32.
  EXPECT_EQ("abc", unpack(from_hex("78 01 01 0300 fcff 616263 024d0127"), 100));
  std::string error;
  unpack(from_hex("78 01 01 0300 fcff 616263 024d0128"), 100, &error);
  EXPECT_EQ("packed data is damaged", error);
}

TEST(Inflate, gzip_and_zlib) {
  const std::string text(100'000, 'x');
  EXPECT_EQ(text, unpack(pack(text, 15), text.size()));
  EXPECT_EQ(text, unpack(pack(text, 31), text.size()));
  EXPECT_EQ("", unpack(pack("", 31), 0));
}

TEST(Inflate, limit_to_the_byte) {
  const std::string text(70'001, 'y');
  std::string error;
  EXPECT_EQ(text, unpack(pack(text, 31), 70'001, &error));
  EXPECT_EQ("", error);
  unpack(pack(text, 31), 70'000, &error);
  EXPECT_EQ("unpacks to more than 70000 bytes", error);
  unpack(pack("a", 31), 0, &error);
  EXPECT_EQ("unpacks to more than 0 bytes", error);
}

TEST(Inflate, cut_at_every_byte) {
  const std::string packed = pack("the quick brown fox jumps over the lazy dog", 31);
  for (size_t n = 0; n < packed.size(); ++n) {
    std::string error;
    unpack(packed.substr(0, n), 1000, &error);
    EXPECT_EQ("packed data is cut short", error) << n;
  }
}

TEST(Inflate, exactly_one_stream) {
  std::string error;
  unpack(pack("a", 31) + "b", 1000, &error);
  EXPECT_EQ("bytes after the end of packed data", error);
  unpack("no packed data at all", 1000, &error);
  EXPECT_EQ("packed data is damaged", error);
}

// 16 MiB of zeros in 16 KiB: the limit ends the work, not the memory.
TEST(Inflate, bomb) {
  std::string error;
  Buffer out;
  const std::string packed = pack(std::string(16u << 20, '\0'), 31);
  const Status status = inflate_bounded(Bytes(packed), 1u << 20, out);
  EXPECT_FALSE(status.ok());
  EXPECT_LE(out.capacity(), 4u << 20);
}

TEST(Deflate, one_gzip_stream) {
  for (const std::string& plain : {std::string(), std::string("abc"), std::string(1u << 20, 'z')}) {
    Buffer packed, back;
    ASSERT_TRUE(deflate_gzip(Bytes(plain), packed));
    ASSERT_GE(packed.size(), 18u);  // header and trailer of gzip
    EXPECT_EQ(0x1f, packed.data()[0]);
    EXPECT_EQ(0x8b, packed.data()[1]);
    EXPECT_EQ(plain.size(), load_u32(packed.data() + packed.size() - 4));
    ASSERT_TRUE(inflate_bounded(packed.bytes(), 1u << 20, back).ok());
    EXPECT_EQ(plain, back.bytes().text());
  }
}

TEST(Deflate, replaces_what_was_there) {
  Buffer out;
  out.append("old", 3);
  ASSERT_TRUE(deflate_gzip(Bytes(std::string_view("new")), out));
  EXPECT_EQ(0x1f, out.data()[0]);
}

}  // namespace
}  // namespace vkext
