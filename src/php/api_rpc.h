// The PHP functions that exist in two forms: untyped (api_rpc.cpp) and typed (api_typed.cpp) differ in this argument.
#pragma once

#include "php/answers.h"
#include "zend/compat.h"

namespace vkext::php {

// The queries of one call of rpc_tl_query() and its like.
struct Batch {
  zval* queries = nullptr;
  double timeout = -1;
  bool ignore_answer = false;
  Form form = Form::untyped;
  zend_object* requests_info = nullptr;  // gets the sizes of the packets
  bool need_responses_info = false;
  bool counted = false;  // its ids are small numbers (actors.h)
};
// Checks what it is given, and sends. `return_value`: ids under the keys of their queries.
void send_batch(zval* connection, Batch batch, zval* return_value);
// A handle with the default timeouts; 0 after a warning.
zend_long open_actor(zval* host, zend_long port, zend_long actor);

void query_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void query_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void result_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void result_function(INTERNAL_FUNCTION_PARAMETERS, Form form);

}  // namespace vkext::php
