// Fetching an answer that needs no thought: one record of bare scalars, from its magic to the last byte.
//
// The twin of plain_fields.h: fills a copied row slot after slot. Whatever does not fit (bytes missing or left, a bad
// bool) is left to the decoder, which says what is wrong. Runs no PHP code.
#pragma once

#include "tl/plan.h"
#include "tl/plan_magics.h"
#include "zend/array_builder.h"
#include "zend/compat.h"
#include "zend/names.h"

namespace vkext::zend {

// memory_limit need not be asked about what so few bytes can make.
constexpr size_t kPlainBytesMax = 16u << 10;

// A string in either of its forms, at most kPlainBytesMax long. Null: not all of it is there.
__attribute__((always_inline)) inline const uint8_t* fetch_plain_string(zval* slot, const uint8_t* at, size_t left) {
  if (UNEXPECTED(left < 4)) return nullptr;
  size_t n = *at, head = 1;
  if (UNEXPECTED(n > wire::kShortStringMax)) {
    if (n != 254) return nullptr;
    n = load_u32(at) >> 8;
    head = 4;
  }
  const size_t bytes = (head + n + 3) & ~size_t{3};
  if (UNEXPECTED(bytes > left)) return nullptr;
  if (UNEXPECTED(n < 2)) {
    set_string(slot, {reinterpret_cast<const char*>(at) + head, n});
  } else {
    set_bytes(slot, {at + head, n});
  }
  return at + bytes;
}

// Fills the row's values from the bytes, which end with the last of them. False: they do not, or they are no values.
__attribute__((always_inline)) inline bool fetch_plain_row(const PlainRow& row, Bucket* b, Bytes bytes) {
  using tl::OpCode;
  const uint8_t* at = bytes.data;
  const uint8_t* const end = at + bytes.size;
  for (const tl::Op* op = row.op; op != row.end; ++op, ++b) {
    const auto left = static_cast<size_t>(end - at);
    zval* slot = &b->val;
    switch (op->bare) {
      case OpCode::string:
        at = fetch_plain_string(slot, at, left);
        if (UNEXPECTED(!at)) return false;
        continue;
      case OpCode::nat:
      case OpCode::int32:
        if (UNEXPECTED(left < 4)) return false;
        ZVAL_LONG(slot, static_cast<int32_t>(load_u32(at)));
        at += 4;
        continue;
      case OpCode::int64:
        if (UNEXPECTED(left < 8)) return false;
        ZVAL_LONG(slot, static_cast<zend_long>(load_u64(at)));
        at += 8;
        continue;
      case OpCode::float64: {
        if (UNEXPECTED(left < 8)) return false;
        const uint64_t bits = load_u64(at);
        double d;
        memcpy(&d, &bits, 8);
        ZVAL_DOUBLE(slot, d);
        at += 8;
        continue;
      }
      case OpCode::float32: {
        if (UNEXPECTED(left < 4)) return false;
        const uint32_t bits = load_u32(at);
        float f;
        memcpy(&f, &bits, 4);
        ZVAL_DOUBLE(slot, static_cast<double>(f));
        at += 4;
        continue;
      }
      case OpCode::boolean: {
        if (UNEXPECTED(left < 4)) return false;
        const uint32_t magic = load_u32(at);
        if (UNEXPECTED(magic != tl::magic::kBoolTrue && magic != tl::magic::kBoolFalse)) return false;
        ZVAL_BOOL(slot, magic == tl::magic::kBoolTrue);
        at += 4;
        continue;
      }
      default:
        return false;
    }
  }
  return at == end;
}

}  // namespace vkext::zend
