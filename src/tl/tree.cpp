// The value tree and PHP's loose conversions over it. No limits of its own: see tree.h.
#include "tl/tree.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace vkext::tl {

namespace {

constexpr size_t kIndexFrom = 16;  // entries; below, comparing is faster than hashing

uint32_t hash_of(const Tree::Key& key) {
  return key.is_string ? hash_name(key.text)
                       : static_cast<uint32_t>(hash_mix(static_cast<uint64_t>(key.number) ^ 0x9e37u));
}

}  // namespace

Tree::Key Tree::Key::of(std::string_view s) {
  Key k;
  const bool negative = !s.empty() && s[0] == '-';
  const std::string_view digits = negative ? s.substr(1) : s;
  bool number = !digits.empty() && digits.size() <= 19 && (digits[0] != '0' || (digits.size() == 1 && !negative));
  uint64_t v = 0;
  for (size_t i = 0; number && i < digits.size(); ++i) {
    number = digits[i] >= '0' && digits[i] <= '9';
    v = v * 10 + static_cast<uint64_t>(digits[i] - '0');
  }
  if (number && v <= (negative ? uint64_t{1} << 63 : static_cast<uint64_t>(INT64_MAX))) {
    k.number = static_cast<int64_t>(negative ? 0 - v : v);
    return k;
  }
  k.is_string = true;
  k.text.assign(s);
  return k;
}

Tree::Tree(const Tree& other) : kind_(other.kind_), value_(other.value_) {
  switch (kind_) {
    case Kind::text:
      value_.text = new std::string(*other.value_.text);
      break;
    case Kind::list:
      value_.list = new std::vector<Tree>(*other.value_.list);
      break;
    case Kind::map:
      value_.map = new Map(*other.value_.map);
      break;
    default:
      break;
  }
}

void Tree::clear() {
  switch (kind_) {
    case Kind::text:
      delete value_.text;
      break;
    case Kind::list:
      delete value_.list;
      break;
    case Kind::map:
      delete value_.map;
      break;
    default:
      break;
  }
  kind_ = Kind::null;
}

Tree Tree::boolean(bool b) {
  Tree t;
  t.kind_ = Kind::boolean;
  t.value_.boolean = b;
  return t;
}
Tree Tree::integer(int64_t n) {
  Tree t;
  t.kind_ = Kind::integer;
  t.value_.integer = n;
  return t;
}
Tree Tree::real(double d) {
  Tree t;
  t.kind_ = Kind::real;
  t.value_.real = d;
  return t;
}
Tree Tree::text(std::string_view s) {
  Tree t;
  t.value_.text = new std::string(s);
  t.kind_ = Kind::text;
  return t;
}
Tree Tree::list(std::vector<Tree> items) {
  Tree t;
  t.value_.list = new std::vector<Tree>(std::move(items));
  t.kind_ = Kind::list;
  return t;
}
Tree Tree::map() {
  Tree t;
  t.value_.map = new Map;
  t.kind_ = Kind::map;
  return t;
}

void Tree::become_list(size_t room) {
  *this = list();
  value_.list->reserve(room);
}

const std::vector<Tree::Entry>& Tree::entries() const { return value_.map->entries; }

size_t Tree::size() const {
  if (kind_ == Kind::list) return value_.list->size();
  return kind_ == Kind::map ? value_.map->entries.size() : 0;
}

const Tree* Tree::find(int64_t number) const {
  if (kind_ != Kind::list) return find(Key::of(number));
  return number >= 0 && static_cast<uint64_t>(number) < value_.list->size()
             ? value_.list->data() + static_cast<size_t>(number)
             : nullptr;
}

const Tree* Tree::find(const Key& key) const {
  if (kind_ == Kind::list) return key.is_string ? nullptr : find(key.number);
  if (kind_ != Kind::map) return nullptr;
  const std::vector<Entry>& all = value_.map->entries;
  if (all.size() < kIndexFrom) {
    for (const Entry& e : all) {
      if (e.key == key) return &e.value;
    }
    return nullptr;
  }
  const uint32_t i = value_.map->index.find(hash_of(key), [&](uint32_t n) { return all[n].key == key; });
  return i == NameTable::kAbsent ? nullptr : &all[i].value;
}

Tree& Tree::at(Key key) {
  if (const Tree* found = find(key)) return const_cast<Tree&>(*found);
  Map& m = *value_.map;
  m.entries.push_back({std::move(key), Tree()});
  const size_t n = m.entries.size();
  if (n == kIndexFrom) {
    for (uint32_t i = 0; i < n; ++i) m.index.add(hash_of(m.entries[i].key), i);
  } else if (n > kIndexFrom) {
    m.index.add(hash_of(m.entries.back().key), static_cast<uint32_t>(n - 1));
  }
  return m.entries.back().value;
}

Tree& Tree::push(Tree value) {
  value_.list->push_back(std::move(value));
  return *this;
}

bool Tree::operator==(const Tree& o) const {
  if (is_array() && o.is_array()) {
    if (size() != o.size()) return false;
    for (size_t i = 0; i < size(); ++i) {
      const Key mine = kind_ == Kind::list ? Key::of(static_cast<int64_t>(i)) : entries()[i].key;
      const Key theirs = o.kind_ == Kind::list ? Key::of(static_cast<int64_t>(i)) : o.entries()[i].key;
      const Tree& a = kind_ == Kind::list ? items()[i] : entries()[i].value;
      const Tree& b = o.kind_ == Kind::list ? o.items()[i] : o.entries()[i].value;
      if (!(mine == theirs) || !(a == b)) return false;
    }
    return true;
  }
  if (kind_ != o.kind_) return false;
  switch (kind_) {
    case Kind::boolean:
      return value_.boolean == o.value_.boolean;
    case Kind::integer:
      return value_.integer == o.value_.integer;
    case Kind::real:
      return memcmp(&value_.real, &o.value_.real, sizeof value_.real) == 0 ||
             (std::isnan(value_.real) && std::isnan(o.value_.real));
    case Kind::text:
      return *value_.text == *o.value_.text;
    default:
      return true;
  }
}

std::string shortest_double(double d, char exponent) {
  if (std::isnan(d)) return "NAN";
  if (std::isinf(d)) return d < 0 ? "-INF" : "INF";
  char raw[40];
  for (int digits = 1; digits <= 17; ++digits) {
    snprintf(raw, sizeof raw, "%.*e", digits - 1, d);
    if (strtod(raw, nullptr) == d) break;
  }
  // raw: [-]D[.DDD]e±XX
  std::string_view text(raw);
  const bool negative = text[0] == '-';
  if (negative) text.remove_prefix(1);
  const size_t e = text.find('e');
  const int power = static_cast<int>(strtol(text.data() + e + 1, nullptr, 10));
  std::string digits(1, text[0]);
  if (e > 2) digits.append(text.substr(2, e - 2));
  std::string out = negative ? "-" : "";
  const int n = static_cast<int>(digits.size());
  if (power < -5 || power >= 15) {
    out += digits[0];
    out += '.';
    out += n > 1 ? digits.substr(1) : "0";
    out += exponent;
    out += power < 0 ? '-' : '+';
    out += std::to_string(power < 0 ? -power : power);
  } else if (power < 0) {
    out += "0." + std::string(static_cast<size_t>(-power - 1), '0') + digits;
  } else if (n <= power + 1) {
    out += digits + std::string(static_cast<size_t>(power + 1 - n), '0');
  } else {
    out += digits.substr(0, static_cast<size_t>(power) + 1) + "." + digits.substr(static_cast<size_t>(power) + 1);
  }
  return out;
}

int64_t integer_of_text(std::string_view s) {
  size_t i = 0;
  while (i < s.size() && (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r'))) ++i;
  const bool negative = i < s.size() && s[i] == '-';
  if (negative) ++i;
  uint64_t v = 0;
  for (; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i) v = v * 10 + static_cast<uint64_t>(s[i] - '0');
  return static_cast<int64_t>(negative ? 0 - v : v);
}

int64_t integer_of_double(double d) {
  // What the processor's conversion gives, which is what was recorded.
  if (!(d >= -9223372036854775808.0 && d < 9223372036854775808.0)) return INT64_MIN;
  return static_cast<int64_t>(d);
}

int64_t integer_of(const Tree& v) {
  switch (v.kind()) {
    case Tree::Kind::boolean:
      return v.as_bool();
    case Tree::Kind::integer:
      return v.as_int();
    case Tree::Kind::real:
      return integer_of_double(v.as_real());
    case Tree::Kind::text:
      return integer_of_text(v.as_text());
    case Tree::Kind::list:
    case Tree::Kind::map:
      return v.size() != 0;
    case Tree::Kind::null:
      break;
  }
  return 0;
}

double double_of(const Tree& v) {
  switch (v.kind()) {
    case Tree::Kind::real:
      return v.as_real();
    case Tree::Kind::text:
      return strtod(v.as_text().c_str(), nullptr);
    case Tree::Kind::list:
    case Tree::Kind::map:
    case Tree::Kind::null:
      return 0;
    default:
      return static_cast<double>(integer_of(v));
  }
}

bool truth_of(const Tree& v) {
  switch (v.kind()) {
    case Tree::Kind::boolean:
      return v.as_bool();
    case Tree::Kind::integer:
      return v.as_int() != 0;
    case Tree::Kind::real:
      return v.as_real() != 0;
    case Tree::Kind::text:
      return !v.as_text().empty() && v.as_text() != "0";
    case Tree::Kind::list:
    case Tree::Kind::map:
      return v.size() != 0;
    case Tree::Kind::null:
      break;
  }
  return false;
}

}  // namespace vkext::tl
