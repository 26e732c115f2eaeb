// Copies constructors with their first parameters filled in. Variables are numbered anew; a bound number may become a
// count, a bound type any type. A bound number used as a field mask is refused: no tool has a form for it.
#include "tl/text_partial.h"

#include <string>

#include "tl/schema_text.h"

namespace vkext::tl {

namespace {

class Specialiser {
 public:
  Specialiser(const Partial& partial, Schema& schema, Symbols& symbols, Reporter& report)
      : partial_(partial), schema_(schema), symbols_(symbols), report_(report) {}

  void run() {
    for (uint32_t i = 0; i != partial_.count; ++i) {
      suffix_ += ' ' + canonical_expression(schema_, Combinator(), partial_.first + i);
    }
    const std::string type_name = std::string(schema_.name(schema_.types[partial_.type].name)) + suffix_;
    if (symbols_.find_type(type_name) != kNone) return;  // said twice
    const Type from = schema_.types[partial_.type];
    type_ = symbols_.add_type(schema_.add_name(type_name));
    schema_.types[type_].arity = from.arity - partial_.count;
    schema_.types[type_].nat_params = from.nat_params >> partial_.count;
    const size_t known = schema_.constructors.size();
    for (uint32_t i = 0; i != known; ++i) {
      if (partial_.constructor != kNone ? i == partial_.constructor : schema_.constructors[i].type == partial_.type) {
        constructor(i);
        if (parts_of(schema_) <= partial_.parts_max) continue;
        report_.error(partial_.at, "partial applications make too many constructors");
        return;
      }
    }
  }

 private:
  // The expression a variable is bound to, or kNone.
  uint32_t bound(uint32_t var) const { return var == kNone ? kNone : bound_[var]; }

  void constructor(uint32_t index) {
    Combinator c = schema_.constructors[index];
    const Expr from_result = schema_.exprs[c.result];
    bound_.assign(c.var_count, kNone);
    for (uint32_t i = 0; i != partial_.count; ++i) {
      const Expr& parameter = schema_.exprs[from_result.first + i];
      const uint32_t var = parameter.nat.var;
      if (var == kNone || parameter.nat.add || bound_[var] != kNone || !is_implicit(c, var)) {
        report_.error(partial_.at, "partial application needs constructors whose parameters are plain variables");
        return;
      }
      bound_[var] = partial_.first + i;
    }
    number_.assign(c.var_count, kNone);
    c.var_count = 0;
    for (uint32_t v = 0; v != number_.size(); ++v) {
      if (bound_[v] == kNone) number_[v] = c.var_count++;
    }
    const std::string name = std::string(schema_.name(c.name)) + suffix_;
    c.name = schema_.add_name(name);
    c.magic = 0;
    c.magic_explicit = false;
    c.type = type_;
    const uint32_t from_arg = c.first_arg;
    const uint32_t from_count = c.arg_count;
    c.arg_count = from_count - partial_.count;
    c.first_arg = arguments(from_arg, from_count);
    c.result = static_cast<uint32_t>(schema_.exprs.size());
    Expr r = from_result;
    r.type = type_;
    r.count = from_result.count - partial_.count;
    schema_.exprs.push_back(r);
    const uint32_t first = copy_list(from_result.first + partial_.count, r.count);
    schema_.exprs[c.result].first = first;
    symbols_.add_constructor(c);
  }
  bool is_implicit(const Combinator& c, uint32_t var) const {
    for (uint32_t i = c.first_arg; i != c.first_arg + c.arg_count; ++i) {
      if (schema_.args[i].var == var) return (schema_.args[i].flags & kArgImplicit) != 0;
    }
    return false;
  }

  uint32_t arguments(uint32_t from, uint32_t count) {
    std::vector<Arg> kept;
    for (uint32_t i = from; i != from + count; ++i) {
      if (bound(schema_.args[i].var) == kNone) kept.push_back(schema_.args[i]);
    }
    const auto first = static_cast<uint32_t>(schema_.args.size());
    schema_.args.insert(schema_.args.end(), kept.begin(), kept.end());
    for (size_t i = 0; i != kept.size(); ++i) {
      Arg a = kept[i];
      if (a.var != kNone) a.var = number_[a.var];
      if (a.flags & kArgConditional) {
        if (bound(a.mask_var) != kNone) {
          if (!mask_bound_) report_.error(partial_.at, "partial application cannot bind a field mask");
          mask_bound_ = true;
          a.flags &= static_cast<decltype(a.flags)>(~kArgConditional);  // said once is enough
        }
        a.mask_var = number_[a.mask_var];
      }
      a.type = copy_list(a.type, 1);
      schema_.args[first + i] = a;
    }
    return first;
  }

  uint32_t copy_list(uint32_t from, uint32_t count) {
    const auto first = static_cast<uint32_t>(schema_.exprs.size());
    schema_.exprs.resize(first + count);
    for (uint32_t i = 0; i != count; ++i) copy(from + i, first + i);
    return first;
  }
  void copy(uint32_t from, uint32_t to) {
    Expr e = schema_.exprs[from];
    if (const uint32_t value = bound(e.nat.var); value != kNone) {
      if (e.kind == ExprKind::var) {
        copy(value, to);  // has no variables: ends here
        return;
      }
      e.nat = {kNone, e.nat.add + schema_.exprs[value].nat.add};
      e.count_omitted = false;
    } else if (e.nat.var != kNone) {
      e.nat.var = number_[e.nat.var];
    }
    if (e.kind == ExprKind::array) {
      e.first = arguments(e.first, e.count);
    } else if (e.count) {
      e.first = copy_list(e.first, e.count);
    }
    schema_.exprs[to] = e;
  }

  const Partial& partial_;
  Schema& schema_;
  Symbols& symbols_;
  Reporter& report_;
  std::string suffix_;  // " int string"
  uint32_t type_ = kNone;
  bool mask_bound_ = false;
  std::vector<uint32_t> bound_;   // variable → expression
  std::vector<uint32_t> number_;  // variable → its number in the copy
};

}  // namespace

void specialise(const Partial& partial, Schema& schema, Symbols& symbols, Reporter& report) {
  Specialiser(partial, schema, symbols, report).run();
}

}  // namespace vkext::tl
