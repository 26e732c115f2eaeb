// What can be said only when all plans are there: smallest encodings of elements, and what an instance is made of.
#include <algorithm>

#include "base/limits.h"
#include "tl/plan_compiler.h"

namespace vkext::tl {

// Descends into elements, which refer to themselves where a flat type does: bounded, and 0 is always a lower bound.
uint32_t PlanCompiler::minimum(const Op& op, int depth) const {
  if (op.mask_reg != kAlways || depth > limits::kTypeDepthMax) return 0;
  const uint32_t head = op.magic ? 4 : 0;
  switch (op.code) {
    case OpCode::nat:
    case OpCode::int32:
    case OpCode::float32:
    case OpCode::string:
    case OpCode::boolean:
    case OpCode::vector:
    case OpCode::dictionary:
    case OpCode::int_dictionary:
    case OpCode::long_dictionary:
    case OpCode::maybe: return head + 4;
    case OpCode::int64:
    case OpCode::float64: return head + 8;
    case OpCode::record: return head + out_.plans[op.arg].bytes_min;
    case OpCode::variant: return out_.unions[op.arg].default_case == kNone ? 4 : 0;
    case OpCode::boxed: return head + minimum(out_.ops[op.arg], depth + 1);
    case OpCode::tuple: {
      const NatArg& n = out_.nats[op.nats];
      if (n.reg != kConstant) return head;
      const uint64_t all = uint64_t{n.add} * minimum(out_.ops[op.arg], depth + 1);
      return head + static_cast<uint32_t>(std::min<uint64_t>(all, limits::kPacketBytesMax));
    }
    case OpCode::query:
    case OpCode::result:
    case OpCode::truth:
    case OpCode::unsupported: return head;
  }
  return head;
}

// Smallest encodings, from below: any number of rounds gives a true lower bound, some rounds give a good one.
void PlanCompiler::compute_minimums() {
  for (int round = 0; round < 4; ++round) {
    bool changed = false;
    for (Plan& p : out_.plans) {
      uint64_t sum = 0;
      for (uint32_t i = 0; i < p.op_count; ++i) sum += minimum(out_.ops[p.first_op + i]);
      const uint32_t bounded = static_cast<uint32_t>(std::min<uint64_t>(sum, limits::kPacketBytesMax));
      changed |= bounded != p.bytes_min;
      p.bytes_min = bounded;
    }
    if (!changed) break;
  }
  for (Op& op : out_.ops) {
    switch (op.code) {
      case OpCode::vector:
      case OpCode::tuple: op.bytes_min = minimum(out_.ops[op.arg]); break;
      case OpCode::dictionary:
      case OpCode::int_dictionary: op.bytes_min = 4 + minimum(out_.ops[op.arg]); break;
      case OpCode::long_dictionary: op.bytes_min = 8 + minimum(out_.ops[op.arg]); break;
      default: break;
    }
  }
}

// Names of typed mode are made of these; flat types count as what they flatten to.
void PlanCompiler::describe_instances() {
  const auto shape_of = [](TypeClass c) -> uint8_t {
    switch (c) {
      case TypeClass::nat:
      case TypeClass::int32:
      case TypeClass::int64: return kShapeInt;
      case TypeClass::float32:
      case TypeClass::float64: return kShapeFloat;
      case TypeClass::string: return kShapeString;
      case TypeClass::boolean: return kShapeBool;
      case TypeClass::truth: return kShapeTrue;
      case TypeClass::vector:
      case TypeClass::tuple:
      case TypeClass::dictionary:
      case TypeClass::int_dictionary:
      case TypeClass::long_dictionary: return kShapeArray;
      case TypeClass::maybe: return kShapeMaybe;
      default: return kShapeNamed;
    }
  };
  // binding a flat type's argument may add applications: the table grows while we walk
  for (uint32_t i = 0; i < types_.size(); ++i) {
    uint32_t target = i;
    Instance instance;
    for (int hops = 0; hops < limits::kTypeDepthMax; ++hops) {
      const TypeApplication a = types_[target];
      if (a.type == kNone || classes_[a.type] != TypeClass::flat) break;
      const Combinator& c = only_constructor(a.type);
      uint32_t k = 0;
      while (s_.args[c.first_arg + k].flags & kArgImplicit) ++k;
      const uint32_t expr = s_.args[c.first_arg + k].type;
      if (s_.exprs[expr].kind == ExprKind::array) {
        instance.shape = kShapeArray;
        const Arg& element = s_.args[s_.exprs[expr].first];
        if (s_.exprs[expr].count == 1 && s_.exprs[element.type].kind != ExprKind::array) {
          const Scope scope = constructor_scope(c, target, nullptr);
          instance.first_child = static_cast<uint32_t>(out_.instance_children.size());
          instance.child_count = 1;
          out_.instance_children.push_back(application(bind(element.type, scope, 0).ref));
        }
        break;
      }
      const Scope scope = constructor_scope(c, target, nullptr);
      target = application(bind(expr, scope, 0).ref);
      if (!error_.empty()) break;
    }
    const TypeApplication a = types_[target];
    if (a.type == kNone) {
      instance.shape = kShapeResult;
    } else if (instance.shape == kShapeNamed) {
      instance.shape = shape_of(classes_[a.type]);
      instance.type_name = name_id(s_.types[a.type].name);
      instance.first_child = static_cast<uint32_t>(out_.instance_children.size());
      for (TypeRef c : a.children) {
        if (c == kNatChild) continue;
        out_.instance_children.push_back(application(c));
        ++instance.child_count;
      }
    }
    out_.instances.push_back(instance);
  }
}

}  // namespace vkext::tl
