// One walk over everything: names and magics through hash tables, then each combinator with the kinds of the variables
// visible at every point. Types that contain themselves are schema_finite.cpp's.
//
// Cost matters here: this runs in every process at start. Messages are put together only when something is wrong.
#include "tl/schema_check.h"

#include <string>

#include "base/limits.h"
#include "tl/name_table.h"
#include "tl/schema_text.h"

namespace vkext::tl {

namespace {

std::string quoted(std::string_view s) { return "'" + std::string(s.substr(0, 100)) + "'"; }

class Checker {
 public:
  Checker(const Schema& schema, Reporter& report) : schema_(schema), report_(report) {}

  void run() {
    types();
    plain_.reserve(schema_.types.size());
    for (const Type& t : schema_.types) plain_.push_back(plain(t));
    names(schema_.constructors, "constructor");
    names(schema_.functions, "function");
    magics(schema_.constructors, false);
    magics(schema_.functions, true);
    for (const Combinator& c : schema_.constructors) combinator(c);
    for (const Combinator& c : schema_.functions) combinator(c);
  }

 private:
  enum Kind : uint8_t { kHidden, kNumber, kType };

  // Whether the type may stand by its name alone: bit 0 boxed, bit 1 bare. The rest is looked at by application().
  static uint8_t plain(const Type& t) {
    if (t.arity != 0 || t.id == kTypeIdType) return 0;
    const bool bare = (t.flags & kTypeBroken) || (t.constructor_count == 1 && !(t.flags & kTypeHasDefault));
    return bare ? 3 : 1;
  }
  bool is_plain(const Expr& e) const {
    return e.kind == ExprKind::type && e.count == 0 && (plain_[e.type] >> static_cast<int>(e.bare) & 1);
  }

  std::string name(Name n) const { return quoted(schema_.name(n)); }

  void types() {
    for (const Type& t : schema_.types) {
      if (t.arity > limits::kTypeParametersMax || t.nat_params >> t.arity) {
        report_.error(t.name.at, "type " + name(t.name) + ": parameters beyond its arity " + std::to_string(t.arity));
      }
    }
  }
  void names(const std::vector<Combinator>& list, const char* what);
  void magics(const std::vector<Combinator>& list, bool functions);
  void combinator(const Combinator& c);
  void arguments(const Combinator& c, uint32_t first, uint32_t count, bool top);
  void special_argument(const Arg& a, bool may_be_implicit);
  void unique_names(const Combinator& c, uint32_t first, uint32_t count);
  void expression(uint32_t index, bool argument_type);
  void application(const Expr& e);
  Kind kind(uint32_t var) const { return var < kinds_.size() ? kinds_[var] : kHidden; }

  const Schema& schema_;
  Reporter& report_;
  std::vector<uint8_t> plain_;  // by type, see plain()
  std::vector<Kind> kinds_;     // by variable number, of the combinator at hand
};

void Checker::names(const std::vector<Combinator>& list, const char* what) {
  NameTable table;
  table.reserve(list.size());
  for (uint32_t i = 0; i != list.size(); ++i) {
    const std::string_view s = schema_.name(list[i].name);
    if (s == "_" && list[i].kind == CombinatorKind::constructor) continue;
    const uint32_t hash = hash_name(s);
    const uint32_t other = table.find(hash, [&](uint32_t j) { return schema_.name(list[j].name) == s; });
    if (other == NameTable::kAbsent) {
      table.add(hash, i);
    } else {
      report_.error(list[i].name.at, std::string(what) + ' ' + quoted(s) + " is already declared at " +
                                         report_.place(list[other].name.at, list[i].name.at));
    }
  }
}

void Checker::magics(const std::vector<Combinator>& list, bool functions) {
  NameTable table;
  table.reserve(list.size());
  for (uint32_t i = 0; i != list.size(); ++i) {
    const Combinator& c = list[i];
    // In a source the magic stands right behind the name.
    const uint32_t at = c.name.at + (c.magic_explicit && !schema_.compiled() ? c.name.size : 0);
    if (c.broken && !c.magic_explicit) continue;
    if (c.magic == 0) {
      report_.error(at, name(c.name) + " has magic 0");
      continue;
    }
    const uint32_t hash = hash_number(c.magic);
    const uint32_t other = table.find(hash, [&](uint32_t j) { return list[j].magic == c.magic; });
    if (other == NameTable::kAbsent) {
      table.add(hash, i);
      continue;
    }
    std::string text = "magic " + magic_text(c.magic) + " is already used by " + name(list[other].name);
    if (functions) {
      report_.warning(at, text + ": answers are told apart, incoming queries are not");
    } else {
      report_.error(at, std::move(text));
    }
  }
}

void Checker::combinator(const Combinator& c) {
  if (c.broken) return;
  kinds_.assign(c.var_count, kHidden);
  arguments(c, c.first_arg, c.arg_count, true);
  const Expr& r = schema_.exprs[c.result];
  if (r.kind == ExprKind::var && c.kind == CombinatorKind::function) {
    if (kind(r.nat.var) != kType) report_.error(r.at, "the result of " + name(c.name) + " is no Type variable");
    return;
  }
  if (r.kind != ExprKind::type || r.bare || r.type != c.type) {
    report_.error(r.at, "the result of " + name(c.name) + " must be a boxed type");
    return;
  }
  if (c.kind != CombinatorKind::function &&
      (schema_.types[r.type].id == kTypeIdNat || schema_.types[r.type].id == kTypeIdType)) {
    report_.error(r.at, name(schema_.types[r.type].name) + " cannot have constructors");
    return;
  }
  if (!is_plain(r)) application(r);
}

void Checker::unique_names(const Combinator& c, uint32_t first, uint32_t count) {
  constexpr uint32_t kFew = 24;
  const Arg* const args = schema_.args.data() + first;
  const char* const text = schema_.text.data();
  NameTable table;
  uint64_t seen = 0;  // a bit for size, first and last byte: most names need no comparison
  for (uint32_t i = 0; i != count; ++i) {
    const Name n = args[i].name;
    if (n.empty()) continue;
    const std::string_view s(text + n.at, n.size);
    bool twice = false;
    if (count <= kFew) {
      const uint32_t sign = (n.size + static_cast<uint32_t>(s.front()) * 5 + static_cast<uint32_t>(s.back()) * 11) & 63;
      if (seen >> sign & 1) {
        for (uint32_t j = 0; j != i && !twice; ++j) twice = schema_.name(args[j].name) == s;
      }
      seen |= uint64_t{1} << sign;
    } else {
      const uint32_t hash = hash_name(s);
      twice = table.find(hash, [&](uint32_t j) { return schema_.name(args[j].name) == s; }) != NameTable::kAbsent;
      if (!twice) table.add(hash, i);
    }
    if (twice) report_.error(n.at, "field " + quoted(s) + " is already declared in " + name(c.name));
  }
}

void Checker::arguments(const Combinator& c, uint32_t first, uint32_t count, bool top) {
  if (schema_.compiled() && count > 1) unique_names(c, first, count);  // text was looked at name by name already
  bool explicit_seen = false;
  for (uint32_t i = first; i != first + count; ++i) {
    const Arg& a = schema_.args[i];
    if (a.flags == 0 && a.var == kNone) {
      explicit_seen = true;
      if (!is_plain(schema_.exprs[a.type])) expression(a.type, true);
    } else {
      special_argument(a, top && !explicit_seen);
      explicit_seen = explicit_seen || !(a.flags & kArgImplicit);
    }
  }
}

// Anything but a plain field.
void Checker::special_argument(const Arg& a, bool may_be_implicit) {
  const Expr& e = schema_.exprs[a.type];
  const uint32_t at = a.name.empty() ? e.at : a.name.at;
  if ((a.flags & kArgImplicit) && (!may_be_implicit || a.var == kNone || (a.flags & (kArgConditional | kArgBang)))) {
    report_.error(at, "an implicit argument must be a plain variable in front of all others");
  }
  if (a.flags & kArgConditional) {
    if (kind(a.mask_var) != kNumber) {
      report_.error(at, "the field mask is no number declared before");
    } else if (a.bit > 31) {
      report_.error(at, "mask bit " + std::to_string(a.bit) + " is out of range 0..31");
    }
  }
  if ((a.flags & kArgBang) && (e.kind != ExprKind::var || kind(e.nat.var) != kType)) {
    report_.error(at, "'!' needs a Type variable");
  }
  if (a.var == kNone) {
    if (!is_plain(e)) expression(a.type, true);
    return;
  }
  const uint32_t id = e.kind == ExprKind::type ? schema_.types[e.type].id : 0;
  if ((id != kTypeIdNat && id != kTypeIdType) || e.bare || e.count) {
    report_.error(at, "a numbered argument is neither # nor Type");
  } else if (id == kTypeIdType && !(a.flags & kArgImplicit)) {
    report_.error(at, "a field cannot be of type Type");
  } else if (a.var >= kinds_.size() || kinds_[a.var] != kHidden) {
    report_.error(at, "variable number " + std::to_string(a.var) + " is used twice or out of range");
  } else {
    kinds_[a.var] = id == kTypeIdNat ? kNumber : kType;
  }
}

void Checker::expression(uint32_t index, bool argument_type) {
  const Expr& e = schema_.exprs[index];
  switch (e.kind) {
    case ExprKind::type:
      application(e);
      return;
    case ExprKind::var:
      if (kind(e.nat.var) != kType) report_.error(e.at, "a type must stand here, the variable is a number or unknown");
      return;
    case ExprKind::nat:
      report_.error(e.at, "a type must stand here, found a number");
      return;
    case ExprKind::array:
      break;
  }
  if (!argument_type) {
    report_.error(e.at, "a repetition can only be the type of an argument");
    return;
  }
  if (!e.nat.is_const() && kind(e.nat.var) != kNumber) {
    report_.error(e.at, "the count of a repetition is no number declared before");
  }
  if (e.count == 0) report_.error(e.at, "a repetition needs at least one argument");
  const Combinator unnamed;
  arguments(unnamed, e.first, e.count, false);
  for (uint32_t i = e.first; i != e.first + e.count; ++i) {
    const uint32_t var = schema_.args[i].var;
    if (var < kinds_.size()) kinds_[var] = kHidden;  // what a body declares ends with it
  }
}

void Checker::application(const Expr& e) {
  const Type& t = schema_.types[e.type];
  if (t.id == kTypeIdType) {
    report_.error(e.at, "'Type' can only be the kind of an implicit argument");
    return;
  }
  if (e.bare && !(t.flags & kTypeBroken)) {
    if (t.constructor_count != 1) {
      report_.error(e.at, "type " + name(t.name) + " has " + std::to_string(t.constructor_count) +
                              " constructors and cannot be bare");
      return;
    }
    if (t.flags & kTypeHasDefault) {
      report_.error(e.at, "type " + name(t.name) + " has a default constructor and cannot be bare");
      return;
    }
  }
  if (e.count != t.arity) {
    report_.error(e.at, "type " + name(t.name) + " has arity " + std::to_string(t.arity) + ", " +
                            std::to_string(e.count) + " given");
    return;
  }
  for (uint32_t i = 0; i != e.count; ++i) {
    const Expr& child = schema_.exprs[e.first + i];
    if (t.nat_params >> i & 1) {
      if (child.kind != ExprKind::nat || (!child.nat.is_const() && kind(child.nat.var) != kNumber)) {
        report_.error(child.at, "argument " + std::to_string(i + 1) + " of " + name(t.name) + " must be a number");
      }
    } else {
      expression(e.first + i, false);
    }
  }
}

}  // namespace

void check_schema(const Schema& schema, Reporter& report) {
  const int errors_before = report.errors();
  Checker(schema, report).run();
  // In a text, arities are right wherever names were found; in a .tlo only once they are checked.
  if (!schema.compiled() || report.errors() == errors_before) check_finite(schema, report);
}

}  // namespace vkext::tl
