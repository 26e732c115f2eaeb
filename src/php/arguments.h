// Lists of arguments that several functions take alike: each is parsed in one place.
//
// Called with INTERNAL_FUNCTION_PARAM_PASSTHRU in place of the parsing that a PHP_FUNCTION does itself. `then` is called
// only with what was right; of the rest PHP has told.
#pragma once

#include "php/guard.h"

namespace vkext::php {

// (mixed $value)
template <class Then>
inline void with_one(INTERNAL_FUNCTION_PARAMETERS, Then then) {
  zval* value;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(value)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { then(value); });
}

// (mixed $first, mixed $second)
template <class Then>
inline void with_two(INTERNAL_FUNCTION_PARAMETERS, Then then) {
  zval *first, *second;
  ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_ZVAL(first)
    Z_PARAM_ZVAL(second)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { then(first, second); });
}

// (mixed $value = null); null: not given.
template <class Then>
inline void with_optional(INTERNAL_FUNCTION_PARAMETERS, Then then) {
  zval* value = nullptr;
  ZEND_PARSE_PARAMETERS_START(0, 1)
    Z_PARAM_OPTIONAL
    Z_PARAM_ZVAL(value)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { then(value); });
}

// (mixed $value, float $timeout = -1)
template <class Then>
inline void with_timeout(INTERNAL_FUNCTION_PARAMETERS, Then then) {
  zval* value;
  double timeout = -1;
  ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_ZVAL(value)
    Z_PARAM_OPTIONAL
    Z_PARAM_DOUBLE(timeout)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { then(value, timeout); });
}

}  // namespace vkext::php
