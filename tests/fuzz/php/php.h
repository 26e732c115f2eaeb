// What every part of fuzz_php_store works with: values that are given back, calls of PHP functions, the end of a run.
//
// Test side only. Functions are called through VK\TL\Fuzz\attempt of world.php: an exception becomes the value.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "tl/plan.h"
#include "zend/compat.h"

namespace vkext::fuzz {

[[noreturn]] inline void die(const std::string& what) {
  fprintf(stderr, "%s\n", what.c_str());
  abort();
}

inline std::string hex(Bytes p) {
  std::string text;
  for (size_t i = 0; i < p.size; ++i) {
    text += "0123456789abcdef"[p.data[i] >> 4];
    text += "0123456789abcdef"[p.data[i] & 15];
  }
  return text;
}

// The schema that PHP has loaded as well.
const tl::PlanSet& plans();

// A value that is given back.
class Value {
 public:
  Value() { ZVAL_NULL(&value_); }
  ~Value() { zval_ptr_dtor(&value_); }
  Value(const Value&) = delete;
  Value(Value&& other) noexcept : value_(other.value_) { ZVAL_NULL(&other.value_); }
  Value& operator=(Value&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  static Value number(zend_long n) {
    Value v;
    ZVAL_LONG(&v.value_, n);
    return v;
  }
  static Value real(double d) {
    Value v;
    ZVAL_DOUBLE(&v.value_, d);
    return v;
  }
  static Value boolean(bool b) {
    Value v;
    ZVAL_BOOL(&v.value_, b);
    return v;
  }
  static Value text(std::string_view s) {
    Value v;
    ZVAL_STRINGL(&v.value_, s.data(), s.size());
    return v;
  }
  static Value array() {
    Value v;
    array_init(&v.value_);
    return v;
  }
  static Value copy(zval* of) {
    Value v;
    ZVAL_COPY(&v.value_, of);
    return v;
  }

  zval* get() { return &value_; }
  // The value itself, past a reference.
  zval* plain() {
    zval* v = &value_;
    ZVAL_DEREF(v);
    return v;
  }
  bool is(int type) const { return Z_TYPE(value_) == type; }
  Bytes bytes() const { return Bytes(Z_STRVAL(value_), Z_STRLEN(value_)); }
  // Into an array.
  void add(Value item) {
    add_next_index_zval(&value_, &item.value_);
    ZVAL_NULL(&item.value_);
  }
  void set(const char* key, Value item) {
    add_assoc_zval(&value_, key, &item.value_);
    ZVAL_NULL(&item.value_);
  }
  Value first() {
    zval* found = zend_hash_index_find(Z_ARRVAL(value_), 0);
    return found ? copy(found) : Value();
  }
  // The entry of an array, the property of an object; null where there is none.
  Value at(const char* key) {
    zval* found = nullptr;
    zval scratch;
    if (is(IS_ARRAY)) found = zend_hash_str_find_ind(Z_ARRVAL(value_), key, strlen(key));
    if (is(IS_OBJECT)) found = zend_read_property(Z_OBJCE(value_), Z_OBJ(value_), key, strlen(key), true, &scratch);
    return found ? copy(found) : Value();
  }

 private:
  zval value_;
};

inline Value call(const char* function, std::initializer_list<zval*> arguments) {
  zval name, copies[4];
  Value result;
  uint32_t n = 0;
  for (zval* v : arguments) ZVAL_COPY_VALUE(&copies[n++], v);
  ZVAL_STRING(&name, function);
  call_user_function(nullptr, nullptr, &name, result.get(), n, copies);
  zval_ptr_dtor(&name);
  return result;
}

// function(...arguments), or what it threw.
inline Value attempt(const char* function, Value arguments) {
  return call("VK\\TL\\Fuzz\\attempt", {Value::text(function).get(), arguments.get()});
}

// The same in a Fiber; when user code suspends it there, it is resumed, or abandoned.
inline Value attempt_in_fiber(const char* function, Value arguments, bool abandon) {
  return call("VK\\TL\\Fuzz\\attempt_in_fiber",
              {Value::text(function).get(), arguments.get(), Value::boolean(abandon).get()});
}

// What an exception says; empty for everything else.
inline std::string thrown(Value& result) {
  if (!result.is(IS_OBJECT) || !instanceof_function(Z_OBJCE_P(result.get()), zend_ce_throwable)) return {};
  return std::string(call("strval", {result.get()}).bytes().text());
}

// The same for PHP, down to types and not-a-number.
inline bool same(Value& a, Value& b) { return call("VK\\TL\\Fuzz\\same", {a.get(), b.get()}).is(IS_TRUE); }

}  // namespace vkext::fuzz
