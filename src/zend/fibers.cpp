// Calling closures and switching Fibers. See fibers.h.
//
// The methods of class Fiber are called, since the functions behind them are not exported before PHP 8.4.
#include "zend/fibers.h"

#include <utility>

namespace vkext::zend {

void call_closure(zval* closure, const Arguments& arguments, zval* result) {
  zend_fcall_info call;
  zend_fcall_info_cache cache;
  ZVAL_UNDEF(result);
  if (zend_fcall_info_init(closure, 0, &call, &cache, nullptr, nullptr) != SUCCESS) return;
  call.retval = result;
  call.param_count = arguments.count;
  call.params = arguments.values;
  set_named_arguments(call, arguments.named);
  zend_call_function(&call, &cache);
  if (!EG(exception)) return;
  zval_ptr_dtor(result);
  ZVAL_UNDEF(result);
}

#if VKEXT_FIBERS

namespace {

zend_fiber* from_object(zend_object* object) {
  return reinterpret_cast<zend_fiber*>(reinterpret_cast<char*>(object) - XtOffsetOf(zend_fiber, std));
}

template <size_t N>
zend_function* method(const char (&lower_name)[N]) {
  return static_cast<zend_function*>(zend_hash_str_find_ptr(&zend_ce_fiber->function_table, lower_name, N - 1));
}

void call_method(zend_function* function, zend_object* fiber, const Arguments& arguments) {
  zval result;
  ZVAL_UNDEF(&result);
  zend_call_known_function(function, fiber, zend_ce_fiber, &result, arguments.count, arguments.values, arguments.named);
  zval_ptr_dtor(&result);
}

}  // namespace

void exchange(CallbackState& with) {
  std::swap(BG(user_compare_fci), with.compare);
  std::swap(BG(user_compare_fci_cache), with.compare_cache);
  std::swap(BG(serialize_lock), with.serialize_lock);
  std::swap(BG(serialize), with.serialize);
  std::swap(BG(unserialize), with.unserialize);
}

// disable_classes leaves a class without methods.
bool can_switch_fibers() { return EXPECTED(zend_ce_fiber->constructor != nullptr) && !zend_fiber_switch_blocked(); }

zend_object* new_fiber(zval* closure) {
  zval fiber;
  if (object_init_ex(&fiber, zend_ce_fiber) != SUCCESS) return nullptr;
  call_method(zend_ce_fiber->constructor, Z_OBJ(fiber), {1, closure, nullptr});
  if (!EG(exception)) return Z_OBJ(fiber);
  zval_ptr_dtor(&fiber);
  return nullptr;
}

void start_fiber(zend_object* fiber, const Arguments& arguments) { call_method(method("start"), fiber, arguments); }

void resume_fiber(zend_object* fiber) { call_method(method("resume"), fiber, {}); }

void suspend_fiber() { call_method(method("suspend"), nullptr, {}); }

bool may_suspend(zend_object* fiber) {
  const zend_fiber* f = from_object(fiber);
  return EG(active_fiber) == f && !(f->flags & ZEND_FIBER_FLAG_DESTROYED) && can_switch_fibers();
}

bool is_suspended(zend_object* fiber) {
  const zend_fiber* f = from_object(fiber);
  return f->context.status == ZEND_FIBER_STATUS_SUSPENDED && f->caller == nullptr;
}

bool has_ended(zend_object* fiber) { return from_object(fiber)->context.status == ZEND_FIBER_STATUS_DEAD; }

bool is_in_fiber() { return EG(active_fiber) != nullptr; }

bool is_closing() { return EG(active_fiber) && (EG(active_fiber)->flags & ZEND_FIBER_FLAG_DESTROYED); }

const void* running_stack() { return EG(current_fiber_context); }

const void* stack_of(zend_object* fiber) { return &from_object(fiber)->context; }

bool leads_here(const void* stack, const void* boundary) {
  for (zend_fiber_context* at = EG(current_fiber_context); at; at = zend_fiber_from_context(at)->caller) {
    if (at == stack) return true;
    if (at == boundary || at == EG(main_fiber_context) || at->kind != zend_ce_fiber) return false;
  }
  return false;
}

zval* fiber_result(zend_object* fiber) {
  zval* result = &from_object(fiber)->result;
  ZVAL_DEREF(result);
  return result;
}

void drop_fiber_stack(zend_object* fiber) {
  zend_fiber* f = from_object(fiber);
  if (!is_suspended(fiber)) return;
  // The stack of its PHP frames is the request's memory, which goes as a whole.
  f->context.cleanup = nullptr;
  f->context.status = ZEND_FIBER_STATUS_DEAD;
  zend_fiber_destroy_context(&f->context);
}

#else

void exchange(CallbackState&) {}
bool can_switch_fibers() { return false; }
zend_object* new_fiber(zval*) { return nullptr; }
void start_fiber(zend_object*, const Arguments&) {}
void resume_fiber(zend_object*) {}
void suspend_fiber() {}
bool may_suspend(zend_object*) { return false; }
bool is_suspended(zend_object*) { return false; }
bool has_ended(zend_object*) { return true; }
bool is_in_fiber() { return false; }
bool is_closing() { return false; }
const void* running_stack() { return nullptr; }
const void* stack_of(zend_object*) { return nullptr; }
bool leads_here(const void*, const void*) { return true; }
zval* fiber_result(zend_object*) { return nullptr; }
void drop_fiber_stack(zend_object*) {}

#endif

}  // namespace vkext::zend
