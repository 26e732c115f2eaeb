// JSON reader and writer of Trees. The reader recurses at most kNestingMax deep and believes no length.
#include "tl/tree_json.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace vkext::tl {

namespace {

constexpr int kNestingMax = 512;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_utf8(std::string& out, uint32_t c) {
  const auto byte = [&out](uint32_t b) { out.push_back(static_cast<char>(b)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | c >> 6);
    byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3f));
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  }
}

// Length of the valid UTF-8 sequence at s[i], 0 when there is none.
size_t utf8_length(std::string_view s, size_t i) {
  const auto at = [s](size_t k) -> uint32_t { return k < s.size() ? static_cast<uint8_t>(s[k]) : 0; };
  const auto follows = [&at](size_t k) { return (at(k) & 0xc0) == 0x80; };
  const uint32_t c = at(i);
  if (c < 0x80) return 1;
  if (c >= 0xc2 && c < 0xe0) return follows(i + 1) ? 2 : 0;
  if (c >= 0xe0 && c < 0xf0) {
    if (!follows(i + 1) || !follows(i + 2)) return 0;
    const uint32_t v = (c & 0xf) << 12 | (at(i + 1) & 0x3f) << 6 | (at(i + 2) & 0x3f);
    return v < 0x800 || (v >= 0xd800 && v < 0xe000) ? 0 : 3;
  }
  if (c >= 0xf0 && c < 0xf5) {
    if (!follows(i + 1) || !follows(i + 2) || !follows(i + 3)) return 0;
    const uint32_t v = (c & 7) << 18 | (at(i + 1) & 0x3f) << 12 | (at(i + 2) & 0x3f) << 6 | (at(i + 3) & 0x3f);
    return v < 0x10000 || v > 0x10ffff ? 0 : 4;
  }
  return 0;
}

bool is_utf8(std::string_view s) {
  for (size_t i = 0; i < s.size();) {
    const size_t n = utf8_length(s, i);
    if (n == 0) return false;
    i += n;
  }
  return true;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Tree> document() {
    Tree t;
    if (!value(t, 0)) return failure();
    skip_space();
    if (at_ != text_.size()) {
      fail("something follows the value");
      return failure();
    }
    return t;
  }

 private:
  Error failure() const {
    size_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < error_at_ && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        start = i + 1;
      }
    }
    return {0, "line " + std::to_string(line) + ", column " + std::to_string(error_at_ - start + 1) + ": " + error_};
  }
  bool fail(const char* what) {
    if (error_.empty()) {
      error_ = what;
      error_at_ = at_;
    }
    return false;
  }
  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    skip_space();
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view w) {
    if (text_.substr(at_, w.size()) != w) return fail("expected a value");
    at_ += w.size();
    return true;
  }

  bool value(Tree& out, int depth) {
    skip_space();
    if (depth > kNestingMax) return fail("nested too deep");
    switch (peek()) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"': {
        std::string s;
        if (!string(s)) return false;
        out = Tree::text(s);
        return true;
      }
      case 't':
        out = Tree::boolean(true);
        return word("true");
      case 'f':
        out = Tree::boolean(false);
        return word("false");
      case 'n':
        out = Tree();
        return word("null");
      default:
        return number(out);
    }
  }

  bool array(Tree& out, int depth) {
    ++at_;
    out.become_list(0);
    if (take(']')) return true;
    do {
      Tree item;
      if (!value(item, depth + 1)) return false;
      out.push(std::move(item));
    } while (take(','));
    return take(']') || fail("expected ',' or ']'");
  }

  bool object(Tree& out, int depth) {
    ++at_;
    out.become_map();
    if (take('}')) return true;
    std::string key;
    do {
      skip_space();
      if (peek() != '"') return fail("expected a key in quotes");
      key.clear();
      if (!string(key)) return false;
      if (!take(':')) return fail("expected ':'");
      Tree item;
      if (!value(item, depth + 1)) return false;
      out.set(key, std::move(item));
    } while (take(','));
    if (!take('}')) return fail("expected ',' or '}'");
    return special(out);
  }

  // {"$hex": …} and {"$float": …}.
  bool special(Tree& out) {
    if (out.size() != 1) return true;
    const Tree::Entry& e = out.entries()[0];
    if (!e.value.is_text() || e.key.text.empty() || e.key.text[0] != '$') return true;
    const std::string text = e.value.as_text();
    if (e.key.text == "$float") {
      if (text != "inf" && text != "-inf" && text != "nan") return fail("expected \"inf\", \"-inf\" or \"nan\"");
      out = Tree::real(text == "nan" ? NAN : text == "inf" ? INFINITY : -INFINITY);
    } else if (e.key.text == "$hex") {
      std::string bytes;
      for (size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]);
        const int low = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
        if (high < 0 || low < 0) return fail("expected pairs of hexadecimal digits");
        bytes.push_back(static_cast<char>(high * 16 + low));
      }
      out = Tree::text(bytes);
    }
    return true;
  }

  bool number(Tree& out) {
    const size_t begin = at_;
    bool integer = true;
    if (peek() == '-') ++at_;
    const size_t digits = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    if (at_ == digits) return fail("expected a value");
    if (text_[digits] == '0' && at_ - digits > 1) return fail("a number cannot begin with 0");
    if (peek() == '.') {
      integer = false;
      ++at_;
      const size_t from = at_;
      while (peek() >= '0' && peek() <= '9') ++at_;
      if (at_ == from) return fail("expected digits");
    }
    if (peek() == 'e' || peek() == 'E') {
      integer = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      const size_t from = at_;
      while (peek() >= '0' && peek() <= '9') ++at_;
      if (at_ == from) return fail("expected digits");
    }
    const std::string s(text_.substr(begin, at_ - begin));
    if (!integer) {
      out = Tree::real(strtod(s.c_str(), nullptr));
    } else if (s == "-0") {
      out = Tree::integer(0);
    } else {
      const Tree::Key k = Tree::Key::of(s);
      out = k.is_string ? Tree::text(s) : Tree::integer(k.number);
    }
    return true;
  }

  bool hex4(uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i) {
      const int d = hex_digit(peek());
      if (d < 0) return fail("expected four hexadecimal digits");
      out = out * 16 + static_cast<uint32_t>(d);
      ++at_;
    }
    return true;
  }

  bool escape(std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out.push_back(c);
        return true;
      case 'b':
        out.push_back('\b');
        return true;
      case 'f':
        out.push_back('\f');
        return true;
      case 'n':
        out.push_back('\n');
        return true;
      case 'r':
        out.push_back('\r');
        return true;
      case 't':
        out.push_back('\t');
        return true;
      case 'u':
        break;
      default:
        --at_;
        return fail("unknown escape");
    }
    uint32_t code = 0;
    if (!hex4(code)) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      uint32_t low = 0;
      if (text_.substr(at_, 2) != "\\u") return fail("half of a surrogate pair");
      at_ += 2;
      if (!hex4(low)) return false;
      if (low < 0xdc00 || low >= 0xe000) return fail("half of a surrogate pair");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code >= 0xdc00 && code < 0xe000) {
      return fail("half of a surrogate pair");
    }
    append_utf8(out, code);
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) return fail("a string does not end");
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<uint8_t>(c) < 0x20) return fail("a control character in a string");
      ++at_;
      if (c != '\\') {
        out.push_back(c);
      } else if (!escape(out)) {
        return false;
      }
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string error_;
  size_t error_at_ = 0;
};

class Printer {
 public:
  explicit Printer(JsonStyle style) : pretty_(style == JsonStyle::indented) {}
  std::string out;

  void value(const Tree& v, int depth) {
    switch (v.kind()) {
      case Tree::Kind::null:
        out += "null";
        return;
      case Tree::Kind::boolean:
        out += v.as_bool() ? "true" : "false";
        return;
      case Tree::Kind::integer:
        out += std::to_string(v.as_int());
        return;
      case Tree::Kind::real:
        return real(v.as_real());
      case Tree::Kind::text:
        return text(v.as_text());
      case Tree::Kind::list: {
        out += '[';
        for (size_t i = 0; i < v.size(); ++i) {
          element(i, depth);
          value(v.items()[i], depth + 1);
        }
        return close(v.size(), depth, ']');
      }
      case Tree::Kind::map: {
        out += '{';
        for (size_t i = 0; i < v.size(); ++i) {
          const Tree::Entry& e = v.entries()[i];
          element(i, depth);
          out += e.key.is_string ? json_quote(e.key.text) : '"' + std::to_string(e.key.number) + '"';
          out += pretty_ ? ": " : ":";
          value(e.value, depth + 1);
        }
        return close(v.size(), depth, '}');
      }
    }
  }

 private:
  void element(size_t i, int depth) {
    if (i) out += ',';
    if (pretty_) line(depth + 1);
  }
  void close(size_t n, int depth, char end) {
    if (pretty_ && n) line(depth);
    out += end;
  }
  void line(int depth) {
    out += '\n';
    out.append(static_cast<size_t>(depth) * 2, ' ');
  }
  void real(double d) {
    if (std::isnan(d)) {
      out += "{\"$float\":\"nan\"}";
    } else if (std::isinf(d)) {
      out += d < 0 ? "{\"$float\":\"-inf\"}" : "{\"$float\":\"inf\"}";
    } else {
      const std::string s = shortest_double(d, 'e');
      out += s;
      if (s.find_first_of(".e") == std::string::npos) out += ".0";
    }
  }
  void text(const std::string& s) {
    if (is_utf8(s)) {
      out += json_quote(s);
      return;
    }
    out += "{\"$hex\":\"";
    for (const char c : s) {
      char two[3];
      snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<uint8_t>(c)));
      out += two;
    }
    out += "\"}";
  }

  bool pretty_;
};

}  // namespace

std::string json_quote(std::string_view s) {
  std::string out = "\"";
  for (size_t i = 0; i < s.size();) {
    const char c = s[i];
    const size_t n = utf8_length(s, i);
    if (n != 1) {
      out += n ? s.substr(i, n) : std::string_view("\xef\xbf\xbd");
      i += n ? n : 1;
      continue;
    }
    ++i;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) {
          char u[8];
          snprintf(u, sizeof u, "\\u%04x", static_cast<unsigned>(static_cast<uint8_t>(c)));
          out += u;
        } else {
          out += c;
        }
    }
  }
  return out += '"';
}

Result<Tree> parse_json(std::string_view text) { return Parser(text).document(); }

std::string to_json(const Tree& tree, JsonStyle style) {
  Printer p(style);
  p.value(tree, 0);
  return std::move(p.out);
}

}  // namespace vkext::tl
