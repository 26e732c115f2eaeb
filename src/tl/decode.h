// Bytes × plan → value: the one decoder, for PHP values and for the values of tests and tools.
//
// `Sink` is a policy that builds values; see zend/array_sink.h for the contract by example. A slot given to it is
// always a valid value (null first), so the decoder may stop anywhere: whoever owns the root frees it once. All bounds
// are here: counts against the bytes left, elements without bytes, depth. The cursor keeps the first error; `path()`
// says where in the value it was.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/limits.h"
#include "tl/decode_sink.h"
#include "tl/path.h"
#include "tl/plan.h"
#include "tl/plan_magics.h"
#include "tl/result_shape.h"
#include "wire/cursor.h"

namespace vkext::tl {

struct DecodeOptions {
  int max_depth = limits::kDepthDefault;
  uint32_t max_empty_elements = limits::kEmptyElementsMax;
  bool canonical_strings = false;  // for whoever reads the cursor at the end: loose strings are a fault
};

template <class Sink>
class Decoder {
 public:
  using Slot = typename Sink::Slot;
  using Fault = wire::Fault;

  Decoder(const PlanSet& set, Sink& sink, wire::Cursor& in, const DecodeOptions& options)
      : set_(set), sink_(sink), in_(in), depth_(options.max_depth), empty_left_(options.max_empty_elements) {}

  // The answer to the query that `shape` remembers: its boxed result.
  void result(ShapeView shape, Slot slot) {
    shape_ = shape;
    value(set_.ops[set_.functions[shape.function()].result], slot, shape.registers());
  }
  // A whole query, magic and arguments: what a server gets. Appends to `shape` what encoding the answer needs. Sinks
  // that decode queries only. A magic that is no function's poisons the cursor with Fault::magic.
  void query(Slot slot, ResultShape& shape) {
    static_assert(DecodesQueries<Sink>::value, "this sink cannot build queries");
    query_shape_ = &shape;
    whole_query(slot);
  }
  // One value by an op that needs no registers.
  void plain(const Op& op, Slot slot) { value(op, slot, nullptr); }
  // The fields of a plan whose parameters are `registers`: a header's extra, whose mask was read before.
  void fields_of(uint32_t plan, const uint32_t* registers, Slot slot) {
    typename Sink::Record record;
    if (!sink_.begin_record(slot, plan, false, record)) return in_.poison(Fault::aborted);
    framed(set_.plans[plan], registers, record);
    sink_.end_record(record);
  }

  const Path& path() const { return path_; }

 private:
  bool expect(uint32_t magic) {
    const uint32_t found = in_.peek_int();
    if (found != magic || in_.left() < 4) {
      in_.poison(in_.left() < 4 ? Fault::short_input : Fault::magic);
      return false;
    }
    in_.fetch_int();
    return true;
  }

  void value(const Op& op, Slot slot, const uint32_t* regs) {
    if (op.magic && !expect(op.magic)) return;
    switch (op.code) {
      case OpCode::nat:
      case OpCode::int32:
        return sink_.set_int(slot, static_cast<int32_t>(in_.fetch_int()));
      case OpCode::int64:
        return sink_.set_int(slot, static_cast<int64_t>(in_.fetch_long()));
      case OpCode::float32:
        return sink_.set_double(slot, static_cast<double>(in_.fetch_float()));
      case OpCode::float64:
        return sink_.set_double(slot, in_.fetch_double());
      case OpCode::string:
        return string(slot);
      case OpCode::boolean:
        return boolean(slot);
      case OpCode::truth:
        return sink_.set_true(slot);
      case OpCode::record:
        return record(op, slot, regs);
      case OpCode::variant:
        return variant(op, slot, regs);
      case OpCode::vector: {
        const uint32_t n = in_.fetch_count(op.bytes_min);
        return list(op, n, slot, regs);
      }
      case OpCode::tuple: {
        const NatArg& nat = set_.nats[op.nats];
        const uint32_t n = (nat.reg == kConstant ? 0 : regs[nat.reg]) + nat.add;
        in_.check_count(n, op.bytes_min);
        return list(op, n, slot, regs);
      }
      case OpCode::dictionary:
      case OpCode::int_dictionary:
      case OpCode::long_dictionary:
        return dictionary(op, slot, regs);
      case OpCode::maybe:
        return maybe(op, slot, regs);
      case OpCode::boxed:
        if (!enter()) return;
        value(set_.ops[op.arg], slot, regs);
        ++depth_;
        return;
      case OpCode::result:
        return nested_result(op, slot);
      case OpCode::query:
        if constexpr (DecodesQueries<Sink>::value) {
          if (query_shape_) return whole_query(slot);
        }
        return in_.poison(Fault::unsupported);
      case OpCode::unsupported:
        return in_.poison(Fault::unsupported);
    }
  }

  void whole_query(Slot slot) {
    const uint32_t magic = in_.peek_int();
    const uint32_t index = in_.left() >= 4 ? set_.find_function(magic) : kNone;
    if (index == kNone) return in_.poison(in_.left() < 4 ? Fault::short_input : Fault::magic);
    in_.fetch_int();
    if (!enter()) return;
    if (++query_depth_ > limits::kQueryNestingMax) return in_.poison(Fault::depth);
    const Plan& plan = set_.plans[set_.functions[index].plan];
    const uint32_t at = query_shape_->append(1u + plan.reg_count);
    typename Sink::Record record;
    if (at == kNone || !sink_.begin_query(slot, index, record)) return in_.poison(Fault::aborted);
    query_shape_->data()[at] = index;
    auto* regs = static_cast<uint32_t*>(__builtin_alloca(plan.reg_count * sizeof(uint32_t) + 1));
    memset(regs, 0, plan.reg_count * sizeof(uint32_t));
    fields(plan, record, regs);
    memcpy(query_shape_->data() + at + 1, regs, plan.reg_count * sizeof(uint32_t));
    sink_.end_record(record);
    if (!in_.ok()) path_.prepend_function(set_.name(set_.functions[index].name));
    --query_depth_;
    ++depth_;
  }

  void string(Slot slot) {
    const std::string_view s = in_.fetch_string();
    if (in_.ok() && !sink_.set_string(slot, s)) in_.poison(Fault::aborted);
  }

  void boolean(Slot slot) {
    const uint32_t magic = in_.fetch_int();
    if (magic != magic::kBoolTrue && magic != magic::kBoolFalse) return in_.poison(Fault::bad_bool);
    sink_.set_bool(slot, magic == magic::kBoolTrue);
  }

  bool enter() {
    if (--depth_ >= 0) return true;
    in_.poison(Fault::depth);
    return false;
  }

  void record(const Op& op, Slot slot, const uint32_t* regs) {
    if (!enter()) return;
    body(op.arg, op.nats, false, slot, regs);
    ++depth_;
  }

  void variant(const Op& op, Slot slot, const uint32_t* regs) {
    const Union& u = set_.unions[op.arg];
    uint32_t index = in_.left() >= 4 ? set_.find_case(u, in_.peek_int()) : kNone;
    if (index == kNone) {
      index = u.default_case;
      if (index == kNone) return in_.poison(in_.left() < 4 ? Fault::short_input : Fault::magic);
    } else {
      in_.fetch_int();
    }
    if (!enter()) return;
    body(set_.cases[u.first_case + index].plan, op.nats, true, slot, regs);
    ++depth_;
  }

  void body(uint32_t index, uint32_t nats, bool named, Slot slot, const uint32_t* caller) {
    typename Sink::Record record;
    const Plan& plan = set_.plans[index];
    if (!sink_.begin_record(slot, index, named, record)) return in_.poison(Fault::aborted);
    if (plan.reg_count == 0) {
      if constexpr (HasRows<Sink>::value) {
        if (Slot row = sink_.row(record)) {
          const Op* op = set_.ops.data() + plan.first_op;
          row_fields(op, op + plan.op_count, row, nullptr);
          return sink_.end_record(record);
        }
      }
      fields(plan, record, nullptr);
    } else {
      call(plan, nats, record, caller);
    }
    sink_.end_record(record);
  }
  __attribute__((noinline)) void call(const Plan& plan, uint32_t nats, typename Sink::Record& record,
                                      const uint32_t* caller) {
    auto* parameters = static_cast<uint32_t*>(__builtin_alloca(plan.param_count * sizeof(uint32_t) + 1));
    for (uint32_t i = 0; i < plan.param_count; ++i) {
      const NatArg& n = set_.nats[nats + i];
      parameters[i] = (n.reg == kConstant ? 0 : caller[n.reg]) + n.add;
    }
    framed(plan, parameters, record);
  }
  void framed(const Plan& plan, const uint32_t* parameters, typename Sink::Record& record) {
    auto* regs = static_cast<uint32_t*>(__builtin_alloca(plan.reg_count * sizeof(uint32_t) + 1));
    for (uint32_t i = 0; i < plan.param_count; ++i) regs[i] = parameters[i];
    for (uint32_t i = plan.param_count; i < plan.reg_count; ++i) regs[i] = 0;
    fields(plan, record, regs);
  }

  void fields(const Plan& plan, typename Sink::Record& record, uint32_t* regs) {
    return plan.flags & kPlanConditional ? each_field<true>(plan, record, regs) : each_field<false>(plan, record, regs);
  }
  template <bool kConditional>
  void each_field(const Plan& plan, typename Sink::Record& record, uint32_t* regs) {
    const Op* op = set_.ops.data() + plan.first_op;
    const Op* const end = op + plan.op_count;
    const uint8_t* at = in_.position();
    for (uint32_t i = 0; op != end; ++op, ++i) {
      if (kConditional && op->mask_reg != kAlways && !(regs[op->mask_reg] >> op->mask_bit & 1)) {
        sink_.absent(record, *op, i);
        continue;
      }
      Slot slot = sink_.field(record, *op, i);
      if constexpr (!WatchesCursor<Sink>::value) {
        if (bare(*op, slot, regs, at)) {
          if (sink_.filled(record, *op, i)) continue;
          return lost_in(*op);
        }
        in_.resume(at);
      }
      other_field(*op, slot, regs);
      if (!sink_.filled(record, *op, i) || !in_.ok()) return lost_in(*op);
      at = in_.position();
    }
    in_.resume(at);
  }
  // What bare() left.
  void other_field(const Op& op, Slot slot, uint32_t* regs) {
    if (op.code != OpCode::nat || op.magic != 0) return value(op, slot, regs);  // a flat type around a number has a magic
    const uint32_t n = in_.fetch_int();
    if (op.reg != kNoRegister) regs[op.reg] = n;
    sink_.set_int(slot, static_cast<int32_t>(n));
  }
  __attribute__((always_inline)) void row_fields(const Op* op, const Op* end, Slot slot, uint32_t* regs) {
    const uint8_t* at = in_.position();
    const uint8_t* const last = in_.end();
    for (; op != end; ++op, slot = Sink::next_in_row(slot)) {
      if (bare_before(last, *op, slot, regs, at)) continue;
      in_.resume(at);
      other_field(*op, slot, regs);
      if (!in_.ok()) return lost_in(*op);
      at = in_.position();
    }
    in_.resume(at);
  }
  // The short way of value(): a scalar without a magic, read at `at`, which stays in a register. False: nothing was
  // read, value() is to do it or to say what is wrong; or the sink refused, and the cursor is poisoned.
  __attribute__((always_inline)) bool bare(const Op& op, Slot slot, uint32_t* regs, const uint8_t*& at) {
    return bare_before(in_.end(), op, slot, regs, at);
  }
  __attribute__((always_inline)) bool bare_before(const uint8_t* end, const Op& op, Slot slot, uint32_t* regs,
                                                  const uint8_t*& at) {
    const auto left = static_cast<size_t>(end - at);
    switch (op.bare) {
      case OpCode::nat: {
        if (left < 4) return false;
        const uint32_t n = load_u32(at);
        if (op.reg != kNoRegister) regs[op.reg] = n;
        sink_.set_int(slot, static_cast<int32_t>(n));
        at += 4;
        return true;
      }
      case OpCode::int32:
        if (left < 4) return false;
        sink_.set_int(slot, static_cast<int32_t>(load_u32(at)));
        at += 4;
        return true;
      case OpCode::int64:
        if (left < 8) return false;
        sink_.set_int(slot, static_cast<int64_t>(load_u64(at)));
        at += 8;
        return true;
      case OpCode::float64: {
        if (left < 8) return false;
        const uint64_t bits = load_u64(at);
        double d;
        memcpy(&d, &bits, 8);
        sink_.set_double(slot, d);
        at += 8;
        return true;
      }
      case OpCode::float32: {
        if (left < 4) return false;
        const uint32_t bits = load_u32(at);
        float f;
        memcpy(&f, &bits, 4);
        sink_.set_double(slot, static_cast<double>(f));
        at += 4;
        return true;
      }
      case OpCode::boolean: {
        if (left < 4) return false;
        const uint32_t magic = load_u32(at);
        if (magic != magic::kBoolTrue && magic != magic::kBoolFalse) return false;
        sink_.set_bool(slot, magic == magic::kBoolTrue);
        at += 4;
        return true;
      }
      case OpCode::string:
        return is_short_string(at, left) && short_string(slot, at);
      default:
        return false;
    }
  }
  static bool is_short_string(const uint8_t* at, size_t left) {
    return left >= 4 && *at <= wire::kShortStringMax && left >= wire::short_string_bytes(*at);
  }
  __attribute__((always_inline)) bool short_string(Slot slot, const uint8_t*& at) {
    const size_t n = *at;
    if (!sink_.set_string(slot, {reinterpret_cast<const char*>(at) + 1, n})) {
      in_.poison(Fault::aborted);  // not for value() to try again: it would ask for the memory once more
      return false;
    }
    if (const uint32_t loose = wire::loose_padding(at, n)) in_.note_loose_strings(loose);
    at += wire::short_string_bytes(n);
    return true;
  }
  __attribute__((noinline, cold)) void lost_in(const Op& op) {
    if (op.name == kNone) {
      path_.prepend_index(op.ordinal);
    } else {
      path_.prepend_field(set_.name(op.name));
    }
  }

  // Elements that take no bytes are bounded by number, over the whole value.
  bool afford(uint32_t n, uint32_t bytes_min) {
    if (!in_.ok()) return false;
    if (bytes_min != 0) return true;
    if (n <= empty_left_) {
      empty_left_ -= n;
      return true;
    }
    in_.poison(Fault::empty_elements);
    return false;
  }

  __attribute__((noinline)) void list(const Op& op, uint32_t n, Slot slot, const uint32_t* regs) {
    if (!afford(n, op.bytes_min)) return;
    if (n == 0) return sink_.set_empty_list(slot);
    if (!enter()) return;
    const Op& item = set_.ops[op.arg];
    typename Sink::List list;
    if (!sink_.begin_list(slot, n, list)) return in_.poison(Fault::aborted);
    uint32_t i = 0;
    if (item.magic == 0 && op.bytes_min != 0 && sink_.fill_numbers(list, n, item.code, in_)) {
      i = n;
    } else if (!WatchesCursor<Sink>::value && item.bare == OpCode::string) {
      i = short_strings(list, n);
    }
    for (; i < n; ++i) {
      value(item, sink_.item(list, i), regs);
      if (!in_.ok()) {
        path_.prepend_index(i);
        ++i;
        break;
      }
      if ((i & 1023) == 1023 && !sink_.proceed()) {
        in_.poison(Fault::aborted);
        ++i;
        break;
      }
    }
    sink_.end_list(list, i);
    ++depth_;
  }

  // The short strings a list begins with: how many there are. The rest is done one by one.
  uint32_t short_strings(typename Sink::List& list, uint32_t n) {
    const uint8_t* at = in_.position();
    const uint8_t* const end = in_.end();
    uint32_t i = 0;
    while (i < n && is_short_string(at, static_cast<size_t>(end - at)) && short_string(sink_.item(list, i), at)) {
      if ((++i & 1023) == 0 && !sink_.proceed()) {
        in_.poison(Fault::aborted);
        return i;
      }
    }
    if (in_.ok()) in_.resume(at);
    return i;
  }

  __attribute__((noinline)) void dictionary(const Op& op, Slot slot, const uint32_t* regs) {
    const uint32_t n = in_.fetch_count(op.bytes_min);
    if (!in_.ok()) return;
    if (n == 0) return sink_.set_empty_list(slot);
    if (!enter()) return;
    const Op& item = set_.ops[op.arg];
    typename Sink::Dictionary dictionary;
    if (!sink_.begin_dictionary(slot, n, dictionary)) return in_.poison(Fault::aborted);
    const bool done = op.code == OpCode::dictionary ? text_entries(item, n, dictionary, regs)
                                                    : number_entries(op.code, item, n, dictionary, regs);
    if (!done) return;
    sink_.end_dictionary(dictionary);
    ++depth_;
  }
  // False when something is wrong. As in each_field(), the position of short keys and scalars stays in a register.
  bool text_entries(const Op& item, uint32_t n, typename Sink::Dictionary& dictionary, const uint32_t* regs) {
    const uint8_t* at = in_.position();
    for (uint32_t i = 0; i < n; ++i) {
      std::string_view key;
      if (!WatchesCursor<Sink>::value && is_short_string(at, static_cast<size_t>(in_.end() - at))) {
        key = {reinterpret_cast<const char*>(at) + 1, *at};
        if (const uint32_t loose = wire::loose_padding(at, key.size())) in_.note_loose_strings(loose);
        at += wire::short_string_bytes(key.size());
      } else {
        in_.resume(at);
        key = in_.fetch_string();
        if (!in_.ok()) return false;
        at = in_.position();
      }
      if (!element(item, sink_.entry(dictionary, key), regs, at)) {
        path_.prepend_key(key);
        return false;
      }
      if ((i & 1023) == 1023 && !proceed()) return false;
    }
    in_.resume(at);
    return true;
  }
  bool number_entries(OpCode code, const Op& item, uint32_t n, typename Sink::Dictionary& dictionary,
                      const uint32_t* regs) {
    const uint8_t* at = in_.position();
    for (uint32_t i = 0; i < n; ++i) {
      in_.resume(at);
      const int64_t key = code == OpCode::int_dictionary ? static_cast<int32_t>(in_.fetch_int())
                                                         : static_cast<int64_t>(in_.fetch_long());
      if (!in_.ok()) return false;
      at = in_.position();
      if (!element(item, sink_.entry(dictionary, key), regs, at)) {
        path_.prepend_key(key);
        return false;
      }
      if ((i & 1023) == 1023 && !proceed()) return false;
    }
    in_.resume(at);
    return true;
  }
  // The value of an entry, read at `at`.
  __attribute__((always_inline)) bool element(const Op& item, Slot slot, const uint32_t* regs, const uint8_t*& at) {
    if constexpr (!WatchesCursor<Sink>::value) {
      if (item.bare != OpCode::nat && bare(item, slot, nullptr, at)) return true;
    }
    if (in_.ok()) {
      in_.resume(at);
      value(item, slot, regs);
      at = in_.position();
    }
    return in_.ok();
  }
  bool proceed() {
    if (sink_.proceed()) return true;
    in_.poison(Fault::aborted);
    return false;
  }

  __attribute__((noinline)) void maybe(const Op& op, Slot slot, const uint32_t* regs) {
    const uint32_t magic = in_.fetch_int();
    if (magic == magic::kResultFalse) return sink_.set_absent(slot);
    if (magic != magic::kResultTrue) return in_.poison(Fault::magic);
    if (!enter()) return;
    if constexpr (DecodesQueries<Sink>::value) slot = sink_.present(slot);
    value(set_.ops[op.arg], slot, regs);
    ++depth_;
  }

  void nested_result(const Op& op, Slot slot) {
    if (!enter()) return;
    const ShapeView outer = shape_;
    const ShapeView inner = child_shape(set_, outer, op.arg);
    Slot target = sink_.begin_result(slot, inner.function());
    shape_ = inner;
    value(set_.ops[set_.functions[inner.function()].result], target, inner.registers());
    shape_ = outer;
    ++depth_;
  }

  const PlanSet& set_;
  Sink& sink_;
  wire::Cursor& in_;
  ShapeView shape_;
  ResultShape* query_shape_ = nullptr;
  int query_depth_ = 0;
  Path path_;
  int depth_;
  uint32_t empty_left_;
};

}  // namespace vkext::tl
