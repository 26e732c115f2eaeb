// Made-up values by plan. See mock_service.h.
#include "serve/mock_service.h"

#include <cstdio>
#include <string>

#include "base/limits.h"
#include "serve/decode_call.h"
#include "tl/plan_magics.h"

namespace vkext::serve {

namespace {

constexpr int kShallow = 6;     // below this depth lists are empty and optional fields absent
constexpr int kDepthMax = 200;  // a type that is deeper than this by necessity is given up
constexpr uint32_t kTupleMax = 1u << 16;
constexpr size_t kAnswerBytesMax = 4u << 20;

}  // namespace

uint32_t MockService::below(uint32_t n) {
  if (zeros_) return 0;
  random_ = random_ * 6364136223846793005u + 1442695040888963407u;
  return n ? static_cast<uint32_t>(random_ >> 33) % n : 0;
}

Outcome MockService::call(Bytes request, Buffer& out) {
  tl::Tree arguments;
  tl::ResultShape shape;
  const Outcome outcome = decode_call(set_, request, arguments, shape);
  if (outcome.failed) return outcome;
  wire::Writer writer(out);
  refusal_ = Outcome::done();
  if (!answer({shape.data()}, writer, 0)) {
    if (refusal_.failed) return refusal_;
    return Outcome::error(errors::kHandler, "no value can be made up for the result of this function");
  }
  return Outcome::done();
}

Status MockService::set_answers(tl::Tree table) {
  if (table.kind() != tl::Tree::Kind::map) return Error{0, "an object of function names and their answers is wanted"};
  answers_ = std::move(table);
  given_.assign(set_.functions.size(), nullptr);
  for (const tl::Tree::Entry& entry : answers_.entries()) {
    const uint32_t function = entry.key.is_string ? set_.find_function(entry.key.text) : tl::kNone;
    if (function == tl::kNone) return Error{0, "\"" + entry.key.text + "\" is no function of the schema"};
    given_[function] = &entry.value;
  }
  return Done{};
}

bool MockService::give(const tl::Tree& value, tl::ShapeView shape, wire::Writer& out) {
  const tl::Tree* error = value.kind() == tl::Tree::Kind::map ? value.find("$error") : nullptr;
  if (!error) {
    refusal_ = encode_answer(set_, shape, value, out.buffer());
    return !refusal_.failed;
  }
  const tl::Tree* code = error->find(int64_t{0});
  const tl::Tree* text = error->find(int64_t{1});
  refusal_ = Outcome::error(code && code->kind() == tl::Tree::Kind::integer ? static_cast<int>(code->as_int()) : 0,
                            text && text->is_text() ? text->as_text() : "");
  return false;
}

bool MockService::answer(tl::ShapeView shape, wire::Writer& out, int depth) {
  if (const tl::Tree* value = given(shape.function())) return give(*value, shape, out);
  const tl::ShapeView outer = shape_;
  shape_ = shape;
  const bool ok = value(set_.ops[set_.functions[shape.function()].result], shape.registers(), out, depth);
  shape_ = outer;
  return ok;
}

uint32_t MockService::number(uint32_t nat, const uint32_t* regs) const {
  const tl::NatArg& n = set_.nats[nat];
  return (n.reg == tl::kConstant ? 0 : regs[n.reg]) + n.add;
}

void MockService::text(wire::Writer& out) {
  static constexpr const char* kWords[] = {"", "a", "mock", "hello", "value", "привет", "a longer line of text"};
  out.store_string(kWords[below(sizeof kWords / sizeof *kWords)]);
}

// A number that others refer to: some of the bits its masks test, or a small count.
uint32_t MockService::nat_for(const tl::Plan& plan, const tl::Op& op, int depth) {
  if (op.reg == tl::kNoRegister) return below(1000);
  uint32_t bits = 0;
  bool counts = false;
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const tl::Op& other = set_.ops[plan.first_op + i];
    if (other.mask_reg == op.reg) {
      bits |= 1u << other.mask_bit;
    } else if (other.code == tl::OpCode::tuple || other.code == tl::OpCode::record ||
               other.code == tl::OpCode::variant || other.code == tl::OpCode::vector) {
      counts = true;
    }
  }
  if (depth > kShallow) return 0;
  if (bits && !counts) return bits & (below(2) ? 0xffffffffu : below(UINT32_MAX));
  return below(4);
}

bool MockService::fields(const tl::Plan& plan, uint32_t* regs, wire::Writer& out, int depth) {
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const tl::Op& op = set_.ops[plan.first_op + i];
    if (op.mask_reg != tl::kAlways && !(regs[op.mask_reg] >> op.mask_bit & 1)) continue;
    if (op.code == tl::OpCode::nat) {
      const uint32_t n = nat_for(plan, op, depth);
      if (op.reg != tl::kNoRegister) regs[op.reg] = n;
      out.store_int(n);
    } else if (!value(op, regs, out, depth)) {
      return false;
    }
  }
  return true;
}

bool MockService::body(uint32_t index, uint32_t nats, const uint32_t* caller, wire::Writer& out, int depth) {
  if (depth > kDepthMax) return false;
  const tl::Plan& plan = set_.plans[index];
  uint32_t regs[limits::kRegistersMax + 1] = {};
  for (uint32_t i = 0; i < plan.param_count; ++i) regs[i] = number(nats + i, caller);
  return fields(plan, regs, out, depth + 1);
}

bool MockService::value(const tl::Op& op, const uint32_t* regs, wire::Writer& out, int depth) {
  using tl::OpCode;
  if (depth > kDepthMax || out.size() > kAnswerBytesMax) return false;
  if (op.magic) out.store_int(op.magic);
  switch (op.code) {
    case OpCode::nat:
      out.store_int(below(4));
      return true;
    case OpCode::int32:
      out.store_int(below(2'000'000) - (zeros_ ? 0 : 1'000'000));
      return true;
    case OpCode::int64:
      out.store_long(uint64_t{below(UINT32_MAX)} << 8);
      return true;
    case OpCode::float32:
      out.store_float(static_cast<float>(below(1000)) / 8);
      return true;
    case OpCode::float64:
      out.store_double(below(100'000) / 16.0);
      return true;
    case OpCode::string:
      text(out);
      return true;
    case OpCode::boolean:
      out.store_int(below(2) ? tl::magic::kBoolTrue : tl::magic::kBoolFalse);
      return true;
    case OpCode::truth:
      return true;
    case OpCode::record:
      return body(op.arg, op.nats, regs, out, depth);
    case OpCode::variant: {
      const tl::Union& u = set_.unions[op.arg];
      uint32_t chosen = below(u.case_count);
      if (depth > kShallow) {
        // The smallest constructor ends the nesting.
        for (uint32_t i = 0; i < u.case_count; ++i) {
          const auto size = [this, &u](uint32_t k) { return set_.plans[set_.cases[u.first_case + k].plan].bytes_min; };
          if (size(i) < size(chosen)) chosen = i;
        }
      }
      const tl::Case& c = set_.cases[u.first_case + chosen];
      if (chosen != u.default_case) out.store_int(c.magic);
      return body(c.plan, op.nats, regs, out, depth);
    }
    case OpCode::vector:
    case OpCode::dictionary:
    case OpCode::int_dictionary:
    case OpCode::long_dictionary: {
      const uint32_t n = depth > kShallow ? 0 : below(4);
      out.store_int(n);
      for (uint32_t i = 0; i < n; ++i) {
        if (op.code == OpCode::dictionary) out.store_string("key" + std::to_string(i));
        if (op.code == OpCode::int_dictionary) out.store_int(i * 7);
        if (op.code == OpCode::long_dictionary) out.store_long(i * 7'000'000'000ull);
        if (!value(set_.ops[op.arg], regs, out, depth + 1)) return false;
      }
      return true;
    }
    case OpCode::tuple: {
      const uint32_t n = number(op.nats, regs);
      if (n > kTupleMax) return false;
      for (uint32_t i = 0; i < n; ++i) {
        if (!value(set_.ops[op.arg], regs, out, depth + 1)) return false;
      }
      return true;
    }
    case OpCode::maybe: {
      const bool present = depth <= kShallow && below(4) != 0;
      out.store_int(present ? tl::magic::kResultTrue : tl::magic::kResultFalse);
      return !present || value(set_.ops[op.arg], regs, out, depth + 1);
    }
    case OpCode::boxed:
      return value(set_.ops[op.arg], regs, out, depth + 1);
    case OpCode::result:
      return answer(tl::child_shape(set_, shape_, op.arg), out, depth + 1);
    case OpCode::query:
    case OpCode::unsupported:
      break;
  }
  return false;
}

}  // namespace vkext::serve
