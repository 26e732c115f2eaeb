// vk_sp_*: the measured table. Rows are written in UTF-8 and turned to cp1251, whose bytes cp1251_test.cpp pins down.
#include "text/simplify.h"

#include <gtest/gtest.h>

#include <string>

#include "text/cp1251.h"

namespace vkext::text {
namespace {

using namespace std::string_literals;

constexpr const char* kSame = "\1";

struct Row {
  std::string in;
  std::string simplify, full_simplify, deunicode, to_upper, to_lower;
  std::string sort, remove_repeats, to_cyrillic, words_only;
};

std::string win(const std::string& utf8) { return utf8_to_win(utf8); }

void check(const char* what, const Row& row, const std::string& got, const std::string& expected) {
  EXPECT_EQ(win_to_utf8(got, false), win_to_utf8(expected == kSame ? win(row.in) : win(expected), false))
      << what << " of " << row.in;
  EXPECT_EQ(got, expected == kSame ? win(row.in) : win(expected)) << what << " of " << row.in;
}

TEST(Simplify, Table) {
  const Row rows[] = {
      {"", "", "", "", "", "", "", "", "", " "},
      {"Hello, World!", "helloworld", "неllоwоrld", kSame, "HELLO, WORLD!", "hello, world!", " !,HWdellloor",
       "Helo, World!", "неllо, wоrld!", " hello world "},
      {"Привет, Мир! Ёж", "приветмиреж", "приветтиреж", kSame, "ПРИВЕТ, МИР! ЁЖ", "привет, мир! ёж", "ЁМПвежииррт  !,",
       kSame, "привет, тир! еж", " привет мир еж "},
      {"&#1076;&amp;&lt;b&gt;&quot;<br>x", "1076ampltbgtquotbrx", "вх", "&<b>\"\nx", "&#1076;&AMP;&LT;B&GT;&QUOT;<BR>X",
       kSame, "#&&&&&0167;;;;;<>abbglmopqrtttux", kSame, "&#1о7б;&атр;&lт;в&gт;&qиот;<вr>х",
       " 1076 amp lt b gt quot br x "},
      {"ABC123", "abc123", "авс12з", kSame, kSame, "abc123", "123ABC", kSame, "авс12з", " abc123 "},
      {"aaabbc", kSame, "аааввс", kSame, "AAABBC", kSame, kSame, "abc", "аааввс", " aaabbc "},
      {"a b", "ab", "ав", kSame, "A B", kSame, " ab", kSame, "а в", " a b "},
      {"&#65;&#193;", "65193", "аа", "AA", kSame, kSame, "##&&13569;;", kSame, "&#б5;&#19з;", " 65 193 "},
      {"Їжак Ґанок Ўласны", "iжакганокуласны", "iжакганокуласны", kSame, "ЇЖАК ҐАНОК ЎЛАСНЫ", "їжак ґанок ўласны",
       "ЎҐЇааажкклнносы  ", kSame, "iжак ганок уласны", " iжак ганок уласны "},
  };
  for (const Row& row : rows) {
    const std::string in = win(row.in);
    check("simplify", row, simplify(in), row.simplify);
    check("full_simplify", row, full_simplify(in), row.full_simplify);
    check("deunicode", row, deunicode(in), row.deunicode);
    check("to_upper", row, to_upper(in), row.to_upper);
    check("to_lower", row, to_lower(in), row.to_lower);
    check("sort_bytes", row, sort_bytes(in), row.sort);
    check("remove_repeats", row, remove_repeats(in), row.remove_repeats);
    check("to_cyrillic", row, to_cyrillic(in), row.to_cyrillic);
    check("words_only", row, words_only(in), row.words_only);
  }
}

TEST(Simplify, SortTable) {
  EXPECT_EQ(sort_bytes(""), "");
  EXPECT_EQ(sort_bytes("Hello, World!"), " !,HWdellloor");
  EXPECT_EQ(sort_bytes(win("Привет, Мир! Ёж")), "\xa8\xcc\xcf\xe2\xe5\xe6\xe8\xe8\xf0\xf0\xf2  !,");
  EXPECT_EQ(sort_bytes("&#1076;&amp;&lt;b&gt;&quot;<br>x"), "#&&&&&0167;;;;;<>abbglmopqrtttux");
  EXPECT_EQ(sort_bytes("ABC123"), "123ABC");
  EXPECT_EQ(sort_bytes("aaabbc"), "aaabbc");
  EXPECT_EQ(sort_bytes("a b"), " ab");
  EXPECT_EQ(sort_bytes("&#65;&#193;"), "##&&13569;;");
  EXPECT_EQ(sort_bytes("\xa8\xb8\x83\xb4"), "\x83\xa8\xb4\xb8");
  EXPECT_EQ(sort_bytes(win("Їжак Ґанок Ўласны")), "\xa1\xa5\xaf\xe0\xe0\xe0\xe6\xea\xea\xeb\xed\xed\xee\xf1\xfb  ");
  EXPECT_EQ(sort_bytes("b\0\xff\x7f\x80"s), "\x80\xff\0b\x7f"s);
}

TEST(Simplify, FoldedLetters) {
  const std::string in = "\xa8\xb8\x83\xb4";
  EXPECT_EQ(simplify(in), win("еегг"));
  EXPECT_EQ(full_simplify(in), win("еегг"));
  EXPECT_EQ(deunicode(in), in);
  EXPECT_EQ(to_upper(in), "\xa8\xa8\x81\xa5");
  EXPECT_EQ(to_lower(in), "\xb8\xb8\x83\xb4");
  EXPECT_EQ(remove_repeats(in), in);
  EXPECT_EQ(to_cyrillic(in), win("еегг"));
  EXPECT_EQ(words_only(in), " " + win("еегг") + " ");
}

TEST(Simplify, OtherFacts) {
  EXPECT_EQ(simplify(" abc123"), "abc123");
  EXPECT_EQ(simplify("\x01"
                     "abc\n\n\t123\t"),
            "abc123");
  EXPECT_EQ(full_simplify(win("<b>привет</b>")), win("вприветв"));
  EXPECT_EQ(full_simplify("?"), "");
  EXPECT_EQ(simplify("a\0b"s), "ab");
  EXPECT_EQ(remove_repeats("aa\0\0b"s), "a\0b"s);
  EXPECT_EQ(simplify(std::string(2000000, 'A')), std::string(2000000, 'a'));  // the incumbent gives up at a million
  EXPECT_EQ(full_simplify("abcehkmnoptuxy"
                          "0346"
                          "dfgijlqrsvwz"
                          "125789"
                          "\xec\xfa\xfc"),
            win("авсенктпортихуозчб") +
                "dfgijlqrsvwz"
                "125789" +
                win("твв"));
}

// Every byte, so that no change of a table goes unseen.
TEST(Simplify, EveryByte) {
  std::string high;
  for (int i = 0x80; i < 0x100; i++) high += static_cast<char>(i);
  EXPECT_EQ(to_lower(high.substr(0, 0x40)),
            "\x90\x83\x82\x83\x84\x85\x86\x87\x88\x89\x9a\x8b\x9c\x9d\x9e\x9f"
            "\x90\x91\x92\x93\x94\x95\x96\x97 \x99\x9a\x9b\x9c\x9d\x9e\x9f"
            " \xa2\xa2\xbc\xa4\xb4\xa6\xa7\xb8\xa9\xba\xab\xac \xae\xbf"
            "\xb0\xb1\xb3\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbe\xbe\xbf");
  EXPECT_EQ(to_upper(high.substr(0, 0x40)),
            "\x80\x81\x82\x81\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f"
            "\x80\x91\x92\x93\x94\x95\x96\x97 \x99\x8a\x9b\x8c\x8d\x8e\x8f"
            " \xa1\xa1\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac \xae\xaf"
            "\xb0\xb1\xb2\xb2\xa5\xb5\xb6\xb7\xa8\xb9\xaa\xbb\xa3\xbd\xbd\xaf");
  // ЂЃѓЉЊЌЋ ђљњќћ ЎўЈҐЁ©Є®Ї ІіґµёєјЅѕї; Џ and џ are removed.
  EXPECT_EQ(simplify(high.substr(0, 0x40)),
            "h\xe3\xe3\xeb\xed\xeah"
            "h\xeb\xed\xeah"
            "\xf3\xf3j\xe3\xe5"
            "c\xfd"
            "ri"
            "ii\xe3m\xe5\xfdjssi");
  EXPECT_EQ(simplify(high.substr(0x40)), win("абвгдежзийклмнопрстуфхцчшщъыьэюяабвгдежзийклмнопрстуфхцчшщъыьэюя"));
}

TEST(Deunicode, Codes) {
  EXPECT_EQ(deunicode("&#0;"), "");
  EXPECT_EQ(deunicode("&#1;&#127;"), "\x01\x7f");
  EXPECT_EQ(deunicode("&#168;"), "\xa8");
  EXPECT_EQ(deunicode("&#215;&#247;"), "\xd7\xf7");
  EXPECT_EQ(deunicode("&#1076;"), "");
  EXPECT_EQ(deunicode("&#9372;&#9397;&#9398;"), "aza");
  EXPECT_EQ(deunicode("&#65313;"), "a");
  EXPECT_EQ(deunicode("&#7838;"), "S");
  EXPECT_EQ(deunicode("&#120275;x&#120276;"), "zx");
  EXPECT_EQ(deunicode("&#178;&#9315;"), "24");
  EXPECT_EQ(deunicode("&#99999999999999999999;"), "");
  EXPECT_EQ(deunicode("&#4294967361;"), "");  // 65 + 2^32
  EXPECT_EQ(deunicode("&#; &# &#65 &#x41; &&#65; &AMP; <BR>"), "&#; &# &#65 &#x41; &A &AMP; <BR>");
  EXPECT_EQ(deunicode("&amp;#65;"), "&#65;");
  EXPECT_EQ(deunicode("&"), "&");
}

TEST(Deunicode, HowManyCodesAndBytes) {
  int codes = 0;
  bool seen[256] = {};
  int bytes = 0;
  for (int code = 0; code < 131072; code++) {
    const std::string out = deunicode("&#" + std::to_string(code) + ";");
    if (out.empty()) continue;
    codes++;
    bool& byte = seen[static_cast<uint8_t>(out[0])];
    if (!byte) bytes++;
    byte = true;
  }
  EXPECT_EQ(codes, 1006);
  EXPECT_EQ(bytes, 188);
}

}  // namespace
}  // namespace vkext::text
