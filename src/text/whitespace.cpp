// vk_whitespace_pack in one pass; the output is never longer than the input.
//
// Differs from the incumbent where that is plainly wrong: there </code> closes nothing and a stray </pre> makes the
// rest verbatim.
#include "text/whitespace.h"

#include <cstddef>

namespace vkext::text {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool eats_space(char c) {
  switch (c) {
    case '<':
    case '>':
    case '(':
    case ')':
    case '{':
    case '}':
    case '/':
    case '"':
    case ':':
    case ',':
    case ';':
      return true;
    default:
      return false;
  }
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// `text` begins with `open`. Bytes up to the end of the matching `close`; all of them when there is none.
size_t verbatim_size(std::string_view text, std::string_view open, std::string_view close) {
  size_t depth = 0;
  size_t at = 0;
  while ((at = text.find('<', at)) != std::string_view::npos) {
    const std::string_view rest = text.substr(at);
    if (starts_with(rest, open)) {
      depth++;
      at += open.size();
    } else if (starts_with(rest, close)) {
      at += close.size();
      if (--depth == 0) return at;
    } else {
      at++;
    }
  }
  return text.size();
}

}  // namespace

std::string whitespace_pack(std::string_view text, bool html) {
  std::string out;
  out.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '<') {
      const std::string_view rest = text.substr(at);
      size_t copied = 1;
      if (starts_with(rest, "<pre>")) copied = verbatim_size(rest, "<pre>", "</pre>");
      if (starts_with(rest, "<code>")) copied = verbatim_size(rest, "<code>", "</code>");
      out.append(rest.substr(0, copied));
      at += copied;
      continue;
    }
    if (!is_space(c)) {
      out += c;
      at++;
      continue;
    }
    const size_t begin = at;
    bool has_lf = false;
    for (; at < text.size() && is_space(text[at]); at++) has_lf |= text[at] == '\n';
    if (html) {
      const bool dropped = begin == 0 || at == text.size() || eats_space(text[begin - 1]) || eats_space(text[at]);
      if (dropped) continue;
    } else if (at - begin == 1) {
      out += c;
      continue;
    }
    out += has_lf ? '\n' : ' ';
  }
  return out;
}

}  // namespace vkext::text
