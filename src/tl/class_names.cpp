// Spelling the names of generated classes, and taking them apart. See class_names.h.
#include "tl/class_names.h"

#include <algorithm>
#include <cstdio>

namespace vkext::tl {

namespace {

constexpr std::string_view kRoot = "VK\\TL\\";
constexpr std::string_view kCommon = "_common";
constexpr std::string_view kFunctions = "Functions";
constexpr std::string_view kTypes = "Types";

// What the generator calls the constructors around an answer.
struct Renamed {
  std::string_view tl, php;
};
constexpr Renamed kRenamed[] = {
    {"_", "rpcResponseOk"}, {"reqResultHeader", "rpcResponseHeader"}, {"reqError", "rpcResponseError"}};

std::string_view php_constructor(std::string_view name) {
  for (const Renamed& r : kRenamed) {
    if (r.tl == name) return r.php;
  }
  return name;
}

std::string_view php_type(std::string_view name) { return name == "ReqResult" ? "RpcResponse" : name; }

void add_namespace(std::string_view tl_name, std::string_view kind, ClassName& out) {
  const size_t dot = tl_name.find('.');
  out.clear();
  out.add(kRoot);
  out.add(dot == std::string_view::npos ? kCommon : tl_name.substr(0, dot));
  out.add("\\");
  out.add(kind);
  out.add("\\");
}

// Spells type arguments. Instances form a finite tree, but a shared one may be long when written out: the buffer's end
// ends the walk.
class Spelled {
 public:
  Spelled(const PlanSet& set, Spelling spelling, ClassName& out) : set_(set), spelling_(spelling), out_(out) {}

  void arguments(uint32_t instance) {
    const Instance& i = set_.instances[instance];
    for (uint32_t k = 0; k < i.child_count && out_.fits(); ++k) {
      out_.add("__");
      argument(set_.instance_children[i.first_child + k], false);
    }
  }

 private:
  void argument(uint32_t instance, bool in_maybe) {
    const Instance& i = set_.instances[instance];
    switch (i.shape) {
      case kShapeInt: return out_.add("int");
      case kShapeFloat: return out_.add("float");
      case kShapeString: return out_.add("string");
      case kShapeBool: return out_.add("boolean");
      case kShapeTrue: return out_.add(spelling_ == Spelling::incumbent ? "True" : "boolean");
      case kShapeArray:
        out_.add("array_");
        return child(i, false);
      case kShapeMaybe:
        if (says_maybe(i)) out_.add("maybe_");
        return child(i, true);
      case kShapeResult: return out_.add("RpcFunctionReturnResult");
      default: break;
    }
    const bool by_constructor = in_maybe && spelling_ == Spelling::go_generator;
    out_.add_flat(by_constructor ? constructor_or_type(instance) : php_type(set_.name(i.type_name)));
    arguments(instance);
  }

  void child(const Instance& i, bool in_maybe) {
    if (i.child_count && out_.fits()) argument(set_.instance_children[i.first_child], in_maybe);
  }

  bool says_maybe(const Instance& maybe) const {
    const uint8_t inner = maybe.child_count ? set_.instances[set_.instance_children[maybe.first_child]].shape
                                            : static_cast<uint8_t>(kShapeNamed);
    if (inner == kShapeMaybe) return false;  // the inner one says it
    if (spelling_ != Spelling::incumbent) return true;
    return inner == kShapeInt || inner == kShapeFloat || inner == kShapeString || inner == kShapeArray;
  }

  // Walks all plans: asked only for classes that other spellings did not find.
  std::string_view constructor_or_type(uint32_t instance) const {
    const std::string_view type = set_.name(set_.instances[instance].type_name);
    std::string_view found;
    for (const Plan& p : set_.plans) {
      if (p.instance != instance) continue;
      if (!found.empty()) return type;  // a union
      found = set_.name(p.name);
    }
    return found.empty() ? type : found;
  }

  const PlanSet& set_;
  Spelling spelling_;
  ClassName& out_;
};

}  // namespace

bool is_any_answer(const PlanSet& set, uint32_t instance) {
  if (instance == kNone) return false;
  const Instance& i = set.instances[instance];
  return i.child_count == 1 && set.name(i.type_name) == "ReqResult" &&
         set.instances[set.instance_children[i.first_child]].shape == kShapeResult;
}

void name_record(const PlanSet& set, uint32_t plan_index, Spelling spelling, ClassName& out) {
  const Plan& plan = set.plans[plan_index];
  const std::string_view name = php_constructor(set.name(plan.name));
  add_namespace(name, kTypes, out);
  out.add_flat(name);
  if (plan.flags & kPlanItem) {
    char text[32];
    const int n = snprintf(text, sizeof text, "_arg%u_item", static_cast<unsigned>(plan.type_name));
    out.add({text, static_cast<size_t>(n)});
    return;
  }
  const bool plain = spelling == Spelling::go_generator && is_any_answer(set, plan.instance);
  if (plan.instance != kNone && !plain) Spelled(set, spelling, out).arguments(plan.instance);
  if (spelling == Spelling::escaped) out.add("_");
}

namespace {

// The one name that a constant may not have.
bool names_class(std::string_view name) {
  constexpr std::string_view kClass = "class";
  return name.size() == kClass.size() &&
         std::equal(name.begin(), name.end(), kClass.begin(), [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

void name_union(const PlanSet& set, uint32_t union_index, Spelling spelling, ClassName& out) {
  const Union& u = set.unions[union_index];
  const std::string_view name = php_type(set.name(u.type_name));
  add_namespace(name, kTypes, out);
  out.add_flat(name);
  if (u.instance != kNone) Spelled(set, spelling, out).arguments(u.instance);
  if (spelling == Spelling::escaped) out.add("_");
}

void name_enum_case(const PlanSet& set, uint32_t union_index, uint32_t case_index, ClassName& out) {
  const Union& u = set.unions[union_index];
  const std::string_view type = set.name(u.type_name);
  std::string_view name = php_constructor(set.name(set.plans[set.cases[u.first_case + case_index].plan].name));
  const size_t dot = type.find('.');
  if (dot != std::string_view::npos && name.substr(0, dot + 1) == type.substr(0, dot + 1)) name.remove_prefix(dot + 1);
  out.clear();
  out.add_flat(name);
  if (names_class(name)) out.add("_");
}

void name_function(const PlanSet& set, uint32_t function, std::string_view suffix, ClassName& out) {
  const std::string_view name = set.name(set.functions[function].name);
  add_namespace(name, kFunctions, out);
  out.add_flat(name);
  out.add(suffix);
}

bool parse_class_name(std::string_view s, TlClass& out) {
  if (s.substr(0, kRoot.size()) != kRoot) return false;
  s.remove_prefix(kRoot.size());
  const size_t first = s.find('\\');
  const size_t second = first == std::string_view::npos ? first : s.find('\\', first + 1);
  if (second == std::string_view::npos) return false;
  const std::string_view space = s.substr(0, first);
  const std::string_view kind = s.substr(first + 1, second - first - 1);
  std::string_view name = s.substr(second + 1);
  if (kind != kFunctions && kind != kTypes) return false;
  if (name.empty() || name.size() >= sizeof out.text || name.find('\\') != std::string_view::npos) return false;
  out.is_function = kind == kFunctions;
  if (space == kCommon && !out.is_function) {
    for (const Renamed& r : kRenamed) {
      if (name == r.php) name = r.tl;
    }
  }
  memcpy(out.text, name.data(), name.size());
  out.size = name.size();
  if (space == kCommon) return true;
  if (name.size() <= space.size() || name.substr(0, space.size()) != space || name[space.size()] != '_') return false;
  out.text[space.size()] = '.';
  return true;
}

bool TlClass::is_constructor(std::string_view constructor) const {
  if (size < constructor.size()) return false;
  bool dotted = false;
  for (size_t i = 0; i < constructor.size(); ++i) {
    const bool more_dots = constructor[i] == '.' && dotted;
    dotted |= constructor[i] == '.';
    if (text[i] != (more_dots ? '_' : constructor[i])) return false;
  }
  const std::string_view rest = name().substr(constructor.size());
  return rest.empty() || rest == "_" || rest.substr(0, 2) == "__";
}

uint32_t find_function(const PlanSet& set, const TlClass& tl_class) {
  if (!tl_class.is_function) return kNone;
  const std::string_view name = tl_class.name();
  uint32_t found = set.find_function(name);
  if (found != kNone) return found;
  const size_t cut = name.find("__");
  if (cut != std::string_view::npos) found = set.find_function(name.substr(0, cut));
  if (found == kNone && name.back() == '_') found = set.find_function(name.substr(0, name.size() - 1));
  if (found != kNone) return found;
  // Names with more than one dot.
  ClassName flat;
  for (uint32_t i = 0; i < set.functions.size(); ++i) {
    const std::string_view candidate = set.name(set.functions[i].name);
    if (candidate.size() != name.size() || candidate.find('.') == candidate.rfind('.')) continue;
    flat.clear();
    flat.add_flat(candidate);
    const size_t dot = candidate.find('.');
    const bool same_space = candidate.substr(0, dot + 1) == name.substr(0, dot + 1);
    if (same_space && flat.text().substr(dot + 1) == name.substr(dot + 1)) return i;
  }
  return kNone;
}

}  // namespace vkext::tl
