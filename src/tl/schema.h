// The model of a TL schema: what .tl text and .tlo files are read into, and what plans are compiled from.
//
// Plain structs joined by index, no pointers: the whole can be copied, compared and dumped. It says what the schema
// says, nothing about bytes or PHP. Whoever fills it (text_resolve, tlo_reader) owes these promises; schema_check
// proves them before anyone else looks:
//   - every index is in range; every type applied has its arity and kinds; bits are 0…31;
//   - variables are used after they are declared and as what they are;
//   - names of constructors, names of functions, magics within a type are unique; no constructor has magic 0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tl/schema_bytes.h"

namespace vkext::tl {

constexpr uint32_t kNone = 0xffffffff;

// Ids of the two built-in kinds, as .tlo files name them.
constexpr uint32_t kTypeIdNat = 0x70659eff;   // '#'
constexpr uint32_t kTypeIdType = 0x2cecf817;  // 'Type'

// A name in Schema::text.
struct Name {
  uint32_t at = 0;
  uint32_t size = 0;
  bool empty() const { return size == 0; }
};

// A number known when a value is read: a constant, or variable + constant.
struct Nat {
  uint32_t var = kNone;  // variable number of the combinator, or kNone
  uint32_t add = 0;
  bool is_const() const { return var == kNone; }
};

enum class ExprKind : uint8_t {
  type,   // an application: `type` with `children`; `bare` says how
  var,    // a variable of kind Type: `nat.var`
  nat,    // a number: `nat` (only as a child of an application)
  array,  // a repetition: `nat` times the arguments `args` (only as the type of an argument)
};

// Expressions of one schema lie in Schema::exprs; children of one are consecutive.
struct Expr {
  ExprKind kind = ExprKind::type;
  bool bare = false;
  bool by_constructor = false;  // text only: written as the name of the type's constructor (implies bare)
  bool count_omitted = false;   // kind array: the source names no count, `nat` is the last '#' of the scope
  uint32_t type = kNone;        // index into Schema::types (kind type); '#' is an ordinary entry there
  Nat nat;                      // kinds var, nat, array
  uint32_t first = 0;           // children: exprs[first …); kind array: args[first …)
  uint32_t count = 0;
  uint32_t at = 0;  // position in Schema::text, for messages
};

enum ArgFlag : uint8_t {
  kArgImplicit = 1,     // {n:#} or {t:Type}: takes no bytes
  kArgBang = 2,         // !X: a whole query
  kArgConditional = 4,  // mask.bit? in front
  kArgUnderscore = 8,   // text only: written `_:T`, which is as good as unnamed but stands in the canonical text
};

struct Arg {
  Name name;                  // empty when unnamed
  uint8_t flags = 0;          // ArgFlag
  uint8_t bit = 0;            // kArgConditional: 0…31
  uint32_t mask_var = kNone;  // kArgConditional: variable number of the mask
  uint32_t var = kNone;       // this argument is a variable ('#' or Type): its number
  uint32_t type = 0;          // index into exprs
  uint32_t line = 0;          // 1-based source position, 0 when compiled
  uint32_t column = 0;
};

enum class CombinatorKind : uint8_t { builtin, constructor, function };

// Flags of a function, as .tlo v4 stores them.
enum FunctionFlag : uint32_t { kRead = 1, kWrite = 2, kInternal = 4, kKphp = 8 };

struct Combinator {
  Name name;  // `_` for a default constructor
  uint32_t magic = 0;
  CombinatorKind kind = CombinatorKind::constructor;
  bool magic_explicit = false;  // written in the source
  bool broken = false;          // text only: an error was reported inside, nothing else about it can be believed
  uint32_t flags = 0;           // FunctionFlag; 0 for constructors
  uint32_t type = kNone;        // type of the result; kNone when the result is a variable
  uint32_t result = kNone;      // index into exprs: the result as written
  uint32_t first_arg = 0;       // args[first_arg …), implicit ones first
  uint32_t arg_count = 0;
  uint32_t var_count = 0;  // variables, numbered in textual order, those in repetition bodies included
  uint32_t file = 0;       // index into Schema::files
  uint32_t line = 0;
  uint32_t column = 0;
};

enum TypeFlag : uint32_t {
  kTypeBroken = 1,             // text only: one of its constructors has an error
  kTypeHasDefault = 1u << 25,  // has a constructor `_`, which is its last one
};

struct Type {
  Name name;
  uint32_t id = 0;  // XOR of its constructors' magics; fixed for '#' and 'Type'
  uint32_t arity = 0;
  uint64_t nat_params = 0;         // bit i: parameter i is a number
  uint32_t flags = 0;              // TypeFlag
  uint32_t first_constructor = 0;  // constructor_lists[first …): indices into `constructors`, in the type's order
  uint32_t constructor_count = 0;
};

struct Schema {
  // What names point into: the sources one after another, or the bytes of the .tlo file. Positions (`at`) are offsets
  // here too.
  SchemaBytes text;
  std::vector<Type> types;
  std::vector<Combinator> constructors;
  std::vector<Combinator> functions;
  std::vector<uint32_t> constructor_lists;
  std::vector<Arg> args;
  std::vector<Expr> exprs;
  std::vector<std::string> files;     // sources, for messages
  std::vector<uint32_t> file_starts;  // where each begins in `text`; names before the first are built in
  uint32_t version = 0;               // of the .tlo header; 0 for text
  uint32_t date = 0;
  uint32_t version_magic = 0;  // first word of the .tlo; 0 for text
  uint64_t content_hash = 0;   // of what was read: equal content is not loaded twice

  std::string_view name(Name n) const { return {text.data() + n.at, n.size}; }
  Name add_name(std::string_view s) {
    Name n{static_cast<uint32_t>(text.size()), static_cast<uint32_t>(s.size())};
    text.append(s);
    return n;
  }
  bool compiled() const { return version_magic != 0; }
  // The i-th constructor of a type.
  const Combinator& constructor_of(const Type& t, uint32_t i) const {
    return constructors[constructor_lists[t.first_constructor + i]];
  }
};

}  // namespace vkext::tl
