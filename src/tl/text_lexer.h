// .tl text to tokens, on demand: nothing is stored but the position.
//
// Text may hold any bytes. What is no token yields Tok::bad, and bad_text() says why; the caller decides whether that
// is an error (it is, outside of what is skipped after an error). Tokens are positions in the text, never copies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vkext::tl {

enum class Tok : uint8_t {
  end,
  lower_name,  // foo, a.foo
  upper_name,  // Foo, a.Foo
  number,
  annotation,  // @word
  section_types,
  section_functions,
  arrow,  // =>
  underscore,
  colon,
  semicolon,
  paren_open,
  paren_close,
  bracket_open,
  bracket_close,
  brace_open,
  brace_close,
  equals,
  hash,
  question,
  percent,
  less,
  greater,
  plus,
  comma,
  star,
  bang,
  dot,
  bad,
};

struct Token {
  Tok kind = Tok::end;
  uint32_t at = 0;    // offset in the whole text
  uint32_t size = 0;  // bytes
  uint32_t line = 1;
  uint32_t column = 1;
};

// `#` and hex digits behind the name of a combinator.
enum class MagicForm : uint8_t { none, good, bad };

class Lexer {
 public:
  // Reads text[begin, end). Positions count from the start of `text`.
  Lexer(std::string_view text, size_t begin, size_t end);

  Token next();
  // The first byte of the next token; NUL at the end.
  char peek();
  // Right behind a combinator's name: its magic, if one follows. `bad`: digits are there, but too few or too many.
  MagicForm magic(uint32_t& value, Token& where);

  std::string_view text(const Token& t) const { return {base_ + t.at, t.size}; }
  // What a token is called in messages: "';'", "'Foo'", "end of file".
  std::string describe(const Token& t) const;
  // Why a Tok::bad is none.
  std::string bad_text(const Token& t) const;

 private:
  void skip_space();
  Token name(Token t);
  Token section(Token t);

  const char* base_;
  const char* p_;
  const char* end_;
  const char* line_begin_;
  uint32_t line_ = 1;
};

}  // namespace vkext::tl
