/* Stands in for the incumbent: a module of one of its names (NAME) with a function of the same name as ours. */
#include "php.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_none, 0, 0, 0)
ZEND_END_ARG_INFO()

PHP_FUNCTION(new_rpc_connection) { RETURN_STRING("the other one"); }

static const zend_function_entry functions[] = {
#ifdef WITH_FUNCTION
    PHP_FE(new_rpc_connection, arginfo_none)
#endif
    PHP_FE_END
};

zend_module_entry other_module_entry = {
    STANDARD_MODULE_HEADER, NAME, functions, NULL, NULL, NULL, NULL, NULL, "0", STANDARD_MODULE_PROPERTIES,
};

ZEND_GET_MODULE(other)
