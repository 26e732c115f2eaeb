// RpcConnection: the opaque form of a connection's number (vkext.connection_objects=1, decision 19).
//
// Final, not to be made, copied or serialised by a script. The number is checked wherever it is used.
#pragma once

#include "zend/compat.h"

namespace vkext::php {

// MINIT, with the setting on.
void register_connection_class();
// What new_rpc_connection() returns for a handle: its number, or an object with the setting on.
void put_connection(zval* out, zend_long number);
// The number inside of an RpcConnection; 0 for everything else.
zend_long connection_number(const zval* value);

}  // namespace vkext::php
