// store_*: primitives into the buffer that rpc_send() sends, or that a typedStore() writes.
//
// Conversions are zend/scalars.h's. Converting an object runs PHP code, which may store as well: objects are converted
// before the buffer is looked at, warnings are raised after it was written.
#include "base/inflate.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/low_level.h"
#include "php/runtime.h"
#include "wire/writer.h"
#include "zend/raise.h"
#include "zend/scalars.h"

namespace vkext::php {

namespace {

constexpr uint32_t kDestActor = 0x7568aabd;
constexpr uint32_t kDestActorFlags = 0xf0a5acf7;
constexpr uint32_t kGzipPacked = 0x3072cfa1;
constexpr size_t kStringHead = 12;  // no string form takes more besides its bytes

// What one store_* call works with. Trivially destructible: it stands on the stack while warnings are raised.
struct Storing {
  zend::Notes notes;
  bool ok = true;

  void finish(zval* return_value) {
    zend::raise_notes(notes);
    RETVAL_BOOL(ok && !runtime().raw().store().failed());
  }
};

int64_t to_int(zval* v, Storing& storing) {
  ZVAL_DEREF(v);
  return EXPECTED(Z_TYPE_P(v) == IS_LONG) ? Z_LVAL_P(v) : zend::slow_to_int(v, "v", storing.notes);
}

double to_double(zval* v, Storing& storing) {
  ZVAL_DEREF(v);
  return EXPECTED(Z_TYPE_P(v) == IS_DOUBLE) ? Z_DVAL_P(v) : zend::slow_to_double(v, "v", storing.notes);
}

// KPHP says when bits are lost; values of unsigned types lose none.
void check_range(int64_t v, int64_t low, int64_t high, Storing& storing) {
  if (UNEXPECTED(v < low || v > high) && is_strict("kphp")) storing.notes.add(zend::Note::int_truncated, "v", v);
}

void put_int(zval* v, Storing& storing) {
  const int64_t n = to_int(v, storing);
  check_range(n, INT32_MIN, UINT32_MAX, storing);
  storing.ok = store_room(4);
  if (storing.ok) wire::Writer(runtime().raw().store()).store_int(static_cast<uint32_t>(n));
}

void put_byte(zval* v, Storing& storing) {
  const int64_t n = to_int(v, storing);
  check_range(n, INT8_MIN, UINT8_MAX, storing);
  storing.ok = store_room(1);
  if (storing.ok) wire::Writer(runtime().raw().store()).store_byte(static_cast<uint8_t>(n));
}

void put_long(zval* v, Storing& storing) {
  const int64_t n = to_int(v, storing);
  storing.ok = store_room(8);
  if (storing.ok) wire::Writer(runtime().raw().store()).store_long(static_cast<uint64_t>(n));
}

void put_double(zval* v, Storing& storing) {
  const double d = to_double(v, storing);
  storing.ok = store_room(8);
  if (storing.ok) wire::Writer(runtime().raw().store()).store_double(d);
}

void put_float(zval* v, Storing& storing) {
  const double d = to_double(v, storing);
  storing.ok = store_room(4);
  if (storing.ok) wire::Writer(runtime().raw().store()).store_float(static_cast<float>(d));
}

bool put_text(std::string_view text, bool tl2) {
  if (!store_room(text.size() + kStringHead)) return false;
  Buffer& out = runtime().raw().store();
  if (tl2) {
    store_text2(out, text);
    return true;
  }
  if (store_text(out, text)) return true;
  zend::warn("a string of %zu bytes is too long for a TL string", text.size());
  return false;
}

// Scalars become text in a workplace first: the incumbent's spelling of floats is scalars.cpp's.
bool put_scalar_text(zval* v, bool tl2, Storing& storing) {
  Workplace& place = runtime().enter_workplace();
  wire::Writer writer(place.body);
  zend::slow_store_string(v, "v", is_legacy(VKEXT_G(float_strings)), writer, storing.notes);
  const Bytes stored = place.body.bytes();
  bool ok = !place.body.failed();
  if (ok) {
    const bool small = stored.data[0] < 254;
    const size_t size = small ? stored.data[0] : load_u32(stored.data) >> 8;
    ok = put_text(stored.drop(small ? 1 : 4).first(size).text(), tl2);
  }
  runtime().leave_workplace(place);
  return ok;
}

void put_string(zval* v, bool tl2, Storing& storing) {
  ZVAL_DEREF(v);
  if (EXPECTED(Z_TYPE_P(v) == IS_STRING)) {
    storing.ok = put_text(zend::view(Z_STR_P(v)), tl2);
    return;
  }
  if (Z_TYPE_P(v) != IS_OBJECT) {
    storing.ok = put_scalar_text(v, tl2, storing);
    return;
  }
  zend_string* text = zval_try_get_string(v);
  storing.ok = text && !EG(exception) && put_text(zend::view(text), tl2);
  if (text) zend_string_release(text);
}

using Put = void (*)(zval*, Storing&);

Put put_of(char letter) {
  switch (letter) {
    case 's': return [](zval* v, Storing& storing) { put_string(v, false, storing); };
    case 'l': return put_long;
    case 'd':
    case 'i': return put_int;
    case 'f': return put_double;
    default: return nullptr;
  }
}

// Nothing is stored unless every letter is known and has its value.
bool store_many(zval* format, zval* values, uint32_t count) {
  ZVAL_DEREF(format);
  if (Z_TYPE_P(format) != IS_STRING || Z_STRLEN_P(format) != count) return false;
  for (uint32_t i = 0; i < count; ++i) {
    if (!put_of(Z_STRVAL_P(format)[i])) return false;
  }
  Storing storing;
  bool ok = true;
  for (uint32_t i = 0; i < count && ok && !EG(exception); ++i) {
    put_of(Z_STRVAL_P(format)[i])(&values[i], storing);
    ok = storing.ok;
  }
  zval result;
  storing.finish(&result);
  return ok && Z_TYPE(result) == IS_TRUE;
}

void store_header(zval* actor, zend_long flags, zval* return_value) {
  Storing storing;
  const int64_t id = to_int(actor, storing);
  storing.ok = store_room(16);
  if (storing.ok) {
    wire::Writer writer(runtime().raw().store());
    writer.store_int(flags ? kDestActorFlags : kDestActor);
    writer.store_long(static_cast<uint64_t>(id));
    if (flags) writer.store_int(static_cast<uint32_t>(flags));
  }
  storing.finish(return_value);
}

// Packs what was stored since store_start_gzip_pack(), when that makes it more than a header smaller.
void finish_pack(int64_t threshold) {
  RawBuffers& raw = runtime().raw();
  Buffer& out = raw.store();
  const size_t from = raw.own().pack_from;
  raw.own().pack_from = RawBuffers::kNotPacking;
  if (threshold <= 0) threshold = raw.own().pack_threshold;
  if (threshold <= 0 || from > out.size()) return;
  const Bytes plain = out.bytes().drop(from);
  if (plain.size < static_cast<uint64_t>(threshold)) return;
  Workplace& place = runtime().enter_workplace();
  if (deflate_gzip(plain, place.body) && place.body.size() + 8 < plain.size) {
    out.truncate(from);
    wire::Writer(out).store_int(kGzipPacked);
    store_text(out, place.body.bytes().text());
  }
  runtime().leave_workplace(place);
}

template <class Body>
void store_one(INTERNAL_FUNCTION_PARAMETERS, Body put) {
  zval* v;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(v)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] {
    Storing storing;
    put(v, storing);
    storing.finish(return_value);
  });
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(store_int) { store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, put_int); }

PHP_FUNCTION(store_byte) { store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, put_byte); }

PHP_FUNCTION(store_long) { store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, put_long); }

PHP_FUNCTION(store_double) { store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, put_double); }

PHP_FUNCTION(store_float) { store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, put_float); }

PHP_FUNCTION(store_string) {
  store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [](zval* v, Storing& storing) { put_string(v, false, storing); });
}

PHP_FUNCTION(store_string2) {
  store_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [](zval* v, Storing& storing) { put_string(v, true, storing); });
}

PHP_FUNCTION(store_many) {
  zval* values = nullptr;
  uint32_t count = 0;
  ZEND_PARSE_PARAMETERS_START(0, -1)
    Z_PARAM_VARIADIC('*', values, count)
  ZEND_PARSE_PARAMETERS_END();
  if (count == 0) RETURN_FALSE;
  guarded([&] { RETVAL_BOOL(store_many(values, values + 1, count - 1)); });
}

PHP_FUNCTION(store_header) {
  zval* actor;
  zend_long flags = 0;
  ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_ZVAL(actor)
    Z_PARAM_OPTIONAL
    Z_PARAM_LONG(flags)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { store_header(actor, flags, return_value); });
}

PHP_FUNCTION(store_raw) {
  zend_string* bytes;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(bytes)
  ZEND_PARSE_PARAMETERS_END();
  if (ZSTR_LEN(bytes) % 4 != 0 || !store_room(ZSTR_LEN(bytes))) RETURN_FALSE;
  RETURN_BOOL(runtime().raw().store().append(ZSTR_VAL(bytes), ZSTR_LEN(bytes)));
}

PHP_FUNCTION(store_gzip_pack_threshold) {
  zend_long threshold;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(threshold)
  ZEND_PARSE_PARAMETERS_END();
  runtime().raw().own().pack_threshold = threshold;
}

PHP_FUNCTION(store_start_gzip_pack) {
  ZEND_PARSE_PARAMETERS_NONE();
  runtime().raw().own().pack_from = runtime().raw().store().size();
}

PHP_FUNCTION(store_finish_gzip_pack) {
  zend_long threshold;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(threshold)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { finish_pack(threshold); });
}
