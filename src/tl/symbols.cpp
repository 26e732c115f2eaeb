// Three hash tables over names that lie in the text, and the primitives added on first use. Indices are handed out in
// the order of declaration, which is the order of everything in a Schema made from text.
#include "tl/symbols.h"

#include "tl/builtins.h"
#include "tl/near_name.h"

namespace vkext::tl {

namespace {

constexpr std::string_view kPredeclared =
    "# Type int Int long Long float Float double Double string String object Object function Function\n";

Name predeclared(std::string_view name) {
  for (size_t at = 0; at < kPredeclared.size();) {
    const size_t end = kPredeclared.find_first_of(" \n", at);
    if (kPredeclared.substr(at, end - at) == name) return {static_cast<uint32_t>(at), static_cast<uint32_t>(end - at)};
    at = end + 1;
  }
  return {};
}

// Words that many schemas use and leave to another file to declare: which of the files that come with us has them.
constexpr struct {
  std::string_view file;
  std::string_view words;  // each between spaces
} kHomes[] = {
    {"tl/telegram.tl", " bytes int128 int256 Bytes Int128 Int256 "},
    {"tl/common.tl",
     " vector Vector tuple Tuple true True Bool Maybe Either dictionary Dictionary intKeyDictionary IntKeyDictionary "
     "longKeyDictionary LongKeyDictionary pair Pair map Map "},
};

std::string_view home_of(std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  for (const auto& home : kHomes) {
    if (home.words.find(word) != std::string_view::npos) return home.file;
  }
  return {};
}

std::string declared_in(std::string_view file) { return "; " + std::string(file) + " declares it: load that file too"; }

}  // namespace

std::string_view predeclared_text() { return kPredeclared; }

Symbols::Symbols(Schema& schema) : schema_(schema) {
  add_type(predeclared("#"));
  add_type(predeclared("Type"));
  schema_.types[kTypeHash].id = kTypeIdNat;
  schema_.types[kTypeType].id = kTypeIdType;
}

uint32_t Symbols::known_type(std::string_view name) const {
  return types_.find(hash_name(name), [&](uint32_t i) { return schema_.name(schema_.types[i].name) == name; });
}

uint32_t Symbols::find_type(std::string_view name) {
  const uint32_t found = known_type(name);
  if (found != kNone) return found;
  for (size_t i = 0; i != kBuiltins.size(); ++i) {
    if (kBuiltins[i].predeclared && kBuiltins[i].type == name) {
      return schema_.constructors[add_builtin(i)].type;
    }
  }
  return kNone;
}

uint32_t Symbols::find_constructor(std::string_view name) {
  const uint32_t found = constructors_.find(
      hash_name(name), [&](uint32_t i) { return schema_.name(schema_.constructors[i].name) == name; });
  if (found != NameTable::kAbsent) return found;
  for (size_t i = 0; i != kBuiltins.size(); ++i) {
    if (kBuiltins[i].predeclared && kBuiltins[i].constructor == name) return add_builtin(i);
  }
  return kNone;
}

uint32_t Symbols::find_function(std::string_view name) const {
  return functions_.find(hash_name(name), [&](uint32_t i) { return schema_.name(schema_.functions[i].name) == name; });
}

uint32_t Symbols::add_type(Name name) {
  Type t;
  t.name = name;
  schema_.types.push_back(t);
  const auto index = static_cast<uint32_t>(schema_.types.size() - 1);
  types_.add(hash_name(schema_.name(name)), index);
  return index;
}

uint32_t Symbols::add_constructor(const Combinator& c) {
  schema_.constructors.push_back(c);
  const auto index = static_cast<uint32_t>(schema_.constructors.size() - 1);
  const std::string_view name = schema_.name(c.name);
  if (name != "_") constructors_.add(hash_name(name), index);
  return index;
}

uint32_t Symbols::add_function(const Combinator& c) {
  schema_.functions.push_back(c);
  const auto index = static_cast<uint32_t>(schema_.functions.size() - 1);
  functions_.add(hash_name(schema_.name(c.name)), index);
  return index;
}

uint32_t Symbols::add_builtin(size_t index) {
  const Builtin& b = kBuiltins[index];
  const Name type_name = predeclared(b.type);
  const uint32_t known = known_type(b.type);
  Combinator c;
  c.name = predeclared(b.constructor);
  c.magic = b.magic;
  c.kind = CombinatorKind::builtin;
  c.type = known != kNone ? known : add_type(type_name);
  c.result = static_cast<uint32_t>(schema_.exprs.size());
  c.first_arg = static_cast<uint32_t>(schema_.args.size());
  Expr e;
  e.type = c.type;
  e.at = type_name.at;
  schema_.exprs.push_back(e);
  return add_constructor(c);
}

void Symbols::add_broken(Name name) {
  broken_names_.push_back(name);
  broken_.add(hash_name(schema_.name(name)), static_cast<uint32_t>(broken_names_.size() - 1));
}

bool Symbols::is_broken(std::string_view name) const {
  return broken_.find(hash_name(name), [&](uint32_t i) { return schema_.name(broken_names_[i]) == name; }) !=
         NameTable::kAbsent;
}

std::string Symbols::type_hint(std::string_view name) const {
  if (const std::string_view file = home_of(name); !file.empty()) return declared_in(file);
  NearName near(name);
  for (const Type& t : schema_.types) near.consider(schema_.name(t.name));
  for (const Builtin& b : kBuiltins) near.consider(b.predeclared ? b.type : std::string_view());
  return near.hint();
}

std::string Symbols::constructor_hint(std::string_view name) const {
  if (const std::string_view file = home_of(name); !file.empty()) return declared_in(file);
  NearName near(name);
  for (const Combinator& c : schema_.constructors) near.consider(schema_.name(c.name));
  for (const Builtin& b : kBuiltins) near.consider(b.predeclared ? b.constructor : std::string_view());
  return near.hint();
}

}  // namespace vkext::tl
