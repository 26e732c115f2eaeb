// The store. See store.h.
#include "serve/store.h"

namespace vkext::serve {

namespace {
constexpr int64_t kSecond = 1'000'000'000;
}

int64_t Store::size_of(const StoredValue& v) {
  int64_t n = static_cast<int64_t>(v.bytes.size());
  for (const std::string& w : v.words) n += static_cast<int64_t>(w.size());
  return n;
}

StoredValue* Store::find(std::string_view key, int64_t now_ns) {
  const auto it = values_.find(key);
  if (it == values_.end()) return nullptr;
  if (it->second.expires_ns > now_ns) return &it->second;
  bytes_ -= size_of(it->second);
  values_.erase(it);
  return nullptr;
}

StoredValue* Store::get(std::string_view key, int64_t now_ns) {
  ++reads_;
  StoredValue* v = find(key, now_ns);
  if (v) {
    ++v->reads;
    ++hits_;
  }
  return v;
}

StoredValue& Store::put(std::string_view key, int64_t now_ns, int64_t lifetime_s) {
  ++writes_;
  auto it = values_.find(key);
  if (it == values_.end()) it = values_.emplace(std::string(key), StoredValue()).first;
  StoredValue& v = it->second;
  bytes_ -= size_of(v);
  v.bytes.clear();
  v.words.clear();
  v.number = 0;
  v.reads = 0;
  v.set_ns = now_ns;
  // An int of seconds cannot overflow this before the clock is centuries old.
  v.expires_ns = lifetime_s > 0 ? now_ns + lifetime_s * kSecond : INT64_MAX;
  return v;
}

bool Store::erase(std::string_view key, int64_t now_ns) {
  StoredValue* v = find(key, now_ns);
  if (!v) return false;
  ++writes_;
  bytes_ -= size_of(*v);
  values_.erase(values_.find(key));
  return true;
}

}  // namespace vkext::serve
