// Compares combinator by combinator, by name. See schema_diff.h.
#include "tool/schema_diff.h"

#include <map>
#include <string_view>

#include "tl/schema_text.h"

namespace vkext::tool {

namespace {

using tl::Arg;
using tl::Combinator;
using tl::Schema;

using ByName = std::map<std::string, const Combinator*>;

// One argument as far as its bytes are concerned, and its name.
struct Field {
  std::string name;
  std::string shape;  // condition and type, as written
  std::string wire;   // the same in one of the ways to write it: `foo` and `%Foo` are equal here
  bool conditional = false;
  bool implicit = false;
};

class Comparison {
 public:
  Comparison(const Schema& before, const Schema& after) : a_(before), b_(after) {}

  std::vector<Change> run() {
    functions(index(a_, a_.functions), index(b_, b_.functions));
    constructors(index(a_, a_.constructors), index(b_, b_.constructors));
    return std::move(changes_);
  }

 private:
  static ByName index(const Schema& s, const std::vector<Combinator>& list) {
    ByName out;
    for (const Combinator& c : list) {
      if (c.kind == tl::CombinatorKind::builtin) continue;
      std::string name(s.name(c.name));
      // Default constructors all have one name: told apart by their types.
      if (name == "_" && c.type != tl::kNone) name = std::string(s.name(s.types[c.type].name)) + "._";
      out[name] = &c;
    }
    return out;
  }

  void add(const std::string& name, std::string text, bool readers, bool writers) {
    changes_.push_back({name, std::move(text), readers, writers});
  }

  using Names = std::vector<std::string>;

  static std::string number(const tl::Nat& n, const Names& names) {
    std::string out = n.is_const() ? std::string() : n.var < names.size() ? names[n.var] : std::string("?");
    if (n.is_const() || n.add) out += '+' + std::to_string(n.add);
    return out;
  }
  // A type as its bytes are, whatever way it was written. Nesting is bounded by the readers of schemas.
  static std::string wire_form(const Schema& s, uint32_t index, Names& names) {
    const tl::Expr& e = s.exprs[index];
    switch (e.kind) {
      case tl::ExprKind::var:
        return e.nat.var < names.size() ? names[e.nat.var] : std::string("?");
      case tl::ExprKind::nat:
        return number(e.nat, names);
      case tl::ExprKind::array: {
        std::string out = number(e.nat, names) + "*[";
        for (uint32_t i = 0; i < e.count; ++i) out += argument_form(s, s.args[e.first + i], names) + ' ';
        return out + ']';
      }
      case tl::ExprKind::type:
        break;
    }
    std::string out = e.bare ? "%(" : "(";
    out += s.name(s.types[e.type].name);
    for (uint32_t i = 0; i < e.count; ++i) out += ' ' + wire_form(s, e.first + i, names);
    return out + ')';
  }
  static std::string condition(const Arg& arg, const Names& names) {
    if (!(arg.flags & tl::kArgConditional)) return {};
    return (arg.mask_var < names.size() ? names[arg.mask_var] : std::string("?")) + '.' + std::to_string(arg.bit) + '?';
  }
  // Learns the names of variables on the way, by number: how they are called is not on the wire.
  static std::string argument_form(const Schema& s, const Arg& arg, Names& names) {
    if (arg.var < names.size()) names[arg.var] = '$' + std::to_string(arg.var);
    return condition(arg, names) + (arg.flags & tl::kArgBang ? "!" : "") + wire_form(s, arg.type, names);
  }
  static std::string result_form(const Schema& s, const Combinator& c) {
    Names names(c.var_count);
    for (uint32_t i = 0; i < c.arg_count; ++i) (void)argument_form(s, s.args[c.first_arg + i], names);
    return wire_form(s, c.result, names);
  }

  static std::vector<Field> fields(const Schema& s, const Combinator& c) {
    Names names(c.var_count);
    Names numbers(c.var_count);
    std::vector<Field> out;
    for (uint32_t i = 0; i < c.arg_count; ++i) {
      const Arg& arg = s.args[c.first_arg + i];
      if (arg.var < names.size()) names[arg.var] = s.name(arg.name);
      Field f;
      f.name = s.name(arg.name);
      f.implicit = arg.flags & tl::kArgImplicit;
      f.conditional = arg.flags & tl::kArgConditional;
      f.shape = condition(arg, names) + (arg.flags & tl::kArgBang ? "!" : "") + tl::expression_text(s, c, arg.type);
      f.wire = argument_form(s, arg, numbers);
      out.push_back(std::move(f));
    }
    return out;
  }

  // What happened to the arguments, as long as the magic is the same.
  void arguments(const std::string& name, const Combinator& x, const Combinator& y) {
    const std::vector<Field> old_fields = fields(a_, x);
    const std::vector<Field> new_fields = fields(b_, y);
    size_t i = 0;
    size_t k = 0;
    while (i < old_fields.size() || k < new_fields.size()) {
      const Field* o = i < old_fields.size() ? &old_fields[i] : nullptr;
      const Field* n = k < new_fields.size() ? &new_fields[k] : nullptr;
      if (o && n && o->wire == n->wire && o->implicit == n->implicit) {
        // Names are not on the wire, but scripts use them.
        if (o->name != n->name) add(name, "argument `" + o->name + "` is called `" + n->name + "` now", false, false);
        ++i;
        ++k;
        continue;
      }
      if (o && n && o->name == n->name && !o->name.empty()) {
        add(name, "`" + o->name + "` was " + o->shape + ", is " + n->shape, true, true);
        ++i;
        ++k;
        continue;
      }
      const bool inserted = n && (!o || later(old_fields, i, *n) == kAbsent);
      const Field& f = inserted ? *n : *o;
      // A field behind a bit that nobody set before is seen only by those who set it.
      const bool hidden = f.conditional && !f.implicit;
      add(name, "argument `" + f.name + ":" + f.shape + "` was " + (inserted ? "added" : "removed"),
          !hidden || !inserted, !hidden);
      ++(inserted ? k : i);
    }
  }
  static constexpr size_t kAbsent = static_cast<size_t>(-1);
  static size_t later(const std::vector<Field>& list, size_t from, const Field& wanted) {
    for (size_t i = from; i < list.size(); ++i) {
      if (list[i].name == wanted.name && list[i].wire == wanted.wire) return i;
    }
    return kAbsent;
  }

  // Both there under one name.
  void both(const std::string& name, const Combinator& x, const Combinator& y) {
    const size_t first = changes_.size();
    arguments(name, x, y);
    const std::string old_result = tl::result_text(a_, x);
    const std::string new_result = tl::result_text(b_, y);
    const bool function = x.kind == tl::CombinatorKind::function;
    if (result_form(a_, x) != result_form(b_, y)) {
      add(name,
          (function ? "answered " : "belonged to ") + old_result + ", now " + (function ? "answers " : "to ") +
              new_result,
          true, !function);
    }
    if (x.magic != y.magic) {
      // The magic is a checksum of the text: whatever changed above changed it, a name as well.
      for (size_t i = first; i < changes_.size(); ++i) changes_[i].breaks_readers = changes_[i].breaks_writers = true;
      add(name, "its magic was 0x" + tl::magic_text(x.magic) + ", is 0x" + tl::magic_text(y.magic), true, true);
    }
    if (function && x.flags != y.flags) {
      const bool closed = (y.flags & tl::kInternal) && !(x.flags & tl::kInternal);
      add(name, closed ? "is @internal now" : "its annotations changed", false, closed);
    }
  }

  void functions(const ByName& before, const ByName& after) {
    for (const auto& [name, c] : before) {
      const auto found = after.find(name);
      if (found == after.end()) {
        add(name, "the function was removed: who calls it gets an error", false, true);
      } else {
        both(name, *c, *found->second);
      }
    }
    for (const auto& [name, c] : after) {
      if (!before.count(name)) add(name, "the function is new", false, false);
    }
  }

  const tl::Type* type_named(const Schema& s, std::string_view name) const {
    for (const tl::Type& t : s.types) {
      if (s.name(t.name) == name) return &t;
    }
    return nullptr;
  }

  void constructors(const ByName& before, const ByName& after) {
    for (const auto& [name, c] : before) {
      const auto found = after.find(name);
      if (found == after.end()) {
        add(name, "the constructor was removed: who still sends it is not understood", true, true);
      } else {
        both(name, *c, *found->second);
      }
    }
    for (const auto& [name, c] : after) {
      if (before.count(name)) continue;
      const std::string type(c->type == tl::kNone ? std::string_view() : b_.name(b_.types[c->type].name));
      const tl::Type* old = type_named(a_, type);
      if (!old || old->constructor_count == 0) {
        add(name, "the constructor is new, and so is its type " + type, false, false);
      } else {
        add(name, "the constructor is new in " + type + ": who has the old schema does not understand it", true, false);
        if (old->constructor_count == 1) {
          add(type, "is a union now: bare uses of it are no longer possible", true, true);
        }
      }
    }
  }

  const Schema& a_;
  const Schema& b_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> compare_schemas(const tl::Schema& before, const tl::Schema& after) {
  return Comparison(before, after).run();
}

}  // namespace vkext::tool
