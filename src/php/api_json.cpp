// vk_json_encode(): walks a PHP value; the leaves are text/json.h's.
//
// The walk may run PHP code in the middle (a warning's handler, a lazy object), so every container is held while it is
// walked, recursion marks are taken back on every way out, and nothing here owns memory but the engine's.
#include "base/limits.h"
#include "text/json.h"
#include "zend/compat.h"
#include "zend/raise.h"

namespace vkext::php {
namespace {

class JsonWalk {
 public:
  // False: no JSON for this value; a warning has been raised, or there is an exception.
  bool value(zval* v, std::string_view key, int depth) {
    ZVAL_DEREF(v);
    switch (Z_TYPE_P(v)) {
      case IS_NULL:
        return put("null");
      case IS_FALSE:
        return put("false");
      case IS_TRUE:
        return put("true");
      case IS_LONG:
        return number(Z_LVAL_P(v));
      case IS_DOUBLE:
        return number(Z_DVAL_P(v));
      case IS_STRING:
        return string(zend::view(Z_STR_P(v)));
      case IS_ARRAY:
      case IS_OBJECT:
        return container(v, key, depth);
      default:
        zend::warn("type is not supported - %s", zend_zval_type_name(v));
        return put("null") && !EG(exception);
    }
  }

  void finish(zval* return_value) {
    smart_str_0(&out_);
    ZVAL_NEW_STR(return_value, out_.s);
  }
  void drop() { smart_str_free(&out_); }

 private:
  bool container(zval* v, std::string_view key, int depth) {
    if (depth == 0) {
      zend::warn("value is nested deeper than %d levels", limits::kDepthMax);
      return false;
    }
    // Arrays that cannot be counted cannot hold themselves either.
    const bool marks = Z_REFCOUNTED_P(v);
    if (marks && GC_IS_RECURSIVE(Z_COUNTED_P(v))) {
      zend::warn("array recursion detected - %.*s", static_cast<int>(key.size() < 200 ? key.size() : 200), key.data());
      return put("null") && !EG(exception);
    }
    zval held;
    ZVAL_COPY(&held, v);
    if (marks) GC_PROTECT_RECURSION(Z_COUNTED(held));
    const bool ok = Z_TYPE(held) == IS_ARRAY ? array(Z_ARRVAL(held), depth - 1) : object(&held, depth - 1);
    if (marks) GC_UNPROTECT_RECURSION(Z_COUNTED(held));
    zval_ptr_dtor(&held);
    return ok && !EG(exception);
  }

  bool array(HashTable* ht, int depth) {
    if (!is_list(ht)) return rows(ht, depth, false);
    put("[");
    bool first = true;
    zend_ulong index = 0;
    zval* element = nullptr;
    ZEND_HASH_FOREACH_NUM_KEY_VAL(ht, index, element) {
      if (!first) put(",");
      first = false;
      char digits[text::kJsonLongBytesMax];
      const size_t size = text::json_long_write(static_cast<int64_t>(index), digits);
      if (!value(element, {digits, size}, depth)) return false;
    }
    ZEND_HASH_FOREACH_END();
    return put("]");
  }

  bool object(zval* v, int depth) {
    HashTable* properties = zend_get_properties_for(v, ZEND_PROP_PURPOSE_JSON);
    if (EG(exception)) {
      if (properties) zend_release_properties(properties);
      return false;
    }
    if (!properties) return put("{}");
    const bool ok = rows(properties, depth, true);
    zend_release_properties(properties);
    return ok;
  }

  bool rows(HashTable* ht, int depth, bool properties) {
    put("{");
    bool first = true;
    zend_ulong index = 0;
    zend_string* name = nullptr;
    zval* element = nullptr;
    ZEND_HASH_FOREACH_KEY_VAL_IND(ht, index, name, element) {
      // Names of properties that are not public begin with a NUL.
      if (properties && name && ZSTR_LEN(name) != 0 && ZSTR_VAL(name)[0] == 0) continue;
      if (!first) put(",");
      first = false;
      char digits[text::kJsonLongBytesMax];
      std::string_view key;
      if (name) {
        key = zend::view(name);
      } else {
        key = {digits, text::json_long_write(static_cast<int64_t>(index), digits)};
      }
      string(key);
      put(":");
      if (!value(element, key, depth)) return false;
    }
    ZEND_HASH_FOREACH_END();
    return put("}");
  }

  static bool is_list(HashTable* ht) {
    zend_ulong expected = 0;
    zend_ulong index = 0;
    zend_string* name = nullptr;
    ZEND_HASH_FOREACH_KEY(ht, index, name) {
      if (name || index != expected++) return false;
    }
    ZEND_HASH_FOREACH_END();
    return true;
  }

  bool number(zend_long v) {
    char digits[text::kJsonLongBytesMax];
    return put({digits, text::json_long_write(v, digits)});
  }

  bool number(double v) {
    char digits[text::kJsonDoubleBytesMax];
    const size_t size = text::json_double_write(v, digits);
    if (size == 0) {
      char shown[32];
      ap_php_snprintf(shown, sizeof shown, "%.0e", v);  // NAN and INF as PHP spells them
      zend::warn("double %s has no JSON form", shown);
    }
    return size != 0 && put({digits, size});
  }

  bool string(std::string_view s) {
    const size_t size = text::json_string_size(s);
    char* at = room(size);
    text::json_string_write(s, at);
    return true;
  }

  bool put(std::string_view s) {
    memcpy(room(s.size()), s.data(), s.size());
    return true;
  }

  // Not smart_str_alloc(), which is inline: that of 8.2.35 calls a function that earlier releases of 8.2 do not export.
  char* room(size_t size) {
    const size_t end = (out_.s ? ZSTR_LEN(out_.s) : 0) + size;
    if (!out_.s || end >= out_.a) smart_str_erealloc(&out_, end);
    char* at = ZSTR_VAL(out_.s) + ZSTR_LEN(out_.s);
    ZSTR_LEN(out_.s) += size;
    return at;
  }

  smart_str out_ = {};
};

}  // namespace
}  // namespace vkext::php

PHP_FUNCTION(vk_json_encode) {
  zval* v = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(v)
  ZEND_PARSE_PARAMETERS_END();

  vkext::php::JsonWalk walk;
  if (walk.value(v, {}, vkext::limits::kDepthMax)) {
    walk.finish(return_value);
  } else {
    walk.drop();
    RETVAL_FALSE;
  }
}
