// Schema loading, and the offline codec: TL bytes without a network (decision 20).
#include <utility>

#include "base/error_codes.h"
#include "php/calls.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/ini.h"
#include "zend/array_builder.h"
#include "zend/codec.h"
#include "zend/raise.h"
#include "zend/tree_value.h"

namespace vkext::php {

namespace {

// Room for it; a longer one goes the long way.
constexpr size_t kEverydayBytes = 1024;

// Throws VkextTlException, unless something was thrown already. Always false.
__attribute__((noinline, cold)) bool not_encoded(const Workplace& place) {
  if (EG(exception)) return false;
  const std::string_view path = place.error.path.text();
  zend::throw_tl_exception("%.*s%s%s", static_cast<int>(path.size()), path.data(), path.empty() ? "" : ": ",
                           place.error.text);
  return false;
}

zend::StoreSettings offline_settings(bool of_objects) {
  zend::StoreSettings settings = store_settings(of_objects);
  settings.flags |= zend::StoreSettings::kInternal;
  return settings;
}

// The everyday query: stored behind what the next workplace's buffer holds, so that nothing has to be entered, cleared
// or left. False: nothing is done.
__attribute__((always_inline)) inline bool encode_everyday(zval* query, zval* out) {
  Workplace* place = runtime().next_workplace();
  zend::QueryEncoder* encoder = place ? runtime().same_encoder(*place, offline_settings(false)) : nullptr;
  if (UNEXPECTED(!encoder)) return false;
  uint8_t* at = place->body.reserve(kEverydayBytes);
  if (UNEXPECTED(!at)) return false;
  const uint8_t* end = encoder->store_everyday(query, at, place->body.room_end());
  if (UNEXPECTED(!end)) return false;
  zend::set_bytes(out, {at, static_cast<size_t>(end - at)});
  return true;
}

// Stores `query` into a workplace; throws VkextTlException and returns false when it cannot be stored.
__attribute__((always_inline)) inline bool encode_offline(BoundSchema& bound, zval* query, Workplace& place) {
  const zend::StoreSettings settings = offline_settings(Z_TYPE_P(query) == IS_OBJECT);
  return runtime().encoder(place, bound, settings).encode(query) || not_encoded(place);
}

// An object asks for objects.
void decode_offline(BoundSchema& bound, const uint32_t* shape, bool typed, std::string_view bytes, zval* return_value) {
  const tl::DecodeOptions options = decode_options();
  zend::DecodeError error;
  zval value;
  const zend::Schema& schema = *bound.schema;
  if (typed ? zend::decode_typed_result(schema, runtime().classes(), options, Bytes(bytes), shape, &value, error)
            : zend::decode_result(schema, bound.rows, options, Bytes(bytes), shape, &value, error)) {
    ZVAL_COPY_VALUE(return_value, &value);
    return;
  }
  if (EG(exception)) return;
  char text[900];
  error.describe(text, sizeof text);
  zend::throw_tl_exception("%s", text);
}

// Where a result with a large string is made right away, instead of in the workplace. Memory of the request.
struct ResultString : Buffer::Lender {
  zend_string* made = nullptr;

  ResultString() : Lender{grow} {}
  static uint8_t* grow(Lender& self, size_t n) {
    zend_string*& s = static_cast<ResultString&>(self).made;
    if (!zend::memory_allows(n)) return nullptr;  // half-way growing holds both
    s = s ? zend_string_realloc(s, n, 0) : zend::new_string(n);
    return reinterpret_cast<uint8_t*>(ZSTR_VAL(s));
  }
  // The content of a buffer that borrowed it.
  void take(zval* out, size_t size) {
    zend_string* s = std::exchange(made, nullptr);
    if (ZSTR_LEN(s) - size > limits::kIoChunkBytes) s = zend_string_truncate(s, size, 0);
    ZSTR_LEN(s) = size;
    ZSTR_VAL(s)[size] = 0;
    ZVAL_NEW_STR(out, s);
  }
  void drop() {
    if (UNEXPECTED(made)) zend_string_efree(std::exchange(made, nullptr));
  }
};

// Encodes, and hands the schema and the workplace to `then` when it worked.
template <class Then>
void with_encoded(zval* query, Then then, ResultString* result = nullptr) {
  Workplace& place = runtime().enter_workplace();
  if (result) place.body.borrow_from(*result);
  BoundSchema* bound = runtime().schema_for(place);
  if (!bound) {
    zend::throw_tl_exception(kNoSchema);
  } else if (encode_offline(*bound, query, place)) {
    if (UNEXPECTED(!place.notes.empty())) zend::raise_notes(place.notes);
    if (!EG(exception)) then(*bound, place);
  }
  if (result) place.body.give_back();
  runtime().leave_workplace(place);
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(tl_config_load_file) {
  zval* path;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(path)
  ZEND_PARSE_PARAMETERS_END();
  ZVAL_DEREF(path);
  if (Z_TYPE_P(path) != IS_STRING) {
    vkext::zend::warn("the path of a schema must be a string");
    RETURN_FALSE;
  }
  guarded([&] { ZVAL_BOOL(return_value, load_schema_of_request(Z_STR_P(path))); });
}

PHP_FUNCTION(vkext_tl_schema) {
  ZEND_PARSE_PARAMETERS_NONE();
  guarded([&] {
    vkext::zend::put_tree(runtime().describe_schema(), return_value);
    runtime().drop_description();
  });
}

PHP_FUNCTION(vkext_tl_encode) {
  zval* query;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ARRAY_OR_OBJECT(query)
  ZEND_PARSE_PARAMETERS_END();
  ResultString result;
  guarded([&] {
    if (EXPECTED(encode_everyday(query, return_value))) return;
    with_encoded(query, [&](BoundSchema&, Workplace& place) {
      if (UNEXPECTED(place.body.borrowed())) return result.take(return_value, place.body.size());
      result.drop();
      vkext::zend::set_bytes(return_value, place.body.bytes());
    }, &result);
    result.drop();
  });
}

PHP_FUNCTION(vkext_tl_decode) {
  zend_string* bytes;
  zval* query;
  ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(bytes)
    Z_PARAM_ARRAY_OR_OBJECT(query)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] {
    with_encoded(query, [&](BoundSchema& bound, Workplace& place) {
      decode_offline(bound, place.shape.data(), Z_TYPE_P(query) == IS_OBJECT, vkext::zend::view(bytes), return_value);
    });
  });
}
