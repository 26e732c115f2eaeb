// Trees, their keys and conversions, and their JSON.
#include "tl/tree.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/codec.h"

namespace vkext::test {
namespace {

TEST(TreeKey, NumericTextIsANumber) {
  for (const char* s : {"0", "5", "-3", "9223372036854775807", "-9223372036854775808"}) {
    EXPECT_FALSE(Tree::Key::of(s).is_string) << s;
    EXPECT_EQ(std::to_string(Tree::Key::of(s).number), s);
  }
  for (const char* s : {"", "-", "-0", "05", "5 ", "+5", "5.0", "9223372036854775808", "-9223372036854775809", "1e3"}) {
    EXPECT_TRUE(Tree::Key::of(s).is_string) << s;
  }
}

TEST(Tree, FindsInListsAndMaps) {
  const Tree list = php("['a', 'b']");
  EXPECT_EQ(list.find(int64_t{1})->as_text(), "b");
  EXPECT_EQ(list.find("1")->as_text(), "b");
  EXPECT_EQ(list.find(int64_t{2}), nullptr);
  EXPECT_EQ(list.find(int64_t{-1}), nullptr);
  EXPECT_EQ(list.find("x"), nullptr);
  Tree map = Tree::map();
  for (int i = 0; i < 100; ++i) map.set("k" + std::to_string(i), Tree::integer(i));
  map.set("k7", Tree::text("again"));
  EXPECT_EQ(map.size(), 100u);
  EXPECT_EQ(map.find("k7")->as_text(), "again");
  EXPECT_EQ(map.find("k99")->as_int(), 99);
  EXPECT_EQ(map.find("k100"), nullptr);
  EXPECT_EQ(map.entries()[0].key.text, "k0");
}

TEST(Tree, Equality) {
  EXPECT_EQ(php("[1, 'a']"), php("[0 => 1, 1 => 'a']"));
  EXPECT_EQ(php("[]"), Tree::map());
  EXPECT_NE(php("[1 => 1]"), php("[1]"));
  EXPECT_NE(php("['a' => 1, 'b' => 2]"), php("['b' => 2, 'a' => 1]"));
  EXPECT_NE(Tree::integer(1), Tree::boolean(true));
  EXPECT_NE(Tree::real(0.0), Tree::real(-0.0));
  EXPECT_EQ(Tree::real(NAN), Tree::real(NAN));
}

TEST(Tree, CopiesAreDeep) {
  Tree a = php("['x' => ['y' => [1, 2]]]");
  const Tree b = a;
  a.at(Tree::Key::of("x")) = Tree::text("changed");
  EXPECT_EQ(b, php("['x' => ['y' => [1, 2]]]"));
}

TEST(Tree, ShortestDouble) {
  EXPECT_EQ(tl::shortest_double(0.1, 'E'), "0.1");
  EXPECT_EQ(tl::shortest_double(1.5, 'E'), "1.5");
  EXPECT_EQ(tl::shortest_double(100.0, 'E'), "100");
  EXPECT_EQ(tl::shortest_double(1e25, 'E'), "1.0E+25");
  EXPECT_EQ(tl::shortest_double(1.5e-7, 'e'), "1.5e-7");
  EXPECT_EQ(tl::shortest_double(-0.0, 'E'), "-0");
  EXPECT_EQ(tl::shortest_double(0.00012, 'E'), "0.00012");
  EXPECT_EQ(tl::shortest_double(0.1 + 0.2, 'E'), "0.30000000000000004");
  EXPECT_EQ(tl::shortest_double(-INFINITY, 'E'), "-INF");
  EXPECT_EQ(tl::shortest_double(NAN, 'E'), "NAN");
}

TEST(Tree, LooseIntegers) {
  EXPECT_EQ(tl::integer_of_text("12abc"), 12);
  EXPECT_EQ(tl::integer_of_text(" \t-7"), -7);
  EXPECT_EQ(tl::integer_of_text("1e3"), 1);
  EXPECT_EQ(tl::integer_of_text("+5"), 0);
  EXPECT_EQ(static_cast<uint64_t>(tl::integer_of_text("99999999999999999999")), 0x6bc75e2d630fffffu);
  EXPECT_EQ(tl::integer_of_double(-1.9), -1);
  EXPECT_EQ(tl::integer_of_double(1e20), INT64_MIN);
  EXPECT_EQ(tl::integer_of_double(NAN), INT64_MIN);
}

TEST(Json, BothWays) {
  for (const char* text :
       {"null", "true", "-5", "9223372036854775807", "1.5", "-0.0", "1.0e+25", "\"a\\u0001\\n\\\"\"", "[]", "[1,[2]]",
        "{\"a\":{\"5\":[null]}}", "{\"$hex\":\"00ff\"}", "{\"$float\":\"-inf\"}", "\"привет\""}) {
    auto parsed = tl::parse_json(text);
    ASSERT_TRUE(parsed.ok()) << text << parsed.error().text;
    EXPECT_EQ(tl::to_json(*parsed), text);
  }
  EXPECT_EQ(tl::parse_json("\"\\ud83d\\ude00\\u00e9\"")->as_text(), "\xf0\x9f\x98\x80\xc3\xa9");
  EXPECT_EQ(tl::parse_json("18446744073709551615")->as_text(), "18446744073709551615");
  EXPECT_EQ(tl::parse_json("{\"$hex\":\"00FF\"}")->as_text(), std::string("\0\xff", 2));
  EXPECT_EQ(tl::to_json(php("['a' => [1, 2], 'b' => []]"), tl::JsonStyle::indented),
            "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

TEST(Json, RefusesWithPlace) {
  for (const char* text : {"",
                           "[",
                           "{",
                           "[1,]",
                           "{\"a\"}",
                           "{\"a\":1,}",
                           "01",
                           "1.",
                           "1e",
                           "-",
                           "tru",
                           "\"a",
                           "\"\\x\"",
                           "\"\\ud83d\"",
                           "\"\\ude00\"",
                           "\"\n\"",
                           "1 2",
                           "{a:1}",
                           "{\"$hex\":\"0\"}",
                           "{\"$float\":\"x\"}"}) {
    EXPECT_FALSE(tl::parse_json(text).ok()) << text;
  }
  EXPECT_EQ(tl::parse_json("[1,\n 2 3]").error().text, "line 2, column 4: expected ',' or ']'");
  const std::string deep(100'000, '[');
  EXPECT_NE(tl::parse_json(deep).error().text.find("nested too deep"), std::string::npos);
}

// Bytes that are no UTF-8 are written as {"$hex": …}; what is UTF-8 stays text.
TEST(Json, TextOrBytes) {
  for (const char* text : {"\x7f", "\\u0080", "\\u07ff", "\\u0800", "\\ud7ff", "\\ue000", "\\uffff", "\\ud800\\udc00"}) {
    const auto parsed = tl::parse_json(std::string("\"") + text + "\"");
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(tl::to_json(*parsed).find("$hex"), std::string::npos) << text;
    EXPECT_EQ(*tl::parse_json(tl::to_json(*parsed)), *parsed);
  }
  for (const char* bytes : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe2\x82", "\xe2(\xa1",
                            "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf0\x9f\x98", "\xf0\x9f(\x80", "\xf0(\x98\x80",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    const Tree t = Tree::text(bytes);
    EXPECT_NE(tl::to_json(t).find("$hex"), std::string::npos) << tl::to_json(t);
    EXPECT_EQ(*tl::parse_json(tl::to_json(t)), t);
  }
}

TEST(Json, EveryForm) {
  EXPECT_EQ(tl::parse_json(" \t\r\n[ 1 , -2 ] ")->size(), 2u);
  EXPECT_EQ(tl::parse_json("\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"")->as_text(), "/\b\f\n\r\t\\\"");
  EXPECT_EQ(tl::to_json(Tree::text("\b\f\n\r\t\\\"\x7f")).find("$hex"), std::string::npos);
  EXPECT_EQ(*tl::parse_json(tl::to_json(Tree::text("\b\f\n\r\t\\\"\x7f"))), Tree::text("\b\f\n\r\t\\\"\x7f"));
  EXPECT_EQ(tl::parse_json("\"\\u00aF\"")->as_text(), "\xc2\xaf");
  EXPECT_EQ(tl::parse_json("1E-2")->as_real(), 0.01);
  EXPECT_EQ(tl::parse_json("1e+2")->as_real(), 100.0);
  EXPECT_EQ(tl::parse_json("-9223372036854775809")->as_text(), "-9223372036854775809");
  EXPECT_TRUE(std::isnan(tl::parse_json("{\"$float\":\"nan\"}")->as_real()));
  EXPECT_EQ(tl::to_json(Tree::real(NAN)), "{\"$float\":\"nan\"}");
  EXPECT_EQ(tl::to_json(Tree::real(INFINITY)), "{\"$float\":\"inf\"}");
  EXPECT_EQ(tl::parse_json("{\"a\":1,\"b\":{}}")->size(), 2u);
  EXPECT_EQ(tl::parse_json("{\"other\":\"00\"}")->size(), 1u);
  for (const char* text :
       {"[1 2]", "{\"a\" 1}", "{\"a\":}", "{\"a\":1", "{1:2}", "{\"a\":[}", "\"\\u12", "\"\\u12g4\"",
        "\"\\ud83d\\u0041\"", "\"\\ud83d\\ue000\"", "\"\\ud83dx\"", "\"\\ud83d\\u00\"", "[\"a", "{\"$hex\":\"0g\"}",
        "{\"$hex\":\"g0\"}", "{\"$hex\":\":0\"}", "{\"$hex\":\"/0\"}", "{\"$hex\":\"@0\"}", "{\"$hex\":\"`0\"}"}) {
    EXPECT_FALSE(tl::parse_json(text).ok()) << text;
  }
}

TEST(Tree, Conversions) {
  EXPECT_EQ(tl::integer_of(php("[]")), 0);
  EXPECT_EQ(tl::integer_of(php("[1]")), 1);
  EXPECT_EQ(tl::integer_of(php("true")), 1);
  EXPECT_EQ(tl::integer_of(Tree()), 0);
  EXPECT_EQ(tl::double_of(php("'1.5x'")), 1.5);
  EXPECT_EQ(tl::double_of(php("true")), 1.0);
  EXPECT_EQ(tl::double_of(Tree()), 0.0);
  for (const char* no : {"null", "false", "0", "0.0", "''", "'0'", "[]"}) EXPECT_FALSE(tl::truth_of(php(no))) << no;
  for (const char* yes : {"true", "-1", "0.5", "'a'", "'00'", "[0]", "['a'=>0]"})
    EXPECT_TRUE(tl::truth_of(php(yes))) << yes;
}

TEST(PhpLiteral, Reads) {
  EXPECT_EQ(php("[0=>'t.p', 'x'=>[-3=>1], 2=>hex2bin('00ff')]").find(int64_t{2})->as_text(), std::string("\0\xff", 2));
  EXPECT_EQ(php("['a\\'b', \"\\x41\\n\", 1.5, -0.0, INF]").size(), 5u);
  Tree t;
  EXPECT_FALSE(PhpLiteral::parse("[1", t));
  EXPECT_FALSE(PhpLiteral::parse("foo()", t));
}

}  // namespace
}  // namespace vkext::test
