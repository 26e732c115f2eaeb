// The plan compiler at work: its state, shared by the files that compile, finish and measure plans.
//
// Private to plan_compile.cpp and plan_finish.cpp. Assumes a checked schema (tl/schema_check.h); touches nothing else.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "tl/name_table.h"
#include "tl/plan.h"
#include "tl/plan_types.h"

namespace vkext::tl {

// What a variable of the combinator at hand stands for.
struct Variable {
  enum class Kind : uint8_t { none, number, type } kind = Kind::none;
  NatArg number;
  Bound type;
};

using Scope = std::vector<Variable>;

class PlanCompiler {
 public:
  explicit PlanCompiler(Schema&& schema)
      : s_(std::move(schema)),
        types_(s_.types.size()),
        classes_(s_.types.size(), TypeClass::unsupported),
        type_names_(s_.types.size(), kNone) {
    for (uint32_t i = 0; i < s_.types.size(); ++i) classes_[i] = classify(s_, i);
  }

  Result<PlanSet> run();

 private:
  struct Job {  // a plan whose fields are still to be compiled
    uint32_t plan;
    const Combinator* owner;
    uint32_t first_arg;
    uint32_t arg_count;
    uint8_t flags;
    Scope scope;
  };

  struct Known {  // a value that is the same op wherever it stands
    Op op;
    int height = 0;  // see too_deep()
  };

  uint32_t name_id(Name name);
  uint32_t type_name_id(uint32_t type) {
    if (type_names_[type] == kNone) type_names_[type] = name_id(s_.types[type].name);
    return type_names_[type];
  }
  uint32_t add_op(const Op& op);
  uint32_t add_nats(const std::vector<NatArg>& list);
  void fail(const std::string& text) {
    if (error_.empty()) error_ = text;
  }

  NatArg number(const Nat& nat, const Scope& scope) const;
  Bound bind(uint32_t expr, const Scope& scope, int depth);
  Op value(const Bound& bound, bool boxed, int depth);
  // Null: not known, or it must be found out anew whether it is too deep here.
  const Known* known_value(TypeRef ref, int depth) {
    if (ref >= known_value_of_.size() || known_value_of_[ref] == kNone || !open_flats_.empty()) return nullptr;
    const Known& known = known_values_[known_value_of_[ref]];
    return too_deep(depth + known.height) ? nullptr : &known;
  }
  // The same for the argument of a plan, when its type stands there by its name alone.
  const Known* known_argument(const Arg& arg) {
    const Expr& e = s_.exprs[arg.type];
    if (e.kind != ExprKind::type || e.count != 0 || (arg.flags & kArgBang)) return nullptr;
    return known_value(types_.intern_plain(e.type) << 1 | (e.bare ? 1u : 0u), 1);
  }
  Op fresh_value(const Bound& bound, bool boxed, int depth);
  Op argument_value(const Combinator& owner, const Arg& arg, uint32_t ordinal, const Scope& scope, int depth);
  Op repetition(const Combinator& owner, const Expr& array, uint32_t ordinal, const Scope& scope, int depth);
  Op element(OpCode code, const Bound& bound, uint32_t magic, int depth);
  Op flat(const Combinator& c, const Bound& bound, bool boxed, int depth);
  Bound child(const Bound& bound, size_t index) const;
  Scope constructor_scope(const Combinator& c, uint32_t application, const std::vector<NatArg>* holes) const;

  uint32_t record_plan(uint32_t application, uint32_t constructor);
  uint32_t union_index(uint32_t application);
  uint32_t new_plan(const Plan& plan);
  void compile_function(uint32_t index);
  void compile_fields(Job& job);
  uint8_t take_register(uint32_t plan);
  void compute_minimums();
  void finish_ops();
  uint32_t minimum(const Op& op, int depth = 0) const;
  uint32_t minimum_of_union(const Op& op) const { return out_.unions[op.arg].default_case == kNone ? 4 : 0; }
  void describe_instances();
  uint32_t flattened(uint32_t target, Instance& instance);
  void describe_array(const Expr& array, const Scope& scope, Instance& instance);
  void describe_named(const TypeApplication& a, Instance& instance);

  // A flat type whose argument is being compiled, in the frame at hand.
  struct OpenFlat {
    uint32_t application;
    std::vector<NatArg> holes;
    uint32_t slot;  // its op, when it contains itself
  };
  static bool same_numbers(const std::vector<NatArg>& a, const std::vector<NatArg>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const NatArg& x, const NatArg& y) { return x.reg == y.reg && x.add == y.add; });
  }

  // How deep the recursion went below the value at hand: what is known already must count as if made anew.
  bool too_deep(int depth) {
    deepest_ = std::max(deepest_, depth);
    return depth > limits::kTypeDepthMax;
  }

  const Combinator& only_constructor(uint32_t type) const { return s_.constructor_of(s_.types[type], 0); }

  Schema s_;
  PlanSet out_;
  TypeTable types_;
  std::vector<TypeClass> classes_;
  std::vector<uint32_t> plan_of_;     // application → plan or union, by class; kNone = not made yet
  std::vector<uint32_t> type_names_;  // type → its NameId, kNone = not asked for yet
  NameTable name_table_;
  std::vector<Job> jobs_;
  std::vector<Op> fields_;         // of the plan at hand
  std::vector<TypeRef> children_;  // of the applications that are being bound: a stack
  // Values without numbers from outside are the same op wherever they stand: made once, elements and all.
  std::vector<Known> known_values_;
  std::vector<uint32_t> known_value_of_;  // TypeRef → index into known_values_, kNone = none yet
  int deepest_ = 0;
  std::vector<OpenFlat> open_flats_;
  std::unordered_map<uint64_t, uint32_t> flat_items_;  // flat application, repetition → plan of its elements
  std::string error_;
};

}  // namespace vkext::tl
