// Storing fields that need no thought, one after another: scalars without a magic whose PHP value has the very type.
//
// The inner loop of storing. One switch tells the field and the value apart at once; whatever does not fit (another
// type, a reference, a long string, no room) is left to the caller, with nothing written. Runs no PHP code.
#pragma once

#include "tl/encode.h"
#include "zend/class_bind.h"
#include "zend/compat.h"
#include "zend/names.h"

namespace vkext::zend {

// A field's kind (less than 8) and a value's type in one number, dense enough for a table of jumps.
constexpr uint32_t pair_of(tl::OpCode bare, uint32_t type) { return type << 3 | static_cast<uint32_t>(bare); }

// `behind`: bytes to be kept free behind a string.
__attribute__((always_inline)) inline bool store_plain_value(const tl::Op& op, const zval* v, uint32_t* regs,
                                                             bool checked_ints, uint8_t*& at, const uint8_t* end,
                                                             size_t behind) {
  using tl::OpCode;
  switch (pair_of(op.bare, Z_TYPE_P(v))) {
    case pair_of(OpCode::nat, IS_LONG):
      if (op.reg != tl::kNoRegister) regs[op.reg] = static_cast<uint32_t>(Z_LVAL_P(v));
      store_u32(at, static_cast<uint32_t>(Z_LVAL_P(v)));
      at += 4;
      return true;
    case pair_of(OpCode::int32, IS_LONG):
      if (UNEXPECTED(checked_ints)) return false;
      store_u32(at, static_cast<uint32_t>(Z_LVAL_P(v)));
      at += 4;
      return true;
    case pair_of(OpCode::int64, IS_LONG):
      store_u64(at, static_cast<uint64_t>(Z_LVAL_P(v)));
      at += 8;
      return true;
    case pair_of(OpCode::float64, IS_DOUBLE): {
      uint64_t bits;
      memcpy(&bits, &Z_DVAL_P(v), 8);
      store_u64(at, bits);
      at += 8;
      return true;
    }
    case pair_of(OpCode::float32, IS_DOUBLE): {
      const auto f = static_cast<float>(Z_DVAL_P(v));
      uint32_t bits;
      memcpy(&bits, &f, 4);
      store_u32(at, bits);
      at += 4;
      return true;
    }
    case pair_of(OpCode::boolean, IS_FALSE):
      store_u32(at, tl::magic::kBoolFalse);
      at += 4;
      return true;
    case pair_of(OpCode::boolean, IS_TRUE):
      store_u32(at, tl::magic::kBoolTrue);
      at += 4;
      return true;
    case pair_of(OpCode::string, IS_STRING): {
      const std::string_view s = view(Z_STR_P(v));
      const size_t bytes = wire::short_string_bytes(s.size());
      if (UNEXPECTED(s.size() > wire::kShortStringMax) ||
          UNEXPECTED(static_cast<size_t>(end - at) < bytes + behind)) {
        return false;
      }
      wire::put_short_string(at, s);
      at += bytes;
      return true;
    }
    default: return false;
  }
}

// Room for the other fields.
inline size_t behind(const tl::Op* op, const tl::Op* end) { return 8 * static_cast<size_t>(end - op); }

// From arrays whose keys stand in the order of the schema. `next` and `op` are moved behind what was stored. kNamed: each
// field has a name.
template <bool kNamed>
__attribute__((always_inline)) inline void store_plain_entries(Bucket*& next, const Bucket* last, Keys& keys,
                                                               zend_string* const* names, const tl::Op*& op,
                                                               const tl::Op* end, uint32_t* regs, bool checked_ints,
                                                               tl::Tail& tail) {
  uint8_t* at = tail.at;
  const tl::Op* o = op;
  Bucket* b = next;
  for (; o != end && b != last; ++o, ++b) {
    if (!kNamed && UNEXPECTED(o->name == tl::kNone)) break;
    // What was unset leaves a key behind that may be gone: it is not looked into. (The same one has no value that fits.)
    if (b->key != names[o->name] &&
        (UNEXPECTED(Z_TYPE(b->val) == IS_UNDEF) || UNEXPECTED(!b->key) || UNEXPECTED(!keys.is(o->name, b->key)))) {
      break;
    }
    if (UNEXPECTED(!store_plain_value(*o, &b->val, regs, checked_ints, at, tail.end, behind(o, end)))) break;
  }
  next = b;
  op = o;
  tail.at = at;
}

// From the slots of an object; `slot` is that of `op`.
inline const tl::Op* store_plain_properties(zend_object* object, const PropertySlot* slot, const tl::Op* op,
                                            const tl::Op* end, uint32_t* regs, bool checked_ints, tl::Tail& tail) {
  uint8_t* at = tail.at;
  for (; op != end && slot->offset != PropertySlot::kSlow; ++op, ++slot) {
    const zval* value = OBJ_PROP(object, slot->offset);
    if (UNEXPECTED(!store_plain_value(*op, value, regs, checked_ints, at, tail.end, behind(op, end)))) break;
  }
  tail.at = at;
  return op;
}

}  // namespace vkext::zend
