// Finds types of infinite size: `a next:a = A`. Only bare, unconditional fields count: a magic, a mask or a count ends
// the recursion of a reader that runs out of bytes, and boxed recursion through one constructor is every tool's custom.
//
// May assume that arities are right. Works without recursion of its own: chains of types are as
// long as the schema.
#include "tl/schema_check.h"

#include <string>
#include <vector>

#include "base/limits.h"

namespace vkext::tl {

namespace {

class Finite {
 public:
  Finite(const Schema& schema, Reporter& report) : schema_(schema), report_(report) {}

  void run() {
    find_nodes();
    if (nodes_.empty()) return;
    inline_parameters();
    edges();
    cycles();
  }

 private:
  // The one constructor of a type that can be bare; null for others.
  const Combinator* sole(uint32_t type) const {
    const Type& t = schema_.types[type];
    return t.constructor_count == 1 && !(t.flags & kTypeBroken) ? &schema_.constructor_of(t, 0) : nullptr;
  }
  // Calls with(expr) for every type that stands in each value of the combinator without a condition, bare or not.
  template <class With>
  void each_field(uint32_t first, uint32_t count, With& with) const {
    for (uint32_t i = first; i != first + count; ++i) {
      const Arg& a = schema_.args[i];
      if (a.flags & (kArgConditional | kArgImplicit)) continue;
      const Expr& e = schema_.exprs[a.type];
      if (e.kind == ExprKind::array) {
        if (e.nat.is_const() && e.nat.add) each_field(e.first, e.count, with);
      } else {
        with(e);
      }
    }
  }
  // The same into the parameters of bare applications.
  template <class With>
  void inside(const Expr& e, With& with) const {
    with(e);
    if (e.kind != ExprKind::type || !e.bare || !e.count) return;
    for (uint32_t i = 0; i != e.count; ++i) {
      if (inlined_[e.type] >> i & 1) inside(schema_.exprs[e.first + i], with);
    }
  }

  // Types with something bare in them that is not a primitive.
  void find_nodes() {
    for (uint32_t type = 0; type != schema_.types.size(); ++type) {
      const Combinator* c = sole(type);
      if (!c || c->arg_count == 0) continue;
      bool has = schema_.types[type].arity != 0;
      auto look = [&](const Expr& e) {
        if (e.kind != ExprKind::type || !e.bare) return;
        const Combinator* other = sole(e.type);
        has = has || (other && other->arg_count != 0);
      };
      each_field(c->first_arg, c->arg_count, look);
      if (has) nodes_.push_back(type);
    }
  }

  // inlined_[T] bit i: a value of T always holds its parameter i itself. A fixed point; a chain of generics longer than
  // the limit is not followed further (plans of it would be refused anyway).
  void inline_parameters() {
    inlined_.assign(schema_.types.size(), 0);
    bool changed = true;
    for (int round = 0; changed && round != limits::kTypeDepthMax; ++round) {
      changed = false;
      for (const uint32_t type : nodes_) {
        const Combinator* c = sole(type);
        if (schema_.types[type].arity == 0) continue;
        const Expr& r = schema_.exprs[c->result];
        uint64_t bits = 0;
        auto look = [&](const Expr& e) {
          if (e.kind != ExprKind::var) return;
          for (uint32_t i = 0; i != r.count; ++i) {
            const Expr& parameter = schema_.exprs[r.first + i];
            if (parameter.kind == ExprKind::var && parameter.nat.var == e.nat.var) bits |= uint64_t{1} << i;
          }
        };
        auto field = [&](const Expr& e) { inside(e, look); };
        each_field(c->first_arg, c->arg_count, field);
        changed = changed || (bits & ~inlined_[type]);
        inlined_[type] |= bits;
      }
    }
  }

  void edges() {
    edge_begin_.assign(schema_.types.size() + 1, 0);
    size_t node = 0;
    for (uint32_t type = 0; type != schema_.types.size(); ++type) {
      edge_begin_[type] = static_cast<uint32_t>(edges_.size());
      if (node == nodes_.size() || nodes_[node] != type) continue;
      ++node;
      const Combinator* c = sole(type);
      auto look = [&](const Expr& e) {
        if (e.kind == ExprKind::type && e.bare) edges_.push_back(e.type);
      };
      auto field = [&](const Expr& e) { inside(e, look); };
      each_field(c->first_arg, c->arg_count, field);
    }
    edge_begin_[schema_.types.size()] = static_cast<uint32_t>(edges_.size());
  }

  void cycles() {
    enum : uint8_t { kNew, kOpen, kDone };
    struct Step {
      uint32_t type;
      uint32_t next;  // edge to follow
    };
    std::vector<uint8_t> state(schema_.types.size(), kNew);
    std::vector<Step> path;
    for (const uint32_t start : nodes_) {
      if (state[start] != kNew) continue;
      path.push_back({start, edge_begin_[start]});
      state[start] = kOpen;
      while (!path.empty()) {
        Step& step = path.back();
        if (step.next == edge_begin_[step.type + 1]) {
          state[step.type] = kDone;
          path.pop_back();
          continue;
        }
        const uint32_t to = edges_[step.next++];
        if (state[to] == kOpen) complain(to);
        if (state[to] != kNew) continue;
        state[to] = kOpen;
        path.push_back({to, edge_begin_[to]});
      }
    }
  }
  void complain(uint32_t type) {
    const Name name = sole(type)->name;
    report_.error(name.at,
                  "'" + std::string(schema_.name(name)) + "' contains itself without a condition: infinite size");
  }

  const Schema& schema_;
  Reporter& report_;
  std::vector<uint32_t> nodes_;
  std::vector<uint64_t> inlined_;
  std::vector<uint32_t> edges_;  // type → types, by edge_begin_
  std::vector<uint32_t> edge_begin_;
};

}  // namespace

void check_finite(const Schema& schema, Reporter& report) { Finite(schema, report).run(); }

}  // namespace vkext::tl
