// Where in a value something went wrong: `prices["a"].amount`, built from the inside out while an error travels up.
//
// A fixed buffer: no allocation, trivially destructible, so it may stand on the stack while PHP bails out. A path that
// is too long loses its inner part, never the field names at the top.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace vkext::tl {

class Path {
 public:
  void clear() { start_ = kSize; }
  bool empty() const { return start_ == kSize; }
  std::string_view text() const {
    std::string_view t(buffer_ + start_, kSize - start_);
    return !t.empty() && t[0] == '.' ? t.substr(1) : t;
  }

  void prepend_field(std::string_view name) {
    if (!empty() && buffer_[start_] != '.' && buffer_[start_] != '[') prepend(": ");  // a whole query in this field
    prepend(name.substr(0, 100));
    prepend(".");
  }
  void prepend_index(uint64_t index) {
    char text[32];
    prepend({text, static_cast<size_t>(snprintf(text, sizeof text, "[%llu]", static_cast<unsigned long long>(index)))});
  }
  void prepend_key(int64_t key) {
    char text[32];
    prepend({text, static_cast<size_t>(snprintf(text, sizeof text, "[%lld]", static_cast<long long>(key)))});
  }
  void prepend_key(std::string_view key) {
    prepend("\"]");
    if (key.size() > 60) {
      prepend("…");
      key = key.substr(0, 60);
    }
    prepend(key);
    prepend("[\"");
  }
  // A function: `shop.setPrices → …`
  void prepend_function(std::string_view name) {
    std::string_view inner = text();
    start_ = kSize - inner.size();
    if (!inner.empty()) prepend(" → ");
    prepend(name.substr(0, 200));
  }

 private:
  static constexpr size_t kSize = 600;

  void prepend(std::string_view part) {
    if (part.size() > start_) {
      // Drop the inner end: the outer names say more.
      const size_t keep = (kSize - start_) / 2;
      memmove(buffer_ + kSize - keep, buffer_ + start_, keep);
      start_ = kSize - keep;
      if (part.size() > start_) return;
    }
    start_ -= part.size();
    memcpy(buffer_ + start_, part.data(), part.size());
  }

  char buffer_[kSize];
  size_t start_ = kSize;
};

}  // namespace vkext::tl
