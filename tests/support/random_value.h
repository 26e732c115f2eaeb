// Values of a random schema with their bytes, made from the model by the rules of the format: no line of src/ has a say
// in the bytes. The values are Trees in the form that loses nothing (TreeSink::Form::whole).
//
// Test side only. Every field that was written is remembered with its path and the keys that lead to it, so that a test
// can take it away and look at the complaint.
#pragma once

#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/random_schema.h"
#include "tl/tree.h"

namespace vkext::test::model {

using tl::Tree;

// A field that must be there: how a complaint names it, and the way to it from the root.
struct Place {
  std::string path;
  std::vector<Tree::Key> keys;
};

struct Query {
  const Combinator* function = nullptr;
  std::vector<uint32_t> numbers;
  std::vector<std::unique_ptr<Query>> inner;  // by number of the `!X`
};

struct Made {
  Tree value;
  std::string bytes;
  std::vector<Place> places;
};

class Values {
 public:
  static constexpr size_t kBytesMax = 3000;

  Values(const Schema& schema, Random& random) : schema_(schema), random_(random) {}

  // Empty `function` when what came out was too large to be of use.
  Query query(uint32_t function, Made& made) {
    begin(made);
    Query q;
    made.value = whole_query(function, q);
    if (too_large()) q.function = nullptr;
    return q;
  }
  bool answer(const Query& q, Made& made) {
    begin(made);
    made.value = answer_of(q);
    return !too_large();
  }

 private:
  // What the variables of a constructor stand for.
  struct Scope {
    std::vector<uint32_t> numbers;
    struct Bound {
      const Term* term = nullptr;
      const Scope* scope = nullptr;
    };
    std::vector<Bound> types;
    const Query* query = nullptr;  // whose answer is being made
  };

  void begin(Made& made) {
    made = Made();
    made_ = &made;
    out_ = &made.bytes;
    depth_ = 0;
    path_.clear();
    keys_.clear();
  }
  bool too_large() const { return out_->size() > kBytesMax; }
  bool deep() const { return depth_ > 7 || out_->size() > kBytesMax / 4 || random_.dry(); }

  void store(uint64_t v, int bytes) {
    for (int i = 0; i != bytes; ++i) out_->push_back(static_cast<char>(v >> (8 * i)));
  }
  void word(uint32_t v) { store(v, 4); }
  void store_string(const std::string& s) {
    if (s.size() < 254) {
      out_->push_back(static_cast<char>(s.size()));
    } else {
      out_->push_back(static_cast<char>(0xfe));
      store(s.size(), 3);
    }
    *out_ += s;
    while (out_->size() % 4) out_->push_back('\0');
  }

  uint32_t number(const Number& n, const Scope& scope) const {
    return (n.variable < 0 ? 0 : scope.numbers[static_cast<size_t>(n.variable)]) + n.add;
  }

  Tree value(const Term& t, const Scope& scope, bool boxed) {
    if (too_large()) return Tree();
    switch (t.kind) {
      case Kind::variable: {
        const Scope::Bound& b = scope.types[t.index];
        return value(*b.term, *b.scope, boxed);
      }
      case Kind::answer:
        return answer_of(*scope.query->inner[t.index]);
      case Kind::user:
        return user(t, scope, boxed || !t.bare);
      case Kind::boolean: {
        const bool b = random_.chance(50);
        word(b ? 0x997275b5 : 0xbc799737);
        return Tree::boolean(b);
      }
      case Kind::maybe:
        return maybe(t, scope);
      default:
        break;
    }
    if ((boxed || !t.bare) && t.kind != Kind::nat) word(standard(t.kind).magic);
    switch (t.kind) {
      case Kind::int32:
      case Kind::nat: {
        const auto v = static_cast<int32_t>(random_.chance(50) ? random_.below(20) : random_.word());
        word(static_cast<uint32_t>(v));
        return Tree::integer(v);
      }
      case Kind::int64: {
        const auto v = static_cast<int64_t>(random_.word());
        store(static_cast<uint64_t>(v), 8);
        return Tree::integer(v);
      }
      case Kind::float32: {
        const float f = static_cast<float>(static_cast<int32_t>(random_.below(2000)) - 1000) / 8;
        uint32_t bits;
        memcpy(&bits, &f, 4);
        word(bits);
        return Tree::real(static_cast<double>(f));
      }
      case Kind::float64: {
        const double d = static_cast<double>(static_cast<int64_t>(random_.word())) / 1024;
        uint64_t bits;
        memcpy(&bits, &d, 8);
        store(bits, 8);
        return Tree::real(d);
      }
      case Kind::string: {
        const std::string s = text();
        store_string(s);
        return Tree::text(s);
      }
      case Kind::truth:
        return Tree::list();
      case Kind::vector: {
        const uint32_t n = deep() ? 0 : random_.below(4);
        word(n);
        return elements(t.arguments[0], n, scope);
      }
      case Kind::tuple:
        return elements(t.arguments[0], number(t.number, scope), scope);
      default:
        return dictionary(t, scope);
    }
  }

  std::string text() {
    std::string s;
    const uint32_t size = random_.chance(3) ? 250 + random_.below(10) : random_.below(9);
    for (uint32_t i = 0; i != size; ++i) s.push_back(static_cast<char>(random_.below(256)));
    return s;
  }

  Tree elements(const Term& t, uint32_t n, const Scope& scope) {
    Tree list = Tree::list();
    ++depth_;
    for (uint32_t i = 0; i != n && !too_large(); ++i) {
      Step step(*this, "[" + std::to_string(i) + "]", Tree::Key::of(int64_t{i}));
      list.push(value(t, scope, false));
    }
    --depth_;
    return list;
  }

  Tree maybe(const Term& t, const Scope& scope) {
    Tree out = Tree::map();
    const bool there = !deep() && random_.chance(60);
    word(there ? 0x3f9c8ef8 : 0x27930a7b);
    out.set("_", Tree::text(there ? "resultTrue" : "resultFalse"));
    if (!there) return out;
    ++depth_;
    Step step(*this, "", Tree::Key::of("result"));
    Tree inner = value(t.arguments[0], scope, false);
    --depth_;
    out.set("result", std::move(inner));
    return out;
  }

  Tree dictionary(const Term& t, const Scope& scope) {
    const uint32_t wanted = deep() ? 0 : random_.below(4);
    Tree out = wanted ? Tree::map() : Tree::list();
    std::set<std::string> used;
    const size_t count_at = out_->size();
    word(0);
    uint32_t n = 0;
    ++depth_;
    for (uint32_t i = 0; i != wanted && !too_large(); ++i) {
      Tree::Key key;
      std::string path;
      if (t.kind == Kind::dictionary) {
        const std::string s =
            random_.chance(30) ? std::to_string(static_cast<int32_t>(random_.below(200)) - 100) : text();
        if (!used.insert(s).second) continue;
        store_string(s);
        key = Tree::Key::of(s);
        path = key.is_string ? "[\"" + s + "\"]" : "[" + s + "]";
      } else {
        const int64_t v = t.kind == Kind::int_dictionary ? static_cast<int32_t>(random_.word())
                                                         : static_cast<int64_t>(random_.word());
        if (!used.insert(std::to_string(v)).second) continue;
        store(static_cast<uint64_t>(v), t.kind == Kind::int_dictionary ? 4 : 8);
        key = Tree::Key::of(v);
        path = "[" + std::to_string(v) + "]";
      }
      Step step(*this, path, key);
      Tree item = value(t.arguments[0], scope, false);
      out.at(std::move(key)) = std::move(item);
      ++n;
    }
    --depth_;
    for (size_t i = 0; i != 4; ++i) (*out_)[count_at + i] = static_cast<char>(n >> (8 * i));
    return n ? out : Tree::list();
  }

  // What the variables of a constructor are in an application of its type.
  Scope inside(const Combinator& c, const Term& t, const Scope& scope) const {
    Scope inner;
    inner.numbers.assign(c.numbers.size(), 0);
    size_t n = 0;
    for (size_t i = 0; i != t.arguments.size(); ++i) {
      const Term& a = t.arguments[i];
      if (c.parameters[i] != Use::type) {
        inner.numbers[n++] = number(a.number, scope);
      } else if (a.kind == Kind::variable) {
        inner.types.push_back(scope.types[a.index]);
      } else {
        inner.types.push_back({&a, &scope});
      }
    }
    return inner;
  }

  Tree user(const Term& t, const Scope& scope, bool boxed) {
    const Type& type = schema_.types[t.index];
    const auto count = static_cast<uint32_t>(type.constructors.size());
    const uint32_t chosen = deep() ? 0 : random_.below(count);
    const Combinator& c = type.constructors[chosen];
    if (boxed && c.name != "_") word(c.magic);
    Scope inner = inside(c, t, scope);
    ++depth_;
    Tree out;
    if (is_flat(type)) {
      out = field_value(c, c.fields[0], inner);
    } else {
      out = Tree::map();
      record(c, c.fields, inner, false, out);
      if (count > 1) out.set("_", Tree::text(c.name));
    }
    --depth_;
    return out;
  }

  // One constructor with the type's name, with one unconditional argument: its value stands for all.
  static bool is_flat(const Type& t) {
    if (t.constructors.size() != 1 || t.constructors[0].fields.size() != 1 || t.constructors[0].fields[0].mask >= 0) {
      return false;
    }
    const std::string& a = t.name;
    const std::string& b = t.constructors[0].name;
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i != a.size(); ++i) {
      if ((a[i] | 0x20) != (b[i] | 0x20)) return false;
    }
    return true;
  }

  void record(const Combinator& c, const std::vector<Field>& fields, Scope& scope, bool item, Tree& out) {
    for (const Field& f : fields) {
      if (f.mask >= 0 && !(scope.numbers[static_cast<size_t>(f.mask)] >> f.bit & 1)) {
        if (f.declares >= 0) scope.numbers[static_cast<size_t>(f.declares)] = 0;
        continue;
      }
      const Tree::Key key = f.name.empty() ? Tree::Key::of(int64_t{f.ordinal} - (item ? 1 : 0)) : Tree::Key::of(f.name);
      Step step(*this, f.name.empty() ? "[" + std::to_string(f.ordinal) + "]" : "." + f.name, key);
      if (f.mask < 0 || f.repetition || f.query >= 0 || !is_bit(f.type, scope)) made_->places.push_back({path_, keys_});
      Tree v = field_value(c, f, scope);
      out.at(key) = std::move(v);
    }
  }

  // `f.N?true`, also by way of variables and flat types: present or not is all there is.
  bool is_bit(const Term& t, const Scope& scope) const {
    if (t.kind == Kind::variable) return is_bit(*scope.types[t.index].term, *scope.types[t.index].scope);
    if (!t.bare) return false;
    if (t.kind != Kind::user) return t.kind == Kind::truth;
    const Type& type = schema_.types[t.index];
    if (!is_flat(type)) return false;
    const Combinator& c = type.constructors[0];
    const Field& f = c.fields[0];
    if (f.repetition || f.declares >= 0) return false;
    return is_bit(f.type, inside(c, t, scope));
  }

  Tree field_value(const Combinator& c, const Field& f, Scope& scope) {
    if (f.query >= 0) return inner_query(*open_, f);
    if (f.repetition) return repetition(c, f, scope);
    if (f.declares < 0) return value(f.type, scope, false);
    uint32_t n = random_.below(4);
    if (c.numbers[static_cast<size_t>(f.declares)].use == Use::mask) n = static_cast<uint32_t>(random_.word());
    scope.numbers[static_cast<size_t>(f.declares)] = n;
    word(n);
    return Tree::integer(static_cast<int32_t>(n));
  }

  Tree repetition(const Combinator& c, const Field& f, Scope& scope) {
    const uint32_t n = number(f.count, scope);
    const bool plain = f.body.size() == 1 && f.body[0].mask < 0;
    Tree list = Tree::list();
    ++depth_;
    for (uint32_t i = 0; i != n && !too_large(); ++i) {
      Step step(*this, "[" + std::to_string(i) + "]", Tree::Key::of(int64_t{i}));
      if (plain) {
        list.push(field_value(c, f.body[0], scope));
        continue;
      }
      Tree item = Tree::map();
      record(c, f.body, scope, true, item);
      list.push(std::move(item));
    }
    --depth_;
    return list;
  }

  // Functions without queries inside where it gets deep.
  Tree inner_query(Query& outer, const Field& f) {
    uint32_t index = random_.below(static_cast<uint32_t>(schema_.functions.size()));
    if (query_depth_ > 2 || deep()) index = 0;
    outer.inner.push_back(std::make_unique<Query>());
    if (static_cast<int>(outer.inner.size()) != f.query + 1) return Tree();
    return whole_query(index, *outer.inner.back());
  }

  Tree whole_query(uint32_t index, Query& q) {
    const Combinator& f = schema_.functions[index];
    q.function = &f;
    word(f.magic);
    Tree out = Tree::map();
    out.set("_", Tree::text(f.name));
    Scope scope;
    scope.numbers.assign(f.numbers.size(), 0);
    Query* const outer = open_;
    open_ = &q;
    ++query_depth_;
    ++depth_;
    const std::string before = path_;
    path_ += (before.empty() ? "" : ": ") + f.name + " → ";
    record(f, f.fields, scope, false, out);
    path_ = before;
    --depth_;
    --query_depth_;
    open_ = outer;
    q.numbers = scope.numbers;
    return out;
  }

  Tree answer_of(const Query& q) {
    Scope scope;
    scope.numbers = q.numbers;
    scope.query = &q;
    ++depth_;
    Tree out = value(q.function->result, scope, q.function->result.kind != Kind::answer);
    --depth_;
    return out;
  }

  // One step down, on the path and among the keys, for as long as it lives.
  struct Step {
    Step(Values& of, const std::string& path, Tree::Key key) : of_(of), size_(of.path_.size()) {
      const bool first = of.path_.empty() || (size_ > 4 && of.path_.compare(size_ - 5, 5, " → ") == 0);
      of.path_ += first && path[0] == '.' ? path.substr(1) : path;
      of.keys_.push_back(std::move(key));
    }
    ~Step() {
      of_.path_.resize(size_);
      of_.keys_.pop_back();
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    Values& of_;
    size_t size_;
  };

  const Schema& schema_;
  Random& random_;
  Made* made_ = nullptr;
  std::string* out_ = nullptr;
  Query* open_ = nullptr;
  int depth_ = 0;
  int query_depth_ = 0;
  std::string path_;
  std::vector<Tree::Key> keys_;
};

// A copy without what stands at the end of the keys.
inline Tree without(const Tree& v, const std::vector<Tree::Key>& keys, size_t at = 0) {
  const auto same = [](const Tree::Key& a, const Tree::Key& b) {
    return a.is_string == b.is_string && (a.is_string ? a.text == b.text : a.number == b.number);
  };
  Tree out = Tree::map();
  const auto copy = [&](const Tree::Key& key, const Tree& item) {
    if (!same(key, keys[at])) {
      out.at(key) = item;
    } else if (at + 1 != keys.size()) {
      out.at(key) = without(item, keys, at + 1);
    }
  };
  if (v.kind() == Tree::Kind::list) {
    for (size_t i = 0; i != v.items().size(); ++i) copy(Tree::Key::of(static_cast<int64_t>(i)), v.items()[i]);
  } else {
    for (const auto& e : v.entries()) copy(e.key, e.value);
  }
  return out;
}

}  // namespace vkext::test::model
