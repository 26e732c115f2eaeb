// The bytes that a schema was read from; names point into them.
//
// A string but for one thing: room for a file is not filled with zeros first. Positions stay valid when it grows,
// views do not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace vkext::tl {

class SchemaBytes {
 public:
  SchemaBytes() = default;
  explicit SchemaBytes(std::string_view s) { append(s); }
  SchemaBytes(const SchemaBytes& other) { append(other); }
  SchemaBytes(SchemaBytes&& other) noexcept { swap(other); }
  SchemaBytes& operator=(SchemaBytes other) noexcept {
    swap(other);
    return *this;
  }

  const char* data() const { return bytes_.get(); }
  char* data() { return bytes_.get(); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  operator std::string_view() const { return {bytes_.get(), size_}; }

  void reserve(size_t n) {
    if (n > capacity_) move_to(n);
  }
  // What is new has no value yet.
  void resize(size_t n) {
    if (n > capacity_) move_to(std::max(n, capacity_ * 2));
    size_ = n;
  }
  void append(std::string_view s) {
    if (s.empty()) return;
    const size_t at = size_;
    resize(at + s.size());
    memcpy(bytes_.get() + at, s.data(), s.size());
  }

 private:
  void swap(SchemaBytes& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  void move_to(size_t capacity) {
    std::unique_ptr<char[]> bigger(new char[capacity]);
    if (size_) memcpy(bigger.get(), bytes_.get(), size_);
    bytes_.swap(bigger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace vkext::tl
