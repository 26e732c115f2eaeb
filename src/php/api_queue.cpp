// rpc_queue_*: sets of queries taken out in the order they finish, timeouts included.
//
// Parses arguments, calls, returns. Ids that are unknown, or stand in a queue already, are skipped in silence.
#include "php/arguments.h"
#include "php/calls.h"
#include "php/low_level.h"

namespace vkext::php {

namespace {

bool push_one(zend_long queue, zval* id) {
  const int64_t number = query_of(id);
  return number > 0 && runtime().client().queue_push(queue, number);
}

// One id, or a list of them: a list always counts as pushed.
bool push(zend_long queue, zval* ids) {
  ZVAL_DEREF(ids);
  if (Z_TYPE_P(ids) != IS_ARRAY) return push_one(queue, ids);
  zval* id;
  ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(ids), id) { push_one(queue, id); }
  ZEND_HASH_FOREACH_END();
  return true;
}

void next(zend_long queue, double timeout, zval* return_value) {
  RETVAL_FALSE;
  if (!runtime().has_client()) return;
  int64_t id = 0;
  if (wait_for_next(queue, limit_of(timeout), id) && id) RETVAL_LONG(runtime().actor_queries.number(id));
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(rpc_queue_create) {
  with_optional(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* ids) {
    const int64_t queue = runtime().client().queue_create();
    if (ids) push(queue, ids);
    RETVAL_LONG(queue);
  });
}

PHP_FUNCTION(rpc_queue_push) {
  with_two(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* queue, zval* ids) {
    const zend_long number = number_of(queue);
    RETVAL_BOOL(runtime().has_client() && runtime().client().queue_exists(number) && push(number, ids));
  });
}

PHP_FUNCTION(rpc_queue_empty) {
  with_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* queue) {
    RETVAL_BOOL(!runtime().has_client() || runtime().client().queue_empty(number_of(queue)));
  });
}

PHP_FUNCTION(rpc_queue_next) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* queue, double timeout) {
    next(number_of(queue), timeout, return_value);
  });
}
