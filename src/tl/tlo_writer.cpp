// Types by name, constructors by type, functions by name: the order every reader and every diff expects.
//
// Recursion follows expressions, whose depth the reader of the schema bounded.
#include "tl/tlo_writer.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "tl/name_table.h"
#include "tl/schema_text.h"
#include "tl/tlo.h"
#include "wire/writer.h"

namespace vkext::tl {

namespace {

class TloWriter {
 public:
  TloWriter(const Schema& schema, const TloOptions& options, const tlo::Dialect& dialect, Buffer& out)
      : schema_(schema), options_(options), dialect_(dialect), out_(out) {}

  Status run() {
    std::vector<uint32_t> types(schema_.types.size());
    std::iota(types.begin(), types.end(), 0u);
    // Stable: a file from elsewhere may have two of one name, and they keep their order.
    std::stable_sort(types.begin(), types.end(), [&](uint32_t a, uint32_t b) {
      return schema_.name(schema_.types[a].name) < schema_.name(schema_.types[b].name);
    });
    out_.store_int(dialect_.schema);
    out_.store_int(options_.schema_version);
    out_.store_int(options_.date);
    count(types.size());
    for (const uint32_t i : types) type(schema_.types[i]);
    count(schema_.constructors.size());
    if (options_.style == TloStyle::declared) {
      // Readers want a default constructor behind the others of its type.
      std::vector<uint32_t> others(schema_.types.size());
      for (size_t i = 0; i != others.size(); ++i) others[i] = schema_.types[i].constructor_count - 1;
      for (const Combinator& c : schema_.constructors) {
        const Type& t = schema_.types[c.type];
        const bool has_default = (t.flags & kTypeHasDefault) && t.constructor_count > 1;
        if (has_default && schema_.name(c.name) == "_") continue;
        combinator(c);
        if (has_default && --others[c.type] == 0) combinator(schema_.constructor_of(t, t.constructor_count - 1));
      }
    } else {
      for (const uint32_t i : types) {
        const Type& t = schema_.types[i];
        for (uint32_t j = 0; j != t.constructor_count; ++j) combinator(schema_.constructor_of(t, j));
      }
    }
    std::vector<uint32_t> functions(schema_.functions.size());
    std::iota(functions.begin(), functions.end(), 0u);
    std::stable_sort(functions.begin(), functions.end(), [&](uint32_t a, uint32_t b) {
      return schema_.name(schema_.functions[a].name) < schema_.name(schema_.functions[b].name);
    });
    count(functions.size());
    for (const uint32_t i : functions) combinator(schema_.functions[i]);
    if (!error_.text.empty()) return error_;
    if (out_.failed()) return Error{0, "out of memory while writing a schema"};
    return Done();
  }

 private:
  void count(size_t n) { out_.store_int(static_cast<uint32_t>(n)); }
  void fail(std::string text) {
    if (error_.text.empty()) error_.text = std::move(text);
  }
  void name(Name n) {
    const std::string_view s = schema_.name(n);
    if (s.size() > tlo::kNameBytesMax) {
      fail("name of " + std::to_string(s.size()) + " bytes: " + std::string(s.substr(0, 40)) + "…");
      return;
    }
    out_.store_string(s);
  }

  void type(const Type& t) {
    const uint32_t hash = hash_number(t.id);
    const uint32_t other = ids_.find(hash, [&](uint32_t i) { return schema_.types[i].id == t.id; });
    if (other != NameTable::kAbsent && t.constructor_count) {
      fail("types " + std::string(schema_.name(t.name)) + " and " +
           std::string(schema_.name(schema_.types[other].name)) + " have one id " + magic_text(t.id));
    }
    ids_.add(hash, static_cast<uint32_t>(&t - schema_.types.data()));
    out_.store_int(tlo::kType);
    out_.store_int(t.id);
    name(t.name);
    out_.store_int(t.constructor_count);
    out_.store_int(t.flags & kTypeHasDefault);
    out_.store_int(t.arity);
    out_.store_long(t.nat_params);
  }

  void combinator(const Combinator& c) {
    out_.store_int(dialect_.combinator);
    out_.store_int(c.magic);
    name(c.name);
    out_.store_int(c.type == kNone ? 0 : schema_.types[c.type].id);
    if (c.kind == CombinatorKind::builtin) {
      out_.store_int(tlo::kLeftBuiltin);
    } else {
      out_.store_int(tlo::kLeft);
      arguments(c.first_arg, c.arg_count);
    }
    out_.store_int(dialect_.right);
    expression(c.result);
    if (dialect_.version == 4) out_.store_int(c.flags);
  }

  void arguments(uint32_t first, uint32_t n) {
    out_.store_int(n);
    for (uint32_t i = first; i != first + n; ++i) argument(schema_.args[i]);
  }

  void argument(const Arg& a) {
    uint32_t flags = 0;
    if (a.flags & kArgImplicit) flags |= tlo::kArgVariable | tlo::kArgOptionalVar;
    if (a.flags & kArgBang) flags |= tlo::kArgExclamation;
    if (a.var != kNone) flags |= dialect_.has_var;
    if (a.flags & kArgConditional) flags |= dialect_.conditional;
    out_.store_int(dialect_.arg);
    name(a.name);
    out_.store_int(flags);
    if (a.var != kNone) out_.store_int(a.var);
    if (a.flags & kArgConditional) {
      out_.store_int(a.mask_var);
      out_.store_int(a.bit);
    }
    expression(a.type);
  }

  void number(const Nat& n) {
    if (n.is_const()) {
      out_.store_int(options_.style == TloStyle::declared ? tlo::kNatConst : tlo::kExprNat);
      out_.store_int(n.add);
    } else {
      out_.store_int(dialect_.nat_var);
      out_.store_int(n.add);
      out_.store_int(n.var);
    }
  }

  void expression(uint32_t index) {
    const Expr& e = schema_.exprs[index];
    switch (e.kind) {
      case ExprKind::type:
        out_.store_int(dialect_.type_expr);
        out_.store_int(schema_.types[e.type].id);
        out_.store_int(e.bare ? tlo::kExprBare : 0);
        out_.store_int(e.count);
        for (uint32_t i = e.first; i != e.first + e.count; ++i) {
          out_.store_int(schema_.exprs[i].kind == ExprKind::nat ? tlo::kExprNat : tlo::kExprType);
          expression(i);
        }
        return;
      case ExprKind::var:
        out_.store_int(dialect_.type_var);
        out_.store_int(e.nat.var);
        out_.store_int(0);
        return;
      case ExprKind::nat:
        number(e.nat);
        return;
      case ExprKind::array:
        out_.store_int(dialect_.array);
        number(e.nat);
        arguments(e.first, e.count);
        return;
    }
  }

  const Schema& schema_;
  const TloOptions& options_;
  const tlo::Dialect& dialect_;
  wire::Writer out_;
  NameTable ids_;
  Error error_;
};

}  // namespace

Status write_tlo(const Schema& schema, const TloOptions& options, Buffer& out) {
  for (const tlo::Dialect& d : tlo::kDialects) {
    if (d.version == options.version && d.version != 1) return TloWriter(schema, options, d, out).run();
  }
  return Error{0, "a .tlo of version " + std::to_string(options.version) + " cannot be written (2, 3 and 4 can)"};
}

}  // namespace vkext::tl
