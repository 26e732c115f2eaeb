// The keys and values of the demo engine, in memory.
//
// Expired keys are removed when they are met; nothing else ever removes a key but `erase`. Clocks are inputs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vkext::serve {

enum class ValueKind : uint8_t { bytes, counter, words };

struct StoredValue {
  ValueKind kind = ValueKind::bytes;
  int64_t number = 0;
  std::string bytes;
  std::vector<std::string> words;
  int64_t set_ns = 0;
  int64_t expires_ns = INT64_MAX;
  int64_t reads = 0;
};

class Store {
 public:
  using Map = std::map<std::string, StoredValue, std::less<>>;

  // The value under a key, or null; counts as a read.
  StoredValue* get(std::string_view key, int64_t now_ns);
  StoredValue* find(std::string_view key, int64_t now_ns);
  // An empty value under the key, made if it was not there.
  StoredValue& put(std::string_view key, int64_t now_ns, int64_t lifetime_s);
  bool erase(std::string_view key, int64_t now_ns);

  const Map& all() const { return values_; }
  int64_t reads() const { return reads_; }
  int64_t hits() const { return hits_; }
  int64_t writes() const { return writes_; }
  int64_t bytes() const { return bytes_; }
  void count_write() { ++writes_; }
  // Call before and after changing a value in place.
  static int64_t size_of(const StoredValue& v);
  void resized(int64_t before, const StoredValue& v) { bytes_ += size_of(v) - before; }

 private:
  Map values_;
  int64_t reads_ = 0;
  int64_t hits_ = 0;
  int64_t writes_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace vkext::serve
