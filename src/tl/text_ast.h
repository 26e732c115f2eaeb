// What the grammar says about a .tl file, before any name is looked up.
//
// Flat arrays joined by index: children of a term, arguments of a combinator and arguments of a repetition are
// consecutive. Names are places in the text. Nothing here is checked but syntax; nesting is bounded by the parser.
#pragma once

#include <cstdint>
#include <vector>

#include "tl/schema.h"

namespace vkext::tl {

enum class TermKind : uint8_t { lower_name, upper_name, hash, number };

// A type, a number, a variable, or one of these applied to others.
struct AstTerm {
  TermKind kind = TermKind::number;
  bool percent = false;
  bool sum = false;     // a name + constant
  uint32_t number = 0;  // the number, or what is added
  Name name;            // of names; its place also for the others
  uint32_t first = 0;   // terms[first …): what it is applied to
  uint32_t count = 0;
};

struct AstArg {
  Name name;
  uint8_t flags = 0;  // ArgFlag
  bool array = false;
  bool has_count = false;  // of an array: `term` is the count
  uint32_t bit = 0;
  uint32_t bit_at = 0;
  Name mask;
  uint32_t at = 0;     // where its type begins
  uint32_t term = 0;   // its type, or the count of an array
  uint32_t first = 0;  // args[first …): body of an array
  uint32_t count = 0;
  uint32_t line = 0;
  uint32_t column = 0;
};

struct AstCombinator {
  Name name;
  uint32_t magic = 0;
  uint32_t magic_at = 0;
  bool magic_explicit = false;
  bool function = false;
  bool builtin = false;
  bool unnamed = false;  // `_`
  uint32_t flags = 0;    // FunctionFlag
  uint32_t annotation_at = kNone;
  uint32_t first_arg = 0;
  uint32_t arg_count = 0;
  uint32_t result = 0;  // index into terms
  uint32_t file = 0;
  uint32_t line = 0;
  uint32_t column = 0;
};

enum class FinalKind : uint8_t { fresh, final, empty };  // New, Final, Empty

struct AstFinal {
  FinalKind kind = FinalKind::final;
  Name name;
  uint32_t before = 0;  // how many combinators stand in front of it
};

// `Pair int;` or `pair int string;`
struct AstPartial {
  uint32_t term = 0;
  uint32_t file = 0;
};

struct Ast {
  std::vector<AstTerm> terms;
  std::vector<AstArg> args;
  std::vector<AstCombinator> combinators;
  std::vector<AstFinal> finals;
  std::vector<AstPartial> partials;
  std::vector<Name> broken;  // names declared by what has a syntax error: unknown for a known reason
};

}  // namespace vkext::tl
