// What can be said only when all plans are there: smallest encodings of elements, and what an instance is made of.
#include <algorithm>

#include "base/limits.h"
#include "tl/plan_compiler.h"

namespace vkext::tl {

namespace {

// Smallest encodings behind the magic that no other op decides, by OpCode.
constexpr uint8_t kMoving = 0xff;
constexpr uint8_t kFixedBytes[] = {
    4,       4,       8,       4, 8, 4, 4,  // nat, int32, int64, float32, float64, string, boolean
    0,       kMoving, kMoving,              // truth, record, variant
    4,       kMoving, 4,       4, 4, 4,     // vector, tuple, the three dictionaries, maybe
    kMoving, 0,       0,       0,           // boxed, query, result, unsupported
};
static_assert(sizeof kFixedBytes == static_cast<size_t>(OpCode::unsupported) + 1, "one for each");

// See Op::bare: scalars come first in OpCode.
OpCode bare_code(const Op& op) { return op.code <= OpCode::boolean && op.magic == 0 ? op.code : kNotBare; }

// See kPlanPlain.
bool is_plain(const std::vector<Op>& ops, const Plan& plan) {
  if (plan.reg_count != 0 || (plan.flags & kPlanConditional)) return false;
  return std::all_of(ops.begin() + plan.first_op, ops.begin() + plan.first_op + plan.op_count,
                     [](const Op& op) { return op.bare != kNotBare && op.name != kNone; });
}

// What a value of a class of types looks like in PHP, for the names of typed mode.
uint8_t shape_of(TypeClass c) {
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
}

}  // namespace

// Descends into elements, which refer to themselves where a flat type does: bounded, and 0 is always a lower bound.
uint32_t PlanCompiler::minimum(const Op& op, int depth) const {
  if (op.mask_reg != kAlways || depth > limits::kTypeDepthMax) return 0;
  const uint32_t head = op.magic ? 4 : 0;
  switch (op.code) {
    case OpCode::record:
      return head + out_.plans[op.arg].bytes_min;
    case OpCode::variant:
      return minimum_of_union(op);
    case OpCode::boxed:
      return head + minimum(out_.ops[op.arg], depth + 1);
    case OpCode::tuple: {
      const NatArg& n = out_.nats[op.nats];
      if (n.reg != kConstant) return head;
      const uint64_t all = uint64_t{n.add} * minimum(out_.ops[op.arg], depth + 1);
      return head + static_cast<uint32_t>(std::min<uint64_t>(all, limits::kPacketBytesMax));
    }
    default:
      return head + kFixedBytes[static_cast<size_t>(op.code)];
  }
}

// Smallest encodings, from below: any number of rounds gives a true lower bound, some rounds give a good one. What
// other plans decide is little: the first round keeps a list of it, the others look at nothing else.
void PlanCompiler::compute_minimums() {
  struct Part {
    uint32_t plan;
    uint32_t op;
  };
  std::vector<Part> parts;  // by plan
  std::vector<uint64_t> fixed(out_.plans.size());
  const auto bounded = [](uint64_t sum) {
    return static_cast<uint32_t>(std::min<uint64_t>(sum, limits::kPacketBytesMax));
  };
  const auto part_of = [this](const Op& op) {
    return op.code == OpCode::record ? (op.magic ? 4 : 0) + out_.plans[op.arg].bytes_min : minimum(op);
  };
  for (uint32_t p = 0; p != out_.plans.size(); ++p) {
    Plan& plan = out_.plans[p];
    uint64_t still = 0;
    uint64_t moving = 0;
    for (uint32_t i = plan.first_op; i != plan.first_op + plan.op_count; ++i) {
      const Op& op = out_.ops[i];
      if (op.mask_reg != kAlways) continue;
      const uint8_t bytes = kFixedBytes[static_cast<size_t>(op.code)];
      if (bytes != kMoving) {
        still += bytes + (op.magic ? 4u : 0u);
      } else if (op.code == OpCode::variant) {
        still += minimum_of_union(op);
      } else {
        parts.push_back({p, i});
        moving += part_of(op);
      }
    }
    fixed[p] = still;
    plan.bytes_min = bounded(still + moving);
  }
  bool changed = true;
  for (int round = 1; changed && round != 4; ++round) {
    changed = false;
    for (size_t i = 0; i != parts.size();) {
      const uint32_t p = parts[i].plan;
      uint64_t sum = fixed[p];
      for (; i != parts.size() && parts[i].plan == p; ++i) sum += part_of(out_.ops[parts[i].op]);
      changed |= bounded(sum) != out_.plans[p].bytes_min;
      out_.plans[p].bytes_min = bounded(sum);
    }
  }
}

// What executors read of an op beside what it says.
void PlanCompiler::finish_ops() {
  for (Op& op : out_.ops) {
    op.bare = bare_code(op);
    switch (op.code) {
      case OpCode::vector:
      case OpCode::tuple:
        op.bytes_min = minimum(out_.ops[op.arg]);
        break;
      case OpCode::dictionary:
      case OpCode::int_dictionary:
        op.bytes_min = 4 + minimum(out_.ops[op.arg]);
        break;
      case OpCode::long_dictionary:
        op.bytes_min = 8 + minimum(out_.ops[op.arg]);
        break;
      default:
        break;
    }
  }
  for (Plan& plan : out_.plans) {
    if (is_plain(out_.ops, plan)) plan.flags = static_cast<uint8_t>(plan.flags | kPlanPlain);
  }
}

// A flat type's array. Its elements are a type of their own when they have one field, and that is no array again.
void PlanCompiler::describe_array(const Expr& array, const Scope& scope, Instance& instance) {
  instance.shape = kShapeArray;
  const Arg& element = s_.args[array.first];
  if (array.count != 1 || s_.exprs[element.type].kind == ExprKind::array) return;
  instance.first_child = static_cast<uint32_t>(out_.instance_children.size());
  instance.child_count = 1;
  out_.instance_children.push_back(application(bind(element.type, scope, 0).ref));
}

// Flat types count as what they flatten to: follows them from one to the next, to an array or to what is not flat.
uint32_t PlanCompiler::flattened(uint32_t target, Instance& instance) {
  for (int hops = 0; hops < limits::kTypeDepthMax && error_.empty(); ++hops) {
    const TypeApplication a = types_[target];
    if (a.type == kNone || classes_[a.type] != TypeClass::flat) break;
    const Combinator& c = only_constructor(a.type);
    uint32_t k = 0;
    while (s_.args[c.first_arg + k].flags & kArgImplicit) ++k;
    const uint32_t expr = s_.args[c.first_arg + k].type;
    const Scope scope = constructor_scope(c, target, nullptr);
    if (s_.exprs[expr].kind == ExprKind::array) {
      describe_array(s_.exprs[expr], scope, instance);
      break;
    }
    target = application(bind(expr, scope, 0).ref);
  }
  return target;
}

void PlanCompiler::describe_named(const TypeApplication& a, Instance& instance) {
  instance.shape = shape_of(classes_[a.type]);
  instance.type_name = type_name_id(a.type);
  instance.first_child = static_cast<uint32_t>(out_.instance_children.size());
  for (uint32_t k = 0; k != a.child_count; ++k) {
    const TypeRef c = types_.child(a, k);
    if (c == kNatChild) continue;
    out_.instance_children.push_back(application(c));
    ++instance.child_count;
  }
}

// Names of typed mode are made of these. Binding a flat type's argument may add applications: the table grows meanwhile.
void PlanCompiler::describe_instances() {
  for (uint32_t i = 0; i < types_.size(); ++i) {
    Instance instance;
    const TypeApplication a = types_[flattened(i, instance)];
    if (a.type == kNone) {
      instance.shape = kShapeResult;
    } else if (instance.shape == kShapeNamed) {
      describe_named(a, instance);
    }
    out_.instances.push_back(instance);
  }
}

}  // namespace vkext::tl
