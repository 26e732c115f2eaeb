// A function's plan as text, with everything it reaches: each plan and union once, numbered in the order it is met.
//
// Recursion goes into element descriptions only, whose depth the compiler bounds; records and unions are named and
// follow below. The text is for people and golden tests; nothing reads it back.
#include <cstdio>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tl/plan.h"

namespace vkext::tl {

namespace {

class Dump {
 public:
  explicit Dump(const PlanSet& set) : set_(set) {}

  std::string function(uint32_t index) {
    const Function& f = set_.functions[index];
    text_ = "function ";
    text_ += set_.name(f.name);
    text_ += hex(f.magic);
    for (const auto& [flag, word] :
         {std::pair{kRead, " read"}, {kWrite, " write"}, {kInternal, " internal"}, {kKphp, " kphp"}}) {
      if (f.flags & flag) text_ += word;
    }
    const Plan& plan = set_.plans[f.plan];
    size_line(plan);
    fields(plan);
    text_ += "  = ";
    value(set_.ops[f.result]);
    text_ += '\n';
    return rest();
  }
  std::string plan(uint32_t index) {
    number_of(index, plans_, plan_numbers_);
    return rest();
  }
  std::string one_union(uint32_t index) {
    number_of(index, unions_, union_numbers_);
    return rest();
  }

 private:
  // Everything that was named and not described yet. The lists grow while they are walked.
  std::string rest() {
    for (size_t p = 0, u = 0; p < plans_.size() || u < unions_.size();) {
      if (u < unions_.size()) {
        union_lines(unions_[u++]);
      } else {
        plan_lines(plans_[p++]);
      }
    }
    return std::move(text_);
  }

  static std::string hex(uint32_t magic) {
    char s[12];
    snprintf(s, sizeof s, "#%08x", magic);
    return s;
  }
  static std::string reference(const NatArg& n) {
    if (n.reg == kConstant) return std::to_string(static_cast<int32_t>(n.add));
    std::string s = "r" + std::to_string(n.reg);
    if (n.add) s += (static_cast<int32_t>(n.add) > 0 ? "+" : "") + std::to_string(static_cast<int32_t>(n.add));
    return s;
  }
  void size_line(const Plan& plan) {
    if (plan.reg_count) {
      text_ += ", " + std::to_string(plan.reg_count) + (plan.reg_count == 1 ? " number" : " numbers");
      if (plan.param_count) text_ += " (" + std::to_string(plan.param_count) + " passed)";
    }
    text_ += ", at least " + std::to_string(plan.bytes_min) + " bytes\n";
  }

  static uint32_t number_of(uint32_t index, std::vector<uint32_t>& order,
                            std::unordered_map<uint32_t, uint32_t>& known) {
    const auto [it, fresh] = known.try_emplace(index, static_cast<uint32_t>(order.size()));
    if (fresh) order.push_back(index);
    return it->second + 1;
  }
  void plan_name(uint32_t index) { text_ += "P" + std::to_string(number_of(index, plans_, plan_numbers_)); }
  void union_name(uint32_t index) { text_ += "U" + std::to_string(number_of(index, unions_, union_numbers_)); }
  void numbers(uint32_t first, uint32_t count) {
    if (!count) return;
    text_ += '(';
    for (uint32_t i = 0; i < count; ++i) {
      if (i) text_ += ", ";
      text_ += reference(set_.nats[first + i]);
    }
    text_ += ')';
  }

  void element(const char* what, const Op& op) {
    text_ += what;
    text_ += " [";
    value(set_.ops[op.arg]);
    text_ += ']';
  }

  void value(const Op& op) {
    if (op.magic) text_ += hex(op.magic) + " ";
    switch (op.code) {
      case OpCode::nat:
        text_ += op.reg == kNoRegister ? "#" : "# -> r" + std::to_string(op.reg);
        return;
      case OpCode::int32:
        text_ += "int";
        return;
      case OpCode::int64:
        text_ += "long";
        return;
      case OpCode::float32:
        text_ += "float";
        return;
      case OpCode::float64:
        text_ += "double";
        return;
      case OpCode::string:
        text_ += "string";
        return;
      case OpCode::boolean:
        text_ += "Bool";
        return;
      case OpCode::truth:
        text_ += op.flags & kOpBit ? "bit" : "true";
        return;
      case OpCode::record:
        plan_name(op.arg);
        return numbers(op.nats, set_.plans[op.arg].param_count);
      case OpCode::variant: {
        const Union& u = set_.unions[op.arg];
        union_name(op.arg);
        return numbers(op.nats, set_.plans[set_.cases[u.first_case].plan].param_count);
      }
      case OpCode::vector:
        return element("vector", op);
      case OpCode::tuple: {
        const std::string count = reference(set_.nats[op.nats]) + (op.flags & kOpRepetition ? "*" : " of");
        return element(count.c_str(), op);
      }
      case OpCode::dictionary:
        return element("dictionary", op);
      case OpCode::int_dictionary:
        return element("int dictionary", op);
      case OpCode::long_dictionary:
        return element("long dictionary", op);
      case OpCode::maybe:
        return element("maybe", op);
      case OpCode::boxed:
        if (open_.count(op.arg)) {
          text_ += "itself";
          return;
        }
        open_.insert(op.arg);
        value(set_.ops[op.arg]);
        open_.erase(op.arg);
        return;
      case OpCode::query:
        text_ += "query !" + std::to_string(op.arg);
        return;
      case OpCode::result:
        text_ += "answer of !" + std::to_string(op.arg);
        return;
      case OpCode::unsupported:
        text_ += "unsupported";
        return;
    }
  }

  void fields(const Plan& plan) {
    for (uint32_t i = 0; i < plan.op_count; ++i) {
      const Op& op = set_.ops[plan.first_op + i];
      text_ += "  " + std::to_string(op.ordinal) + " ";
      text_ += op.name == kNone ? std::string_view("_") : set_.name(op.name);
      text_ += ": ";
      value(op);
      if (op.mask_reg != kAlways) {
        text_ += " if r" + std::to_string(op.mask_reg) + "." + std::to_string(op.mask_bit);
      }
      text_ += '\n';
    }
  }

  void plan_lines(uint32_t index) {
    const Plan& plan = set_.plans[index];
    plan_name(index);
    text_ += ' ';
    text_ += set_.name(plan.name);
    if (plan.flags & kPlanItem) {
      text_ += ", element of argument " + std::to_string(plan.type_name);
    } else {
      text_ += hex(plan.magic) + " of ";
      text_ += set_.name(plan.type_name);
    }
    size_line(plan);
    fields(plan);
  }

  void union_lines(uint32_t index) {
    const Union& u = set_.unions[index];
    union_name(index);
    text_ += ' ';
    text_ += set_.name(u.type_name);
    text_ += ", one of\n";
    for (uint32_t i = 0; i < u.case_count; ++i) {
      const Case& c = set_.cases[u.first_case + i];
      text_ += "  " + (i == u.default_case ? std::string("no magic ") : hex(c.magic) + " ");
      plan_name(c.plan);
      text_ += ' ';
      text_ += set_.name(set_.plans[c.plan].name);
      text_ += '\n';
    }
  }

  const PlanSet& set_;
  std::string text_;
  std::vector<uint32_t> plans_;
  std::vector<uint32_t> unions_;
  std::unordered_map<uint32_t, uint32_t> plan_numbers_;
  std::unordered_map<uint32_t, uint32_t> union_numbers_;
  std::unordered_set<uint32_t> open_;  // ops of `boxed` that are being described
};

}  // namespace

std::string dump_function(const PlanSet& set, uint32_t function) { return Dump(set).function(function); }
std::string dump_plan(const PlanSet& set, uint32_t plan) { return Dump(set).plan(plan); }
std::string dump_union(const PlanSet& set, uint32_t index) { return Dump(set).one_union(index); }

}  // namespace vkext::tl
