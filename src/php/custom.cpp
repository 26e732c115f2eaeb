// Calling typedStore() and typedFetch(). See custom.h.
#include "php/custom.h"

#include "base/error_codes.h"
#include "php/runtime.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

constexpr char kStore[] = "typedstore";
constexpr char kFetch[] = "typedfetch";

bool has_method(zend_object* object, const char* lower_name, size_t size) {
  return zend_hash_str_find_ptr(&object->ce->function_table, lower_name, size) != nullptr;
}

// False: it threw.
bool call(zend_object* object, const char* method, zval* result) {
  zval holder, name;
  ZVAL_OBJ(&holder, object);
  ZVAL_STRING(&name, method);
  ZVAL_UNDEF(result);
  GC_ADDREF(object);  // the method may drop the last reference that others have
  call_user_function(nullptr, &holder, &name, result, 0, nullptr);
  zval_ptr_dtor(&name);
  OBJ_RELEASE(object);
  if (!EG(exception)) return true;
  zval_ptr_dtor(result);
  ZVAL_UNDEF(result);
  return false;
}

// The pending exception as text; it is cleared, unless the script is ending.
void swallow_exception(char* out, size_t size, bool with_class) {
  zend::describe_exception(out, size, with_class);
  if (!zend::is_exit_pending()) zend_clear_exception();
}

}  // namespace

CustomStore custom_store(zend_object* query, Buffer& body, zval* fetcher, tl::EncodeError& error) {
  if (EXPECTED(query->ce == runtime().plain_class)) return CustomStore::none;
  if (!has_method(query, kStore, sizeof kStore - 1)) {
    runtime().plain_class = query->ce;
    return CustomStore::none;
  }
  const char* class_name = ZSTR_VAL(query->ce->name);  // the method may drop the query itself
  RawBuffers& raw = runtime().raw();
  raw.enter_store(body);
  zval result;
  const bool returned = call(query, "typedStore", &result);
  raw.leave_store(body);
  if (!returned) {
    char why[200];
    swallow_exception(why, sizeof why, true);
    error.set(codes::kConstruction, "typedStore() of %s threw %s", class_name, why);
    return CustomStore::failed;
  }
  if (Z_TYPE(result) == IS_OBJECT) {
    if (body.failed()) {
      zval_ptr_dtor(&result);
      error.set(codes::kNoMemory, "out of memory");
      return CustomStore::failed;
    }
    ZVAL_COPY_VALUE(fetcher, &result);
    return CustomStore::stored;
  }
  const bool nothing = Z_TYPE(result) <= IS_NULL;  // undefined: the method is not for us to call
  zval_ptr_dtor(&result);
  body.clear();  // half a query must not stand in front of the schema's
  if (nothing) return CustomStore::none;
  error.set(codes::kConstruction, "typedStore() of %s must return a fetcher object or null", class_name);
  return CustomStore::failed;
}

bool custom_fetch(zend_object* fetcher, Bytes body, zval* result, char* why, size_t size) {
  const char* class_name = ZSTR_VAL(fetcher->ce->name);
  if (!has_method(fetcher, kFetch, sizeof kFetch - 1)) {
    snprintf(why, size, "%s has no method typedFetch()", class_name);
    return false;
  }
  RawBuffers& raw = runtime().raw();
  const uint32_t token = raw.enter_fetch(body);
  const bool returned = call(fetcher, "typedFetch", result);
  raw.leave_fetch(token);
  if (!returned) {
    swallow_exception(why, size, false);
    return false;
  }
  if (Z_TYPE_P(result) == IS_OBJECT) return true;
  zval_ptr_dtor(result);
  snprintf(why, size, "typedFetch() of %s must return an object", class_name);
  return false;
}

}  // namespace vkext::php
