// Walks plans from the functions on, names what it meets, then describes it. See php_layout.h.
#include "tool/php_layout.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "tl/class_names.h"
#include "tl/load.h"
#include "tl/plan.h"
#include "tl/protocol_text.h"
#include "tool/php_names.h"
#include "tool/php_signature.h"
#include "tool/php_types.h"

namespace vkext::tool::php {

namespace {

constexpr const char* kResponse = "VK\\TL\\RpcResponse";
constexpr const char* kResponseOk = "VK\\TL\\_common\\Types\\rpcResponseOk";
constexpr const char* kResponseHeader = "VK\\TL\\_common\\Types\\rpcResponseHeader";
constexpr const char* kResponseError = "VK\\TL\\_common\\Types\\rpcResponseError";

// The envelope of a query belongs to the connection, not to scripts.
bool is_envelope(std::string_view type) { return type == "RpcReqResult"; }

std::string class_name(const tl::PlanSet& set, uint32_t plan) {
  tl::ClassName name;
  tl::name_record(set, plan, tl::Spelling::generator, name);
  return name.fits() ? std::string(name.text()) : std::string();
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// One schema's part of a package.
class Layout {
 public:
  Layout(const tl::Schema& schema, const tl::PlanSet& set, const LayoutOptions& options, Names& names, Package& out)
      : set_(set),
        options_(options),
        names_(names),
        out_(out),
        signatures_(schema),
        records_(set.plans.size()),
        unions_(set.unions.size()),
        met_records_(set.plans.size()),
        met_unions_(set.unions.size()),
        types_(set, records_, unions_) {}

  Status functions();
  // Only this record and what it reaches; what exists already stays as it is.
  Status record_alone(std::string_view name);
  bool has_record(std::string_view name) const;

 private:
  void walk(const tl::Op& op);
  void meet_record(uint32_t plan);
  void meet_union(uint32_t index);
  void walk_plan(const tl::Plan& plan) {
    for (uint32_t i = plan.op_count; i; --i) queue_.push_back(&set_.ops[plan.first_op + i - 1]);
  }
  void empty_queue();
  bool wants_enum(uint32_t index) const;

  std::string name_it(const std::string& wanted, const std::string& tl_name, const std::string& also = {});
  void name_function(uint32_t index);
  void name_all();
  void name_record(uint32_t plan);
  void name_union(uint32_t index);

  void describe_all();
  Class describe(const tl::Plan& plan, const std::string& name);
  void add_class(uint32_t plan);
  void add_union(uint32_t index);
  void add_function(uint32_t index);
  std::vector<Field> fields(const tl::Plan& plan, const Arguments& list);
  bool class_exists(const std::string& name) const {
    return std::any_of(out_.classes.begin(), out_.classes.end(), [&](const Class& c) { return c.name == name; });
  }
  void fail(const std::string& text) {
    if (error_.empty()) error_ = text;
  }

  const tl::PlanSet& set_;
  const LayoutOptions& options_;
  Names& names_;
  Package& out_;
  Signatures signatures_;
  bool only_new_ = false;

  // By plan, union: absolute names of what is written.
  std::vector<std::string> records_, unions_;
  std::vector<bool> met_records_, met_unions_;
  std::vector<uint32_t> queue_records_, queue_unions_;       // in the order they were met
  std::vector<const tl::Op*> queue_;                         // still to be walked
  std::vector<std::pair<uint32_t, std::string>> functions_;  // index, name given
  std::unordered_map<uint32_t, uint32_t> parents_;           // plan → union
  std::unordered_map<std::string, std::string> given_;       // as the rules say → name given
  std::unordered_map<std::string, size_t> class_at_;         // name given → index in out_.classes
  std::set<const tl::Op*> seen_;
  std::set<std::string> keyword_spaces_;
  Types types_;
  std::string error_;
};

// ------------------------------------------------------------------------------------------------ what is reached

void Layout::walk(const tl::Op& op) {
  switch (op.code) {
    case tl::OpCode::record:
      return meet_record(op.arg);
    case tl::OpCode::variant:
      return meet_union(op.arg);
    case tl::OpCode::vector:
    case tl::OpCode::tuple:
    case tl::OpCode::dictionary:
    case tl::OpCode::int_dictionary:
    case tl::OpCode::long_dictionary:
    case tl::OpCode::maybe:
    case tl::OpCode::boxed:
      if (seen_.insert(&set_.ops[op.arg]).second) queue_.push_back(&set_.ops[op.arg]);
      return;
    default:
      return;
  }
}

void Layout::meet_record(uint32_t plan) {
  if (met_records_[plan]) return;
  met_records_[plan] = true;
  const tl::Plan& p = set_.plans[plan];
  if (p.flags & tl::kPlanItem || !is_envelope(set_.name(p.type_name))) queue_records_.push_back(plan);
  walk_plan(p);
}

void Layout::meet_union(uint32_t index) {
  if (met_unions_[index]) return;
  met_unions_[index] = true;
  const tl::Union& u = set_.unions[index];
  const bool written = !tl::is_any_answer(set_, u.instance) && !is_envelope(set_.name(u.type_name));
  if (written) queue_unions_.push_back(index);
  const bool as_enum = written && wants_enum(index);
  for (uint32_t i = 0; i < u.case_count; ++i) {
    const uint32_t plan = set_.cases[u.first_case + i].plan;
    if (written && !as_enum) {
      parents_[plan] = index;
      meet_record(plan);
    } else {
      walk_plan(set_.plans[plan]);
    }
  }
  if (tl::is_any_answer(set_, u.instance)) unions_[index] = kResponse;
}

void Layout::empty_queue() {
  while (!queue_.empty()) {
    const tl::Op* op = queue_.back();
    queue_.pop_back();
    walk(*op);
  }
}

bool Layout::wants_enum(uint32_t index) const {
  const tl::Union& u = set_.unions[index];
  std::set<std::string, std::less<>> names;
  tl::ClassName name;
  for (uint32_t i = 0; options_.enums && i < u.case_count; ++i) {
    if (set_.plans[set_.cases[u.first_case + i].plan].op_count) return false;
    tl::name_enum_case(set_, index, i, name);
    if (!names.emplace(name.text()).second) return false;  // the same in two namespaces
  }
  return options_.enums;
}

// ---------------------------------------------------------------------------------------------------------- names

std::string Layout::name_it(const std::string& wanted, const std::string& tl_name, const std::string& also) {
  if (wanted.empty()) {
    fail(tl_name + ": the name of its class would be too long");
    return {};
  }
  const std::string name = names_.take(wanted, also);
  if (name.empty()) fail(tl_name + ": PHP cannot tell its class from another one called " + wanted);
  if (!name.empty() && name != wanted) {
    out_.notes.push_back(tl_name + ": its class is called " + name + ", because " +
                         (is_reserved(short_name(wanted)) ? "PHP has that word" : "another name differs only in case"));
  }
  const size_t dot = tl_name.find('.');
  if (dot != std::string::npos && is_keyword(tl_name.substr(0, dot)) &&
      keyword_spaces_.insert(tl_name.substr(0, dot)).second) {
    out_.notes.push_back("namespace " + tl_name.substr(0, dot) + ": PHP 7.4 cannot parse it, 8.0 and later can");
  }
  return name;
}

void Layout::name_function(uint32_t index) {
  tl::ClassName wanted;
  tl::name_function(set_, index, "", wanted);
  const std::string tl_name(set_.name(set_.functions[index].name));
  functions_.emplace_back(index, name_it(wanted.fits() ? std::string(wanted.text()) : "", tl_name, "_result"));
}

// Instances that spell their names alike share a class: `Pair int X` and `Pair long X`.
void Layout::name_record(uint32_t plan) {
  const std::string wanted = class_name(set_, plan);
  const auto known = given_.find(wanted);
  if (known != given_.end()) {
    records_[plan] = known->second;
    return;
  }
  if (only_new_ && class_exists(wanted)) {
    records_[plan] = wanted;
    return;
  }
  records_[plan] = name_it(wanted, std::string(set_.name(set_.plans[plan].name)));
  given_.emplace(wanted, records_[plan]);
}

void Layout::name_union(uint32_t index) {
  tl::ClassName name;
  tl::name_union(set_, index, tl::Spelling::generator, name);
  const std::string wanted = name.fits() ? std::string(name.text()) : std::string();
  const std::string key = "union " + wanted;
  const auto known = given_.find(key);
  if (known != given_.end()) {
    unions_[index] = known->second;
    return;
  }
  unions_[index] = name_it(wanted, std::string(set_.name(set_.unions[index].type_name)));
  given_.emplace(key, unions_[index]);
}

// Classes that the extension looks for by name go first: interfaces give way.
void Layout::name_all() {
  for (const uint32_t plan : queue_records_) name_record(plan);
  for (const bool enums : {true, false}) {
    for (const uint32_t u : queue_unions_) {
      if (wants_enum(u) == enums) name_union(u);
    }
  }
}

// --------------------------------------------------------------------------------------------------- descriptions

std::vector<Field> Layout::fields(const tl::Plan& plan, const Arguments& list) {
  std::vector<Field> out;
  std::set<std::string> constants;
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const tl::Op& op = set_.ops[plan.first_op + i];
    Field f;
    f.name = op.name == tl::kNone ? "arg" + std::to_string(op.ordinal) : std::string(set_.name(op.name));
    f.type = types_.of(op);
    const tl::Arg* arg = list.owner ? signatures_.argument(list, op) : nullptr;
    f.masked = arg && arg->flags & tl::kArgConditional;
    if (f.masked) {
      f.bit = arg->bit;
      f.mask = signatures_.mask_of(list, *arg);
      f.bit_const = "BIT_" + upper(f.name) + "_" + std::to_string(f.bit);
      while (!constants.insert(f.bit_const).second) f.bit_const += "_";
      f.flag = op.code == tl::OpCode::truth;
      f.type.fallback = f.flag ? "false" : "null";
      if (!f.flag && !f.type.nullable && f.type.kind != Kind::any) f.type.doc += "|null";
    }
    out.push_back(std::move(f));
  }
  return out;
}

Class Layout::describe(const tl::Plan& plan, const std::string& name) {
  Class c;
  c.name = name;
  const Arguments list = signatures_.of(set_, plan);
  if (list.owner && !(plan.flags & tl::kPlanItem)) c.signature = signatures_.text(*list.owner);
  c.fields = fields(plan, list);
  return c;
}

bool same_fields(const Class& a, const Class& b) {
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const Field& x, const Field& y) {
                      return x.name == y.name && x.type.doc == y.type.doc && x.bit_const == y.bit_const &&
                             x.mask == y.mask && x.type.fallback == y.type.fallback;
                    });
}

void Layout::add_class(uint32_t index) {
  const tl::Plan& plan = set_.plans[index];
  const std::string& name = records_[index];
  if (name.empty() || (only_new_ && class_exists(name))) return;
  Class c = describe(plan, name);
  if (name != class_name(set_, index)) c.tl_name = set_.name(plan.name);
  const auto parent = parents_.find(index);
  if (parent != parents_.end()) c.parent = unions_[parent->second];
  const auto [at, fresh] = class_at_.emplace(name, out_.classes.size());
  if (fresh) {
    out_.classes.push_back(std::move(c));
  } else if (!same_fields(out_.classes[at->second], c)) {
    fail(std::string(set_.name(plan.name)) + ": two instances of its type would both become " + name);
  }
}

void Layout::add_union(uint32_t index) {
  const tl::Union& u = set_.unions[index];
  Union out;
  out.name = unions_[index];
  if (out.name.empty()) return;
  for (const Union& known : out_.unions) {
    if (known.name == out.name) return;
  }
  out.is_enum = wants_enum(index);
  tl::ClassName name;
  if (out.name.back() == '_') out.tl_name = set_.name(u.type_name);
  for (uint32_t i = 0; i < u.case_count; ++i) {
    if (out.is_enum) {
      tl::name_enum_case(set_, index, i, name);
      out.constructors.emplace_back(name.text());
    } else {
      out.constructors.push_back(records_[set_.cases[u.first_case + i].plan]);
    }
  }
  out_.unions.push_back(std::move(out));
}

void Layout::add_function(uint32_t position) {
  const auto& [index, name] = functions_[position];
  if (name.empty()) return;
  const tl::Function& f = set_.functions[index];
  Function out;
  out.arguments = describe(set_.plans[f.plan], name);
  out.tl_name = set_.name(f.name);
  tl::ClassName wanted;
  tl::name_function(set_, index, "", wanted);
  if (name != wanted.text()) out.arguments.tl_name = out.tl_name;
  out.magic = f.magic;
  out.result = types_.of(set_.ops[f.result]);
  out.kphp = f.flags & tl::kKphp;
  out_.functions.push_back(std::move(out));
}

void Layout::describe_all() {
  for (uint32_t i = 0; i < functions_.size(); ++i) add_function(i);
  for (const uint32_t plan : queue_records_) add_class(plan);
  for (const uint32_t u : queue_unions_) add_union(u);
}

Status Layout::functions() {
  for (uint32_t i = 0; i < set_.functions.size(); ++i) {
    const tl::Function& f = set_.functions[i];
    if (f.flags & tl::kInternal && !options_.internals) continue;
    if (set_.name(f.name) != "rpcInvokeReq") name_function(i);
    walk_plan(set_.plans[f.plan]);
    walk(set_.ops[f.result]);
    empty_queue();
  }
  name_all();
  describe_all();
  return error_.empty() ? Status(Done{}) : Status(Error{0, error_});
}

bool Layout::has_record(std::string_view name) const {
  return std::any_of(queue_records_.begin(), queue_records_.end(),
                     [&](uint32_t plan) { return set_.name(set_.plans[plan].name) == name; });
}

Status Layout::record_alone(std::string_view name) {
  only_new_ = true;
  for (uint32_t p = 0; p < set_.plans.size(); ++p) {
    if (set_.name(set_.plans[p].name) == name && !(set_.plans[p].flags & tl::kPlanItem)) meet_record(p);
  }
  empty_queue();
  name_all();
  describe_all();
  return error_.empty() ? Status(Done{}) : Status(Error{0, error_});
}

// ------------------------------------------------------------------------------------- the classes around answers

// As the reference compiler orders constructors: as declared, but the one without a name changes places with the last.
std::vector<std::string> response_order(const tl::Schema& schema) {
  std::vector<std::string> out;
  size_t unnamed = SIZE_MAX;
  for (const tl::Combinator& c : schema.constructors) {
    if (c.type == tl::kNone || schema.name(schema.types[c.type].name) != "ReqResult") continue;
    const std::string_view name = schema.name(c.name);
    if (name == "_") unnamed = out.size();
    if (name == "_") out.emplace_back(kResponseOk);
    if (name == "reqResultHeader") out.emplace_back(kResponseHeader);
    if (name == "reqError") out.emplace_back(kResponseError);
  }
  if (out.size() != 3) return {kResponseError, kResponseHeader, kResponseOk};
  if (unnamed < 3) std::swap(out[unnamed], out[2]);
  return out;
}

Field response_field(const char* name, const char* doc, const char* fallback) {
  Field f;
  f.name = name;
  f.type.doc = f.type.native = doc;
  f.type.fallback = fallback;
  if (f.type.fallback == "null") f.type.kind = Kind::object;
  return f;
}

void add_responses(Package& out) {
  const auto add = [&out](const char* name, Special special, std::vector<Field> fields) {
    Class c;
    c.name = name;
    c.parent = kResponse;
    c.special = special;
    c.fields = std::move(fields);
    out.classes.push_back(std::move(c));
  };
  const Field result = response_field("result", "TL\\RpcFunctionReturnResult", "null");
  add(kResponseOk, Special::response_ok, {result});
  add(kResponseHeader, Special::response_header,
      {response_field("flags", "int", "0"), response_field("extra", "TL\\_common\\Types\\rpcReqResultExtra", "null"),
       result});
  add(kResponseError, Special::response_error,
      {response_field("error_code", "int", "0"), response_field("error", "string", "''")});
}

}  // namespace

Result<Package> lay_out(const tl::Schema& schema, const LayoutOptions& options) {
  tl::Schema copy = schema;
  auto set = tl::PlanSet::compile(std::move(copy));
  if (!set.ok()) return set.error();
  Package out;
  Names names;
  for (const char* name : {kResponse, kResponseOk, kResponseHeader, kResponseError}) names.take(name);
  add_responses(out);
  out.response_order = response_order(schema);
  Layout layout(schema, *set, options, names, out);
  Status done = layout.functions();
  if (!done.ok()) return done.error();
  if (layout.has_record("rpcReqResultExtra")) return out;

  // Headers of answers become objects, whatever the schema knows of them.
  tl::Schema protocol;
  tl::Diagnostics diagnostics;
  if (!tl::load_text({{"protocol", tl::kProtocolText}}, protocol, diagnostics))
    return Error{0, "the protocol's schema"};
  copy = protocol;
  auto protocol_set = tl::PlanSet::compile(std::move(copy));
  if (!protocol_set.ok()) return protocol_set.error();
  Layout extra(protocol, *protocol_set, options, names, out);
  done = extra.record_alone("rpcReqResultExtra");
  if (!done.ok()) return done.error();
  return out;
}

}  // namespace vkext::tool::php
