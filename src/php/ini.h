// The INI settings: registering them, and the one way a request replaces its schema.
#pragma once

#include "zend/compat.h"

namespace vkext::php {

void register_ini(int type, int module_number);
void unregister_ini(int type, int module_number);
void show_ini(zend_module_entry* module);

// Loads a schema for this request (ini_set('tl.conffile'), tl_config_load_file). Warns and returns false when it fails.
bool load_schema_of_request(zend_string* path);

}  // namespace vkext::php
