// Typed queries: the same calls with objects of generated classes.
//
// A query of one form may be answered in the other (decision 43): the form belongs to the call, not to the query.
#include "php/api_rpc.h"

extern "C" {
#include "php_vkext.h"
}

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(typed_rpc_tl_query_one) { query_one_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::typed); }

PHP_FUNCTION(typed_rpc_tl_query) { query_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::typed); }

PHP_FUNCTION(typed_rpc_tl_query_result_one) { result_one_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::typed); }

PHP_FUNCTION(typed_rpc_tl_query_result) { result_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::typed); }
