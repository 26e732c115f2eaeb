// Tokens, their places, and magics.
#include "tl/text_lexer.h"

#include <gtest/gtest.h>

#include <vector>

namespace vkext::tl {
namespace {

std::vector<Tok> kinds(std::string_view text) {
  Lexer lexer(text, 0, text.size());
  std::vector<Tok> out;
  for (Token t = lexer.next(); t.kind != Tok::end; t = lexer.next()) out.push_back(t.kind);
  return out;
}
Token first(std::string_view text) { return Lexer(text, 0, text.size()).next(); }

TEST(TextLexer, NamesTakeTheClassOfTheirLastPart) {
  for (const char* lower : {"a", "a.b", "a.b.c", "x_Y9", "aB"})
    EXPECT_EQ(kinds(lower), std::vector<Tok>{Tok::lower_name});
  for (const char* upper : {"A", "a.B", "a.b.C", "A_b"}) EXPECT_EQ(kinds(upper), std::vector<Tok>{Tok::upper_name});
  EXPECT_EQ(kinds("Foo.bar"), std::vector<Tok>{Tok::bad});
  EXPECT_EQ(kinds("_foo"), std::vector<Tok>{Tok::bad});
  EXPECT_EQ(kinds("_"), std::vector<Tok>{Tok::underscore});
}

TEST(TextLexer, FieldMasks) {
  const std::vector<Tok> expected = {Tok::lower_name, Tok::dot, Tok::number, Tok::question, Tok::lower_name};
  EXPECT_EQ(kinds("flags.3?int"), expected);
  EXPECT_EQ(kinds("flags . 3 ? int"), expected);
  EXPECT_EQ(kinds("Flags.0?int")[0], Tok::upper_name);
}

TEST(TextLexer, SpaceAndComments) {
  EXPECT_TRUE(kinds("").empty());
  EXPECT_TRUE(kinds(" \t\r\n\v\f\x01").empty());
  EXPECT_TRUE(kinds("// to the end, without a line feed").empty());
  EXPECT_EQ(kinds("a//\xd0\xb8\xff\nb").size(), 2u);
  const Token t = [] {
    Lexer lexer("a\n // c\r\n  b", 0, 12);
    lexer.next();
    return lexer.next();
  }();
  EXPECT_EQ(t.line, 3u);
  EXPECT_EQ(t.column, 3u);
  EXPECT_EQ(t.at, 11u);
}

TEST(TextLexer, Sections) {
  EXPECT_EQ(kinds("---types---"), std::vector<Tok>{Tok::section_types});
  EXPECT_EQ(kinds("--- functions ---"), std::vector<Tok>{Tok::section_functions});
  for (const char* bad : {"----types----", "--types---", "---type---", "---", "-", "---types--"}) {
    EXPECT_EQ(first(bad).kind, Tok::bad) << bad;
  }
}

TEST(TextLexer, MarksAndAnnotations) {
  EXPECT_EQ(kinds("=>").front(), Tok::arrow);
  EXPECT_EQ(kinds("= >"), (std::vector<Tok>{Tok::equals, Tok::greater}));
  EXPECT_EQ(kinds("@read").front(), Tok::annotation);
  EXPECT_EQ(kinds("@ read").front(), Tok::bad);
  EXPECT_EQ(kinds("@").front(), Tok::bad);
  EXPECT_EQ(kinds(":;()[]{}#?%<>+,*!").size(), 17u);
}

TEST(TextLexer, WhatIsNoToken) {
  const std::string nul("\0", 1);
  EXPECT_EQ(Lexer(nul, 0, 1).bad_text(first(nul)), "unexpected NUL byte");
  EXPECT_EQ(Lexer("/* x", 0, 4).bad_text(first("/* x")), "unexpected character '/'");
  EXPECT_EQ(Lexer("\xd0\xb8", 0, 2).bad_text(first("\xd0\xb8")), "unexpected byte 0xD0 outside a comment");
}

TEST(TextLexer, Magics) {
  const auto magic = [](std::string_view text, uint32_t& value) {
    Lexer lexer(text, 0, text.size());
    lexer.next();
    Token where;
    return lexer.magic(value, where);
  };
  uint32_t v = 0;
  EXPECT_EQ(magic("a#1cb5c415 x", v), MagicForm::good);
  EXPECT_EQ(v, 0x1cb5c415u);
  EXPECT_EQ(magic("a #1cb5c415 x", v), MagicForm::good);
  EXPECT_EQ(magic("a#89f5c4a = A", v), MagicForm::good);
  EXPECT_EQ(v, 0x089f5c4au);
  EXPECT_EQ(magic("a#12345 = A", v), MagicForm::good);
  EXPECT_EQ(v, 0x12345u);
  for (const char* bad : {"a#1234 x", "a#123456789 x", "a#1CB5C415 x", "a#89f5c4a=A", "a#", "a#xyz"}) {
    EXPECT_EQ(magic(bad, v), MagicForm::bad) << bad;
  }
  EXPECT_EQ(magic("a # [t]", v), MagicForm::none);
  EXPECT_EQ(magic("a x:int", v), MagicForm::none);
}

}  // namespace
}  // namespace vkext::tl
