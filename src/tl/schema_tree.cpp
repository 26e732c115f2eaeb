// See schema_tree.h.
#include "tl/schema_tree.h"

#include <string>
#include <vector>

#include "base/limits.h"
#include "tl/schema_text.h"

namespace vkext::tl {

namespace {

// Names of the variables of a combinator, those inside repetitions included.
void learn_names(const Schema& s, uint32_t first, uint32_t count, std::vector<std::string>& names, int depth) {
  if (depth > limits::kSchemaNestingMax) return;
  for (uint32_t i = 0; i < count; ++i) {
    const Arg& a = s.args[first + i];
    if (a.var != kNone && a.var < names.size()) names[a.var] = s.name(a.name);
    const Expr& e = s.exprs[a.type];
    if (e.kind == ExprKind::array) learn_names(s, e.first, e.count, names, depth + 1);
  }
}

Tree argument_tree(const Schema& s, const Combinator& c, const Arg& a, const std::vector<std::string>& names) {
  Tree t = Tree::map();
  t.set("name", Tree::text(s.name(a.name))).set("type", Tree::text(expression_text(s, c, a.type)));
  if (a.flags & kArgImplicit) t.set("implicit", Tree::boolean(true));
  if (a.flags & kArgBang) t.set("query", Tree::boolean(true));
  if (a.flags & kArgConditional) {
    const std::string mask = a.mask_var < names.size() ? names[a.mask_var] : std::string();
    t.set("condition", std::move(Tree::map().set("mask", Tree::text(mask)).set("bit", Tree::integer(a.bit))));
  }
  return t;
}

Tree combinator_tree(const Schema& s, const Combinator& c) {
  static constexpr const char* kKinds[] = {"builtin", "constructor", "function"};
  std::vector<std::string> names(c.var_count);
  learn_names(s, c.first_arg, c.arg_count, names, 0);
  Tree arguments = Tree::list();
  for (uint32_t i = 0; i < c.arg_count; ++i) arguments.push(argument_tree(s, c, s.args[c.first_arg + i], names));
  Tree flags = Tree::list();
  if (c.kind == CombinatorKind::function) {
    if (c.flags & kRead) flags.push(Tree::text("read"));
    if (c.flags & kWrite) flags.push(Tree::text("write"));
    if (c.flags & kInternal) flags.push(Tree::text("internal"));
    if (c.flags & kKphp) flags.push(Tree::text("kphp"));
  }
  Tree t = Tree::map();
  t.set("name", Tree::text(s.name(c.name)))
      .set("magic", Tree::text("0x" + magic_text(c.magic)))
      .set("kind", Tree::text(kKinds[static_cast<int>(c.kind)]))
      .set("arguments", std::move(arguments))
      .set("result", Tree::text(result_text(s, c)))
      .set("flags", std::move(flags));
  return t;
}

}  // namespace

Tree schema_tree(const Schema& s) {
  Tree combinators = Tree::list();
  for (const Combinator& c : s.constructors) combinators.push(combinator_tree(s, c));
  for (const Combinator& c : s.functions) combinators.push(combinator_tree(s, c));
  Tree types = Tree::list();
  for (const Type& type : s.types) {
    if (type.constructor_count == 0) continue;
    Tree parameters = Tree::list();
    for (uint32_t i = 0; i < type.arity; ++i) parameters.push(Tree::text(type.nat_params >> i & 1 ? "#" : "Type"));
    Tree constructors = Tree::list();
    for (uint32_t i = 0; i < type.constructor_count; ++i) {
      constructors.push(Tree::text(s.name(s.constructor_of(type, i).name)));
    }
    types.push(std::move(Tree::map()
                             .set("name", Tree::text(s.name(type.name)))
                             .set("id", Tree::text("0x" + magic_text(type.id)))
                             .set("parameters", std::move(parameters))
                             .set("constructors", std::move(constructors))));
  }
  Tree all = Tree::map();
  all.set("combinators", std::move(combinators)).set("types", std::move(types));
  return all;
}

}  // namespace vkext::tl
