// Walks a combinator once, in textual order, and writes; the names of variables are learned on the way, which works
// because every variable is declared before it is used. Depth is that of the schema, which its reader bounded.
#include "tl/schema_text.h"

#include <vector>

namespace vkext::tl {

namespace {

class TextWriter {
 public:
  TextWriter(const Schema& schema, const Combinator& combinator, bool readable)
      : schema_(schema), combinator_(combinator), readable_(readable), variables_(combinator.var_count) {}

  std::string canonical() {
    name();
    arguments(combinator_.first_arg, combinator_.arg_count, true);
    return finish();
  }
  std::string source() {
    annotations();
    name();
    if (combinator_.name.size != 1 || schema_.name(combinator_.name) != "_")
      out_ += '#' + magic_text(combinator_.magic);
    arguments(combinator_.first_arg, combinator_.arg_count, true);
    return finish() + ';';
  }
  std::string result() {
    learn(combinator_.first_arg, combinator_.arg_count);
    expression(combinator_.result, true);
    return std::move(out_);
  }
  std::string one(uint32_t expr) {
    learn(combinator_.first_arg, combinator_.arg_count);
    expression(expr, false);
    return std::move(out_);
  }

 private:
  std::string finish() {
    if (combinator_.kind == CombinatorKind::builtin) out_ += " ?";
    out_ += " = ";
    expression(combinator_.result, true);
    return std::move(out_);
  }

  void annotations() {
    if (combinator_.kind != CombinatorKind::function) return;
    const uint32_t f = combinator_.flags;
    if (f & kInternal) out_ += "@internal ";
    if (f & kKphp) out_ += "@kphp ";
    if ((f & kRead) && (f & kWrite)) {
      out_ += "@readwrite ";
    } else if (f & kRead) {
      out_ += "@read ";
    } else if (f & kWrite) {
      out_ += "@write ";
    } else if (!(f & kKphp)) {
      out_ += "@any ";
    }
  }
  void name() {
    const std::string_view s = schema_.name(combinator_.name);
    out_ += s.substr(0, s.find(' '));  // "pair int" is made from `pair` (partial application)
  }

  void remember(const Arg& a) {
    if (a.var < variables_.size()) variables_[a.var] = a.name;
  }
  void learn(uint32_t first, uint32_t count) {
    for (uint32_t i = first; i != first + count; ++i) {
      remember(schema_.args[i]);
      const Expr& e = schema_.exprs[schema_.args[i].type];
      if (e.kind == ExprKind::array) learn(e.first, e.count);
    }
  }
  std::string_view variable(uint32_t var) const {
    return var < variables_.size() && !variables_[var].empty() ? schema_.name(variables_[var]) : "_";
  }

  void arguments(uint32_t first, uint32_t count, bool space_before) {
    for (uint32_t i = first; i != first + count; ++i) {
      const Arg& a = schema_.args[i];
      if (space_before || i != first) out_ += ' ';
      argument(a);
      remember(a);
    }
  }
  void argument(const Arg& a) {
    const bool braces = readable_ && (a.flags & kArgImplicit);
    if (braces) out_ += '{';
    if (!a.name.empty()) {
      out_ += schema_.name(a.name);
      out_ += ':';
    } else if (a.flags & kArgUnderscore) {
      out_ += "_:";
    }
    if (a.flags & kArgConditional) {
      out_ += variable(a.mask_var);
      out_ += '.' + std::to_string(a.bit) + '?';
    }
    if (readable_ && (a.flags & kArgBang)) out_ += '!';
    expression(a.type, false);
    if (braces) out_ += '}';
  }

  void number(const Nat& n) {
    if (n.is_const()) {
      out_ += std::to_string(n.add);
      return;
    }
    out_ += variable(n.var);
    if (n.add) out_ += '+' + std::to_string(n.add);
  }

  // `whole`: nothing follows, so readable text needs no parentheses.
  void expression(uint32_t index, bool whole) {
    const Expr& e = schema_.exprs[index];
    switch (e.kind) {
      case ExprKind::var:
        out_ += variable(e.nat.var);
        return;
      case ExprKind::nat:
        if (readable_ && !whole && !e.nat.is_const() && e.nat.add) {
          out_ += '(';
          number(e.nat);
          out_ += ')';
        } else {
          number(e.nat);
        }
        return;
      case ExprKind::array:
        array(e);
        return;
      case ExprKind::type:
        break;
    }
    const Type& t = schema_.types[e.type];
    const bool by_constructor = e.bare && t.constructor_count == 1 && (e.by_constructor || is_builtin(t));
    const bool parens = readable_ && !whole && e.count;
    if (e.bare && !by_constructor) out_ += '%';
    if (parens) out_ += '(';
    out_ += schema_.name(by_constructor ? schema_.constructor_of(t, 0).name : t.name);
    for (uint32_t i = 0; i != e.count; ++i) {
      out_ += ' ';
      expression(e.first + i, false);
    }
    if (parens) out_ += ')';
  }
  // A .tlo does not say `int` or `%Int`; nobody writes the second.
  bool is_builtin(const Type& t) const {
    return schema_.compiled() && schema_.constructor_of(t, 0).kind == CombinatorKind::builtin;
  }
  bool unnamed(uint32_t var) const { return var < variables_.size() && variables_[var].empty(); }

  void array(const Expr& e) {
    if (!e.count_omitted && !unnamed(e.nat.var)) {
      const bool parens = readable_ && !e.nat.is_const() && e.nat.add;
      if (parens) out_ += '(';
      number(e.nat);
      if (parens) out_ += ')';
      out_ += '*';
    }
    out_ += '[';
    arguments(e.first, e.count, !readable_);
    out_ += readable_ ? "]" : " ]";
  }

  const Schema& schema_;
  const Combinator& combinator_;
  const bool readable_;
  std::string out_;
  std::vector<Name> variables_;  // by number
};

}  // namespace

std::string canonical_text(const Schema& schema, const Combinator& combinator) {
  return TextWriter(schema, combinator, false).canonical();
}

std::string source_text(const Schema& schema, const Combinator& combinator) {
  return TextWriter(schema, combinator, true).source();
}

std::string expression_text(const Schema& schema, const Combinator& combinator, uint32_t expr) {
  return TextWriter(schema, combinator, true).one(expr);
}

std::string canonical_expression(const Schema& schema, const Combinator& combinator, uint32_t expr) {
  return TextWriter(schema, combinator, false).one(expr);
}

std::string result_text(const Schema& schema, const Combinator& combinator) {
  return TextWriter(schema, combinator, false).result();
}

std::string schema_source(const Schema& schema) {
  std::string out;
  for (const Combinator& c : schema.constructors) out += source_text(schema, c) + '\n';
  for (const Type& t : schema.types) {
    if (t.constructor_count || t.id == kTypeIdNat || t.id == kTypeIdType) continue;
    out += "Empty " + std::string(schema.name(t.name)) + ";\n";
  }
  out += "---functions---\n";
  for (const Combinator& c : schema.functions) out += source_text(schema, c) + '\n';
  return out;
}

std::string magic_text(uint32_t magic) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string s(8, '0');
  for (int i = 7; i >= 0; --i, magic >>= 4) s[static_cast<size_t>(i)] = kHex[magic & 15];
  return s;
}

}  // namespace vkext::tl
