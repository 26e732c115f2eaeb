// Answers as objects: rpcResponseOk, rpcResponseHeader, rpcResponseError. See answers.h.
#include "base/error_codes.h"
#include "php/answers.h"
#include "php/custom.h"
#include "zend/class_bind.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

// The object of a bound class, its properties set. Takes the values over. False: an exception is pending.
bool build(zval* out, zend::ClassSlots& slots, zend_string** names, zval* values) {
  zend_object* object = zend::new_object(slots);
  bool ok = object != nullptr;
  for (uint32_t i = 0; i < slots.count; ++i) {
    if (ok) {
      ok = zend::assign(object, slots, i, names[i], &values[i]);
    } else {
      zval_ptr_dtor(&values[i]);
    }
  }
  if (ok) {
    ZVAL_OBJ(out, object);
    return true;
  }
  ZVAL_NULL(out);
  if (!object) return false;
  zend_object_store_ctor_failed(object);
  OBJ_RELEASE(object);
  return false;
}

}  // namespace

void put_typed_error(zval* out, int code, std::string_view text) {
  zend::ClassSlots* slots = runtime().classes().response(zend::Response::error);
  if (!slots) {
    ZVAL_FALSE(out);
    if (EG(exception)) return;
    return zend::warn("class %s not found or not instantiable; it was to say: %d %.*s",
                      zend::ClassBinder::response_name(zend::Response::error), code,
                      static_cast<int>(text.size() > 500 ? 500 : text.size()), text.data());
  }
  zend_string* names[] = {zend::known.error_code, zend::known.error};
  zval values[2];
  ZVAL_LONG(&values[0], code);
  zend::set_string(&values[1], text);
  build(out, *slots, names, values);
}

void put_typed_response(zval* out, Header& header, zval* result) {
  const zend::Response kind = header.present ? zend::Response::header : zend::Response::ok;
  zend::ClassSlots* slots = runtime().classes().response(kind);
  if (!slots) {
    zval_ptr_dtor(result);
    header.drop();
    ZVAL_NULL(out);
    if (EG(exception)) return;
    char text[200];
    snprintf(text, sizeof text, "Can't parse response: class %s not found or not instantiable",
             zend::ClassBinder::response_name(kind));
    runtime().last_error().set(codes::kBadResponse, "decode", text);
    return put_typed_error(out, codes::kBadResponse, text);
  }
  if (!header.present) {
    zend_string* names[] = {zend::known.result};
    build(out, *slots, names, result);
    return;
  }
  header.present = false;
  zend_string* names[] = {zend::known.flags, zend::known.extra, zend::known.result};
  zval values[3];
  ZVAL_COPY_VALUE(&values[0], &header.flags);
  ZVAL_COPY_VALUE(&values[1], &header.extra);
  ZVAL_COPY_VALUE(&values[2], result);
  build(out, *slots, names, values);
}

void put_fetched(const Asked& asked, Bytes body, Header& header, Form form, zval* out) {
  zval result;
  char why[300];
  if (custom_fetch(asked.fetcher, body, &result, why, sizeof why)) {
    return put_typed_response(out, header, &result);
  }
  header.drop();
  if (EG(exception)) {
    ZVAL_NULL(out);
    return;
  }
  runtime().last_error().set(codes::kFetcherFailed, "decode", why);
  put_failure(form, out, codes::kFetcherFailed, why);
}

}  // namespace vkext::php
