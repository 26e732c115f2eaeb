// Windows-1251 and UTF-8: see the header for what comes out of malformed input.
//
// Both directions are one pass with a few words of state. Whatever the input, the output is bounded: at most four bytes
// per input byte one way, three the other.
#include "text/cp1251.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace vkext::text {
namespace {

// Bytes 80..BF. C0..FF are U+0410..U+044F in order.
constexpr uint16_t kUpperHalf[64] = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0,      0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457,
};

struct Pair {
  uint16_t code;
  uint8_t byte;
};

constexpr size_t kPairs = 63 + 4;

// kUpperHalf turned around and sorted, with the four extra codes the incumbent maps: the bidi marks U+202B, U+202C and
// U+202E to DA, the replacement character to a space.
constexpr std::array<Pair, kPairs> make_pairs() {
  std::array<Pair, kPairs> pairs{};
  size_t n = 0;
  for (size_t i = 0; i < 64; i++) {
    if (kUpperHalf[i] != 0) pairs[n++] = {kUpperHalf[i], static_cast<uint8_t>(0x80 + i)};
  }
  pairs[n++] = {0x202B, 0xDA};
  pairs[n++] = {0x202C, 0xDA};
  pairs[n++] = {0x202E, 0xDA};
  pairs[n++] = {0xFFFD, 0x20};
  for (size_t i = 1; i < n; i++) {
    for (size_t j = i; j > 0 && pairs[j].code < pairs[j - 1].code; j--) {
      Pair t = pairs[j];
      pairs[j] = pairs[j - 1];
      pairs[j - 1] = t;
    }
  }
  return pairs;
}
constexpr std::array<Pair, kPairs> kByCode = make_pairs();

constexpr uint32_t kCodeMax = 0x10FFFF;
constexpr uint32_t kReplacement = 0xFFFD;
// Where the incumbent's numbers turn negative; also where counting digits stops.
constexpr uint32_t kEntityEnd = 1u << 31;

void put_entity(uint32_t code, std::string& out) {
  char digits[10];
  char* p = std::end(digits);
  do {
    *--p = static_cast<char>('0' + code % 10);
    code /= 10;
  } while (code != 0);
  out += "&#";
  out.append(p, std::end(digits));
  out += ';';
}

void put_win(uint32_t code, std::string& out) {
  int byte = win_byte(code);
  if (byte >= 0) {
    out += static_cast<char>(byte);
  } else {
    put_entity(code, out);
  }
}

// `code` <= kCodeMax.
void put_utf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      out += static_cast<char>(0xE0 | (code >> 12));
    } else {
      out += static_cast<char>(0xF0 | (code >> 18));
      out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    }
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  }
  out += static_cast<char>(0x80 | (code & 0x3F));
}

bool stays_escaped(uint32_t code) {
  switch (code) {
    case '!':
    case '"':
    case '$':
    case '\'':
    case '<':
    case '>':
    case '\\':
    case 8232:
    case 8233:
      return true;
    default:
      return code < 32;
  }
}

// `out` ends with the text of the entity from `at` on.
void replace_entity(uint32_t code, bool escape, size_t at, std::string& out) {
  if (code >= kEntityEnd) {
    if (escape) {
      out[at] = '$';
    } else {
      out.resize(at);
    }
    return;
  }
  if (escape && stays_escaped(code)) return;
  out.resize(at);
  if (code == 0) return;
  if (code >= 0xD800 && code <= 0xDFFF) {
    out += ' ';
  } else {
    put_utf8(code <= kCodeMax ? code : kReplacement, out);
  }
}

}  // namespace

int win_byte(uint32_t code) {
  if (code < 0x80) return static_cast<int>(code);
  if (code >= 0x410 && code <= 0x44F) return static_cast<int>(code - 0x410 + 0xC0);
  const auto it =
      std::lower_bound(kByCode.begin(), kByCode.end(), code, [](const Pair& p, uint32_t c) { return p.code < c; });
  return it != kByCode.end() && it->code == code ? it->byte : -1;
}

uint32_t win_code(uint8_t byte) {
  if (byte < 0x80) return byte;
  return byte < 0xC0 ? kUpperHalf[byte - 0x80] : 0x410u + (byte - 0xC0u);
}

std::string utf8_to_win(std::string_view text, int64_t max_bytes, bool exit_on_error) {
  if (max_bytes < 0) return {};
  const size_t limit = max_bytes > 0 ? static_cast<size_t>(max_bytes) : text.max_size();
  std::string_view looked_at = limit < text.size() / 3 + 1 ? text.substr(0, limit * 3) : text;

  std::string out;
  out.reserve(std::min(looked_at.size(), limit));
  bool malformed = false;
  auto mark = [&](const char* marker) {
    malformed = true;
    out += marker;
  };
  int missing = 0;  // continuation bytes of the sequence we are in
  uint32_t code = 0;
  for (char c : looked_at) {
    // Without exit_on_error nothing behind the cut can change the result.
    if (exit_on_error ? malformed : out.size() >= limit) break;
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x80) {
      if (missing > 0) mark("?1?");
      missing = 0;
      out += c;
    } else if (byte < 0xC0) {
      if (missing == 0) {
        mark("?2?");
        continue;
      }
      code = (code << 6) | (byte & 0x3Fu);
      if (--missing > 0) continue;
      if (code < 0x80) {
        mark("?3?");
      } else {
        put_win(code, out);
      }
    } else if (byte < 0xF8) {
      if (missing > 0) mark("?4?");
      missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
      code = byte & (0x3Fu >> missing);
    } else {
      missing = 0;
      mark("?5?");
    }
  }
  // A sequence that our own limit cuts gets its marker too, but is nobody's mistake.
  if (missing > 0 && looked_at.size() < text.size()) {
    out += "?6?";
  } else if (missing > 0) {
    mark("?6?");
  }
  if (exit_on_error && malformed) return std::string(text);
  if (out.size() > limit) out.resize(limit);
  return out;
}

std::string win_to_utf8(std::string_view text, bool escape) {
  enum class In { kText, kAmpersand, kNumber };
  std::string out;
  out.reserve(text.size() * 2);
  In in = In::kText;
  size_t entity_at = 0;
  uint32_t number = 0;
  bool has_digits = false;
  for (char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    const bool vanishes = byte == 0 || byte == 0x98;
    if (!vanishes) put_utf8(win_code(byte), out);
    // A byte that does not continue the entity is never the start of another one: "&&#65;" stays as it is.
    if (in == In::kText) {
      if (c == '&') {
        in = In::kAmpersand;
        entity_at = out.size() - 1;
      }
    } else if (in == In::kAmpersand) {
      in = c == '#' ? In::kNumber : In::kText;
      number = 0;
      has_digits = false;
    } else if (c >= '0' && c <= '9') {
      has_digits = true;
      const uint64_t next = uint64_t{number} * 10 + static_cast<uint64_t>(c - '0');
      number = next < kEntityEnd ? static_cast<uint32_t>(next) : kEntityEnd;
    } else {
      in = In::kText;
      if (c == ';' && has_digits) replace_entity(number, escape, entity_at, out);
    }
  }
  return out;
}

std::string upcase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace vkext::text
