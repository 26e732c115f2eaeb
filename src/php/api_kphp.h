// Names of the KPHP runtime, there only when a setting asks for them (decision 17).
#pragma once

#include "zend/compat.h"

namespace vkext::php {

// MINIT and MSHUTDOWN.
void register_kphp_names(int type);
void unregister_kphp_names();

// Of class RpcConnection.
const zend_function_entry* connection_methods();

}  // namespace vkext::php
