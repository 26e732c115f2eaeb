// PHP literals → Trees: what the vectors and recordings write their values in.
//
// Test side only. Knows null, true, false, numbers, INF, NAN, PHP_INT_MIN/MAX, '…' and "…" strings, […] with and
// without keys, str_repeat('x', n) and hex2bin('…'); array append keys follow PHP's rule. Anything else is a failure.
#pragma once

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "tl/tree.h"

namespace vkext::test {

class PhpLiteral {
 public:
  // False when the text is not a literal of the kinds above.
  static bool parse(std::string_view text, tl::Tree& out) {
    PhpLiteral p(text);
    if (!p.value(out, 0)) return false;
    p.space();
    return p.at_ == text.size();
  }

 private:
  explicit PhpLiteral(std::string_view text) : text_(text) {}

  void space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(std::string_view what) {
    space();
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }

  bool value(tl::Tree& out, int depth) {
    using tl::Tree;
    space();
    if (depth > limits::kDepthMax || at_ >= text_.size()) return false;
    const char c = text_[at_];
    if (c == '\'' || c == '"') {
      std::string s;
      if (!string(s)) return false;
      out = Tree::text(s);
      return true;
    }
    if (take("[")) return array(out, depth);
    if (take("null")) return out = Tree(), true;
    if (take("true")) return out = Tree::boolean(true), true;
    if (take("false")) return out = Tree::boolean(false), true;
    if (take("PHP_INT_MIN")) return out = Tree::integer(INT64_MIN), true;
    if (take("PHP_INT_MAX")) return out = Tree::integer(INT64_MAX), true;
    if (take("-INF")) return out = Tree::real(-INFINITY), true;
    if (take("INF")) return out = Tree::real(INFINITY), true;
    if (take("NAN")) return out = Tree::real(NAN), true;
    if (take("str_repeat(")) {
      std::string piece, all;
      Tree n;
      space();
      if (!string(piece) || !take(",") || !value(n, depth + 1) || !take(")")) return false;
      for (int64_t i = 0; i < n.as_int(); ++i) all += piece;
      out = Tree::text(all);
      return true;
    }
    if (take("hex2bin(")) {
      std::string digits, all;
      if (!string(digits) || !take(")")) return false;
      for (size_t i = 0; i + 1 < digits.size(); i += 2) {
        all.push_back(static_cast<char>(strtol(digits.substr(i, 2).c_str(), nullptr, 16)));
      }
      out = Tree::text(all);
      return true;
    }
    return number(out);
  }

  bool number(tl::Tree& out) {
    const size_t from = at_;
    while (at_ < text_.size() && std::string_view("+-.0123456789eE").find(text_[at_]) != std::string_view::npos) ++at_;
    const std::string s(text_.substr(from, at_ - from));
    if (s.empty()) return false;
    if (s.find_first_of(".eE") == std::string::npos && s != "-0") {
      const tl::Tree::Key k = tl::Tree::Key::of(s);
      if (k.is_string) return false;
      out = tl::Tree::integer(k.number);
    } else {
      out = tl::Tree::real(strtod(s.c_str(), nullptr));
    }
    return true;
  }

  bool array(tl::Tree& out, int depth) {
    using tl::Tree;
    bool list = true;
    int64_t next = 0;
    out.become_map();
    while (!take("]")) {
      Tree first, second;
      if (!value(first, depth + 1)) return false;
      if (take("=>")) {
        list = false;
        if (!value(second, depth + 1)) return false;
        const Tree::Key key = first.is_text() ? Tree::Key::of(first.as_text()) : Tree::Key::of(first.as_int());
        if (!key.is_string && key.number >= next) next = key.number + 1;
        out.at(key) = std::move(second);
      } else {
        out.at(Tree::Key::of(next++)) = std::move(first);
      }
      if (!take(",")) {
        if (!take("]")) return false;
        break;
      }
    }
    if (list) {
      Tree items = Tree::list();
      for (const Tree::Entry& e : out.entries()) items.push(e.value);
      out = std::move(items);
    }
    return true;
  }

  bool string(std::string& out) {
    if (at_ >= text_.size()) return false;
    const char quote = text_[at_++];
    if (quote != '\'' && quote != '"') return false;
    while (at_ < text_.size() && text_[at_] != quote) {
      char c = text_[at_++];
      if (c != '\\' || at_ >= text_.size()) {
        out.push_back(c);
        continue;
      }
      c = text_[at_++];
      if (quote == '\'') {
        if (c != '\'' && c != '\\') out.push_back('\\');
        out.push_back(c);
      } else if (c == 'x') {
        out.push_back(static_cast<char>(strtol(std::string(text_.substr(at_, 2)).c_str(), nullptr, 16)));
        at_ += 2;
      } else {
        out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c);
      }
    }
    return at_++ < text_.size();
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace vkext::test
