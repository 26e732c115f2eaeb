// The INI settings: names, defaults, who may change them. README.md has the table for users.
//
// Settings that shape connections are read when the first connection of the process is made (PHP_INI_SYSTEM).
#include "php/ini.h"

#include "base/limits.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/runtime.h"
#include "zend/raise.h"

namespace {

// Set in a request: loads the file at once, for this request (decision 40). At start-up MINIT loads it.
ZEND_INI_MH(on_update_conffile) {
  if (stage == ZEND_INI_STAGE_RUNTIME || stage == ZEND_INI_STAGE_HTACCESS) {
    if (!new_value || ZSTR_LEN(new_value) == 0) return FAILURE;
    bool loaded = false;
    vkext::php::guarded([&] { loaded = vkext::php::load_schema_of_request(ZSTR_VAL(new_value)); });
    if (!loaded) return FAILURE;
  }
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

bool in_range(zend_string* value, zend_long low, zend_long high) {
  const zend_long v = ZEND_STRTOL(ZSTR_VAL(value), nullptr, 10);
  return v >= low && v <= high;
}

ZEND_INI_MH(on_update_protocol_version) {
  if (!in_range(new_value, 0, 2)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_connections_per_host) {
  if (!in_range(new_value, 1, 16)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_depth) {
  if (!in_range(new_value, vkext::limits::kDepthMin, vkext::limits::kDepthMax)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

}  // namespace

#define VKEXT_INI(name, value, mode, handler, member) \
  STD_PHP_INI_ENTRY(name, value, mode, handler, member, zend_vkext_globals, vkext_globals)
#define VKEXT_INI_BOOL(name, value, mode, member) \
  STD_PHP_INI_BOOLEAN(name, value, mode, OnUpdateBool, member, zend_vkext_globals, vkext_globals)

PHP_INI_BEGIN()
  VKEXT_INI("tl.conffile", "", PHP_INI_ALL, on_update_conffile, conffile)
  VKEXT_INI_BOOL("tl.conffile_autoreload", "0", PHP_INI_ALL, conffile_autoreload)
  VKEXT_INI_BOOL("tl.enable_rpc_error_with_header_fetching", "0", PHP_INI_ALL, error_with_header)
  VKEXT_INI("vkext.ping_timeout", "0.1", PHP_INI_SYSTEM, OnUpdateReal, ping_timeout)
  VKEXT_INI_BOOL("vkext.use_unix", "0", PHP_INI_SYSTEM, use_unix)
  VKEXT_INI("vkext.unix_socket_directory", "/var/run/engine", PHP_INI_SYSTEM, OnUpdateString, unix_socket_directory)
  VKEXT_INI("vkext.key_file", "", PHP_INI_SYSTEM, OnUpdateString, key_file)
  VKEXT_INI_BOOL("vkext.require_encryption", "0", PHP_INI_SYSTEM, require_encryption)
  VKEXT_INI("vkext.protocol_version", "1", PHP_INI_SYSTEM, on_update_protocol_version, protocol_version)
  VKEXT_INI("vkext.connections_per_host", "1", PHP_INI_SYSTEM, on_update_connections_per_host, connections_per_host)
  VKEXT_INI("vkext.max_connections", "256", PHP_INI_SYSTEM, OnUpdateLongGEZero, max_connections)
  VKEXT_INI("vkext.max_idle", "300", PHP_INI_SYSTEM, OnUpdateReal, max_idle)
  VKEXT_INI("vkext.max_age", "0", PHP_INI_SYSTEM, OnUpdateReal, max_age)
  VKEXT_INI_BOOL("vkext.send_timeout", "0", PHP_INI_ALL, send_timeout)
  VKEXT_INI_BOOL("vkext.strict_pid", "0", PHP_INI_SYSTEM, strict_pid)
  VKEXT_INI("vkext.error_codes", "kphp", PHP_INI_ALL, OnUpdateString, error_codes)
  VKEXT_INI_BOOL("vkext.connection_objects", "0", PHP_INI_SYSTEM, connection_objects)
  VKEXT_INI_BOOL("vkext.kphp_runtime", "0", PHP_INI_SYSTEM, kphp_runtime)
  VKEXT_INI_BOOL("vkext.fetch_exceptions", "0", PHP_INI_ALL, fetch_exceptions)
  VKEXT_INI("vkext.max_depth", "256", PHP_INI_ALL, on_update_max_depth, max_depth)
  VKEXT_INI("vkext.max_empty_elements", "1048576", PHP_INI_ALL, OnUpdateLongGEZero, max_empty_elements)
  VKEXT_INI("vkext.float_strings", "php", PHP_INI_ALL, OnUpdateString, float_strings)
  VKEXT_INI("vkext.strict", "", PHP_INI_ALL, OnUpdateString, strict)
  VKEXT_INI("vkext.actors", "", PHP_INI_ALL, OnUpdateString, actors)
  VKEXT_INI("vkext.flex_data", "", PHP_INI_SYSTEM, OnUpdateString, flex_data)
PHP_INI_END()

namespace vkext::php {

namespace {

// open_basedir holds for each part of a list, like for any other file. It may warn, and a handler may never come back:
// the parts are copied to the stack.
bool within_open_basedir(const char* list) {
  char part[MAXPATHLEN];
  for (const char* at = list;; ++at) {
    const size_t n = strcspn(at, ":");
    if (n >= sizeof part) return false;
    memcpy(part, at, n);
    part[n] = 0;
    if (n != 0 && php_check_open_basedir(part) != 0) return false;
    at += n;
    if (!*at) return true;
  }
}

}  // namespace

bool load_schema_of_request(const char* path) {
  if (!within_open_basedir(path)) return false;
  if (runtime().load_schema(path)) return true;
  zend::warn("%s", runtime().schema_error().c_str());
  return false;
}

void register_ini(int type, int module_number) {
  REGISTER_INI_ENTRIES();
  (void)type;
}

void unregister_ini(int type, int module_number) {
  UNREGISTER_INI_ENTRIES();
  (void)type;
}

void show_ini(zend_module_entry* zend_module) { display_ini_entries(zend_module); }

}  // namespace vkext::php
