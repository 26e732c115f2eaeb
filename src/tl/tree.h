// A plain value tree: what tests, the command-line tool and the server use where the extension uses PHP values.
//
// It behaves like a PHP value of null, bool, int, float, string and array: a list is an array with the keys 0…n-1, a
// map keeps the order of insertion, keys that look like integers are integers. Copying is deep. Depth is bounded by
// whoever builds a tree (decoder, JSON parser): destruction recurses. Never use it in the extension's hot path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tl/name_table.h"

namespace vkext::tl {

class Tree {
 public:
  enum class Kind : uint8_t { null, boolean, integer, real, text, list, map };

  struct Key {
    bool is_string = false;
    int64_t number = 0;
    std::string text;

    // The key a PHP array would use: "5" is the integer 5.
    static Key of(std::string_view text);
    static Key of(int64_t number) {
      Key k;
      k.number = number;
      return k;
    }
    bool operator==(const Key& o) const { return is_string == o.is_string && number == o.number && text == o.text; }
  };
  struct Entry;

  Tree() = default;
  Tree(const Tree& other);
  Tree(Tree&& other) noexcept { swap(other); }
  Tree& operator=(const Tree& other) {
    Tree copy(other);
    swap(copy);
    return *this;
  }
  Tree& operator=(Tree&& other) noexcept {
    Tree taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Tree() { clear(); }
  void swap(Tree& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(value_, other.value_);
  }

  static Tree boolean(bool b);
  static Tree integer(int64_t n);
  static Tree real(double d);
  static Tree text(std::string_view s);
  static Tree list(std::vector<Tree> items = {});
  static Tree map();

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_text() const { return kind_ == Kind::text; }
  bool is_array() const { return kind_ == Kind::list || kind_ == Kind::map; }
  // Each of these only for its own kind.
  bool as_bool() const { return value_.boolean; }
  int64_t as_int() const { return value_.integer; }
  double as_real() const { return value_.real; }
  const std::string& as_text() const { return *value_.text; }
  const std::vector<Tree>& items() const { return *value_.list; }
  std::vector<Tree>& items() { return *value_.list; }
  const std::vector<Entry>& entries() const;

  // Number of elements of an array, 0 of anything else.
  size_t size() const;
  // The element under a key, or null. Lists have the keys 0…n-1.
  const Tree* find(std::string_view name) const { return find(Key::of(name)); }
  const Tree* find(int64_t number) const;
  const Tree* find(const Key& key) const;

  // Makes it an empty map or list.
  void become_map() { *this = map(); }
  void become_list(size_t room);
  // Adds or replaces an entry of a map; the place is good until the next change of this map.
  Tree& at(Key key);
  // Fluent building of maps: Tree::map().set("a", …).set("b", …).
  Tree& set(std::string_view name, Tree value) {
    at(Key::of(name)) = std::move(value);
    return *this;
  }
  Tree& push(Tree value);

  // PHP's ===, where a list and a map with the same keys in the same order are equal; NAN equals NAN.
  bool operator==(const Tree& other) const;
  bool operator!=(const Tree& other) const { return !(*this == other); }

 private:
  struct Map;
  void clear();

  union Value {
    bool boolean;
    int64_t integer;
    double real;
    std::string* text;
    std::vector<Tree>* list;
    Map* map;
  };
  Kind kind_ = Kind::null;
  Value value_ = {};
};

struct Tree::Entry {
  Key key;
  Tree value;
};

struct Tree::Map {
  std::vector<Entry> entries;
  NameTable index;  // filled once there are many
};

// The shortest decimal that reads back as the same double. `exponent` is 'e' or 'E'; PHP writes 1.0E+25, INF and NAN.
std::string shortest_double(double d, char exponent);

// The readers of PHP's loose conversions (docs/values.md): what an integer or a float field makes of them.
int64_t integer_of_text(std::string_view s);
int64_t integer_of_double(double d);
int64_t integer_of(const Tree& v);
double double_of(const Tree& v);
bool truth_of(const Tree& v);

}  // namespace vkext::tl
