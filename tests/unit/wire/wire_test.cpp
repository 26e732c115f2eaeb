// Bytes of every primitive, and what a cursor makes of bytes that end too early or say too much.
#include <gtest/gtest.h>

#include <string>

#include "base/buffer.h"
#include "wire/cursor.h"
#include "wire/writer.h"

namespace vkext::test {
namespace {

using wire::Cursor;
using wire::Fault;

TEST(Writer, Primitives) {
  Buffer out;
  wire::Writer w(out);
  w.store_int(0x01020304);
  w.store_long(0x1112131415161718);
  w.store_float(1.5f);
  w.store_double(-0.0);
  w.store_byte(0xab);
  w.store_raw("\x01\x02\x03", 3);
  EXPECT_EQ(w.size(), 28u);
  EXPECT_EQ(out.bytes().text(), std::string("\x04\x03\x02\x01"
                                            "\x18\x17\x16\x15\x14\x13\x12\x11"
                                            "\x00\x00\xc0\x3f"
                                            "\x00\x00\x00\x00\x00\x00\x00\x80"
                                            "\xab\x01\x02\x03",
                                            28));
  EXPECT_FALSE(w.failed());
}

// The shortest form and zeros behind it, at every length where something changes.
TEST(Writer, Strings) {
  for (const size_t n : {0, 1, 2, 3, 4, 5, 7, 8, 252, 253, 254, 255, 256, 257, 65535, 65536}) {
    Buffer out;
    wire::Writer w(out);
    const std::string s(n, 'x');
    ASSERT_TRUE(w.store_string(s));
    std::string want =
        n < 254 ? std::string(1, static_cast<char>(n))
                : std::string("\xfe") + static_cast<char>(n) + static_cast<char>(n >> 8) + static_cast<char>(n >> 16);
    want += s;
    while (want.size() % 4) want += '\0';
    EXPECT_EQ(out.bytes().text(), want) << n;
    Cursor in(out.bytes());
    EXPECT_EQ(in.fetch_string(), s);
    EXPECT_TRUE(in.at_end());
    EXPECT_EQ(in.loose_strings(), 0u);
    for (size_t cut = 0; cut < want.size(); cut += cut < 300 ? 1 : 4099) {
      const std::string prefix = want.substr(0, cut);
      Cursor less{Bytes(std::string_view(prefix))};
      EXPECT_EQ(less.fetch_string(), "");
      EXPECT_EQ(static_cast<int>(less.fault()), static_cast<int>(Fault::short_input));
      EXPECT_EQ(less.fault_offset(), 0u);
    }
  }
}

TEST(Writer, StringsOf16MiB) {
  Buffer out;
  wire::Writer w(out);
  const std::string longest((1u << 24) - 1, 'x');
  EXPECT_TRUE(w.store_string(longest));
  EXPECT_EQ(out.size(), 4u + (1u << 24));
  EXPECT_EQ(out.bytes().text().substr(0, 5), "\xfe\xff\xff\xffx");
  EXPECT_FALSE(w.store_string(longest + "x"));
  EXPECT_EQ(out.size(), 4u + (1u << 24));
}

// What does not fit in memory fails once and for all, without a word: callers look at the end.
TEST(Writer, OutOfMemory) {
  Buffer out;
  wire::Writer w(out);
  w.store_raw("", SIZE_MAX / 2);
  EXPECT_TRUE(w.failed());
  w.store_byte(1);
  w.store_int(1);
  w.store_long(1);
  w.store_double(1);
  EXPECT_TRUE(w.store_string("short"));
  EXPECT_TRUE(w.store_string(std::string(300, 'x')));
  EXPECT_EQ(w.size(), 0u);
  EXPECT_TRUE(w.buffer().failed());
}

TEST(Cursor, LooseStrings) {
  const auto loose = [](std::string_view bytes) {
    Cursor in{Bytes(bytes)};
    in.fetch_string();
    EXPECT_TRUE(in.at_end());
    return in.loose_strings();
  };
  EXPECT_EQ(loose(std::string_view("\x01x\0\0", 4)), 0u);
  EXPECT_GT(loose(std::string_view("\x01x\0y", 4)), 0u);
  EXPECT_GT(loose(std::string_view("\xfe\x01\0\0x\0\0\0", 8)), 0u);
  EXPECT_GT(loose(std::string("\xfe\xfe\0\0", 4) + std::string(254, 'x') + "yz"), 0u);
  Cursor in;
  in.note_loose_strings(2);
  EXPECT_EQ(in.loose_strings(), 2u);
}

TEST(Cursor, TheFirstFaultWins) {
  const std::string bytes = "\x01\x02\x03\x04\x05\x06\x07";
  const Bytes all{std::string_view(bytes)};
  Cursor in(all);
  EXPECT_EQ(in.peek_int(), 0x04030201u);
  EXPECT_EQ(in.fetch_byte(), 1);
  EXPECT_EQ(in.fetch_raw(2).text(), "\x02\x03");
  EXPECT_EQ(in.fetch_int(), 0x07060504u);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.peek_int(), 0u);
  EXPECT_EQ(in.fetch_byte(), 0);
  EXPECT_EQ(static_cast<int>(in.fault()), static_cast<int>(Fault::short_input));
  EXPECT_EQ(in.fault_offset(), 7u);
  in.poison(Fault::magic);
  EXPECT_EQ(static_cast<int>(in.fault()), static_cast<int>(Fault::short_input));

  for (int what = 0; what != 5; ++what) {
    Cursor cut(Bytes(all.data, 3));
    switch (what) {
      case 0:
        EXPECT_EQ(cut.fetch_int(), 0u);
        break;
      case 1:
        EXPECT_EQ(cut.fetch_long(), 0u);
        break;
      case 2:
        EXPECT_EQ(cut.fetch_float(), 0.0f);
        break;
      case 3:
        EXPECT_EQ(cut.fetch_double(), 0.0);
        break;
      default:
        EXPECT_EQ(cut.fetch_raw(4).size, 0u);
    }
    EXPECT_EQ(static_cast<int>(cut.fault()), static_cast<int>(Fault::short_input));
    EXPECT_EQ(cut.fault_offset(), 0u);
    EXPECT_TRUE(cut.at_end());
  }
  Cursor huge{Bytes(std::string_view("\xff\0\0\0\0\0\0\x01", 8))};
  EXPECT_EQ(huge.fetch_string(), "");
  EXPECT_EQ(static_cast<int>(huge.fault()), static_cast<int>(Fault::string_form));
}

TEST(Cursor, Counts) {
  const std::string_view bytes("\x02\0\0\0abcdefgh", 12);
  const auto count = [&](uint32_t bytes_min) {
    Cursor in{Bytes(bytes)};
    const uint32_t n = in.fetch_count(bytes_min);
    EXPECT_EQ(in.ok(), n == 2);
    return n;
  };
  EXPECT_EQ(count(0), 2u);
  EXPECT_EQ(count(4), 2u);
  EXPECT_EQ(count(5), 0u);
  Cursor in{Bytes(bytes)};
  in.resume(in.end());
  EXPECT_TRUE(in.at_end());
}

}  // namespace
}  // namespace vkext::test
