// Schemas made up at random: a model of types in plain structs, and its text as a .tl file.
//
// Test side only, and on purpose without a line of src/: random_value.h makes values and their bytes from the same
// model, by the rules of the format, so what our reader, compiler and codec make of the text is checked against
// something they had no part in. Schemas of the tame kind are valid and finite; the wild kind need not be either.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "support/random.h"

namespace vkext::test::model {

enum class Kind : uint8_t {
  int32,
  int64,
  float32,
  float64,
  string,
  boolean,
  truth,
  nat,
  vector,
  tuple,
  maybe,
  dictionary,
  int_dictionary,
  long_dictionary,
  user,      // Schema::types[index]
  variable,  // the Type parameter `index` of the constructor at hand
  answer,    // X: the answer to the function's `!X` number `index`
  number,    // no type: an argument that is a number
};

// A number as written: a variable of the constructor at hand, a constant, or their sum.
struct Number {
  int variable = -1;
  uint32_t add = 0;
};

struct Term {
  Kind kind = Kind::int32;
  bool bare = true;
  uint8_t spelling = 0;  // which of the equal forms the text uses
  uint32_t index = 0;
  Number number;  // kind number; of a tuple: its count
  std::vector<Term> arguments;
};

struct Field {
  std::string name;  // "" for an unnamed one
  int mask = -1;     // number variable, or -1
  uint32_t bit = 0;
  int declares = -1;  // number variable that this `#` is
  int query = -1;     // which `!X` this is
  bool repetition = false;
  bool count_omitted = false;
  Number count;
  std::vector<Field> body;
  Term type;
  uint32_t ordinal = 0;
};

enum class Use : uint8_t { type, count, mask };

struct Variable {
  std::string name;
  Use use = Use::count;
  bool visible = true;  // false once the repetition that declared it has ended
};

// A constructor or a function. Number variables and Type variables are counted apart; parameters come first.
struct Combinator {
  std::string name;
  uint32_t magic = 0;
  bool magic_written = true;
  std::vector<Use> parameters;
  std::vector<Variable> numbers;
  std::vector<Variable> types;
  std::vector<Field> fields;
  Term result;  // of a function
  uint32_t queries = 0;
};

struct Type {
  std::string name;
  std::vector<Use> parameters;
  std::vector<Combinator> constructors;
  uint32_t weight = 1;  // about how many values one of it holds at least
  bool has_default() const { return constructors.back().name == "_"; }
  bool can_be_bare() const { return constructors.size() == 1 && !has_default(); }
};

struct Schema {
  std::vector<Type> types;
  std::vector<Combinator> functions;
};

inline constexpr char kPrelude[] = R"(int ? = Int;
long ? = Long;
float ? = Float;
double ? = Double;
string ? = String;
boolFalse#bc799737 = Bool;
boolTrue#997275b5 = Bool;
true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n;
resultFalse#27930a7b {t:Type} = Maybe t;
resultTrue#3f9c8ef8 {t:Type} result:t = Maybe t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary#1f4c618f {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
intKeyDictionaryField {t:Type} key:int value:t = IntKeyDictionaryField t;
intKeyDictionary#07bafc42 {t:Type} %(Vector (intKeyDictionaryField t)) = IntKeyDictionary t;
longKeyDictionaryField {t:Type} key:long value:t = LongKeyDictionaryField t;
longKeyDictionary#b424d8f1 {t:Type} %(Vector (longKeyDictionaryField t)) = LongKeyDictionary t;
)";

struct Generic {
  const char* bare;
  const char* boxed;
  uint32_t magic;
};
// By Kind, int32 … long_dictionary.
inline constexpr Generic kStandard[] = {
    {"int", "Int", 0xa8509bda},
    {"long", "Long", 0x22076cba},
    {"float", "Float", 0x824dab22},
    {"double", "Double", 0x2210c154},
    {"string", "String", 0xb5286e24},
    {"Bool", "Bool", 0},
    {"true", "True", 0x3fedd339},
    {"#", "#", 0},
    {"vector", "Vector", 0x1cb5c415},
    {"tuple", "Tuple", 0x9770768a},
    {"Maybe", "Maybe", 0},
    {"dictionary", "Dictionary", 0x1f4c618f},
    {"intKeyDictionary", "IntKeyDictionary", 0x07bafc42},
    {"longKeyDictionary", "LongKeyDictionary", 0xb424d8f1},
};
inline const Generic& standard(Kind kind) { return kStandard[static_cast<size_t>(kind)]; }

class Generator {
 public:
  // Wild: anything may stand anywhere, so the schema may be infinite, explode, or break every rule of kinds.
  Generator(Random& random, bool wild) : random_(random), wild_(wild) {}

  Schema run() {
    const uint32_t types = 2 + random_.below(8);
    for (uint32_t i = 0; i != types; ++i) type(i);
    const uint32_t functions = 2 + random_.below(5);
    for (uint32_t i = 0; i != functions; ++i) function(i);
    return std::move(schema_);
  }

 private:
  static constexpr uint32_t kWeightMax = 40;

  bool wild(uint32_t percent) { return wild_ && random_.chance(percent); }

  // Unlike any other: the last byte counts.
  uint32_t magic() { return static_cast<uint32_t>(random_.word()) << 8 | ++magics_; }

  void type(uint32_t index) {
    schema_.types.emplace_back();
    Type t;
    const std::string space = random_.chance(20) ? "ns." : "";
    t.name = space + "T" + std::to_string(index);
    for (uint32_t n = random_.chance(45) ? 1 + random_.below(3) : 0; n; --n) {
      t.parameters.push_back(static_cast<Use>(random_.below(3)));
    }
    self_ = static_cast<int>(index);
    schema_.types[index] = t;
    const uint32_t count = random_.chance(60) ? 1 : 2 + random_.below(random_.chance(10) ? 8 : 3);
    const std::string own = space + "t" + std::to_string(index);
    for (uint32_t i = 0; i != count; ++i) {
      // The one constructor of a type often has its name: with one field it is flat.
      Combinator c;
      c.name = count == 1 ? (random_.chance(60) ? own : own + "x") : own + static_cast<char>('a' + i % 26);
      const bool is_default = count > 1 && i + 1 == count && random_.chance(10);
      if (is_default) c.name = "_";
      parameters(c, t.parameters);
      const uint32_t fields = random_.chance(25) ? 1 : random_.below(6);
      uint32_t weight = 1;
      if (is_default) {
        Field first;
        first.name = "tag";
        first.type.kind = random_.chance(50) ? Kind::int32 : Kind::string;
        c.fields.push_back(first);
      }
      add_fields(c, c.fields, fields, 0, weight);
      number_fields(c.fields, c.parameters.size());
      c.magic = magic();
      c.magic_written = is_default || random_.chance(50);
      if (i == 0) t.weight = weight;
      t.constructors.push_back(std::move(c));
    }
    schema_.types[index] = std::move(t);
    self_ = -1;
  }

  static void parameters(Combinator& c, const std::vector<Use>& uses) {
    c.parameters = uses;
    for (const Use use : uses) {
      if (use == Use::type) {
        c.types.push_back({"X" + std::to_string(c.types.size()), use});
      } else {
        c.numbers.push_back({(use == Use::mask ? "pm" : "pn") + std::to_string(c.numbers.size()), use});
      }
    }
  }

  void function(uint32_t index) {
    Combinator f;
    f.name = (random_.chance(20) ? "ns.f" : "f") + std::to_string(index);
    f.magic = magic();
    f.magic_written = random_.chance(50);
    f.queries = index > 0 && random_.chance(35) ? 1 + random_.below(2) : 0;
    uint32_t weight = 1;
    add_fields(f, f.fields, random_.below(5), 0, weight);
    for (uint32_t q = 0; q != f.queries; ++q) {
      Field field;
      field.name = "q" + std::to_string(q);
      field.query = static_cast<int>(q);
      const size_t at = random_.below(static_cast<uint32_t>(f.fields.size()) + 1);
      f.fields.insert(f.fields.begin() + static_cast<std::ptrdiff_t>(random_.chance(50) ? at : f.fields.size()), field);
    }
    // Queries are told apart by the order in which they are stored.
    int next = 0;
    for (Field& field : f.fields) {
      if (field.query >= 0) field.query = next++;
    }
    number_fields(f.fields, f.queries);
    f.result = result_of(f);
    schema_.functions.push_back(std::move(f));
  }

  Term result_of(const Combinator& f) {
    if (f.queries && random_.chance(40)) {
      Term x;
      x.kind = Kind::answer;
      return x;
    }
    Term t;
    if (f.queries) {  // every X must be mentioned somewhere: `!X` does, so the result is free
      t.kind = Kind::vector;
      Term inner;
      inner.kind = Kind::answer;
      inner.index = random_.below(f.queries);
      if (random_.chance(50)) {
        Term maybe;
        maybe.kind = Kind::maybe;
        maybe.bare = false;
        maybe.arguments.push_back(inner);
        inner = maybe;
      }
      t.arguments.push_back(inner);
      if (random_.chance(30)) {
        t.kind = Kind::tuple;
        t.number.add = random_.below(3);
      }
    } else {
      do t = term(f, 0);
      while (t.kind == Kind::nat || t.kind == Kind::variable || t.kind == Kind::number);
    }
    t.bare = false;
    return t;
  }

  static void number_fields(std::vector<Field>& fields, size_t implicit) {
    for (Field& f : fields) f.ordinal = static_cast<uint32_t>(++implicit);
  }

  void add_fields(Combinator& c, std::vector<Field>& fields, uint32_t count, int depth, uint32_t& weight) {
    for (uint32_t i = 0; i != count && weight < kWeightMax; ++i) {
      Field f;
      // Names are unique in the whole combinator only to keep paths readable.
      f.name = random_.chance(85) ? "a" + std::to_string(names_++ % 1000) : "";
      const int mask = variable(c, Use::mask);
      if (mask >= 0 && random_.chance(50)) {
        f.mask = mask;
        f.bit = random_.below(32);
      }
      const uint32_t what = random_.below(100);
      if (what < 18) {
        f.declares = static_cast<int>(c.numbers.size());
        const Use use = random_.chance(50) ? Use::mask : Use::count;
        f.name = (use == Use::mask ? "m" : "n") + std::to_string(f.declares);
        f.type.kind = Kind::nat;
        c.numbers.push_back({f.name, use});
      } else if (what < 34 && depth < 2 && repetition(c, f, depth)) {
        weight += 2;
      } else {
        f.type = term(c, 0);
        weight += f.mask >= 0 && f.type.kind == Kind::truth ? 0 : weight_of(f.type);
      }
      fields.push_back(std::move(f));
    }
  }

  bool repetition(Combinator& c, Field& f, int depth) {
    const size_t visible = c.numbers.size();
    f.repetition = true;
    f.count = count(c);
    uint32_t weight = kWeightMax / 2;
    std::vector<Field> body;
    add_fields(c, body, 1 + (random_.chance(50) ? random_.below(3) : 0), depth + 1, weight);
    for (size_t i = visible; i != c.numbers.size(); ++i) c.numbers[i].visible = false;
    number_fields(body, 0);
    f.body = std::move(body);
    f.repetition = !f.body.empty();
    return f.repetition;
  }

  // A number variable in scope for this use, or -1.
  int variable(const Combinator& c, Use use) {
    std::vector<int> fit;
    for (size_t i = 0; i != c.numbers.size(); ++i) {
      const Variable& v = c.numbers[i];
      if ((v.use == use || wild(10)) && (v.visible || wild(3))) fit.push_back(static_cast<int>(i));
    }
    return fit.empty() ? -1 : fit[random_.below(static_cast<uint32_t>(fit.size()))];
  }
  Number count(const Combinator& c) {
    Number n;
    if (random_.chance(70)) n.variable = variable(c, Use::count);
    n.add = n.variable < 0 ? random_.below(4) : random_.chance(25) ? 1 + random_.below(2) : 0;
    return n;
  }
  Number mask(const Combinator& c) {
    Number n;
    if (random_.chance(70)) n.variable = variable(c, Use::mask);
    if (n.variable < 0) n.add = static_cast<uint32_t>(random_.word());
    if (n.variable >= 0 && random_.chance(15)) n.add = 1 + random_.below(3);
    return n;
  }

  Term term(const Combinator& c, int depth) {
    Term t;
    t.spelling = static_cast<uint8_t>(random_.below(4));
    const uint32_t what = random_.below(100);
    if (depth > 2 || what < 45) {
      t.kind = static_cast<Kind>(random_.below(7));
      t.bare = random_.chance(80);
      return t;
    }
    if (what < 52 && !c.types.empty()) {
      t.kind = Kind::variable;
      t.index = random_.below(static_cast<uint32_t>(c.types.size()));
      return t;
    }
    if (what < 72) {
      t.kind = static_cast<Kind>(static_cast<uint32_t>(Kind::vector) + random_.below(6));
      t.bare = t.kind != Kind::maybe && random_.chance(60);
      if (t.kind == Kind::tuple) t.number = count(c);
      const int may_be_empty = t.kind == Kind::tuple ? 0 : 1;
      guarded_ += may_be_empty;
      t.arguments.push_back(term(c, depth + 1));
      guarded_ -= may_be_empty;
      return t;
    }
    if (user(c, t, depth)) return t;
    t.kind = Kind::string;
    return t;
  }

  // Earlier types anywhere; the type itself only where a value may stop: in a vector, a dictionary or a Maybe.
  bool user(const Combinator& c, Term& t, int depth) {
    const auto known = static_cast<uint32_t>(schema_.types.size());
    if (known == 0) return false;
    const uint32_t index = random_.below(known);
    const bool self = self_ == static_cast<int>(index);
    if (self && guarded_ == 0 && !wild(20)) return false;
    const Type& type = schema_.types[index];
    if (!self && !wild_ && type.weight > kWeightMax / 2) return false;
    t.kind = Kind::user;
    t.index = index;
    t.bare = !self && (type.constructors.empty() || type.can_be_bare() || wild(5)) && random_.chance(60);
    const bool same = self && !wild(60);
    size_t number = 0, variable = 0;
    for (const Use use : type.parameters) {
      Term argument;
      if (same) {  // the same arguments, or its instances would never end
        argument.kind = use == Use::type ? Kind::variable : Kind::number;
        if (use == Use::type) argument.index = static_cast<uint32_t>(variable++);
        if (use != Use::type) argument.number.variable = static_cast<int>(number++);
      } else if (use == Use::type) {
        argument = term(c, depth + 1);
      } else {
        argument.kind = Kind::number;
        argument.number = use == Use::mask ? mask(c) : count(c);
      }
      t.arguments.push_back(std::move(argument));
    }
    return true;
  }

  uint32_t weight_of(const Term& t) const {
    uint32_t w = 1;
    if (t.kind == Kind::tuple) return 1 + 4 * weight_of(t.arguments[0]);
    if (t.kind != Kind::user) return w;
    for (const Term& a : t.arguments) w += a.kind == Kind::number ? 0 : weight_of(a);
    return w * schema_.types[t.index].weight;
  }

  Random& random_;
  bool wild_;
  Schema schema_;
  int self_ = -1;    // index of the type being made
  int guarded_ = 0;  // how many containers around that may be empty
  uint32_t names_ = 0;
  uint8_t magics_ = 0;
};

inline Schema random_schema(Random& random, bool wild = false) { return Generator(random, wild).run(); }

// The schema as the text of a .tl file.
class Text {
 public:
  explicit Text(const Schema& schema) : schema_(schema) {}

  std::string all() const {
    std::string out = kPrelude;
    for (const Type& t : schema_.types) {
      for (const Combinator& c : t.constructors) {
        out += declaration(c);
        out += " = " + t.name;
        size_t number = 0, type = 0;
        for (const Use use : t.parameters) {
          out += ' ' + (use == Use::type ? c.types[type++].name : c.numbers[number++].name);
        }
        out += ";\n";
      }
    }
    out += "---functions---\n";
    for (const Combinator& f : schema_.functions) out += declaration(f) + " = " + term(f, f.result, false) + ";\n";
    return out;
  }

 private:
  std::string declaration(const Combinator& c) const {
    std::string out = c.name;
    if (c.magic_written && c.name != "_") {
      char hex[16];
      snprintf(hex, sizeof hex, "#%08x", c.magic);
      out += hex;
    }
    size_t number = 0, type = 0;
    for (const Use use : c.parameters) {
      out += use == Use::type ? " {" + c.types[type++].name + ":Type}" : " {" + c.numbers[number++].name + ":#}";
    }
    for (uint32_t q = 0; q != c.queries; ++q) out += " {X" + std::to_string(q) + ":Type}";
    for (const Field& f : c.fields) out += ' ' + field(c, f);
    return out;
  }

  std::string field(const Combinator& c, const Field& f) const {
    std::string out = f.name.empty() ? "" : f.name + ':';
    if (f.mask >= 0) out += c.numbers[static_cast<size_t>(f.mask)].name + '.' + std::to_string(f.bit) + '?';
    if (f.query >= 0) return out + "!X" + std::to_string(f.query);
    if (!f.repetition) return out + term(c, f.type, true);
    out += number(c, f.count, true) + "*[";
    for (const Field& inner : f.body) out += ' ' + field(c, inner);
    return out + " ]";
  }

  static std::string number(const Combinator& c, const Number& n, bool in_brackets) {
    if (n.variable < 0) return std::to_string(n.add);
    const std::string& name = c.numbers[static_cast<size_t>(n.variable)].name;
    if (n.add == 0) return name;
    const std::string sum = name + '+' + std::to_string(n.add);
    return in_brackets ? '(' + sum + ')' : sum;
  }

  std::string term(const Combinator& c, const Term& t, bool closed) const {
    switch (t.kind) {
      case Kind::number:
        return number(c, t.number, true);
      case Kind::variable:
        return c.types[t.index].name;
      case Kind::answer:
        return "X" + std::to_string(t.index);
      case Kind::user: {
        const Type& type = schema_.types[t.index];
        return application(c, t, type.constructors.empty() ? "" : type.constructors[0].name, type.name, closed);
      }
      default:
        return application(c, t, standard(t.kind).bare, standard(t.kind).boxed, closed);
    }
  }
  std::string application(const Combinator& c, const Term& t, const std::string& lower, const std::string& upper,
                          bool closed) const {
    const bool by_constructor = t.bare && (t.spelling & 2) && !lower.empty();
    const bool percent = t.bare && !by_constructor && t.kind != Kind::boolean && t.kind != Kind::nat;
    const std::string name = by_constructor ? lower : upper;
    std::vector<std::string> arguments;
    for (const Term& a : t.arguments) arguments.push_back(term(c, a, true));
    if (t.kind == Kind::tuple) arguments.push_back(number(c, t.number, true));
    std::string out = percent ? "%" : "";
    if (arguments.empty()) return out + name;
    if (t.spelling & 1) {
      out += name + '<';
      for (size_t i = 0; i != arguments.size(); ++i) out += (i ? "," : "") + arguments[i];
      return out + '>';
    }
    std::string body = name;
    for (const std::string& a : arguments) body += ' ' + a;
    return closed ? out + '(' + body + ')' : out + body;
  }

  const Schema& schema_;
};

}  // namespace vkext::test::model
