// What the plan compiler knows of types: which have a form of their own, and how applications of them are numbered.
//
// Private to the plan compiler (plan_compiler.h). Assumes a checked schema (tl/schema_check.h).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tl/name_table.h"
#include "tl/plan.h"
#include "tl/plan_magics.h"
#include "tl/schema.h"

namespace vkext::tl {

enum class TypeClass : uint8_t {
  nat,
  int32,
  int64,
  float32,
  float64,
  string,
  boolean,
  truth,
  vector,
  tuple,
  dictionary,
  int_dictionary,
  long_dictionary,
  maybe,
  flat,     // one constructor named like the type, with one unconditional argument: the value is that argument's
  record,   // one constructor
  variant,  // several
  unsupported,
};

TypeClass classify(const Schema& schema, uint32_t type);

// A reference to a type application with its numbers left out: index into TypeTable << 1 | bare.
using TypeRef = uint32_t;
inline uint32_t application(TypeRef ref) { return ref >> 1; }
inline bool is_bare(TypeRef ref) { return ref & 1; }

// A type application in some frame: which, and the numbers it leaves out, in textual order.
struct Bound {
  TypeRef ref = 0;
  std::vector<NatArg> holes;
};

constexpr TypeRef kNatChild = kNone;  // a child that is a number

struct TypeApplication {
  uint32_t type = kNone;     // kNone: the answer of a `!X`, or a variable that nothing binds
  uint32_t query = 0;        // which `!X`, when type == kNone; kNone = nothing binds it
  uint32_t first_child = 0;  // see TypeTable::child()
  uint32_t child_count = 0;
  uint32_t hole_count = 0;
  uint32_t depth = 1;
};

// Hash-consed applications: equal ones have equal numbers. References to one last until the next is added.
class TypeTable {
 public:
  explicit TypeTable(size_t type_count) : plain_(type_count, kNone) { table_.reserve(type_count); }

  uint32_t intern(uint32_t type, const TypeRef* children, uint32_t count);
  // The same without arguments.
  uint32_t intern_plain(uint32_t type) {
    if (plain_[type] == kNone) plain_[type] = add(type, 0, nullptr, 0);
    return plain_[type];
  }
  uint32_t intern_result(uint32_t query);
  const TypeApplication& operator[](uint32_t index) const { return table_[index]; }
  TypeRef child(const TypeApplication& a, size_t i) const { return children_[a.first_child + i]; }
  uint32_t size() const { return static_cast<uint32_t>(table_.size()); }

 private:
  uint32_t add(uint32_t type, uint32_t query, const TypeRef* children, uint32_t count);
  uint32_t find_or_add(uint32_t type, uint32_t query, const TypeRef* children, uint32_t count);
  std::vector<TypeApplication> table_;
  std::vector<TypeRef> children_;  // of all of them
  std::vector<uint32_t> plain_;    // type → its application without arguments
  NameTable index_;                // those that have some, and the answers of queries
};

}  // namespace vkext::tl
