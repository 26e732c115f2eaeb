// What should be said to PHP about a value, kept until it is safe to say it.
//
// Raising a warning may run PHP code (an error handler), so nothing is raised while a value is being stored: notes are
// taken here and raised afterwards (raise.h). Fixed size, trivially destructible; notes past the room are counted.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace vkext::zend {

enum class Note : uint8_t {
  null_for_field,   // name: the field
  guessed,          // name: the type
  array_to_string,
  object_as_number,
  int_truncated,      // name: the field, a: the value
  actor_overridden,
  no_result_cleared,
  internal_function,  // name: the function
  // With vkext.strict=kphp:
  name_and_index,     // name: the field; a: its index
  tuple_longer,       // name: the field; a: elements given, b: taken
  other_class,        // name: the constructor
};

class Notes {
 public:
  static constexpr uint32_t kMax = 16;
  static constexpr size_t kNameBytes = 64;
  struct Entry {
    Note kind;
    char name[kNameBytes];
    int64_t a, b;
  };

  void add(Note kind, std::string_view name, int64_t a = 0, int64_t b = 0) {
    if (count_ == kMax) {
      ++dropped_;
      return;
    }
    Entry& e = entries_[count_++];
    e.kind = kind;
    e.a = a;
    e.b = b;
    const size_t n = name.size() < kNameBytes - 1 ? name.size() : kNameBytes - 1;
    if (n > 0) memcpy(e.name, name.data(), n);  // an unnamed field has no data either
    e.name[n] = 0;
  }
  bool empty() const { return count_ == 0; }
  uint32_t count() const { return count_; }
  uint32_t dropped() const { return dropped_; }
  const Entry& operator[](uint32_t i) const { return entries_[i]; }
  void truncate(uint32_t n) { count_ = n < count_ ? n : count_; }
  void clear() { count_ = dropped_ = 0; }

 private:
  Entry entries_[kMax];
  uint32_t count_ = 0;
  uint32_t dropped_ = 0;
};

// Null where a field wants a value. An element has no name, and is stored as nothing silently.
inline void note_null(Notes& notes, std::string_view field) {
  if (!field.empty()) notes.add(Note::null_for_field, field);
}

}  // namespace vkext::zend
