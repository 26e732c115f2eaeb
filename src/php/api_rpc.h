// The PHP functions that exist in two forms: untyped (api_rpc.cpp) and typed (api_typed.cpp) differ in this argument.
#pragma once

#include "php/answers.h"
#include "zend/compat.h"

namespace vkext::php {

void query_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void query_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void result_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form);
void result_function(INTERNAL_FUNCTION_PARAMETERS, Form form);

}  // namespace vkext::php
