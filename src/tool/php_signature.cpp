// Plans back to the arguments they were compiled from. See php_signature.h.
#include "tool/php_signature.h"

#include "tl/schema_text.h"

namespace vkext::tool::php {

Signatures::Signatures(const tl::Schema& schema) : schema_(schema) {
  for (const tl::Combinator& c : schema.constructors) constructors_.emplace(schema.name(c.name), &c);
  for (const tl::Combinator& c : schema.functions) functions_.emplace(schema.name(c.name), &c);
}

Arguments Signatures::of(const tl::PlanSet& set, const tl::Plan& plan) const {
  Arguments out;
  const std::string_view name = set.name(plan.name);
  const bool item = plan.flags & tl::kPlanItem;
  for (const auto* list : {&functions_, &constructors_}) {
    if (!item && (list == &functions_) != ((plan.flags & tl::kPlanQuery) != 0)) continue;
    const auto it = list->find(name);
    if (it == list->end()) continue;
    const tl::Combinator& c = *it->second;
    out = {&c, c.first_arg, c.arg_count};
    if (!item || find_item(c.first_arg, c.arg_count, set, plan, out)) return out;
  }
  return {};
}

// A repetition with several arguments, told by the ordinal of the argument and by the names in it.
bool Signatures::find_item(uint32_t first, uint32_t count, const tl::PlanSet& set, const tl::Plan& item,
                           Arguments& out) const {
  for (uint32_t i = 0; i < count; ++i) {
    const tl::Expr& e = schema_.exprs[schema_.args[first + i].type];
    if (e.kind != tl::ExprKind::array) continue;
    bool same = i + 1 == item.type_name && e.count >= item.op_count;
    for (uint32_t k = 0; same && k < item.op_count; ++k) {
      const tl::Op& op = set.ops[item.first_op + k];
      same = op.ordinal && op.ordinal <= e.count &&
             schema_.name(schema_.args[e.first + op.ordinal - 1].name) == set.name(op.name);
    }
    if (same) {
      out.first = e.first;
      out.count = e.count;
      return true;
    }
    if (find_item(e.first, e.count, set, item, out)) return true;
  }
  return false;
}

const tl::Arg* Signatures::argument(const Arguments& list, const tl::Op& op) const {
  if (!op.ordinal || op.ordinal > list.count) return nullptr;
  return &schema_.args[list.first + op.ordinal - 1];
}

bool Signatures::find_variable(uint32_t first, uint32_t count, uint32_t variable, std::string& out) const {
  for (uint32_t i = 0; i < count; ++i) {
    const tl::Arg& a = schema_.args[first + i];
    if (a.var == variable) {
      out = a.name.empty() ? "arg" + std::to_string(i + 1) : std::string(schema_.name(a.name));
      return true;
    }
    const tl::Expr& e = schema_.exprs[a.type];
    if (e.kind == tl::ExprKind::array && find_variable(e.first, e.count, variable, out)) return true;
  }
  return false;
}

std::string Signatures::mask_of(const Arguments& list, const tl::Arg& arg) const {
  std::string out;
  find_variable(list.owner->first_arg, list.owner->arg_count, arg.mask_var, out);
  return out;
}

// The source is one line; what stands between spaces outside of brackets is a line here.
std::string Signatures::text(const tl::Combinator& combinator) const {
  const std::string source = tl::source_text(schema_, combinator);
  std::string out;
  std::string word;
  int depth = 0;
  bool result = false;
  const auto flush = [&] {
    if (word.empty() || word[0] == '@') {
      word.clear();
      return;
    }
    result = result || word == "=";
    if (result && word != "=") {
      out += " " + word;
    } else {
      out += (out.empty() ? "" : "\n  ") + word;
    }
    word.clear();
  };
  for (const char c : source) {
    if (c == ' ' && depth == 0) {
      flush();
      continue;
    }
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    word += c;
  }
  flush();
  return out;
}

}  // namespace vkext::tool::php
