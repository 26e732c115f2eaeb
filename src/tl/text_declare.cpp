// Names into tables; the arity of a type from its first constructor; New, Final and Empty.
//
// A refused declaration leaves its type's name behind as "broken", so that its users are not blamed.
#include "tl/text_declare.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/limits.h"
#include "tl/builtins.h"

namespace vkext::tl {

namespace {

std::string quoted(std::string_view s) { return "'" + std::string(s.substr(0, 100)) + "'"; }

class Declarer {
 public:
  Declarer(const Ast& ast, Schema& schema, Symbols& symbols, Reporter& report)
      : ast_(ast), schema_(schema), symbols_(symbols), report_(report) {
    builtins_.fill(kNone);
  }

  std::vector<uint32_t> run() {
    index_of_.reserve(ast_.combinators.size());
    for (const Name& n : ast_.broken) symbols_.add_broken(n);
    for (const AstCombinator& a : ast_.combinators) declare(a);
    finals();
    return std::move(index_of_);
  }

 private:
  std::string_view text(Name n) const { return schema_.name(n); }

  void declare(const AstCombinator& a);
  bool declare_constructor(const AstCombinator& a, Combinator& c);
  bool declare_builtin(const AstCombinator& a, Combinator& c);
  void declare_arity(const AstCombinator& a, uint32_t type);
  bool declared_builtin(const Builtin& b) const {
    return builtins_[static_cast<size_t>(&b - kBuiltins.data())] != kNone;
  }
  bool is_number(const AstCombinator& a, const AstTerm& t) const;
  void finals();

  const Ast& ast_;
  Schema& schema_;
  Symbols& symbols_;
  Reporter& report_;
  std::vector<uint32_t> index_of_;
  std::array<uint32_t, kBuiltins.size()> builtins_;  // index of its constructor if declared
};

void Declarer::declare(const AstCombinator& a) {
  Combinator c;
  c.name = a.name;
  c.magic = a.magic;
  c.magic_explicit = a.magic_explicit;
  c.file = a.file;
  c.line = a.line;
  c.column = a.column;
  uint32_t index = kNone;
  if (a.function && !a.builtin) {
    c.kind = CombinatorKind::function;
    c.flags = a.flags;
    const uint32_t other = symbols_.find_function(text(a.name));
    if (a.unnamed) {
      report_.error(a.name.at, "a function must have a name");
    } else if (other != kNone) {
      report_.error(a.name.at, "function " + quoted(text(a.name)) + " is already declared at " +
                                   report_.place(schema_.functions[other].name.at, a.name.at));
    } else {
      index = symbols_.add_function(c);
    }
  } else if (a.builtin ? declare_builtin(a, c) : declare_constructor(a, c)) {
    index = symbols_.add_constructor(c);
  } else if (symbols_.known_type(text(ast_.terms[a.result].name)) == kNone) {
    symbols_.add_broken(ast_.terms[a.result].name);
  }
  index_of_.push_back(index);
}

bool Declarer::declare_builtin(const AstCombinator& a, Combinator& c) {
  const std::string_view name = text(a.name);
  const Name type_name = ast_.terms[a.result].name;
  const auto* b = std::find_if(kBuiltins.begin(), kBuiltins.end(),
                               [&](const Builtin& x) { return x.constructor == name && x.type == text(type_name); });
  if (b == kBuiltins.end()) {
    report_.error(a.name.at, "no built-in type " + quoted(name) + " = " + quoted(text(type_name)) +
                                 ": there are int, long, float, double, string, object, function");
    return false;
  }
  uint32_t& declared = builtins_[static_cast<size_t>(b - kBuiltins.begin())];
  if (declared != kNone) {
    const Combinator& other = schema_.constructors[declared];
    const uint32_t magic = a.magic_explicit ? a.magic : b->magic;
    if (other.magic == magic) return false;  // said twice, as files made to stand alone do
    report_.error(
        a.magic_explicit ? a.magic_at : a.name.at,
        quoted(name) + " is already declared with another magic at " + report_.place(other.name.at, a.name.at));
    return false;
  }
  if (symbols_.known_type(b->type) != kNone) {
    report_.error(a.name.at, "type " + quoted(b->type) + " has a constructor already, it cannot be built in");
    return false;
  }
  c.kind = CombinatorKind::builtin;
  if (!a.magic_explicit) c.magic = b->magic;
  c.type = symbols_.add_type(type_name);
  declared = static_cast<uint32_t>(schema_.constructors.size());
  return true;
}

bool Declarer::declare_constructor(const AstCombinator& a, Combinator& c) {
  const Name type_name = ast_.terms[a.result].name;
  for (uint32_t i = 0; i != a.arg_count; ++i) {
    const AstArg& arg = ast_.args[a.first_arg + i];
    if ((arg.flags & kArgImplicit) && text(arg.name) == text(type_name)) {
      report_.error(type_name.at,
                    "a constructor's result must be a type name, " + quoted(text(type_name)) + " is a variable");
      return false;
    }
  }
  // Primitives become known on first use, so these look-ups are made where they cannot add one.
  for (const Builtin& b : kBuiltins) {
    if ((b.predeclared || declared_builtin(b)) && (b.constructor == text(a.name) || b.type == text(type_name))) {
      report_.error(a.name.at, quoted(b.constructor == text(a.name) ? b.constructor : b.type) + " is built in");
      return false;
    }
  }
  if (!a.unnamed) {
    const uint32_t other = symbols_.find_constructor(text(a.name));
    if (other != kNone) {
      report_.error(a.name.at, "constructor " + quoted(text(a.name)) + " is already declared at " +
                                   report_.place(schema_.constructors[other].name.at, a.name.at));
      return false;
    }
  }
  if (a.flags) report_.warning(a.annotation_at, "annotations have no meaning for constructors");
  c.type = symbols_.find_type(text(type_name));
  if (c.type == kTypeHash || c.type == kTypeType) {
    report_.error(type_name.at, "'Type' cannot have constructors");
    return false;
  }
  if (c.type == kNone) {
    c.type = symbols_.add_type(type_name);
    declare_arity(a, c.type);
  } else if (a.unnamed && schema_.types[c.type].flags & kTypeHasDefault) {
    report_.error(a.name.at, "type " + quoted(text(type_name)) + " already has a default constructor");
    return false;
  }
  if (a.unnamed) schema_.types[c.type].flags |= kTypeHasDefault;
  return true;
}

// The first constructor of a type says how many parameters it has and which of them are numbers.
void Declarer::declare_arity(const AstCombinator& a, uint32_t type) {
  const AstTerm& r = ast_.terms[a.result];
  Type& t = schema_.types[type];
  if (r.count > limits::kTypeParametersMax) {
    report_.error(r.name.at, "type " + quoted(text(r.name)) + " has more than " +
                                 std::to_string(limits::kTypeParametersMax) + " parameters");
    return;
  }
  t.arity = r.count;
  for (uint32_t i = 0; i != r.count; ++i) {
    if (is_number(a, ast_.terms[r.first + i])) t.nat_params |= uint64_t{1} << i;
  }
}

bool Declarer::is_number(const AstCombinator& a, const AstTerm& t) const {
  if (t.kind == TermKind::number || t.sum) return true;
  if (t.kind == TermKind::hash || t.count) return false;
  for (uint32_t i = 0; i != a.arg_count; ++i) {
    const AstArg& arg = ast_.args[a.first_arg + i];
    if (!arg.array && text(arg.name) == text(t.name)) return ast_.terms[arg.term].kind == TermKind::hash;
  }
  return false;
}

void Declarer::finals() {
  if (ast_.finals.empty()) return;
  // The places of each type's first and last constructor.
  struct Span {
    uint32_t first = kNone, last = 0;
  };
  std::vector<Span> spans(schema_.types.size());
  for (uint32_t i = 0; i != ast_.combinators.size(); ++i) {
    const AstCombinator& a = ast_.combinators[i];
    if (index_of_[i] == kNone || (a.function && !a.builtin)) continue;
    Span& span = spans[schema_.constructors[index_of_[i]].type];
    span.first = std::min(span.first, i);
    span.last = i;
  }
  for (const AstFinal& f : ast_.finals) {
    const std::string_view name = text(f.name);
    const uint32_t type = symbols_.known_type(name);
    const Span span = type < spans.size() ? spans[type] : Span();
    if (span.first == kNone) {
      if (f.kind == FinalKind::empty) {
        if (type == kNone) symbols_.add_type(f.name);
      } else if (!symbols_.is_broken(name)) {
        report_.error(f.name.at, "type " + quoted(name) + " has no constructors");
      }
    } else if (f.kind != FinalKind::final && span.first < f.before) {
      report_.error(f.name.at, "type " + quoted(name) + " already has constructors at " +
                                   report_.place(ast_.combinators[span.first].name.at, f.name.at));
    } else if (f.kind != FinalKind::fresh && span.last >= f.before) {
      const uint32_t at = ast_.combinators[span.last].name.at;
      report_.error(at, "new constructor of type " + quoted(name) + " after the final statement at " +
                            report_.place(f.name.at, at));
    }
  }
}

}  // namespace

std::vector<uint32_t> declare_text(const Ast& ast, Schema& schema, Symbols& symbols, Reporter& report) {
  return Declarer(ast, schema, symbols, report).run();
}

}  // namespace vkext::tl
