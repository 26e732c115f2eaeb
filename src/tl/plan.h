// The compiled form of a schema: what the encoder and the decoder execute.
//
// Plans are monomorphised by types and never by numbers: `Vector (Pair int string)` has its own plan for the pair,
// `Tuple int 3` and `Tuple int n` share one. Type variables do not exist at run time. What stays dynamic:
//   - numbers, in registers: every record runs in a frame of its own; a call names the numbers it passes (NatArg);
//   - the answer of a query passed as `!X`: op `result` looks it up in the ResultShape of the query sent.
// Everything lies in flat arrays joined by index, is never written after compile(), and can be shared between
// processes. Vocabulary and one example, step by step: docs/plan.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tl/schema.h"

namespace vkext::tl {

enum class OpCode : uint8_t {  // scalars first: see Op::bare
  nat,          // '#': also kept in register `reg` when something refers to it
  int32,        // 'int'
  int64,        // 'long'
  float32,      // 'float'
  float64,      // 'double'
  string,       // 'string'
  boolean,      // 'Bool', always one of two magics
  truth,        // 'true': no bytes
  record,       // fields of plans[arg]
  variant,      // a union: one of unions[arg]'s constructors, told by magic
  vector,       // count, then elements by ops[arg]
  tuple,        // as many elements by ops[arg] as nats[nats] says
  dictionary,   // count, then (string key, value by ops[arg])
  int_dictionary,
  long_dictionary,
  maybe,        // absent, or a value by ops[arg]
  boxed,        // a magic in front of a value by ops[arg] that has its own; or that op again, in a flat type in itself
  query,        // !X: a whole query; `arg` = which one of the function
  result,       // X: the answer of that query, boxed
  unsupported,  // nothing can be stored or fetched here: `object`, a type passed as a value
};
// Op::bare of whatever is no bare scalar. It and all bare codes are less than 8: executors combine them with the type of
// a value.
constexpr OpCode kNotBare = OpCode::truth;

constexpr uint8_t kAlways = 0xff;      // Op::mask_reg of an unconditional field
constexpr uint8_t kNoRegister = 0xff;  // Op::reg of a number nobody refers to
constexpr uint32_t kConstant = kNone;  // NatArg::reg of a constant

struct NatArg {
  uint32_t reg = kConstant;  // register of the calling frame
  uint32_t add = 0;
};

enum OpFlag : uint8_t {
  kOpBit = 1,       // `f.N?true`: present or not is all there is
  kOpItem = 2,      // field of a multi-field repetition's element: positions count from 0 (historical)
  kOpRepetition = 4,  // tuple: written as n*[…]; storing it with a negative count stores nothing (historical)
};

// One step of a plan: a field of a record, or the description of an element.
struct Op {
  OpCode code = OpCode::unsupported;
  uint8_t mask_reg = kAlways;
  uint8_t mask_bit = 0;
  uint8_t reg = kNoRegister;
  uint16_t ordinal = 0;     // 1-based position among all arguments, implicit ones counted
  uint8_t flags = 0;        // OpFlag
  OpCode bare = kNotBare;   // a scalar's code when no magic stands in front of it: the executors' short way
  uint32_t name = kNone;    // field name, index into PlanSet::names; kNone for unnamed ones and elements
  uint32_t magic = 0;       // in front of the value; 0 = bare
  uint32_t arg = kNone;     // by code, see OpCode
  uint32_t bytes_min = 0;   // vector, tuple, dictionaries: of one element, to make a count believable
  uint32_t nats = 0;        // record, variant: nats[nats …) for the callee's first registers; tuple: the count
  uint32_t spare = 0;
};
static_assert(sizeof(Op) == 32, "two ops to a cache line");

enum PlanFlag : uint8_t {
  kPlanConditional = 1,  // some field stands under a mask
  kPlanItem = 2,         // element of a multi-field repetition
  kPlanQuery = 4,        // arguments of a function
  kPlanPlain = 8,        // every field is a bare scalar with a name, and no number is kept
};

// The fields of one constructor instance (or function, or repetition element).
struct Plan {
  uint32_t first_op = 0;
  uint16_t op_count = 0;
  uint8_t param_count = 0;  // registers filled by the caller
  uint8_t reg_count = 0;    // parameters + own numbers
  uint8_t flags = 0;        // PlanFlag
  uint32_t magic = 0;
  uint32_t name = kNone;       // constructor, function; items: the owner's name
  uint32_t type_name = kNone;  // of the result type
  uint32_t instance = kNone;   // index into instances (kNone for functions and items of functions)
  uint32_t bytes_min = 0;      // smallest encoding without a magic
};

struct Case {
  uint32_t magic = 0;
  uint32_t plan = 0;
};

struct Union {
  uint32_t first_case = 0;  // cases[first_case …) in declaration order
  uint32_t case_count = 0;
  uint32_t default_case = kNone;  // the constructor `_` (relative index): its magic is not on the wire
  uint32_t first_sorted = 0;      // sorted[first_sorted …): relative case indices by ascending magic, without the default
  uint32_t sorted_count = 0;
  uint32_t type_name = kNone;
  uint32_t instance = kNone;
};

struct Function {
  uint32_t name = kNone;
  uint32_t magic = 0;
  uint32_t plan = 0;
  uint32_t result = 0;      // op of the answer, boxed
  uint32_t flags = 0;       // FunctionFlag
  uint32_t query_count = 0; // `!X` arguments
};

// A type applied to types, numbers left out: what class names of typed mode are made from.
struct Instance {
  uint32_t type_name = kNone;
  uint8_t shape = 0;           // InstanceShape
  uint32_t first_child = 0;    // instance_children[first_child …): instances of its type arguments
  uint32_t child_count = 0;
};

enum InstanceShape : uint8_t {
  kShapeNamed, kShapeInt, kShapeFloat, kShapeString, kShapeBool, kShapeTrue, kShapeArray, kShapeMaybe, kShapeResult,
};

class PlanSet {
 public:
  // Compiles every function of a checked schema with all it reaches. Fails, naming the type, when the instances of a
  // generic type never end or a combinator needs more registers than there are.
  static Result<PlanSet> compile(Schema&& schema);

  std::vector<Op> ops;
  std::vector<Plan> plans;
  std::vector<Union> unions;
  std::vector<Case> cases;
  std::vector<uint32_t> sorted;
  std::vector<NatArg> nats;
  std::vector<Function> functions;
  std::vector<Instance> instances;
  std::vector<uint32_t> instance_children;
  std::vector<Name> names;  // NameId → text
  Schema source;  // what all this was made of; names lie in its text
  uint32_t version = 0;
  uint32_t date = 0;
  uint64_t content_hash = 0;
  bool compiled = false;           // read from a .tlo
  uint32_t type_count = 0;         // of the schema, for phpinfo and statistics
  uint32_t constructor_count = 0;

  std::string_view name(uint32_t id) const {
    return id == kNone ? std::string_view() : source.name(names[id]);
  }
  // Index into functions, or kNone.
  uint32_t find_function(std::string_view name) const;
  uint32_t find_function(uint32_t magic) const;
  // The case of a union with this magic (relative index), or kNone.
  uint32_t find_case(const Union& u, uint32_t magic) const {
    if (u.case_count > 4) return search_case(u, magic);
    const Case* list = cases.data() + u.first_case;
    for (uint32_t i = 0; i < u.case_count; ++i) {
      if (list[i].magic == magic && i != u.default_case) return i;
    }
    return kNone;
  }

 private:
  friend class PlanCompiler;
  void index_functions();
  uint32_t search_case(const Union& u, uint32_t magic) const;
  std::vector<uint32_t> by_name_;   // open addressing over functions
  std::vector<uint32_t> by_magic_;
};

// Text of a function's plan, with everything it reaches: golden tests, `vkext show`, docs.
std::string dump_function(const PlanSet& set, uint32_t function);
// The same for one plan, or one union.
std::string dump_plan(const PlanSet& set, uint32_t plan);
std::string dump_union(const PlanSet& set, uint32_t index);

}  // namespace vkext::tl
