// A small JSON reader for tests: whole documents into a tree, for recorded vectors.
//
// Trusts its input to be ours: what it cannot read makes the document null. No exceptions, depth bounded.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vkext::testing {

class Json {
 public:
  enum class Kind : uint8_t { null, boolean, number, string, array, object };

  // Null when the text is not JSON.
  static Json parse(std::string_view text) {
    Reader reader{text};
    Json value;
    if (!reader.read(value, 0)) return {};
    reader.skip_space();
    return reader.at == text.size() ? value : Json{};
  }
  // Null when there is no such file.
  static Json load(const std::string& path);

  Kind kind() const { return kind_; }
  explicit operator bool() const { return kind_ != Kind::null; }
  bool truth() const { return truth_; }
  // Numbers keep their text too: 64-bit integers do not fit in a double.
  double number() const { return strtod(text_.c_str(), nullptr); }
  // Also of a string that holds a number, 0x… included.
  int64_t integer() const { return static_cast<int64_t>(strtoll(text_.c_str(), nullptr, 0)); }
  const std::string& text() const { return text_; }
  const std::vector<Json>& items() const { return items_; }
  const std::vector<std::pair<std::string, Json>>& members() const { return members_; }
  // Null for a member or an item that is not there.
  const Json& operator[](std::string_view name) const {
    for (const auto& member : members_) {
      if (member.first == name) return member.second;
    }
    return nothing();
  }
  const Json& operator[](size_t index) const { return index < items_.size() ? items_[index] : nothing(); }

 private:
  static const Json& nothing() {
    static const Json null;
    return null;
  }

  struct Reader {
    std::string_view in;
    size_t at = 0;

    void skip_space() {
      while (at < in.size() && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) ++at;
    }
    bool take(char c) {
      skip_space();
      if (at >= in.size() || in[at] != c) return false;
      ++at;
      return true;
    }
    bool word(std::string_view expected) {
      if (in.substr(at, expected.size()) != expected) return false;
      at += expected.size();
      return true;
    }
    bool hex4(uint32_t& out) {
      if (at + 4 > in.size()) return false;
      out = static_cast<uint32_t>(strtoul(std::string(in.substr(at, 4)).c_str(), nullptr, 16));
      at += 4;
      return true;
    }
    static void put_utf8(std::string& out, uint32_t c) {
      const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
      if (c < 0x80) {
        put(c);
      } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
      } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
      } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
      }
    }
    bool read_string(std::string& out) {
      if (!take('"')) return false;
      while (at < in.size()) {
        const char c = in[at++];
        if (c == '"') return true;
        if (c != '\\') {
          out += c;
          continue;
        }
        if (at >= in.size()) return false;
        switch (const char e = in[at++]) {
          case 'b': out += '\b'; break;
          case 'f': out += '\f'; break;
          case 'n': out += '\n'; break;
          case 'r': out += '\r'; break;
          case 't': out += '\t'; break;
          case 'u': {
            uint32_t code;
            if (!hex4(code)) return false;
            if (code >= 0xd800 && code < 0xdc00 && word("\\u")) {
              uint32_t low;
              if (!hex4(low)) return false;
              code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            }
            put_utf8(out, code);
            break;
          }
          default: out += e;
        }
      }
      return false;
    }
    bool read(Json& out, int depth) {
      skip_space();
      if (at >= in.size() || depth > 64) return false;
      const char c = in[at];
      if (c == '{') {
        ++at;
        out.kind_ = Kind::object;
        if (take('}')) return true;
        do {
          out.members_.emplace_back();
          if (!read_string(out.members_.back().first) || !take(':')) return false;
          if (!read(out.members_.back().second, depth + 1)) return false;
        } while (take(','));
        return take('}');
      }
      if (c == '[') {
        ++at;
        out.kind_ = Kind::array;
        if (take(']')) return true;
        do {
          out.items_.emplace_back();
          if (!read(out.items_.back(), depth + 1)) return false;
        } while (take(','));
        return take(']');
      }
      if (c == '"') {
        out.kind_ = Kind::string;
        return read_string(out.text_);
      }
      if (word("null")) return true;
      if (word("true") || word("false")) {
        out.kind_ = Kind::boolean;
        out.truth_ = in[at - 2] == 'u';
        return true;
      }
      const size_t start = at;
      while (at < in.size() && std::string_view("+-.eE0123456789").find(in[at]) != std::string_view::npos) ++at;
      out.kind_ = Kind::number;
      out.text_ = std::string(in.substr(start, at - start));
      return at != start;
    }
  };

  Kind kind_ = Kind::null;
  bool truth_ = false;
  std::string text_;
  std::vector<Json> items_;
  std::vector<std::pair<std::string, Json>> members_;
};

// The whole file; "" when it cannot be read.
inline std::string read_file(const std::string& path) {
  std::string content;
  FILE* file = fopen(path.c_str(), "rb");
  if (!file) return content;
  char piece[16384];
  while (const size_t got = fread(piece, 1, sizeof piece, file)) content.append(piece, got);
  fclose(file);
  return content;
}

inline Json Json::load(const std::string& path) { return parse(read_file(path)); }

// Recorded material that is not part of the repository: $VKEXT_SHARED, or ../shared beside it. Tests over it are
// skipped where it is missing.
inline std::string shared_path(const std::string& name) {
  if (const char* root = getenv("VKEXT_SHARED")) return std::string(root) + "/" + name;
  const std::string here = __FILE__;  // …/tests/support/json.h
  const size_t tests = here.rfind("tests/support/");
  return here.substr(0, tests == std::string::npos ? 0 : tests) + "../shared/" + name;
}

}  // namespace vkext::testing
