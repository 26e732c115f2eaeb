// The KPHP runtime's names beside forks: extra info, waiting, requests to actors by name. See api_kphp.h.
//
// Parses arguments, calls, returns.
#include "php/api_kphp.h"

#include "php/actors.h"
#include "php/api_rpc.h"
#include "php/calls.h"
#include "php/connection_object.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/low_level.h"
#include "zend/fork_calls.h"
#include "zend/raise.h"

#if VKEXT_LEGACY_ARGINFO
#include "php/vkext_kphp_legacy_arginfo.h"
#else
#include "php/vkext_kphp_arginfo.h"
#endif

namespace vkext::php {

namespace {

constexpr double kActorTimeout = 0.3;
bool registered;

// K2's timeouts have no connection to fall back to: senseless ones go to the nearest sensible one.
double actor_timeout(double timeout, bool absent) {
  if (absent || timeout != timeout) return kActorTimeout;
  if (timeout < limits::kTimeoutMin) return limits::kTimeoutMin;
  return timeout > limits::kTimeoutMax ? limits::kTimeoutMax : timeout;
}

void send_requests(INTERNAL_FUNCTION_PARAMETERS, Form form) {
  zend_string* actor;
  zval* info = nullptr;
  double timeout = 0;
  vkext_param_bool absent = false, ignore_answer = false, need_info = false;
  Batch batch;
  batch.form = form;
  ZEND_PARSE_PARAMETERS_START(6, 6)
    Z_PARAM_STR(actor)
    Z_PARAM_ARRAY(batch.queries)
    Z_PARAM_DOUBLE_EX(timeout, absent, 1, 0)
    Z_PARAM_BOOL(ignore_answer)
    Z_PARAM_OBJECT_EX(info, 1, 0)
    Z_PARAM_BOOL(need_info)
  ZEND_PARSE_PARAMETERS_END();
  batch.timeout = actor_timeout(timeout, absent);
  batch.counted = true;
  batch.ignore_answer = ignore_answer;
  batch.need_responses_info = need_info;
  batch.requests_info = info ? Z_OBJ_P(info) : nullptr;
  guarded([&] {
    zval connection;
    ZVAL_LONG(&connection, connection_of_actor(actor));
    if (EG(exception)) RETURN_EMPTY_ARRAY();
    send_batch(&connection, batch, return_value);
  });
}

}  // namespace

const zend_function_entry* connection_methods() { return class_RpcConnection_methods; }

void register_kphp_names(int type) {
  if (VKEXT_G(connection_objects)) register_connection_class();
  if (!VKEXT_G(kphp_runtime)) return;
  zend::install_fork_calls();
  registered = zend_register_functions(nullptr, ext_functions, nullptr, type) == SUCCESS;
  zend_class_entry ce;
  INIT_CLASS_ENTRY(ce, "KphpRpcRequestsExtraInfo", class_KphpRpcRequestsExtraInfo_methods);
  zend_register_internal_class(&ce)->ce_flags |= ZEND_ACC_FINAL;
}

void unregister_kphp_names() {
  if (registered) {
#ifndef ZTS
    zend_unregister_functions(ext_functions, -1, nullptr);
#endif  // With threads each has a copy of the table: freed there, they would be freed again in the process's own.
    zend::remove_fork_calls();
  }
  registered = false;
}

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's
using vkext::Deadline;

ZEND_METHOD(RpcConnection, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(KphpRpcRequestsExtraInfo, get) {
  ZEND_PARSE_PARAMETERS_NONE();
  if (zval* sizes = runtime().extra().request(Z_OBJ_P(getThis()))) RETURN_ZVAL(sizes, 1, 0);
  RETURN_EMPTY_ARRAY();
}

PHP_FUNCTION(rpc_wait) {
  zval* id;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(id)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] {
    const int64_t number = query_of(id);
    RETVAL_FALSE;
    if (number <= 0 || !runtime().has_client() || !wait_for(number, Deadline::never())) return;
    RETVAL_BOOL(runtime().client().state(number) != vkext::rpc::QueryState::unknown);
  });
}

PHP_FUNCTION(rpc_send_requests) { send_requests(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::untyped); }

PHP_FUNCTION(rpc_send_typed_query_requests) { send_requests(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::typed); }
