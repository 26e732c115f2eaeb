// cp1251 and UTF-8: the measured behaviour of the functions, byte for byte.
//
// Expected values are literal bytes; nothing here is computed by the code under test, except in the last sweeps.
#include "text/cp1251.h"

#include <gtest/gtest.h>

#include <string>

namespace vkext::text {
namespace {

using namespace std::string_literals;

struct Case {
  std::string in;
  std::string out;
};

TEST(Utf8ToWin, Table) {
  const Case cases[] = {
      {"", ""},
      {"abc", "abc"},
      {"Привет", "\xcf\xf0\xe8\xe2\xe5\xf2"},
      {"Ёё", "\xa8\xb8"},
      {"№ 5 — “q”", "\xb9 5 \x97 \x93q\x94"},
      {"€", "\x88"},
      {"日本", "&#26085;&#26412;"},
      {"\xf0\x9f\x98\x80", "&#128512;"},
      {"é", "&#233;"},
      {"\xef\xbb\xbfx", "&#65279;x"},
      {"\xe2\x80\xab", "\xda"},
      {"\xe2\x80\xac", "\xda"},
      {"\xe2\x80\xae", "\xda"},
      {"\xe2\x80\xad", "&#8237;"},
      {"\xef\xbf\xbd", " "},
      {"\xef\xbc\x9d", "&#65309;"},
      {"\xc2\xad", "\xad"},
      {"\xc2\xa0", "\xa0"},
      {"\xc2\x98", "&#152;"},
      {"a\xff"
       "b",
       "a?5?b"},
      {"\xd0", "?6?"},
      {"П\xd0", "\xcf?6?"},
      {"\x80", "?2?"},
      {"\xc0\x80", "?3?"},
      {"\xf8\x88\x80\x80\x80", "?5??2??2??2??2?"},
      {"\xd0z", "?1?z"},
      {"\xd0\xd0\x9f", "?4?\xcf"},
      {"\xe0\x80\xbf", "?3?"},
      {"\xe0\x82\xa9", "\xa9"},            // overlong, but not for ASCII
      {"\xed\xa0\x80", "&#55296;"},        // a surrogate
      {"\xf4\x90\x80\x80", "&#1114112;"},  // past the last code point
      {"\xf7\xbf\xbf\xbf", "&#2097151;"},
      {"a\0b"s, "a\0b"s},
  };
  for (const Case& c : cases) EXPECT_EQ(utf8_to_win(c.in), c.out) << testing::PrintToString(c.in);
}

TEST(Utf8ToWin, MaxBytes) {
  EXPECT_EQ(utf8_to_win("Привет", 3), "\xcf\xf0\xe8");
  EXPECT_EQ(utf8_to_win("日本", 3), "&#2");
  EXPECT_EQ(utf8_to_win("abc", -1), "");
  EXPECT_EQ(utf8_to_win("abc", INT64_MIN), "");
  EXPECT_EQ(utf8_to_win("abc", INT64_MAX), "abc");
  EXPECT_EQ(utf8_to_win("abc", 1), "a");
  EXPECT_EQ(utf8_to_win("\xf0\x9f\x98\x80", 1), "?");  // three bytes are looked at: ?6?, cut
  EXPECT_EQ(utf8_to_win("\xef\xbf\xbd\xef\xbf\xbd", 1), " ");
  EXPECT_EQ(utf8_to_win("", 5), "");
}

TEST(Utf8ToWin, ExitOnError) {
  EXPECT_EQ(utf8_to_win("abc\xff", 0, true), "abc\xff");
  EXPECT_EQ(utf8_to_win("Пabc\xd0", 0, true), "Пabc\xd0");
  EXPECT_EQ(utf8_to_win("日", 0, true), "&#26085;");
  EXPECT_EQ(utf8_to_win("Привет", 0, true), "\xcf\xf0\xe8\xe2\xe5\xf2");
  EXPECT_EQ(utf8_to_win("Привет", 3, true), "\xcf\xf0\xe8");
  EXPECT_EQ(utf8_to_win("ab\xff", 1, true), "ab\xff");  // past the cut, but looked at
  EXPECT_EQ(utf8_to_win("abc\xff", 1, true), "a");      // not looked at
}

TEST(Utf8ToWin, ExactlyTheKnownCodesHaveAByte) {
  int with_byte = 0;
  for (uint32_t code = 0x80; code < 0x120000; code++) with_byte += win_byte(code) >= 0;
  EXPECT_EQ(with_byte, 131);
}

TEST(WinToUtf8, Table) {
  struct Both {
    std::string in;
    std::string escaped;
    std::string plain;
  };
  const Both cases[] = {
      {"", "", ""},
      {"\xcf\xf0\xe8\xe2\xe5\xf2", "Привет", "Привет"},
      {"\xa8\xb9\x97", "Ё№—", "Ё№—"},
      {"\x98", "", ""},
      {"a\0b"s, "ab", "ab"},
      {"&#1076;", "д", "д"},
      {"&#01076;", "д", "д"},
      {"&#32;", " ", " "},
      {"&#33;", "&#33;", "!"},
      {"&#34;&#36;&#39;&#60;&#62;&#92;", "&#34;&#36;&#39;&#60;&#62;&#92;", "\"$'<>\\"},
      {"&#8232;", "&#8232;", "\xe2\x80\xa8"},
      {"&#8233;", "&#8233;", "\xe2\x80\xa9"},
      {"&#0;", "&#0;", ""},
      {"&#31;", "&#31;", "\x1f"},
      {"&#55296;", " ", " "},
      {"&#57343;", " ", " "},
      {"&#57344;", "\xee\x80\x80", "\xee\x80\x80"},
      {"&#128512;", "😀", "😀"},
      {"&#1114111;", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
      {"&#1114112;", "\xef\xbf\xbd", "\xef\xbf\xbd"},
      {"&#2147483647;", "\xef\xbf\xbd", "\xef\xbf\xbd"},
      {"x&#2147483648;y", "x$#2147483648;y", "xy"},
      {"&#99999999999999999999999;", "$#99999999999999999999999;", ""},
      {"&amp;&lt;", "&amp;&lt;", "&amp;&lt;"},
      {"&#x41;", "&#x41;", "&#x41;"},
      {"&#;", "&#;", "&#;"},
      {"&#65", "&#65", "&#65"},
      {"&&#65;", "&&#65;", "&&#65;"},
      {"&#&#65;&#65;", "&#&#65;A", "&#&#65;A"},
      {"&#65;&#66;", "AB", "AB"},
      {"\xcf&#65;\xcf", "ПAП", "ПAП"},
  };
  for (const Both& c : cases) {
    EXPECT_EQ(win_to_utf8(c.in), c.escaped) << testing::PrintToString(c.in);
    EXPECT_EQ(win_to_utf8(c.in, false), c.plain) << testing::PrintToString(c.in);
  }
}

TEST(WinToUtf8, EveryByteComesBack) {
  for (unsigned i = 1; i < 256; i++) {
    if (i == 0x98) continue;
    const std::string byte(1, static_cast<char>(i));
    EXPECT_EQ(utf8_to_win(win_to_utf8(byte)), byte) << i;
  }
  EXPECT_EQ(win_to_utf8("\x80\x8f\x90\x9f\xa0\xa1\xaa\xb2\xbf\xc0\xff"), "ЂЏђџ\xc2\xa0ЎЄІїАя");
}

TEST(Upcase, Table) {
  const Case cases[] = {{"", ""},   {"abcXYZ1", "ABCXYZ1"}, {"aBc", "ABC"},  {"AbCdeFG", "ABCDEFG"},
                        {" ", " "}, {"привет", "привет"},   {"ß", "ß"},      {"a\0b"s, "A\0B"s},
                        {"Z", "Z"}, {"a1-z", "A1-Z"},       {"`{@[", "`{@["}};
  for (const Case& c : cases) EXPECT_EQ(upcase(c.in), c.out);
}

}  // namespace
}  // namespace vkext::text
