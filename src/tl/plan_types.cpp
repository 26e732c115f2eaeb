// Recognising the standard types, and numbering type applications. Reads a schema, changes nothing.
#include "tl/plan_types.h"

#include <algorithm>

namespace vkext::tl {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

TypeClass classify_builtin(std::string_view name) {
  if (name == "int") return TypeClass::int32;
  if (name == "long") return TypeClass::int64;
  if (name == "float") return TypeClass::float32;
  if (name == "double") return TypeClass::float64;
  if (name == "string") return TypeClass::string;
  return TypeClass::unsupported;
}

// One unconditional explicit argument that is a plain value.
bool has_one_plain_argument(const Schema& s, const Combinator& c) {
  const Arg* only = nullptr;
  for (uint32_t i = 0; i < c.arg_count; ++i) {
    const Arg& a = s.args[c.first_arg + i];
    if (a.flags & kArgImplicit) continue;
    if (only) return false;
    only = &a;
  }
  return only && !(only->flags & (kArgConditional | kArgBang));
}

TypeClass classify_single(const Schema& s, const Type& t, const Combinator& c) {
  if (c.kind == CombinatorKind::builtin) return classify_builtin(s.name(c.name));
  const bool one_type = t.arity == 1 && !(t.nat_params & 1);
  switch (c.magic) {
    case magic::kTrue:
      if (c.arg_count == 0) return TypeClass::truth;
      break;
    case magic::kVector:
      if (one_type) return TypeClass::vector;
      break;
    case magic::kTuple:
      if (t.arity == 2 && t.nat_params == 2) return TypeClass::tuple;
      break;
    case magic::kDictionary:
      if (one_type) return TypeClass::dictionary;
      break;
    case magic::kIntKeyDictionary:
      if (one_type) return TypeClass::int_dictionary;
      break;
    case magic::kLongKeyDictionary:
      if (one_type) return TypeClass::long_dictionary;
      break;
    default:
      break;
  }
  if (has_one_plain_argument(s, c) && equal_ignoring_case(s.name(t.name), s.name(c.name))) return TypeClass::flat;
  return TypeClass::record;
}

}  // namespace

TypeClass classify(const Schema& s, uint32_t type) {
  const Type& t = s.types[type];
  if (t.id == kTypeIdNat) return TypeClass::nat;
  if (t.constructor_count == 0) return TypeClass::unsupported;
  if (t.constructor_count == 1) return classify_single(s, t, s.constructor_of(t, 0));
  if (t.constructor_count == 2) {
    const uint32_t a = s.constructor_of(t, 0).magic;
    const uint32_t b = s.constructor_of(t, 1).magic;
    const auto are = [a, b](uint32_t x, uint32_t y) { return (a == x && b == y) || (a == y && b == x); };
    if (are(magic::kBoolFalse, magic::kBoolTrue)) return TypeClass::boolean;
    if (are(magic::kResultFalse, magic::kResultTrue) && t.arity == 1 && !(t.nat_params & 1)) return TypeClass::maybe;
  }
  return TypeClass::variant;
}

uint32_t TypeTable::add(uint32_t type, uint32_t query, const TypeRef* children, uint32_t count) {
  TypeApplication a;
  a.type = type;
  a.query = query;
  a.first_child = static_cast<uint32_t>(children_.size());
  a.child_count = count;
  for (uint32_t i = 0; i != count; ++i) {
    if (children[i] == kNatChild) {
      ++a.hole_count;
      continue;
    }
    const TypeApplication& child = table_[application(children[i])];
    a.hole_count += child.hole_count;
    a.depth = std::max(a.depth, child.depth + 1);
  }
  children_.insert(children_.end(), children, children + count);
  table_.push_back(a);
  return static_cast<uint32_t>(table_.size() - 1);
}

uint32_t TypeTable::find_or_add(uint32_t type, uint32_t query, const TypeRef* children, uint32_t count) {
  uint64_t mixed = hash_mix(uint64_t{type} << 32 | query);
  for (uint32_t i = 0; i != count; ++i) mixed = hash_mix(mixed ^ children[i]);
  const auto hash = static_cast<uint32_t>(mixed);
  const uint32_t found = index_.find(hash, [&](uint32_t i) {
    const TypeApplication& a = table_[i];
    return a.type == type && a.query == query && a.child_count == count &&
           std::equal(children, children + count, children_.begin() + a.first_child);
  });
  if (found != NameTable::kAbsent) return found;
  const uint32_t fresh = add(type, query, children, count);
  index_.add(hash, fresh);
  return fresh;
}

uint32_t TypeTable::intern(uint32_t type, const TypeRef* children, uint32_t count) {
  return count ? find_or_add(type, 0, children, count) : intern_plain(type);
}

uint32_t TypeTable::intern_result(uint32_t query) { return find_or_add(kNone, query, nullptr, 0); }

}  // namespace vkext::tl
