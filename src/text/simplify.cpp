// vk_sp_*: byte tables made at compile time, and one scanner for entities.
//
// Each function is one pass; no output is longer than its input, but for the two spaces of words_only.
#include "text/simplify.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "text/deunicode_table.h"

namespace vkext::text {
namespace {

using Table = std::array<uint8_t, 256>;

struct CasePair {
  uint8_t upper;
  uint8_t lower;
};
// Letters outside the three ranges: Ё Є Ї І Ў Ј Ґ Ѕ Ђ Ѓ Љ Њ Ќ Ћ Џ.
constexpr CasePair kCasePairs[] = {{0xA8, 0xB8}, {0xAA, 0xBA}, {0xAF, 0xBF}, {0xB2, 0xB3}, {0xA1, 0xA2},
                                   {0xA3, 0xBC}, {0xA5, 0xB4}, {0xBD, 0xBE}, {0x80, 0x90}, {0x81, 0x83},
                                   {0x8A, 0x9A}, {0x8C, 0x9C}, {0x8D, 0x9D}, {0x8E, 0x9E}, {0x8F, 0x9F}};

constexpr Table make_case(bool to_upper) {
  Table t{};
  for (size_t i = 0; i < 256; i++) t[i] = static_cast<uint8_t>(i);
  auto pair = [&t, to_upper](size_t upper, size_t lower) {
    t[to_upper ? lower : upper] = static_cast<uint8_t>(to_upper ? upper : lower);
  };
  for (size_t i = 'A'; i <= 'Z'; i++) pair(i, i + 0x20);
  for (size_t i = 0xC0; i <= 0xDF; i++) pair(i, i + 0x20);
  for (CasePair p : kCasePairs) pair(p.upper, p.lower);
  t[0x98] = t[0xA0] = t[0xAD] = ' ';
  return t;
}
constexpr Table kLower = make_case(false);
constexpr Table kUpper = make_case(true);

struct Fold {
  uint8_t from;
  uint8_t to;
};
// Lower-case bytes simplify keeps although they are neither ASCII nor а..я.
constexpr Fold kFolds[] = {{0xB8, 0xE5}, {0x83, 0xE3}, {0xB4, 0xE3}, {0xA2, 0xF3}, {0xB3, 'i'}, {0xBF, 'i'},
                           {0xBE, 's'},  {0x9A, 0xEB}, {0x9C, 0xED}, {0x9D, 0xEA}, {0x90, 'h'}, {0x9E, 'h'},
                           {0xBA, 0xFD}, {0xBC, 'j'},  {0xA9, 'c'},  {0xAE, 'r'},  {0xB5, 'm'}};

// 0: removed.
constexpr Table make_simple() {
  Table folded{};
  for (size_t i = '0'; i <= '9'; i++) folded[i] = static_cast<uint8_t>(i);
  for (size_t i = 'a'; i <= 'z'; i++) folded[i] = static_cast<uint8_t>(i);
  for (size_t i = 0xE0; i <= 0xFF; i++) folded[i] = static_cast<uint8_t>(i);
  for (Fold f : kFolds) folded[f.from] = f.to;
  Table t{};
  for (size_t i = 0; i < 256; i++) t[i] = folded[kLower[i]];
  return t;
}
constexpr Table kSimple = make_simple();

// What a simplified byte looks like in Cyrillic.
constexpr Fold kLookAlikes[] = {{'a', 0xE0},  {'b', 0xE2},  {'c', 0xF1}, {'e', 0xE5}, {'h', 0xED}, {'k', 0xEA},
                                {'m', 0xF2},  {'n', 0xEF},  {'o', 0xEE}, {'p', 0xF0}, {'t', 0xF2}, {'u', 0xE8},
                                {'x', 0xF5},  {'y', 0xF3},  {'0', 0xEE}, {'3', 0xE7}, {'4', 0xF7}, {'6', 0xE1},
                                {0xEC, 0xF2}, {0xFA, 0xE2}, {0xFC, 0xE2}};

// simplify and look-alike at once; 0: removed.
constexpr Table make_cyrillic() {
  Table alike{};
  for (size_t i = 0; i < 256; i++) alike[i] = static_cast<uint8_t>(i);
  for (Fold f : kLookAlikes) alike[f.from] = f.to;
  Table t{};
  for (size_t i = 0; i < 256; i++) t[i] = alike[kSimple[i]];
  return t;
}
constexpr Table kCyrillic = make_cyrillic();

std::string mapped(std::string_view text, const Table& table) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(table[static_cast<uint8_t>(c)]);
  return out;
}

std::string mapped_or_dropped(std::string_view text, const Table& table) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    const uint8_t byte = table[static_cast<uint8_t>(c)];
    if (byte != 0) out += static_cast<char>(byte);
  }
  return out;
}

// The byte a code point looks like; 0: none.
uint8_t deunicode_byte(uint32_t code) {
  const DeunicodeRun* end = std::end(kDeunicodeRuns);
  const DeunicodeRun* run = std::upper_bound(std::begin(kDeunicodeRuns), end, code,
                                             [](uint32_t c, const DeunicodeRun& r) { return c < r.first; });
  if (run == std::begin(kDeunicodeRuns)) return 0;
  --run;
  const uint32_t at = code - run->first;
  if (at >= run->count) return 0;
  return static_cast<uint8_t>(run->byte + (run->ascending ? at : 0));
}

struct Named {
  std::string_view name;
  char byte;
};
constexpr Named kNamed[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"<br>", '\n'}};

// `text` begins with '&' or '<'. Bytes taken, 0 if this is nothing to decode; `*byte` 0: it vanishes.
size_t entity(std::string_view text, uint8_t* byte) {
  for (const Named& named : kNamed) {
    if (text.substr(0, named.name.size()) == named.name) {
      *byte = static_cast<uint8_t>(named.byte);
      return named.name.size();
    }
  }
  if (text.substr(0, 2) != "&#") return 0;
  constexpr uint32_t kTooHigh = 1u << 24;  // beyond every code point, far from overflow
  uint32_t code = 0;
  size_t at = 2;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; at++) {
    code = std::min(code * 10 + static_cast<uint32_t>(text[at] - '0'), kTooHigh);
  }
  if (at == 2 || at == text.size() || text[at] != ';') return 0;
  *byte = deunicode_byte(code);
  return at + 1;
}

}  // namespace

uint8_t lower_byte(uint8_t byte) { return kLower[byte]; }
uint8_t upper_byte(uint8_t byte) { return kUpper[byte]; }
std::string to_lower(std::string_view text) { return mapped(text, kLower); }
std::string to_upper(std::string_view text) { return mapped(text, kUpper); }
std::string simplify(std::string_view text) { return mapped_or_dropped(text, kSimple); }

std::string deunicode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    uint8_t byte = 0;
    const size_t taken = c == '&' || c == '<' ? entity(text.substr(at), &byte) : 0;
    if (taken == 0) {
      out += c;
      at++;
    } else {
      if (byte != 0) out += static_cast<char>(byte);
      at += taken;
    }
  }
  return out;
}

std::string full_simplify(std::string_view text) { return mapped_or_dropped(deunicode(text), kCyrillic); }

std::string to_cyrillic(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    const uint8_t byte = kCyrillic[static_cast<uint8_t>(c)];
    if (byte != 0) c = static_cast<char>(byte);
  }
  return out;
}

std::string words_only(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += ' ';
  for (char c : text) {
    const uint8_t byte = kSimple[static_cast<uint8_t>(c)];
    if (byte != 0) {
      out += static_cast<char>(byte);
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

std::string sort_bytes(std::string_view text) {
  std::array<size_t, 256> counts{};
  for (char c : text) counts[static_cast<uint8_t>(c)]++;
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < 256; i++) {
    const size_t byte = (i + 128) % 256;
    out.append(counts[byte], static_cast<char>(byte));
  }
  return out;
}

std::string remove_repeats(std::string_view text) {
  std::string out(text);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace vkext::text
