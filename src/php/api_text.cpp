// The text helpers: vk_utf8_to_win and its sisters, vk_whitespace_pack, vk_flex, vk_sp_*, vk_stats_hll_*.
//
// Arguments in, a call of text/, its result out. A result waits in Runtime::text_result while PHP makes its copy: PHP
// may bail out there and would strand what stands on the stack.
#include <optional>
#include <string>

#include "php/flex_data.h"
#include "php/guard.h"
#include "php/runtime.h"
#include "text/cp1251.h"
#include "text/hll.h"
#include "text/simplify.h"
#include "text/whitespace.h"
#include "zend/compat.h"

namespace vkext::php {
namespace {

// `make` yields std::string, or std::optional of it: nullopt is false.
template <class Make>
void return_text(zval* return_value, Make&& make) {
  bool has_text = false;
  guarded([&make, &has_text] {
    std::optional<std::string> made = make();
    if (made) runtime().text_result = std::move(*made);
    has_text = made.has_value();
  });
  if (has_text) {
    zend::set_string(return_value, runtime().text_result);
  } else {
    ZVAL_FALSE(return_value);
  }
}

template <std::string (*map)(std::string_view)>
void map_text(INTERNAL_FUNCTION_PARAMETERS) {
  zend_string* text = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(text)
  ZEND_PARSE_PARAMETERS_END();
  return_text(return_value, [text] { return map(zend::view(text)); });
}

template <std::optional<std::string> (*map)(std::string_view)>
void map_hll(INTERNAL_FUNCTION_PARAMETERS) {
  zend_string* hll = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(hll)
  ZEND_PARSE_PARAMETERS_END();
  return_text(return_value, [hll] { return map(zend::view(hll)); });
}

// Counts the elements in, as integers. May run PHP code (objects warn).
void insert_all(HashTable* values, zend_string* hll) {
  zval* value = nullptr;
  ZEND_HASH_FOREACH_VAL(values, value) {
    ZVAL_DEREF(value);
    zend_long number = 0;
    if (Z_TYPE_P(value) == IS_LONG) {
      number = Z_LVAL_P(value);
    } else {
      zval held;
      ZVAL_COPY(&held, value);
      number = zval_get_long(&held);
      zval_ptr_dtor(&held);
      if (EG(exception)) return;
    }
    text::hll_insert(ZSTR_VAL(hll), ZSTR_LEN(hll), number);
  }
  ZEND_HASH_FOREACH_END();
}

}  // namespace
}  // namespace vkext::php

using namespace vkext;

PHP_FUNCTION(vk_hello_world) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_STRINGL("A\0A\0", 4);
}

PHP_FUNCTION(vk_utf8_to_win) {
  zend_string* text = nullptr;
  zend_long max_len = 0;
  vkext_param_bool exit_on_error = false;
  ZEND_PARSE_PARAMETERS_START(1, 3)
    Z_PARAM_STR(text)
    Z_PARAM_OPTIONAL
    Z_PARAM_LONG(max_len)
    Z_PARAM_BOOL(exit_on_error)
  ZEND_PARSE_PARAMETERS_END();
  php::return_text(return_value, [=] { return text::utf8_to_win(zend::view(text), max_len, exit_on_error != 0); });
}

PHP_FUNCTION(vk_win_to_utf8) {
  zend_string* text = nullptr;
  vkext_param_bool escape = true;
  ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_STR(text)
    Z_PARAM_OPTIONAL
    Z_PARAM_BOOL(escape)
  ZEND_PARSE_PARAMETERS_END();
  php::return_text(return_value, [=] { return text::win_to_utf8(zend::view(text), escape != 0); });
}

PHP_FUNCTION(vk_upcase) { php::map_text<text::upcase>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }

PHP_FUNCTION(vk_whitespace_pack) {
  zend_string* text = nullptr;
  zend_long html_opt = 0;
  ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_STR(text)
    Z_PARAM_OPTIONAL
    Z_PARAM_LONG(html_opt)
  ZEND_PARSE_PARAMETERS_END();
  php::return_text(return_value, [=] { return text::whitespace_pack(zend::view(text), html_opt != 0); });
}

PHP_FUNCTION(vk_flex) {
  zend_string* name = nullptr;
  zend_string* case_name = nullptr;
  zend_long sex = 0;
  zend_string* type = nullptr;
  zend_long lang_id = 0;
  ZEND_PARSE_PARAMETERS_START(5, 5)
    Z_PARAM_STR(name)
    Z_PARAM_STR(case_name)
    Z_PARAM_LONG(sex)
    Z_PARAM_STR(type)
    Z_PARAM_LONG(lang_id)
  ZEND_PARSE_PARAMETERS_END();
  if (php::flex_rules().empty()) RETURN_STR_COPY(name);
  php::return_text(return_value, [=] {
    return php::flex_rules().decline(zend::view(name), zend::view(case_name), sex, zend::view(type), lang_id);
  });
}

PHP_FUNCTION(vk_sp_simplify) { php::map_text<text::simplify>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_full_simplify) { php::map_text<text::full_simplify>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_deunicode) { php::map_text<text::deunicode>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_to_upper) { php::map_text<text::to_upper>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_to_lower) { php::map_text<text::to_lower>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_sort) { php::map_text<text::sort_bytes>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_remove_repeats) { php::map_text<text::remove_repeats>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_to_cyrillic) { php::map_text<text::to_cyrillic>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_sp_words_only) { php::map_text<text::words_only>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }

PHP_FUNCTION(vk_stats_hll_create) {
  HashTable* values = nullptr;
  zend_long size = text::kHllSizeSmall;
  ZEND_PARSE_PARAMETERS_START(0, 2)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(values)
    Z_PARAM_LONG(size)
  ZEND_PARSE_PARAMETERS_END();
  if (!text::is_hll_size(size)) RETURN_FALSE;
  zend_string* hll = zend_string_alloc(static_cast<size_t>(size), 0);
  memset(ZSTR_VAL(hll), text::kHllEmpty, ZSTR_LEN(hll));
  ZSTR_VAL(hll)[ZSTR_LEN(hll)] = 0;
  RETVAL_NEW_STR(hll);
  if (values) php::insert_all(values, hll);
}

PHP_FUNCTION(vk_stats_hll_add) {
  zend_string* hll = nullptr;
  HashTable* values = nullptr;
  ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(hll)
    Z_PARAM_ARRAY_HT(values)
  ZEND_PARSE_PARAMETERS_END();
  if (!text::hll_is_unpacked(zend::view(hll))) RETURN_FALSE;
  zend_string* added = zend_string_init(ZSTR_VAL(hll), ZSTR_LEN(hll), 0);
  RETVAL_NEW_STR(added);
  php::insert_all(values, added);
}

PHP_FUNCTION(vk_stats_hll_merge) {
  HashTable* hlls = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ARRAY_HT(hlls)
  ZEND_PARSE_PARAMETERS_END();
  php::return_text(return_value, [hlls]() -> std::optional<std::string> {
    std::string merged;
    zval* hll = nullptr;
    ZEND_HASH_FOREACH_VAL(hlls, hll) {
      ZVAL_DEREF(hll);
      if (Z_TYPE_P(hll) != IS_STRING || !text::hll_merge(zend::view(Z_STR_P(hll)), merged)) return std::nullopt;
    }
    ZEND_HASH_FOREACH_END();
    if (merged.empty()) return std::nullopt;
    return merged;
  });
}

PHP_FUNCTION(vk_stats_hll_count) {
  zend_string* hll = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(hll)
  ZEND_PARSE_PARAMETERS_END();
  std::optional<double> count;
  php::guarded([hll, &count] { count = text::hll_count(zend::view(hll)); });
  if (!count) RETURN_FALSE;
  RETURN_DOUBLE(*count);
}

PHP_FUNCTION(vk_stats_hll_pack) { php::map_hll<text::hll_pack>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PHP_FUNCTION(vk_stats_hll_unpack) { php::map_hll<text::hll_unpack>(INTERNAL_FUNCTION_PARAM_PASSTHRU); }

PHP_FUNCTION(vk_stats_hll_is_packed) {
  zend_string* hll = nullptr;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(hll)
  ZEND_PARSE_PARAMETERS_END();
  RETURN_BOOL(text::hll_is_packed(zend::view(hll)));
}
