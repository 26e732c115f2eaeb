// Plan × value → bytes: the one encoder, for PHP values and for the values of tests and tools.
//
// `Source` is a policy that reads values; see zend/array_source.h for the contract by example. The encoder owns no
// memory: it writes through the caller's Writer and notes what decoding the answer needs in the caller's ResultShape.
// The first failure stops it; `error()` then says what and where. It never raises anything to PHP.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "base/limits.h"
#include "tl/encode_error.h"
#include "tl/encode_failures.h"
#include "tl/encode_source.h"
#include "tl/near_name.h"
#include "tl/plan.h"
#include "tl/plan_magics.h"
#include "tl/result_shape.h"
#include "wire/writer.h"

namespace vkext::tl {

template <class Source>
class Encoder : private EncodeFailures {
 public:
  using Value = typename Source::Value;
  using Record = typename Source::Record;

  Encoder(const PlanSet& set, Source& source, wire::Writer& out, ResultShape& shape, EncodeError& error,
          const EncodeOptions& options)
      : EncodeFailures(set, error), source_(source), out_(out), shape_(shape), options_(options),
        checks_ints_(options.fail_on_int32_overflow || options.note_int32_overflow) {}

  // A whole query: the function is named inside `v`. False: error() says why; what was written is to be dropped. The
  // query around its arguments is no level of them: what an answer may nest can be stored again.
  bool query(Value v) {
    query_depth_ = 0;
    guesses_left_ = kGuessesMax;
    return nested_query(v, options_.max_depth + 1);
  }
  // The boxed answer to the query that `answer` remembers: what a server sends.
  bool result(ShapeView answer, Value v) { return answer_value(answer, v, options_.max_depth); }

 private:
  static constexpr uint32_t kGuessesMax = 10'000;
  static constexpr uint32_t kNearKeysMax = 64;  // that many of a record are looked at when a field is missing

  // What a value is, in a few words, for a failure.
  struct Described {
    char text[64];
    Described(Source& source, Value v) { source.describe(v, text, sizeof text); }
  };

  bool nested_query(Value v, int depth) {
    Record record;
    if (depth <= 0) return too_deep();
    if (++query_depth_ > limits::kQueryNestingMax) return too_many_queries();
    uint32_t index = kNone;
    bool ok = source_.open_query(v, record, index, error_);
    if (ok) {
      ok = function(index, record, depth);
      source_.close(record);
    }
    --query_depth_;
    return ok;
  }

  // Into its caller's frame: every query comes here.
  __attribute__((always_inline)) bool function(uint32_t index, Record& record, int depth) {
    const Function& f = set_.functions[index];
    if (__builtin_expect(f.flags & kInternal, 0) && !options_.allow_internal) return internal_function(f);
    const Plan& plan = set_.plans[f.plan];
    out_.store_int(f.magic);
    bool ok;
    if (__builtin_expect(plan.reg_count == 0, 1)) {
      ok = shape_.push(index) ? run_fields<false>(plan, record, nullptr, depth - 1) : out_of_memory();
    } else {
      ok = numbered_function(plan, index, record, depth);
    }
    return ok || lost_in_function(f);
  }
  __attribute__((noinline)) bool numbered_function(const Plan& plan, uint32_t index, Record& record, int depth) {
    const uint32_t at = shape_.append(1u + plan.reg_count);
    if (at == kNone) return out_of_memory();
    shape_.data()[at] = index;
    return numbered_fields(plan, record, at + 1, depth - 1);
  }
  // Fields of a function with numbers of its own: they are remembered for the answer.
  bool numbered_fields(const Plan& plan, Record& record, uint32_t at, int depth) {
    auto* regs = static_cast<uint32_t*>(__builtin_alloca(plan.reg_count * sizeof(uint32_t)));
    memset(regs, 0, plan.reg_count * sizeof(uint32_t));
    const bool ok = fields(plan, record, regs, depth);
    memcpy(shape_.data() + at, regs, plan.reg_count * sizeof(uint32_t));
    return ok;
  }

  bool open_tail(Tail& tail, size_t bytes) {
    Buffer& buffer = out_.buffer();
    tail.at = buffer.reserve(bytes);
    tail.end = buffer.room_end();
    return __builtin_expect(tail.at != nullptr, 1) || out_of_memory();
  }
  void close_tail(const Tail& tail) { out_.buffer().end_at(tail.at); }

  bool fields(const Plan& plan, Record& record, uint32_t* regs, int depth) {
    return plan.flags & kPlanConditional ? each_field<true>(plan, record, regs, depth)
                                         : each_field<false>(plan, record, regs, depth);
  }
  template <bool kConditional>
  __attribute__((noinline)) bool each_field(const Plan& plan, Record& record, uint32_t* regs, int depth) {
    return run_fields<kConditional>(plan, record, regs, depth);
  }
  // Only a plan with registers can be conditional: a mask is a number.
  template <bool kConditional>
  __attribute__((always_inline)) bool run_fields(const Plan& plan, Record& record, uint32_t* regs, int depth) {
    const Op* const first = set_.ops.data() + plan.first_op;
    const Op* const end = first + plan.op_count;
    typename Source::Walk walk = source_.walk(record);
    Tail tail;
    if (!open_tail(tail, 8 * plan.op_count)) return false;
    for (const Op* op = first; op != end; ++op) {
      if constexpr (!kConditional && StoresPlain<Source>::value) {
        op = source_.store_plain(record, walk, first, op, end, regs, tail);
        if (op == end) break;
        if (!other_field(first, op, end, record, walk, regs, tail, depth)) return false;
      } else {
        if (kConditional && op->mask_reg != kAlways) {
          if (!(regs[op->mask_reg] >> op->mask_bit & 1)) continue;
          if (op->flags & kOpBit) continue;
        }
        if (!one_field(first, op, end, record, walk, regs, tail, depth)) return false;
      }
    }
    close_tail(tail);
    return !source_.failed() || source_.explain(error_);
  }

  __attribute__((always_inline)) bool one_field(const Op* first, const Op* op, const Op* end, Record& record,
                                                typename Source::Walk& walk, uint32_t* regs, Tail& tail, int depth) {
    Value v;
    if (!source_.next_field(walk, *op, v)) {
      v = source_.field(record, walk, *op, static_cast<uint32_t>(op - first));
      if (!v) return no_value(first, op, end, record);
    }
    if (bare(*op, v, regs, tail, end)) return true;
    close_tail(tail);
    if (error_.failed() || !value(*op, v, regs, depth)) return lost_in(*op);
    return open_tail(tail, 8 * static_cast<size_t>(end - op));
  }
  // What store_plain() left.
  __attribute__((noinline)) bool other_field(const Op* first, const Op* op, const Op* end, Record& record,
                                             typename Source::Walk& walk, uint32_t* regs, Tail& tail, int depth) {
    return one_field(first, op, end, record, walk, regs, tail, depth);
  }

  // There is no value for `op`. A key near its name is told, but not once constructors are guessed: that fails by the
  // thousand, and nobody reads why.
  [[gnu::cold, gnu::noinline]] bool no_value(const Op* first, const Op* op, const Op* end, const Record& record) {
    if (source_.failed()) return source_.explain(error_);
    if (op->name == kNone || guesses_left_ != kGuessesMax) return no_field(*op, {});
    NearName near(set_.name(op->name));
    source_.each_key(record, kNearKeysMax, [&](std::string_view key) {
      if (may_be_meant(key, first, end)) near.consider(key);
    });
    return no_field(*op, near.best());
  }

  // The short way of value(): a scalar without a magic. False: nothing was written, value() is to do it, unless there
  // is an error.
  __attribute__((always_inline)) bool bare(const Op& op, Value v, uint32_t* regs, Tail& tail, const Op* end) {
    switch (op.bare) {
      case OpCode::nat: {
        const int64_t n = source_.to_int(v, op);
        if (op.reg != kNoRegister) regs[op.reg] = static_cast<uint32_t>(n);
        store_u32(tail.at, static_cast<uint32_t>(n));
        tail.at += 4;
        return true;
      }
      case OpCode::int32: {
        const int64_t n = source_.to_int(v, op);
        if (checks_ints_ && !fits_int32(n)) return false;
        store_u32(tail.at, static_cast<uint32_t>(n));
        tail.at += 4;
        return true;
      }
      case OpCode::int64:
        store_u64(tail.at, static_cast<uint64_t>(source_.to_int(v, op)));
        tail.at += 8;
        return true;
      case OpCode::float64: {
        const double d = source_.to_double(v, op);
        uint64_t bits;
        memcpy(&bits, &d, 8);
        store_u64(tail.at, bits);
        tail.at += 8;
        return true;
      }
      case OpCode::float32: {
        const auto f = static_cast<float>(source_.to_double(v, op));
        uint32_t bits;
        memcpy(&bits, &f, 4);
        store_u32(tail.at, bits);
        tail.at += 4;
        return true;
      }
      case OpCode::boolean:
        store_u32(tail.at, source_.to_bool(v, op) ? magic::kBoolTrue : magic::kBoolFalse);
        tail.at += 4;
        return true;
      case OpCode::string: {
        std::string_view s;
        if (!source_.plain_text(v, s) || s.size() > wire::kShortStringMax) return false;
        const size_t bytes = wire::short_string_bytes(s.size());
        const size_t needed = bytes + 8 * static_cast<size_t>(end - &op);
        if (static_cast<size_t>(tail.end - tail.at) < needed) {
          close_tail(tail);
          if (!open_tail(tail, needed)) return false;
        }
        wire::put_short_string(tail.at, s);
        tail.at += bytes;
        return true;
      }
      default: return false;
    }
  }
  static bool fits_int32(int64_t n) { return n >= INT32_MIN && n <= int64_t{UINT32_MAX}; }

  // Scalars are stored right here, in the loop over fields or elements; what nests is called.
  __attribute__((always_inline)) bool value(const Op& op, Value v, uint32_t* regs, int depth) {
    if (op.magic) out_.store_int(op.magic);
    switch (op.code) {
      case OpCode::nat: {
        const int64_t n = source_.to_int(v, op);
        if (op.reg != kNoRegister) regs[op.reg] = static_cast<uint32_t>(n);
        out_.store_int(static_cast<uint32_t>(n));
        return true;
      }
      case OpCode::int32: {
        const int64_t n = source_.to_int(v, op);
        if ((options_.fail_on_int32_overflow || options_.note_int32_overflow) && !fits_int32(n)) {
          if (!options_.fail_on_int32_overflow) {
            source_.note_cut(n, op);
          } else {
            return not_an_int32(n);
          }
        }
        out_.store_int(static_cast<uint32_t>(n));
        return true;
      }
      case OpCode::int64: out_.store_long(static_cast<uint64_t>(source_.to_int(v, op))); return true;
      case OpCode::float32: out_.store_float(static_cast<float>(source_.to_double(v, op))); return true;
      case OpCode::float64: out_.store_double(source_.to_double(v, op)); return true;
      case OpCode::string: return source_.store_string(v, op, out_, error_);
      case OpCode::boolean: out_.store_int(source_.to_bool(v, op) ? magic::kBoolTrue : magic::kBoolFalse); return true;
      case OpCode::truth: source_.note_null(v, op); return true;
      default: return compound(op, v, regs, depth);
    }
  }

  // `value` behind its magic.
  __attribute__((noinline)) bool compound(const Op& op, Value v, uint32_t* regs, int depth) {
    switch (op.code) {
      case OpCode::record: return record(op, v, regs, depth);
      case OpCode::variant: return variant(op, v, regs, depth);
      case OpCode::vector: return vector(op, v, regs, depth);
      case OpCode::tuple: return tuple(op, v, regs, depth);
      case OpCode::dictionary:
      case OpCode::int_dictionary:
      case OpCode::long_dictionary: return dictionary(op, v, regs, depth);
      case OpCode::maybe: return maybe(op, v, regs, depth);
      case OpCode::boxed: return depth > 0 ? value(set_.ops[op.arg], v, regs, depth - 1) : too_deep();
      case OpCode::query:
        source_.note_null(v, op);
        return nested_query(v, depth - 1);
      case OpCode::result:
        if (answer_.words) return answer_value(child_shape(set_, answer_, op.arg), v, depth - 1);
        break;
      default: break;
    }
    return not_storable();
  }
  __attribute__((noinline)) bool inner_value(const Op& op, Value v, uint32_t* regs, int depth) {
    return value(op, v, regs, depth);
  }

  // Depth bounds the recursion: every level of a shape is one of the value.
  __attribute__((noinline)) bool answer_value(ShapeView answer, Value v, int depth) {
    if (depth <= 0) return too_deep();
    const ShapeView outer = answer_;
    answer_ = answer;
    const Function& f = set_.functions[answer.function()];
    const uint32_t reg_count = set_.plans[f.plan].reg_count;
    auto* regs = static_cast<uint32_t*>(__builtin_alloca(reg_count * sizeof(uint32_t) + 1));
    memcpy(regs, answer.registers(), reg_count * sizeof(uint32_t));
    const bool ok = inner_value(set_.ops[f.result], v, regs, depth);
    answer_ = outer;
    return ok;
  }

  uint32_t number(uint32_t nat, const uint32_t* regs) const {
    const NatArg& n = set_.nats[nat];
    return (n.reg == kConstant ? 0 : regs[n.reg]) + n.add;
  }

  // The fields of a record in a frame of their own.
  __attribute__((always_inline)) bool body(const Plan& plan, uint32_t nats, Record& record, const uint32_t* caller,
                                           int depth) {
    if (plan.reg_count == 0) return run_fields<false>(plan, record, nullptr, depth);
    return framed_body(plan, nats, record, caller, depth);
  }
  __attribute__((noinline)) bool framed_body(const Plan& plan, uint32_t nats, Record& record, const uint32_t* caller,
                                             int depth) {
    auto* regs = static_cast<uint32_t*>(__builtin_alloca(plan.reg_count * sizeof(uint32_t)));
    for (uint32_t i = 0; i < plan.param_count; ++i) regs[i] = number(nats + i, caller);
    for (uint32_t i = plan.param_count; i < plan.reg_count; ++i) regs[i] = 0;
    return fields(plan, record, regs, depth);
  }

  bool record(const Op& op, Value v, uint32_t* regs, int depth) {
    if (depth <= 0) return too_deep();
    const Plan& plan = set_.plans[op.arg];
    Record inner;
    if (!source_.open_record(v, op.arg, inner)) {
      source_.note_null(v, op);
      if (plan.op_count == 0) return true;
      return source_.failed() ? source_.explain(error_) : not_a_record(plan, Described(source_, v).text);
    }
    const bool ok = body(plan, op.nats, inner, regs, depth - 1);
    source_.close(inner);
    return ok || lost_in_record(plan);
  }
  __attribute__((noinline)) bool variant(const Op& op, Value v, uint32_t* regs, int depth) {
    if (depth <= 0) return too_deep();
    const Union& u = set_.unions[op.arg];
    Record inner;
    const bool opened = source_.open_union(v, op.arg, inner);
    const uint32_t index = opened ? source_.constructor(inner, op.arg, error_) : kNone;
    if (error_.failed() || source_.failed()) {
      if (opened) source_.close(inner);
      return source_.failed() ? source_.explain(error_) : false;
    }
    if (index == kNone) {
      source_.note_guess(set_.name(u.type_name));
      if (opened) source_.close(inner);
      return guess(op, u, v, regs, depth);
    }
    const bool ok = one_case(op, u, index, inner, regs, depth);
    source_.close(inner);
    return ok;
  }

  bool one_case(const Op& op, const Union& u, uint32_t index, Record& inner, uint32_t* regs, int depth) {
    const Case& c = set_.cases[u.first_case + index];
    if (index != u.default_case) out_.store_int(c.magic);
    const Plan& plan = set_.plans[c.plan];
    return body(plan, op.nats, inner, regs, depth - 1) || lost_in_record(plan);
  }

  // No constructor was named: the first one that stores wins, as it always did.
  bool guess(const Op& op, const Union& u, Value v, uint32_t* regs, int depth) {
    const size_t bytes = out_.size();
    const uint32_t words = shape_.size();
    for (uint32_t i = 0; i < u.case_count; ++i) {
      if (guesses_left_ == 0) return too_many_guesses();
      --guesses_left_;
      error_.clear();
      out_.buffer().truncate(bytes);
      shape_.truncate(words);
      const Case& c = set_.cases[u.first_case + i];
      const Plan& plan = set_.plans[c.plan];
      Record inner;
      if (!source_.open_record(v, c.plan, inner)) {
        if (plan.op_count != 0) continue;
        if (i != u.default_case) out_.store_int(c.magic);
        return true;
      }
      const bool ok = one_case(op, u, i, inner, regs, depth);
      source_.close(inner);
      if (ok) return true;
      if (source_.failed()) return false;
    }
    return no_constructor_fits(u);
  }

  bool elements(const Op& item, typename Source::List& list, uint32_t n, uint32_t* regs, int depth) {
    uint32_t i = item.bare == OpCode::string ? plain_strings(list, n) : 0;
    for (; i < n; ++i) {
      Value v = source_.item(list, i);
      if (!v) return no_element(i);
      if (!value(item, v, regs, depth - 1)) return lost_in_element(item, i);
    }
    return true;
  }

  // The strings a list begins with, up to the first that needs more thought: how many there are.
  uint32_t plain_strings(typename Source::List& list, uint32_t n) {
    Tail tail;
    if (!open_tail(tail, 0)) return 0;
    uint32_t i = 0;
    for (; i < n; ++i) {
      Value v = source_.item(list, i);
      std::string_view s;
      if (!v || !source_.plain_text(v, s) || s.size() > wire::kShortStringMax) break;
      const size_t bytes = wire::short_string_bytes(s.size());
      if (static_cast<size_t>(tail.end - tail.at) < bytes) {
        close_tail(tail);
        if (!open_tail(tail, bytes)) return i;
      }
      wire::put_short_string(tail.at, s);
      tail.at += bytes;
    }
    close_tail(tail);
    return i;
  }

  __attribute__((noinline)) bool vector(const Op& op, Value v, uint32_t* regs, int depth) {
    typename Source::List list;
    if (depth <= 0) return too_deep();
    if (!source_.open_list(v, list)) {
      source_.note_null(v, op);
      return not_a_list(op, "vector", Described(source_, v).text);
    }
    const uint32_t n = source_.count(list);
    const Op& item = set_.ops[op.arg];
    out_.store_int(n);
    const bool ok = (item.magic == 0 && source_.store_numbers(list, n, item.code, out_)) ||
                    elements(item, list, n, regs, depth);
    source_.close(list);
    return ok || lost_in_container(op);
  }

  __attribute__((noinline)) bool tuple(const Op& op, Value v, uint32_t* regs, int depth) {
    typename Source::List list;
    if (depth <= 0) return too_deep();
    const uint32_t n = number(op.nats, regs);
    if (n > INT32_MAX && (op.flags & kOpRepetition)) return true;
    if (n > INT32_MAX) return tuple_too_long(n);
    if (n == 0) return true;
    if (!source_.open_list(v, list)) {
      source_.note_null(v, op);
      return not_a_tuple(op, n, Described(source_, v).text);
    }
    source_.note_length(list, n, op);
    const bool ok = elements(set_.ops[op.arg], list, n, regs, depth);
    source_.close(list);
    return ok || lost_in_container(op);
  }

  __attribute__((noinline)) bool dictionary(const Op& op, Value v, uint32_t* regs, int depth) {
    typename Source::Dictionary dictionary;
    if (depth <= 0) return too_deep();
    if (!source_.open_dictionary(v, dictionary)) {
      source_.note_null(v, op);
      return not_a_list(op, "dictionary", Described(source_, v).text);
    }
    out_.store_int(source_.count(dictionary));
    const Op& item = set_.ops[op.arg];
    bool ok = true;
    typename Source::Key key;
    Value element;
    while (ok && source_.next(dictionary, key, element)) {
      ok = store_key(op.code, key) && value(item, element, regs, depth - 1);
      if (!ok) lost_at(key);
    }
    source_.close(dictionary);
    return ok || lost_in_container(op);
  }
  void lost_at(const typename Source::Key& key) {
    if (key.is_string) {
      error_.path.prepend_key(key.text);
    } else {
      error_.path.prepend_key(key.number);
    }
  }
  bool store_key(OpCode code, const typename Source::Key& key) {
    if (code == OpCode::dictionary) {
      if (key.is_string) {
        return out_.store_string(key.text) || key_too_long();
      }
      char text[24];
      const int n = snprintf(text, sizeof text, "%lld", static_cast<long long>(key.number));
      return out_.store_string({text, static_cast<size_t>(n)});
    }
    if (key.is_string) return not_a_number_key(code);
    if (code == OpCode::long_dictionary) {
      out_.store_long(static_cast<uint64_t>(key.number));
    } else {
      out_.store_int(static_cast<uint32_t>(key.number));
    }
    return true;
  }

  __attribute__((noinline)) bool maybe(const Op& op, Value v, uint32_t* regs, int depth) {
    if (depth <= 0) return too_deep();
    Value inner = source_.maybe(v, error_);
    if (error_.failed()) return false;
    if (source_.failed()) return source_.explain(error_);
    if (!inner) {
      out_.store_int(magic::kResultFalse);
      return true;
    }
    out_.store_int(magic::kResultTrue);
    return inner_value(set_.ops[op.arg], inner, regs, depth - 1);
  }

  Source& source_;
  wire::Writer& out_;
  ResultShape& shape_;
  const EncodeOptions& options_;
  const bool checks_ints_;
  ShapeView answer_;
  int query_depth_ = 0;
  uint32_t guesses_left_ = kGuessesMax;
};

}  // namespace vkext::tl
