// One table look-up tells what a byte begins; names are scanned byte by byte. White space is every byte up to 0x20
// except NUL, a comment runs from // to the end of its line or of the file. Bytes from 0x7f on live in comments only.
#include "tl/text_lexer.h"

#include <array>
#include <cstring>

namespace vkext::tl {

namespace {

enum Class : uint8_t { kBad, kSpace, kLower, kUpper, kDigit, kUnder, kPunct };

struct Tables {
  std::array<uint8_t, 256> cls{};
  std::array<Tok, 256> punct{};
};

constexpr Tables make_tables() {
  Tables t;
  for (size_t c = 1; c <= 0x20; ++c) t.cls[c] = kSpace;
  for (size_t c = 'a'; c <= 'z'; ++c) t.cls[c] = kLower;
  for (size_t c = 'A'; c <= 'Z'; ++c) t.cls[c] = kUpper;
  for (size_t c = '0'; c <= '9'; ++c) t.cls[c] = kDigit;
  t.cls['_'] = kUnder;
  constexpr struct {
    char c;
    Tok tok;
  } kMarks[] = {{':', Tok::colon},        {';', Tok::semicolon},     {'(', Tok::paren_open}, {')', Tok::paren_close},
                {'[', Tok::bracket_open}, {']', Tok::bracket_close}, {'{', Tok::brace_open}, {'}', Tok::brace_close},
                {'=', Tok::equals},       {'#', Tok::hash},          {'?', Tok::question},   {'%', Tok::percent},
                {'<', Tok::less},         {'>', Tok::greater},       {'+', Tok::plus},       {',', Tok::comma},
                {'*', Tok::star},         {'!', Tok::bang},          {'.', Tok::dot},        {'-', Tok::bad},
                {'@', Tok::annotation}};
  for (const auto& m : kMarks) {
    t.cls[static_cast<size_t>(m.c)] = kPunct;
    t.punct[static_cast<size_t>(m.c)] = m.tok;
  }
  return t;
}

constexpr Tables kTables = make_tables();

uint8_t cls(char c) { return kTables.cls[static_cast<uint8_t>(c)]; }
bool is_word(char c) {
  const uint8_t k = cls(c);
  return k >= kLower && k <= kUnder;
}
bool is_letter(char c) { return cls(c) == kLower || cls(c) == kUpper; }
bool is_hex(char c) { return cls(c) == kDigit || (c >= 'a' && c <= 'f'); }

}  // namespace

Lexer::Lexer(std::string_view text, size_t begin, size_t end)
    : base_(text.data()), p_(base_ + begin), end_(base_ + end), line_begin_(p_) {}

void Lexer::skip_space() {
  while (p_ != end_) {
    const char c = *p_;
    if (c == '\n') {
      ++line_;
      line_begin_ = ++p_;
    } else if (cls(c) == kSpace) {
      ++p_;
    } else if (c == '/' && end_ - p_ >= 2 && p_[1] == '/') {
      const void* line_end = memchr(p_, '\n', static_cast<size_t>(end_ - p_));
      p_ = line_end ? static_cast<const char*>(line_end) : end_;
    } else {
      return;
    }
  }
}

char Lexer::peek() {
  skip_space();
  return p_ == end_ ? '\0' : *p_;
}

Token Lexer::next() {
  skip_space();
  Token t;
  t.at = static_cast<uint32_t>(p_ - base_);
  t.line = line_;
  t.column = static_cast<uint32_t>(p_ - line_begin_) + 1;
  if (p_ == end_) return t;
  const char* const begin = p_;
  switch (cls(*p_)) {
    case kLower:
    case kUpper:
      return name(t);
    case kDigit:
      t.kind = Tok::number;
      while (++p_ != end_ && cls(*p_) == kDigit) {
      }
      break;
    case kUnder:
      // A lone `_` is a token; `_x` is nothing.
      while (++p_ != end_ && is_word(*p_)) {
      }
      t.kind = p_ - begin == 1 ? Tok::underscore : Tok::bad;
      break;
    case kPunct:
      t.kind = kTables.punct[static_cast<uint8_t>(*p_)];
      ++p_;
      if (t.kind == Tok::equals && p_ != end_ && *p_ == '>') {
        ++p_;
        t.kind = Tok::arrow;
      } else if (t.kind == Tok::annotation) {
        while (p_ != end_ && is_word(*p_)) ++p_;
        if (p_ - begin == 1 || cls(begin[1]) != kLower) t.kind = Tok::bad;
      } else if (*begin == '-') {
        return section(t);
      }
      break;
    default:
      t.kind = Tok::bad;
      ++p_;
  }
  t.size = static_cast<uint32_t>(p_ - begin);
  return t;
}

Token Lexer::name(Token t) {
  const char* const begin = p_;
  uint8_t first = cls(*p_);
  for (;;) {
    while (++p_ != end_ && is_word(*p_)) {
    }
    if (end_ - p_ < 2 || *p_ != '.' || !is_letter(p_[1])) break;
    if (first == kUpper) {  // Foo.bar: the part before a dot must be lower-case
      t.kind = Tok::bad;
      t.size = static_cast<uint32_t>(p_ - begin);
      while (++p_ != end_ && (is_word(*p_) || *p_ == '.')) {
      }
      return t;
    }
    first = cls(*++p_);
  }
  t.kind = first == kLower ? Tok::lower_name : Tok::upper_name;
  t.size = static_cast<uint32_t>(p_ - begin);
  return t;
}

// `---types---` or `---functions---`, with white space allowed around the word.
Token Lexer::section(Token t) {
  const char* const begin = --p_;
  const auto dashes = [this] {
    size_t n = 0;
    while (p_ != end_ && *p_ == '-') ++p_, ++n;
    return n;
  };
  t.kind = Tok::bad;
  t.size = 1;
  if (dashes() == 3) {
    skip_space();
    const char* const word = p_;
    while (p_ != end_ && is_word(*p_)) ++p_;
    const std::string_view s(word, static_cast<size_t>(p_ - word));
    skip_space();
    if (dashes() == 3) {
      if (s == "types") t.kind = Tok::section_types;
      if (s == "functions") t.kind = Tok::section_functions;
      t.size = static_cast<uint32_t>(p_ - begin);
      return t;
    }
  }
  return t;
}

MagicForm Lexer::magic(uint32_t& value, Token& where) {
  const char* q = p_;
  while (q != end_ && (*q == ' ' || *q == '\t')) ++q;
  if (q == end_ || *q != '#') return MagicForm::none;
  const bool glued = q == p_;
  const char* const digits = q + 1;
  const char* d = digits;
  uint32_t v = 0;
  bool hex = true;
  while (d != end_ && is_word(*d)) {
    hex = hex && is_hex(*d);
    v = v << 4 | static_cast<uint32_t>(cls(*d) == kDigit ? *d - '0' : *d - 'a' + 10);
    ++d;
  }
  const auto n = d - digits;
  if (!glued && !(hex && n == 8)) return MagicForm::none;  // `a # [t]`: an unnamed number
  where.kind = Tok::hash;
  where.at = static_cast<uint32_t>(q - base_);
  where.size = static_cast<uint32_t>(d - q);
  where.line = line_;
  where.column = static_cast<uint32_t>(q - line_begin_) + 1;
  p_ = d;
  value = v;
  // Five to seven digits, then a space: real Telegram schemas drop leading zeros.
  const bool short_form = n >= 5 && n <= 7 && d != end_ && cls(*d) == kSpace;
  return hex && (n == 8 || short_form) ? MagicForm::good : MagicForm::bad;
}

std::string Lexer::describe(const Token& t) const {
  if (t.kind == Tok::end) return "end of file";
  return "'" + std::string(text(t).substr(0, 60)) + "'";
}

std::string Lexer::bad_text(const Token& t) const {
  const char c = base_[t.at];
  if (c == '@') return "annotation name expected after '@'";
  if (c == '\0') return "unexpected NUL byte";
  if (cls(c) == kUpper) return "namespace must be lower-case, found " + describe(t);
  if (c == '_') return "a name cannot begin with '_'";
  if (c == '-' && t.size > 1) return "section must be ---types--- or ---functions---";
  const auto byte = static_cast<uint8_t>(c);
  if (byte > 0x20 && byte < 0x7f) return "unexpected character " + describe(t);
  constexpr char kHex[] = "0123456789ABCDEF";
  return std::string("unexpected byte 0x") + kHex[byte >> 4] + kHex[byte & 15] + " outside a comment";
}

}  // namespace vkext::tl
