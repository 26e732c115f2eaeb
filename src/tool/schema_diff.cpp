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
  std::string shape;  // condition and type
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

  static std::vector<Field> fields(const Schema& s, const Combinator& c) {
    std::vector<std::string> names(c.var_count);
    std::vector<Field> out;
    for (uint32_t i = 0; i < c.arg_count; ++i) {
      const Arg& arg = s.args[c.first_arg + i];
      if (arg.var < names.size()) names[arg.var] = s.name(arg.name);
      Field f;
      f.name = s.name(arg.name);
      f.implicit = arg.flags & tl::kArgImplicit;
      f.conditional = arg.flags & tl::kArgConditional;
      if (f.conditional) {
        f.shape = (arg.mask_var < names.size() ? names[arg.mask_var] : std::string("?")) + '.' + std::to_string(arg.bit) + '?';
      }
      if (arg.flags & tl::kArgBang) f.shape += '!';
      f.shape += tl::expression_text(s, c, arg.type);
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
      if (o && n && o->shape == n->shape && o->implicit == n->implicit) {
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
      if (list[i].name == wanted.name && list[i].shape == wanted.shape) return i;
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
    if (old_result != new_result) {
      add(name, (function ? "answered " : "belonged to ") + old_result + ", now " + (function ? "answers " : "to ") + new_result,
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
