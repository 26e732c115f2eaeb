// fork, wait*, wait_queue_*, sched_yield*: KPHP's coroutines, there with vkext.kphp_runtime=1.
//
// Parses arguments, calls, returns. docs/kphp.md says what each function promises; php/forks.h how it is done.
#include "php/arguments.h"
#include "php/calls.h"
#include "php/forks.h"
#include "php/guard.h"
#include "php/low_level.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

bool is_closure(const zval* value) { return Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == zend_ce_closure; }

void begin(zval* call, const zend::Arguments& arguments, zval* return_value) {
  ZVAL_DEREF(call);
  if (UNEXPECTED(runtime().is_over())) {
    zend::warn("nothing is forked after the end of the request");
    RETURN_LONG(0);
  }
  Forks& forks = runtime().forks();
  if (is_closure(call)) {
    RETURN_LONG(forks.start(call, arguments));
  }
  if (arguments.count || arguments.named) zend::warn("arguments are only passed on to a closure");
  RETURN_LONG(forks.finished(call));
}

// A fork of which something is to be had; null after a warning, or in silence for what is never a fork: KPHP's false.
Fork* known(zend_long id) {
  if (id <= 0) return nullptr;
  Fork* fork = runtime().forks().find(id);
  if (!fork) zend::warn("there is no fork " ZEND_LONG_FMT ", or its result was taken", id);
  return fork;
}

// The result of a fork into `out`: null in time, or for none.
void take(zend_long id, zval* out) {
  Fork* fork = runtime().forks().find(id);
  ZVAL_NULL(out);
  if (!fork || fork->state != ForkState::finished) return;
  runtime().forks().take(*fork, out);
  if (Z_TYPE_P(out) == IS_UNDEF) ZVAL_NULL(out);
}

void wait_many(HashTable* ids, zval* return_value) {
  Forks& forks = runtime().forks();
  zend_ulong number;
  zend_string* key;
  zval* id;
  zend_long thrower = 0;
  array_init_size(return_value, zend_hash_num_elements(ids));
  ZEND_HASH_FOREACH_VAL(ids, id) {
    const zend_long fork_id = number_of(id);
    const Fork* there = known(fork_id);
    if (EG(exception)) return;
    if (!there) continue;
    if (!forks.wait_fork(fork_id, Deadline::never())) return;
    const Fork* fork = forks.find(fork_id);
    if (fork && fork->threw && !thrower) thrower = fork_id;
  }
  ZEND_HASH_FOREACH_END();
  if (EG(exception)) return;
  // The first that threw speaks for all; the results of the others stay where they are.
  zval value;
  if (thrower) return take(thrower, &value);
  ZEND_HASH_FOREACH_KEY_VAL(ids, number, key, id) {
    take(number_of(id), &value);
    if (key) {
      zend_hash_update(Z_ARRVAL_P(return_value), key, &value);
    } else {
      zend_hash_index_update(Z_ARRVAL_P(return_value), number, &value);
    }
  }
  ZEND_HASH_FOREACH_END();
}

void push(zend_long queue, zval* ids) {
  ZVAL_DEREF(ids);
  Forks& forks = runtime().forks();
  if (Z_TYPE_P(ids) != IS_ARRAY) return forks.queue_push(queue, number_of(ids));
  zval* id;
  ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(ids), id) { forks.queue_push(queue, number_of(id)); }
  ZEND_HASH_FOREACH_END();
}

const char* state_of(const Fork& fork) {
  if (fork.state == ForkState::finished) return "finished";
  return fork.id == runtime().forks().running() ? "running" : "blocked";
}

void put_stat(const Fork& fork, zval* return_value) {
  array_init_size(return_value, 4);
  add_assoc_long(return_value, "id", fork.id);
  if (fork.name) {
    add_assoc_str(return_value, "name", zend_string_copy(fork.name));
  } else {
    add_assoc_string(return_value, "name", "");
  }
  add_assoc_string(return_value, "state", state_of(fork));
  int64_t worked = fork.worked_ns;
  if (fork.id == runtime().forks().running()) worked += now_ns() - fork.resumed_ns;
  add_assoc_double(return_value, "work_time", static_cast<double>(worked) * 1e-9);
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's
using vkext::Deadline;

PHP_FUNCTION(fork) {
  zval* call;
  vkext::zend::Arguments arguments;
  ZEND_PARSE_PARAMETERS_START(1, -1)
    Z_PARAM_ZVAL(call)
    Z_PARAM_VARIADIC_WITH_NAMED(arguments.values, arguments.count, arguments.named)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { begin(call, arguments, return_value); });
}

PHP_FUNCTION(wait) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* id, double timeout) {
    const zend_long number = number_of(id);
    if (known(number) && !EG(exception) && runtime().forks().wait_fork(number, limit_of(timeout))) {
      take(number, return_value);
    }
  });
}

PHP_FUNCTION(wait_multi) {
  zval* ids;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ARRAY(ids)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { wait_many(Z_ARRVAL_P(ids), return_value); });
}

PHP_FUNCTION(wait_concurrently) {
  with_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* id) {
    const zend_long number = number_of(id);
    RETVAL_FALSE;
    if (number <= 0 || !runtime().forks().find(number)) return;
    if (runtime().forks().wait_fork(number, Deadline::never())) {
      // Taken meanwhile by another one counts as well: it has finished.
      const Fork* fork = runtime().forks().find(number);
      RETVAL_BOOL(!fork || fork->state == ForkState::finished);
    }
  });
}

PHP_FUNCTION(wait_queue_create) {
  with_optional(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* ids) {
    const zend_long queue = runtime().forks().queue_create();
    if (ids) push(queue, ids);
    RETVAL_LONG(queue);
  });
}

PHP_FUNCTION(wait_queue_push) {
  with_two(INTERNAL_FUNCTION_PARAM_PASSTHRU, [](zval* queue, zval* ids) { push(number_of(queue), ids); });
}

PHP_FUNCTION(wait_queue_empty) {
  with_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* queue) {
    RETVAL_BOOL(runtime().forks().queue_empty(number_of(queue)));
  });
}

PHP_FUNCTION(wait_queue_next) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* queue, double timeout) {
    zend_long id = 0;
    RETVAL_FALSE;
    if (runtime().forks().wait_queue(number_of(queue), limit_of(timeout), id) && id) RETVAL_LONG(id);
  });
}

PHP_FUNCTION(sched_yield) {
  ZEND_PARSE_PARAMETERS_NONE();
  guarded([&] {
    if (runtime().has_forks()) runtime().forks().yield(0);
  });
}

PHP_FUNCTION(sched_yield_sleep) {
  double seconds;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_DOUBLE(seconds)
  ZEND_PARSE_PARAMETERS_END();
  if (!(seconds > 0)) seconds = 0;  // NAN too
  if (seconds > vkext::limits::kTimeoutMax) seconds = vkext::limits::kTimeoutMax;
  guarded([&] { runtime().forks().yield(seconds); });
}

PHP_FUNCTION(get_running_fork_id) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_LONG(runtime().has_forks() ? runtime().forks().running() : 0);
}

PHP_FUNCTION(get_fork_stat) {
  with_one(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value](zval* id) {
    const Fork* fork = runtime().forks().find(number_of(id));
    RETVAL_FALSE;
    if (fork) put_stat(*fork, return_value);
  });
}
