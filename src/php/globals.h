// Module globals: INI values of this thread, and a pointer to everything else.
//
// Kept small on purpose: whoever needs more includes runtime.h. Constructed per thread (GINIT), destroyed per thread.
#pragma once

#include "php_vkext.h"

namespace vkext::php {
class Runtime;
}

// Values of INI settings, as the engine's handlers store them. Texts belong to the engine.
ZEND_BEGIN_MODULE_GLOBALS(vkext)
  vkext::php::Runtime* runtime;
  char* conffile;
  bool conffile_autoreload;
  bool error_with_header;
  double ping_timeout;
  bool use_unix;
  char* unix_socket_directory;
  char* key_file;
  bool require_encryption;
  zend_long protocol_version;
  zend_long connections_per_host;
  zend_long max_connections;
  double max_idle;
  double max_age;
  bool send_timeout;
  bool strict_pid;
  char* error_codes;
  bool connection_objects;
  bool kphp_runtime;
  bool fetch_exceptions;
  zend_long max_depth;
  zend_long max_empty_elements;
  char* float_strings;
  char* strict;
  char* actors;
  char* flex_data;
ZEND_END_MODULE_GLOBALS(vkext)

ZEND_EXTERN_MODULE_GLOBALS(vkext)
#define VKEXT_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(vkext, v)

#if defined(ZTS) && defined(COMPILE_DL_VKEXT)
ZEND_TSRMLS_CACHE_EXTERN()
#endif
