// PHP's Fibers as the scheduler of forks sees them, and calling a closure.
//
// Everything here but the questions and exchange() runs PHP code. Without Fibers (before PHP 8.1) can_switch_fibers() is
// false, and nothing else of this may be called but call_closure() and exchange().
#pragma once

#include "zend/compat.h"

extern "C" {
#include "ext/standard/basic_functions.h"
}

namespace vkext::zend {

// What a function is called with.
struct Arguments {
  uint32_t count = 0;
  zval* values = nullptr;
  HashTable* named = nullptr;
};

// Into `result`, undefined when it threw.
void call_closure(zval* closure, const Arguments& arguments, zval* result);

// What PHP keeps once for all Fibers although a function that calls PHP code back relies on it meanwhile, and puts back
// what it found: the callback of usort() and its like, the tables of serialize() and unserialize(). Whoever may be
// suspended in such a callback needs these of its own.
struct CallbackState {
  zend_fcall_info compare = {};
  zend_fcall_info_cache compare_cache = {};
  decltype(php_basic_globals::serialize_lock) serialize_lock = 0;
  decltype(php_basic_globals::serialize) serialize = {};
  decltype(php_basic_globals::unserialize) unserialize = {};
};
// PHP's goes there, and that one to PHP.
void exchange(CallbackState& with);

// PHP has Fibers, not disabled, and may switch between them here: not inside of a signal handler or the like.
bool can_switch_fibers();
// A new Fiber around a closure; null with an exception pending.
zend_object* new_fiber(zval* closure);
// Both come back when the fiber suspends or ends. What it threw, or an exit in it, is pending then.
void start_fiber(zend_object* fiber, const Arguments& arguments);
void resume_fiber(zend_object* fiber);
// Of the running fiber. Comes back with an exception pending when the fiber is to end.
void suspend_fiber();

// It is the innermost one that runs, and it may suspend: it is not being destroyed.
bool may_suspend(zend_object* fiber);
bool is_suspended(zend_object* fiber);
bool has_ended(zend_object* fiber);
// Any fiber runs: after a bailout none does.
bool is_in_fiber();
// The script is over for this fiber: what it still runs are finally blocks.
bool is_closing();
// The stack that runs: a fiber's or the script's own. Null where PHP has no Fibers.
const void* running_stack();
// That of a fiber.
const void* stack_of(zend_object* fiber);
// Whether that stack runs, or waits for a fiber that it started or resumed and that led to what runs; `boundary` is the
// last one that is asked.
bool leads_here(const void* stack, const void* boundary);
// What its function returned, without a reference; undefined when it did not.
zval* fiber_result(zend_object* fiber);
// After a bailout: gives back the stack of a fiber that will never go on, without running any of its code.
void drop_fiber_stack(zend_object* fiber);

}  // namespace vkext::zend
