// Schema → PlanSet: resolves generics, lays out frames, and marks what cannot be encoded.
//
// Works through a list instead of recursing from type to type, so a recursive schema is no problem; the only recursion
// is inside one type expression, and its depth is bounded. A schema whose instances never end is refused by name.
#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "tl/name_table.h"
#include "tl/plan_compiler.h"

namespace vkext::tl {

namespace {

constexpr const char* kTooManyOps = "the schema needs too many operations";

}  // namespace

uint32_t PlanCompiler::name_id(Name name) {
  if (name.empty()) return kNone;
  const std::string_view text = s_.name(name);
  const uint32_t hash = hash_name(text);
  const uint32_t known = name_table_.find(hash, [&](uint32_t id) { return s_.name(out_.names[id]) == text; });
  if (known != NameTable::kAbsent) return known;
  const auto id = static_cast<uint32_t>(out_.names.size());
  name_table_.add(hash, id);
  out_.names.push_back(name);
  return id;
}

uint32_t PlanCompiler::add_op(const Op& op) {
  if (out_.ops.size() >= limits::kOpsMax) fail(kTooManyOps);
  out_.ops.push_back(op);
  return static_cast<uint32_t>(out_.ops.size() - 1);
}

uint32_t PlanCompiler::add_nats(const std::vector<NatArg>& list) {
  if (list.empty()) return 0;
  out_.nats.insert(out_.nats.end(), list.begin(), list.end());
  return static_cast<uint32_t>(out_.nats.size() - list.size());
}

NatArg PlanCompiler::number(const Nat& nat, const Scope& scope) const {
  if (nat.is_const()) return {kConstant, nat.add};
  if (nat.var >= scope.size() || scope[nat.var].kind != Variable::Kind::number) return {kConstant, 0};
  NatArg n = scope[nat.var].number;
  n.add += nat.add;
  return n;
}

Bound PlanCompiler::bind(uint32_t expr, const Scope& scope, int depth) {
  Bound b;
  const Expr& e = s_.exprs[expr];
  if (too_deep(depth)) {
    fail("a type expression is nested too deep");
    return b;
  }
  if (e.kind == ExprKind::var) {
    if (e.nat.var < scope.size() && scope[e.nat.var].kind == Variable::Kind::type) return scope[e.nat.var].type;
    b.ref = types_.intern_result(kNone) << 1;  // `f {t:Type} = Vector t`: nothing says what t is
    return b;
  }
  if (e.count == 0) {
    b.ref = types_.intern_plain(e.type) << 1 | (e.bare ? 1u : 0u);
    return b;
  }
  const size_t first = children_.size();
  for (uint32_t i = 0; i < e.count; ++i) {
    const Expr& c = s_.exprs[e.first + i];
    if (c.kind == ExprKind::nat) {
      children_.push_back(kNatChild);
      b.holes.push_back(number(c.nat, scope));
      continue;
    }
    Bound inner = bind(e.first + i, scope, depth + 1);
    children_.push_back(inner.ref);
    b.holes.insert(b.holes.end(), inner.holes.begin(), inner.holes.end());
  }
  const uint32_t application_id = error_.empty() ? types_.intern(e.type, &children_[first], e.count) : 0;
  children_.resize(first);
  if (!error_.empty()) return b;
  if (types_[application_id].depth > static_cast<uint32_t>(limits::kTypeDepthMax)) {
    fail("type " + std::string(s_.name(s_.types[e.type].name)) + ": its instances never end");
  }
  // An instance that contains itself twice doubles its numbers each time: that ends here, long before memory does.
  if (types_[application_id].hole_count > limits::kNumbersMax) {
    fail("type " + std::string(s_.name(s_.types[e.type].name)) + ": its instances have too many numbers");
  }
  b.ref = application_id << 1 | (e.bare ? 1u : 0u);
  return b;
}

Bound PlanCompiler::child(const Bound& bound, size_t index) const {
  const TypeApplication& a = types_[application(bound.ref)];
  size_t at = 0;
  for (size_t i = 0; i < index; ++i) {
    const TypeRef before = types_.child(a, i);
    at += before == kNatChild ? 1 : types_[application(before)].hole_count;
  }
  Bound b;
  b.ref = types_.child(a, index);
  const size_t n = b.ref == kNatChild ? 1 : types_[application(b.ref)].hole_count;
  b.holes.assign(bound.holes.begin() + static_cast<std::ptrdiff_t>(at),
                 bound.holes.begin() + static_cast<std::ptrdiff_t>(at + n));
  return b;
}

// Binds the variables of a constructor's result to the arguments of an application. `holes` are the numbers in the
// frame at hand; null = they are the first registers of the constructor's own frame.
Scope PlanCompiler::constructor_scope(const Combinator& c, uint32_t application_id,
                                      const std::vector<NatArg>* holes) const {
  Scope scope(c.var_count);
  const TypeApplication& a = types_[application_id];
  const Expr& result = s_.exprs[c.result];
  uint32_t hole = 0;
  const auto take = [&hole, holes] {
    const NatArg n = holes ? (*holes)[hole] : NatArg{hole, 0};
    ++hole;
    return n;
  };
  for (uint32_t i = 0; i < a.child_count; ++i) {
    const TypeRef child_ref = types_.child(a, i);
    const Expr* parameter = i < result.count ? &s_.exprs[result.first + i] : nullptr;
    const bool named = parameter && parameter->nat.var < scope.size();
    if (child_ref == kNatChild) {
      const NatArg n = take();
      if (named && parameter->kind == ExprKind::nat && scope[parameter->nat.var].kind == Variable::Kind::none) {
        scope[parameter->nat.var].kind = Variable::Kind::number;
        scope[parameter->nat.var].number = {n.reg, n.add - parameter->nat.add};
      }
      continue;
    }
    Bound b;
    b.ref = child_ref;
    for (uint32_t k = types_[application(b.ref)].hole_count; k; --k) b.holes.push_back(take());
    if (named && parameter->kind == ExprKind::var) {
      scope[parameter->nat.var].kind = Variable::Kind::type;
      scope[parameter->nat.var].type = std::move(b);
    }
  }
  return scope;
}

Op PlanCompiler::element(OpCode code, const Bound& bound, uint32_t magic, int depth) {
  Op op;
  op.code = code;
  op.magic = magic;
  op.arg = add_op(value(bound, false, depth + 1));
  return op;
}

// A flat type may contain itself (`tree children:(Vector Tree) = Tree`). Its fields have no frame of their own, so the
// inner one is the same op: it is referred to, by a slot that is filled when the outer one is known.
Op PlanCompiler::flat(const Combinator& c, const Bound& bound, bool boxed, int depth) {
  for (OpenFlat& open : open_flats_) {
    if (open.application != application(bound.ref) || !same_numbers(open.holes, bound.holes)) continue;
    if (open.slot == kNone) open.slot = add_op(Op{});
    Op again;
    again.code = OpCode::boxed;
    again.magic = boxed ? c.magic : 0;
    again.arg = open.slot;
    return again;
  }
  open_flats_.push_back({application(bound.ref), bound.holes, kNone});
  const Scope scope = constructor_scope(c, application(bound.ref), &bound.holes);
  uint32_t i = 0;
  while (s_.args[c.first_arg + i].flags & kArgImplicit) ++i;
  Op op = argument_value(c, s_.args[c.first_arg + i], i + 1, scope, depth + 1);
  if (open_flats_.back().slot != kNone) out_.ops[open_flats_.back().slot] = op;
  open_flats_.pop_back();
  if (!boxed) return op;
  if (op.magic == 0 && op.code != OpCode::boxed) {
    op.magic = c.magic;
    return op;
  }
  Op outer;
  outer.code = OpCode::boxed;
  outer.magic = c.magic;
  outer.arg = add_op(op);
  return outer;
}

// Inside a flat type an op may refer to the flat type: nothing made there is for others.
Op PlanCompiler::value(const Bound& bound, bool force_boxed, int depth) {
  const TypeRef ref = force_boxed ? bound.ref & ~1u : bound.ref;
  if (!bound.holes.empty() || !open_flats_.empty()) return fresh_value(bound, force_boxed, depth);
  if (known_value_of_.size() <= ref) known_value_of_.resize(types_.size() * 2 + 32, kNone);
  if (const Known* known = known_value(ref, depth)) return known->op;
  const int deepest = std::exchange(deepest_, depth);
  Known known{fresh_value(bound, force_boxed, depth), 0};
  known.height = deepest_ - depth;
  deepest_ = std::max(deepest_, deepest);
  if (error_.empty()) {
    known_value_of_[ref] = static_cast<uint32_t>(known_values_.size());
    known_values_.push_back(known);
  }
  return known.op;
}

Op PlanCompiler::fresh_value(const Bound& bound, bool force_boxed, int depth) {
  Op op;
  if (too_deep(depth)) {
    fail("a type is nested too deep");
    return op;
  }
  const TypeApplication a = types_[application(bound.ref)];
  if (a.type == kNone) {
    if (a.query == kNone) return op;
    op.code = OpCode::result;
    op.arg = a.query;
    return op;
  }
  const bool boxed = force_boxed || !is_bare(bound.ref);
  const TypeClass type_class = classes_[a.type];
  const uint32_t magic = boxed && s_.types[a.type].constructor_count == 1 ? only_constructor(a.type).magic : 0;
  const auto leaf = [&op, magic](OpCode code) {
    op.code = code;
    op.magic = magic;
    return op;
  };
  switch (type_class) {
    case TypeClass::nat:
      op.code = OpCode::nat;
      return op;
    case TypeClass::int32:
      return leaf(OpCode::int32);
    case TypeClass::int64:
      return leaf(OpCode::int64);
    case TypeClass::float32:
      return leaf(OpCode::float32);
    case TypeClass::float64:
      return leaf(OpCode::float64);
    case TypeClass::string:
      return leaf(OpCode::string);
    case TypeClass::truth:
      return leaf(OpCode::truth);
    case TypeClass::boolean:
      op.code = OpCode::boolean;
      return op;
    case TypeClass::vector:
      return element(OpCode::vector, child(bound, 0), magic, depth);
    case TypeClass::dictionary:
      return element(OpCode::dictionary, child(bound, 0), magic, depth);
    case TypeClass::int_dictionary:
      return element(OpCode::int_dictionary, child(bound, 0), magic, depth);
    case TypeClass::long_dictionary:
      return element(OpCode::long_dictionary, child(bound, 0), magic, depth);
    case TypeClass::maybe:
      return element(OpCode::maybe, child(bound, 0), 0, depth);
    case TypeClass::tuple:
      op = element(OpCode::tuple, child(bound, 0), magic, depth);
      op.nats = add_nats(child(bound, 1).holes);
      return op;
    case TypeClass::flat:
      return flat(only_constructor(a.type), bound, boxed, depth);
    case TypeClass::record:
      op.code = OpCode::record;
      op.magic = s_.name(only_constructor(a.type).name) == "_" ? 0 : magic;
      op.arg = record_plan(application(bound.ref), s_.constructor_lists[s_.types[a.type].first_constructor]);
      op.nats = add_nats(bound.holes);
      return op;
    case TypeClass::variant:
      if (!boxed) return op;  // schema_check refuses it in text; in a .tlo it stays unsupported
      op.code = OpCode::variant;
      op.arg = union_index(application(bound.ref));
      op.nats = add_nats(bound.holes);
      return op;
    case TypeClass::unsupported:
      return op;
  }
  return op;
}

// A repetition: its body runs in a frame of its own and sees the variables around it, so they are passed along.
Op PlanCompiler::repetition(const Combinator& owner, const Expr& array, uint32_t ordinal, const Scope& scope,
                            int depth) {
  Op op;
  op.code = OpCode::tuple;
  op.flags = kOpRepetition;
  const NatArg count = number(array.nat, scope);
  const Arg& first = s_.args[array.first];
  if (array.count == 1 && !(first.flags & (kArgConditional | kArgBang))) {
    const Op item = argument_value(owner, first, 1, scope, depth + 1);
    op.arg = add_op(item);
    op.nats = add_nats({count});
    return op;
  }
  std::vector<NatArg> passed;
  Job job{0, &owner, array.first, array.count, kPlanItem, scope};
  // Constants too: a mask must lie in a register.
  const auto pass = [&passed](NatArg& n) {
    const NatArg outer = n;
    n = {static_cast<uint32_t>(passed.size()), 0};
    passed.push_back(outer);
  };
  for (Variable& v : job.scope) {
    if (v.kind == Variable::Kind::number) pass(v.number);
    if (v.kind == Variable::Kind::type) std::for_each(v.type.holes.begin(), v.type.holes.end(), pass);
  }
  if (passed.size() > limits::kRegistersMax) {
    fail(std::string(s_.name(owner.name)) + ": too many numbers");
    return op;
  }
  Op item;
  item.code = OpCode::record;
  item.nats = add_nats(passed);
  op.nats = add_nats({count});
  // A flat type's fields are laid out anew wherever it is used, but an element has a frame of its own: made once, also
  // because it may contain the flat type again.
  uint64_t key = 0;
  if (!open_flats_.empty()) {
    key = uint64_t{open_flats_.back().application} << 32 | static_cast<uint32_t>(&array - s_.exprs.data());
    const auto known = flat_items_.find(key);
    if (known != flat_items_.end()) {
      item.arg = known->second;
      op.arg = add_op(item);
      return op;
    }
  }
  Plan plan;
  plan.flags = kPlanItem;
  plan.param_count = plan.reg_count = static_cast<uint8_t>(passed.size());
  plan.name = name_id(owner.name);
  plan.type_name = ordinal;  // of the argument: class names of typed mode are made of it
  job.plan = item.arg = new_plan(plan);
  if (!open_flats_.empty()) flat_items_.emplace(key, job.plan);
  jobs_.push_back(std::move(job));
  op.arg = add_op(item);
  return op;
}

Op PlanCompiler::argument_value(const Combinator& owner, const Arg& arg, uint32_t ordinal, const Scope& scope,
                                int depth) {
  const Expr& e = s_.exprs[arg.type];
  if (too_deep(depth)) {
    fail("a type is nested too deep");
    return {};
  }
  if (e.kind == ExprKind::array) return repetition(owner, e, ordinal, scope, depth);
  if (e.kind == ExprKind::type && s_.types[e.type].id == kTypeIdType) return {};
  if (arg.flags & kArgBang) {
    Op op;
    op.code = OpCode::query;
    if (e.kind == ExprKind::var && e.nat.var < scope.size() && scope[e.nat.var].kind == Variable::Kind::type) {
      op.arg = types_[application(scope[e.nat.var].type.ref)].query;
      return op;
    }
    return {};
  }
  const Bound b = bind(arg.type, scope, depth + 1);
  return error_.empty() ? value(b, false, depth + 1) : Op{};
}

uint32_t PlanCompiler::new_plan(const Plan& plan) {
  if (out_.plans.size() >= limits::kPlansMax) {
    fail("type " + std::string(plan.name == kNone ? "?" : s_.name(out_.names[plan.name])) +
         ": too many instances of generic types");
    return 0;
  }
  out_.plans.push_back(plan);
  return static_cast<uint32_t>(out_.plans.size() - 1);
}

uint32_t PlanCompiler::record_plan(uint32_t application_id, uint32_t constructor) {
  if (plan_of_.size() <= application_id) plan_of_.resize(types_.size() + 16, kNone);
  const TypeApplication& a = types_[application_id];
  const bool single = s_.types[a.type].constructor_count == 1;
  if (single && plan_of_[application_id] != kNone) return plan_of_[application_id];
  const Combinator& c = s_.constructors[constructor];
  if (a.hole_count > limits::kRegistersMax) {
    fail(std::string(s_.name(c.name)) + ": too many numbers");
    return 0;
  }
  Plan plan;
  plan.magic = c.magic;
  plan.name = name_id(c.name);
  plan.type_name = type_name_id(a.type);
  plan.instance = application_id;
  plan.param_count = plan.reg_count = static_cast<uint8_t>(a.hole_count);
  const uint32_t index = new_plan(plan);
  if (single) plan_of_[application_id] = index;
  if (error_.empty()) {
    jobs_.push_back({index, &c, c.first_arg, c.arg_count, 0, constructor_scope(c, application_id, nullptr)});
  }
  return index;
}

uint32_t PlanCompiler::union_index(uint32_t application_id) {
  if (plan_of_.size() <= application_id) plan_of_.resize(types_.size() + 16, kNone);
  if (plan_of_[application_id] != kNone) return plan_of_[application_id];
  const uint32_t index = static_cast<uint32_t>(out_.unions.size());
  plan_of_[application_id] = index;
  out_.unions.emplace_back();
  const Type& t = s_.types[types_[application_id].type];
  Union u;
  u.type_name = type_name_id(types_[application_id].type);
  u.instance = application_id;
  u.first_case = static_cast<uint32_t>(out_.cases.size());
  u.case_count = t.constructor_count;
  out_.cases.resize(out_.cases.size() + t.constructor_count);
  for (uint32_t i = 0; i < t.constructor_count; ++i) {
    const Combinator& c = s_.constructor_of(t, i);
    out_.cases[u.first_case + i] = {c.magic,
                                    record_plan(application_id, s_.constructor_lists[t.first_constructor + i])};
    if (s_.name(c.name) == "_") u.default_case = i;
  }
  u.first_sorted = static_cast<uint32_t>(out_.sorted.size());
  for (uint32_t i = 0; i < u.case_count; ++i) {
    if (i != u.default_case) out_.sorted.push_back(i);
  }
  u.sorted_count = static_cast<uint32_t>(out_.sorted.size()) - u.first_sorted;
  std::sort(out_.sorted.begin() + u.first_sorted, out_.sorted.end(), [this, &u](uint32_t x, uint32_t y) {
    return out_.cases[u.first_case + x].magic < out_.cases[u.first_case + y].magic;
  });
  out_.unions[index] = u;
  return index;
}

uint8_t PlanCompiler::take_register(uint32_t index) {
  Plan& plan = out_.plans[index];
  if (plan.reg_count >= limits::kRegistersMax) {
    fail(std::string(plan.name == kNone ? "?" : s_.name(out_.names[plan.name])) + ": too many numbers");
    return kNoRegister;
  }
  return plan.reg_count++;
}

void PlanCompiler::compile_fields(Job& job) {
  uint8_t flags = job.flags;
  fields_.clear();
  fields_.reserve(job.arg_count);
  const Arg* const args = s_.args.data() + job.first_arg;
  for (uint32_t i = 0; i < job.arg_count; ++i) {
    const Arg& arg = args[i];
    if (arg.flags & kArgImplicit) continue;
    if (const Known* known = known_argument(arg)) {
      fields_.push_back(known->op);
    } else {
      fields_.push_back(argument_value(*job.owner, arg, i + 1, job.scope, 0));
      if (!error_.empty()) return;
    }
    Op& op = fields_.back();
    op.name = name_id(arg.name);
    op.ordinal = static_cast<uint16_t>(std::min<uint32_t>(i + 1, 0xffff));
    if (job.flags & kPlanItem) op.flags |= kOpItem;
    if (arg.flags & kArgConditional) {
      flags |= kPlanConditional;
      const NatArg mask = number({arg.mask_var, 0}, job.scope);
      op.mask_bit = arg.bit;
      if (mask.reg == kConstant || mask.add != 0) {
        // A mask that no register holds as it is: a constructor that answers `T n+1` and tests n.
        op.code = OpCode::unsupported;
        op.mask_reg = kAlways;
      } else {
        op.mask_reg = static_cast<uint8_t>(mask.reg);
        if (op.code == OpCode::truth && op.magic == 0) op.flags |= kOpBit;
      }
    }
    if (op.code == OpCode::nat && arg.var != kNone && arg.var < job.scope.size()) {
      op.reg = take_register(job.plan);
      job.scope[arg.var].kind = Variable::Kind::number;
      job.scope[arg.var].number = {op.reg, 0};
    }
  }
  Plan& plan = out_.plans[job.plan];
  plan.flags = flags;
  plan.first_op = static_cast<uint32_t>(out_.ops.size());
  plan.op_count = static_cast<uint16_t>(std::min<size_t>(fields_.size(), 0xffff));
  if (fields_.size() > 0xffff) fail(std::string(s_.name(job.owner->name)) + ": too many fields");
  if (out_.ops.size() + fields_.size() > limits::kOpsMax) fail(kTooManyOps);
  out_.ops.insert(out_.ops.end(), fields_.begin(), fields_.end());
}

void PlanCompiler::compile_function(uint32_t index) {
  const Combinator& c = s_.functions[index];
  Function f;
  f.name = name_id(c.name);
  f.magic = c.magic;
  f.flags = c.flags;
  Plan plan;
  plan.magic = c.magic;
  plan.name = f.name;
  if (c.type != kNone) plan.type_name = type_name_id(c.type);
  plan.flags = kPlanQuery;
  Job job{0, &c, c.first_arg, c.arg_count, kPlanQuery, Scope(c.var_count)};
  for (uint32_t i = 0; i < c.arg_count; ++i) {
    const Arg& arg = s_.args[c.first_arg + i];
    if (arg.flags & kArgBang) {
      const Expr& e = s_.exprs[arg.type];
      if (e.kind == ExprKind::var && e.nat.var < job.scope.size()) {
        Variable& v = job.scope[e.nat.var];
        v.kind = Variable::Kind::type;
        v.type.ref = types_.intern_result(f.query_count++) << 1;
      }
    } else if ((arg.flags & kArgImplicit) && arg.var != kNone && s_.exprs[arg.type].kind == ExprKind::type &&
               s_.types[s_.exprs[arg.type].type].id == kTypeIdNat) {
      job.scope[arg.var].kind = Variable::Kind::number;  // nothing can set it: it counts as 0
    }
  }
  f.plan = job.plan = new_plan(plan);
  compile_fields(job);
  if (!error_.empty()) return;
  const Bound result = bind(c.result, job.scope, 0);
  if (error_.empty()) f.result = add_op(value(result, true, 0));
  out_.functions.push_back(f);
}

Result<PlanSet> PlanCompiler::run() {
  // About what a schema without generics comes to: growing by doubling would copy most of it again.
  out_.functions.reserve(s_.functions.size());
  out_.plans.reserve(s_.functions.size() + s_.constructors.size());
  out_.ops.reserve(s_.args.size() + s_.functions.size());
  const size_t names = s_.functions.size() + s_.constructors.size() + s_.types.size() + s_.args.size() / 4;
  out_.names.reserve(names);
  name_table_.reserve(names);
  for (uint32_t i = 0; i < s_.functions.size() && error_.empty(); ++i) {
    compile_function(i);
    while (!jobs_.empty() && error_.empty()) {
      Job job = std::move(jobs_.back());
      jobs_.pop_back();
      compile_fields(job);
    }
    if (!error_.empty()) error_ = std::string(s_.name(s_.functions[i].name)) + ": " + error_;
  }
  if (error_.empty()) {
    compute_minimums();
    finish_ops();
    describe_instances();
  }
  if (!error_.empty()) return Error{0, error_};
  out_.version = s_.version;
  out_.date = s_.date;
  out_.content_hash = s_.content_hash;
  out_.compiled = s_.compiled();
  out_.type_count = static_cast<uint32_t>(s_.types.size());
  out_.constructor_count = static_cast<uint32_t>(s_.constructors.size());
  out_.source = std::move(s_);
  out_.index_functions();
  return std::move(out_);
}

Result<PlanSet> PlanSet::compile(Schema&& schema) { return PlanCompiler(std::move(schema)).run(); }

}  // namespace vkext::tl
