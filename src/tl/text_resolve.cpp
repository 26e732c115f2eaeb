// After text_declare: bodies, one combinator at a time with its variables on a stack; then lists, magics and ids.
//
// Expressions and arguments are allocated in blocks before they are filled, because filling allocates too: keep
// indices, never references, across a call. Recursion follows the tree, whose depth the parser bounded.
#include "tl/text_resolve.h"

#include <string>

#include "base/limits.h"
#include "tl/builtins.h"
#include "tl/magic.h"
#include "tl/near_name.h"
#include "tl/schema_lists.h"
#include "tl/symbols.h"
#include "tl/text_declare.h"
#include "tl/text_partial.h"

namespace vkext::tl {

namespace {

std::string quoted(std::string_view s) { return "'" + std::string(s.substr(0, 100)) + "'"; }

std::string plural(uint32_t n, const char* noun) { return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s"); }

class Resolver {
 public:
  Resolver(const Ast& ast, Schema& schema, Reporter& report)
      : ast_(ast), schema_(schema), report_(report), symbols_(schema) {}

  void run();

 private:
  struct Variable {
    Name name;
    uint32_t number = 0;
    bool nat = false;
    bool used = false;  // in the result or by a '!' argument; kept for implicit ones
    bool implicit = false;
  };

  std::string_view text(Name n) const { return schema_.name(n); }

  void partials();

  void resolve(const AstCombinator& a, uint32_t index);
  void arguments(uint32_t ast_first, uint32_t first, uint32_t count);
  Arg argument(const AstArg& a);
  void variable(Arg& out, const AstArg& a, bool nat);
  void mask(Arg& out, const AstArg& a);
  uint32_t array(const AstArg& a);
  void unique_names(uint32_t ast_first, uint32_t count);
  void result(const AstCombinator& a, Combinator& c);

  void type(const AstTerm& t, uint32_t expr);
  void apply(const AstTerm& t, uint32_t type_index, std::string_view called, uint32_t expr);
  void parameters(const AstTerm& t, uint32_t type_index, std::string_view called, uint32_t first);
  std::string hint(const AstTerm& t) const {
    if (report_.full(t.name.at)) return {};
    return t.kind == TermKind::lower_name ? symbols_.constructor_hint(text(t.name)) : symbols_.type_hint(text(t.name));
  }
  bool excuse(std::string_view name) {
    excused_ = excused_ || symbols_.is_broken(name);
    return symbols_.is_broken(name);
  }
  void nat(const AstTerm& t, uint32_t expr, uint32_t argument, std::string_view of);
  std::string no_number(const AstTerm& t);
  Variable* find_variable(Name name);
  uint32_t new_exprs(uint32_t count) {
    schema_.exprs.resize(schema_.exprs.size() + count);
    return static_cast<uint32_t>(schema_.exprs.size() - count);
  }
  uint32_t new_args(uint32_t count) {
    schema_.args.resize(schema_.args.size() + count);
    return static_cast<uint32_t>(schema_.args.size() - count);
  }
  void magics();

  const Ast& ast_;
  Schema& schema_;
  Reporter& report_;
  Symbols symbols_;
  std::vector<Variable> variables_;  // visible now, innermost scope last
  size_t scope_begin_ = 0;           // variables of the innermost scope start here
  uint32_t variable_count_ = 0;
  bool in_body_ = false;
  bool in_result_ = false;
  bool result_failed_ = false;
  bool excused_ = false;  // a name is unknown because its own declaration has an error
  Name combinator_;        // at hand
  uint32_t last_arg_ = 0;  // end of the combinator's arguments in the AST, for "declared later"
  uint32_t first_arg_ = 0;
};

void Resolver::run() {
  schema_.constructors.reserve(ast_.combinators.size() + kBuiltins.size());
  schema_.args.reserve(ast_.args.size());
  schema_.exprs.reserve(ast_.terms.size() + ast_.args.size());
  const std::vector<uint32_t> index_of = declare_text(ast_, schema_, symbols_, report_);
  for (size_t i = 0; i != ast_.combinators.size(); ++i) {
    if (index_of[i] != kNone) resolve(ast_.combinators[i], index_of[i]);
  }
  if (!report_.failed()) partials();
  magics();
}

void Resolver::partials() {
  constexpr size_t kPartialsMax = 1000;  // each costs a pass over the schema; real schemas have none
  constexpr size_t kPartsMax = 1u << 18;  // what all of them may add: over one type they would copy it a thousand times
  if (ast_.partials.size() > kPartialsMax) {
    report_.error(ast_.terms[ast_.partials[kPartialsMax].term].name.at, "too many partial applications");
    return;
  }
  variables_.clear();
  const size_t parts_max = parts_of(schema_) + kPartsMax;
  for (const AstPartial& p : ast_.partials) {
    const AstTerm& t = ast_.terms[p.term];
    const std::string_view name = text(t.name);
    Partial partial;
    partial.at = t.name.at;
    partial.count = t.count;
    partial.parts_max = parts_max;
    if (t.kind == TermKind::lower_name) {
      partial.constructor = symbols_.find_constructor(name);
      if (partial.constructor != kNone) partial.type = schema_.constructors[partial.constructor].type;
    } else {
      partial.type = symbols_.find_type(name);
    }
    if (partial.type == kNone) {
      report_.error(t.name.at, "unknown type or constructor " + quoted(name) + hint(t));
      continue;
    }
    const uint32_t arity = schema_.types[partial.type].arity;
    if (t.count > arity) {
      report_.error(t.name.at,
                    quoted(name) + " has " + plural(arity, "parameter") + ", " + std::to_string(t.count) + " given");
      continue;
    }
    partial.first = new_exprs(t.count);
    parameters(t, partial.type, name, partial.first);
    if (report_.failed()) continue;
    fill_constructor_lists(schema_);  // names of types are made of canonical text
    const size_t known = schema_.constructors.size();
    specialise(partial, schema_, symbols_, report_);
    for (size_t i = known; report_.failed() && i != schema_.constructors.size(); ++i) {
      schema_.constructors[i].broken = true;
      schema_.types[schema_.constructors[i].type].flags |= kTypeBroken;
    }
  }
}

void Resolver::resolve(const AstCombinator& a, uint32_t index) {
  variables_.clear();
  scope_begin_ = 0;
  variable_count_ = 0;
  first_arg_ = a.first_arg;
  last_arg_ = a.first_arg + a.arg_count;
  combinator_ = a.name;
  const bool function = a.function && !a.builtin;
  const int errors_before = report_.errors();
  excused_ = false;
  Combinator c = function ? schema_.functions[index] : schema_.constructors[index];
  c.arg_count = a.arg_count;
  c.first_arg = new_args(a.arg_count);
  arguments(a.first_arg, c.first_arg, a.arg_count);
  c.result = new_exprs(1);
  result(a, c);
  c.var_count = variable_count_;
  c.broken = result_failed_ || excused_ || report_.errors() != errors_before;
  if (c.broken && !function) schema_.types[c.type].flags |= kTypeBroken;
  (function ? schema_.functions[index] : schema_.constructors[index]) = c;
}

void Resolver::arguments(uint32_t ast_first, uint32_t first, uint32_t count) {
  unique_names(ast_first, count);
  for (uint32_t i = 0; i != count; ++i) {
    const Arg arg = argument(ast_.args[ast_first + i]);
    schema_.args[first + i] = arg;
  }
}

void Resolver::unique_names(uint32_t ast_first, uint32_t count) {
  constexpr uint32_t kFew = 24;
  const AstArg* const args = ast_.args.data() + ast_first;
  const auto complain = [&](const AstArg& a) {
    report_.error(a.name.at, "field " + quoted(text(a.name)) + " is already declared in " + quoted(text(combinator_)));
  };
  if (count <= kFew) {
    for (uint32_t i = 1; i < count; ++i) {
      const Name n = args[i].name;
      if (n.empty()) continue;
      for (uint32_t j = 0; j != i; ++j) {
        if (args[j].name.size == n.size && text(args[j].name) == text(n)) {
          complain(args[i]);
          break;
        }
      }
    }
    return;
  }
  NameTable seen;
  seen.reserve(count);
  for (uint32_t i = 0; i != count; ++i) {
    const std::string_view name = text(args[i].name);
    if (name.empty()) continue;
    const uint32_t hash = hash_name(name);
    if (seen.find(hash, [&](uint32_t j) { return text(args[j].name) == name; }) != NameTable::kAbsent) {
      complain(args[i]);
    } else {
      seen.add(hash, i);
    }
  }
}

Arg Resolver::argument(const AstArg& a) {
  Arg out;
  out.name = a.name;
  out.flags = a.flags;
  out.bit = static_cast<uint8_t>(a.bit);
  out.line = a.line;
  out.column = a.column;
  if (a.flags & kArgConditional) mask(out, a);
  if (a.array) {
    out.type = array(a);
    return out;
  }
  const AstTerm& t = ast_.terms[a.term];
  out.type = new_exprs(1);
  if ((a.flags & kArgBang) && !(find_variable(t.name) && !find_variable(t.name)->nat)) {
    report_.warning(a.at, "'!' has no meaning before what is no Type variable");
    out.flags = static_cast<uint8_t>(out.flags & ~kArgBang);
  }
  if (t.kind == TermKind::hash && !t.percent) {
    schema_.exprs[out.type].type = kTypeHash;
    schema_.exprs[out.type].at = a.at;
    variable(out, a, true);
  } else if (a.flags & kArgImplicit) {
    schema_.exprs[out.type].type = kTypeType;
    schema_.exprs[out.type].at = a.at;
    variable(out, a, false);
  } else {
    type(t, out.type);
    if (out.flags & kArgBang) find_variable(t.name)->used = true;
  }
  return out;
}

void Resolver::variable(Arg& out, const AstArg& a, bool nat) {
  if (variable_count_ == limits::kVariablesMax) {
    report_.error(a.name.empty() ? a.at : a.name.at,
                  "more than " + std::to_string(limits::kVariablesMax) + " variables");
    return;
  }
  out.var = variable_count_++;
  Variable v;
  v.name = a.name;
  v.number = out.var;
  v.nat = nat;
  v.implicit = (a.flags & kArgImplicit) != 0;
  variables_.push_back(v);
}

void Resolver::mask(Arg& out, const AstArg& a) {
  const Variable* v = find_variable(a.mask);
  if (v && v->nat) {
    out.mask_var = v->number;
    return;
  }
  excused_ = true;  // also when the file has had its share of errors and nothing is said
  if (report_.full(a.mask.at)) return;
  std::string message = "unknown field mask " + quoted(text(a.mask));
  for (uint32_t i = first_arg_; i != last_arg_; ++i) {
    const AstArg& other = ast_.args[i];
    if (text(other.name) != text(a.mask) || other.array) continue;
    if (ast_.terms[other.term].kind == TermKind::hash) {
      if (other.name.at > a.mask.at) message += " (declared later)";
    } else {
      message = "field mask " + quoted(text(a.mask)) + " is not of type #";
    }
  }
  report_.error(a.mask.at, message);
}

uint32_t Resolver::array(const AstArg& a) {
  const uint32_t expr = new_exprs(1);
  Expr e;
  e.kind = ExprKind::array;
  e.at = a.at;
  if (a.has_count) {
    const AstTerm& t = ast_.terms[a.term];
    const Variable* v = find_variable(t.name);
    if (t.kind == TermKind::number && !t.percent) {
      e.nat.add = t.number;
    } else if (v && v->nat && !t.percent && !t.count) {
      e.nat = {v->number, t.number};
    } else {
      const bool name = t.kind == TermKind::lower_name || t.kind == TermKind::upper_name;
      report_.error(a.at, (name ? quoted(text(t.name)) : std::string("the count")) + " is not of type #");
    }
  } else {
    const Variable* last = nullptr;
    for (size_t i = variables_.size(); i != scope_begin_ && !last; --i) {
      if (variables_[i - 1].nat) last = &variables_[i - 1];
    }
    if (last) {
      e.nat.var = last->number;
      e.count_omitted = true;
    } else {
      report_.error(a.at, std::string("repetition without a count and no '#' argument before it") +
                              (in_body_ ? " in this scope" : ""));
    }
  }
  const size_t outer_scope = scope_begin_;
  const bool outer_body = in_body_;
  const size_t visible = variables_.size();
  scope_begin_ = visible;
  in_body_ = true;
  e.count = a.count;
  e.first = new_args(a.count);
  arguments(a.first, e.first, a.count);
  variables_.resize(visible);
  scope_begin_ = outer_scope;
  in_body_ = outer_body;
  schema_.exprs[expr] = e;
  return expr;
}

Resolver::Variable* Resolver::find_variable(Name name) {
  for (size_t i = variables_.size(); i != 0; --i) {
    Variable& v = variables_[i - 1];
    if (v.name.size == name.size && !name.empty() && text(v.name) == text(name)) return &v;
  }
  return nullptr;
}

void Resolver::result(const AstCombinator& a, Combinator& c) {
  const AstTerm& r = ast_.terms[a.result];
  in_result_ = true;
  result_failed_ = false;
  type(r, c.result);
  in_result_ = false;
  const Expr& e = schema_.exprs[c.result];
  if (c.kind == CombinatorKind::function) c.type = e.kind == ExprKind::type ? e.type : kNone;
  if (result_failed_) return;
  for (const Variable& v : variables_) {
    if (v.implicit && !v.used) {
      report_.error(v.name.at, "implicit argument " + quoted(text(v.name)) + " does not occur in the result type");
    }
  }
}

// A term where a type must stand.
void Resolver::type(const AstTerm& t, uint32_t expr) {
  schema_.exprs[expr].at = t.name.at;
  const std::string_view name = text(t.name);
  if (t.kind == TermKind::number || t.sum) {
    report_.error(t.name.at, t.sum ? "a type must stand here, found a sum"
                                   : "field type must be a type, found number " + std::to_string(t.number));
    return;
  }
  if (t.kind == TermKind::hash) {
    if (t.percent) report_.error(t.name.at, "'%' cannot be applied to '#'");
    schema_.exprs[expr].type = kTypeHash;
    return;
  }
  if (Variable* v = find_variable(t.name)) {
    Expr& e = schema_.exprs[expr];
    e.kind = ExprKind::var;
    e.nat.var = v->number;
    if (in_result_) v->used = true;
    if (v->nat) {
      report_.error(t.name.at, "a type must stand here, " + quoted(name) + " is a number");
    } else if (t.percent) {
      report_.error(t.name.at, "'%' cannot be applied to variable " + quoted(name));
    } else if (t.count) {
      report_.error(t.name.at, "variable " + quoted(name) + " cannot have arguments");
    }
    return;
  }
  if (t.kind == TermKind::lower_name) {
    const uint32_t constructor = symbols_.find_constructor(name);
    if (constructor == kNone) {
      if (excuse(name)) return;
      report_.error(t.name.at, symbols_.find_function(name) != kNone
                                   ? quoted(name) + " is a function, a type must stand here"
                                   : "unknown constructor or variable " + quoted(name) + hint(t));
      return;
    }
    schema_.exprs[expr].bare = true;
    schema_.exprs[expr].by_constructor = true;
    apply(t, schema_.constructors[constructor].type, name, expr);
    return;
  }
  const uint32_t found = symbols_.find_type(name);
  if (found == kNone) {
    result_failed_ = true;
    if (excuse(name)) return;
    report_.error(t.name.at, "unknown type " + quoted(name) + hint(t));
    return;
  }
  if (found == kTypeType) {
    report_.error(t.name.at, "'Type' can only be the kind of an implicit argument");
    return;
  }
  schema_.exprs[expr].bare = t.percent;
  apply(t, found, name, expr);
}

void Resolver::apply(const AstTerm& t, uint32_t type_index, std::string_view called, uint32_t expr) {
  schema_.exprs[expr].type = type_index;
  const uint32_t arity = schema_.types[type_index].arity;
  if (t.count != arity) {
    result_failed_ = true;
    if (excuse(text(schema_.types[type_index].name))) return;
    report_.error(t.name.at, in_result_ ? "type " + quoted(called) + " was declared with " + plural(arity, "argument") +
                                              ", " + std::to_string(t.count) + " given"
                                        : "type " + quoted(called) + " needs " + plural(arity, "argument") + ", " +
                                              std::to_string(t.count) + " given");
    return;
  }
  const uint32_t first = new_exprs(arity);
  schema_.exprs[expr].first = first;
  schema_.exprs[expr].count = arity;
  parameters(t, type_index, called, first);
}

void Resolver::parameters(const AstTerm& t, uint32_t type_index, std::string_view called, uint32_t first) {
  const uint64_t nat_params = schema_.types[type_index].nat_params;
  for (uint32_t i = 0; i != t.count; ++i) {
    const AstTerm& child = ast_.terms[t.first + i];
    if (nat_params >> i & 1) {
      nat(child, first + i, i + 1, called);
    } else if (child.kind == TermKind::number) {
      report_.error(child.name.at, "argument " + std::to_string(i + 1) + " of " + quoted(called) +
                                       " must be a type, found " + std::to_string(child.number));
    } else {
      type(child, first + i);
    }
  }
}

// A term where a number must stand: argument number `argument` of type `of`.
void Resolver::nat(const AstTerm& t, uint32_t expr, uint32_t argument, std::string_view of) {
  Expr& e = schema_.exprs[expr];
  e.kind = ExprKind::nat;
  e.at = t.name.at;
  e.nat.add = t.number;
  Variable* v = find_variable(t.name);
  if (t.percent && (t.kind == TermKind::number || (v && v->nat))) {
    report_.error(t.name.at, "'%' cannot be applied to a number");
  } else if (v && v->nat && !t.count) {
    e.nat.var = v->number;
    if (in_result_) v->used = true;
  } else if (t.sum) {
    report_.error(t.name.at, "number or variable expected in a sum, found " + no_number(t));
  } else if (t.kind != TermKind::number) {
    report_.error(t.name.at, "argument " + std::to_string(argument) + " of " + quoted(of) +
                                 " must be a number, found " + no_number(t));
  }
}

// What a term is that stands where a number must: "type 'int'", "unknown name 'cuont', did you mean count?".
std::string Resolver::no_number(const AstTerm& t) {
  const std::string_view name = text(t.name);
  if (find_variable(t.name) || t.kind == TermKind::hash || symbols_.find_type(name) != kNone ||
      symbols_.find_constructor(name) != kNone) {
    return "type " + quoted(name);
  }
  NearName near(name);
  for (const Variable& v : variables_) near.consider(v.nat ? text(v.name) : std::string_view());
  return "unknown name " + quoted(name) + near.hint();
}

void Resolver::magics() {
  fill_constructor_lists(schema_);
  for (std::vector<Combinator>* list : {&schema_.constructors, &schema_.functions}) {
    for (Combinator& c : *list) {
      if (!c.magic_explicit && !c.broken && c.kind != CombinatorKind::builtin) c.magic = computed_magic(schema_, c);
    }
  }
  fill_type_ids(schema_);
  if (!report_.failed()) return;
  for (Type& t : schema_.types) {
    if (symbols_.is_broken(text(t.name))) t.flags |= kTypeBroken;
  }
}

}  // namespace

void resolve_text(const Ast& ast, Schema& schema, Reporter& report) { Resolver(ast, schema, report).run(); }

}  // namespace vkext::tl
