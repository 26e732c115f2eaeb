// The INI settings: names, defaults, who may change them. README.md has the table for users.
//
// Settings that shape connections are read when the first connection of the process is made (PHP_INI_SYSTEM).
#include "php/ini.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

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
    vkext::php::guarded([&] { loaded = vkext::php::load_schema_of_request(new_value); });
    if (!loaded) return FAILURE;
  }
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

bool in_range(zend_string* value, zend_long low, zend_long high) {
  char* end = nullptr;
  const zend_long v = ZEND_STRTOL(ZSTR_VAL(value), &end, 10);
  return ZSTR_LEN(value) > 0 && *end == 0 && v >= low && v <= high;
}

// A word that means nothing is refused: a setting with a typo must not be taken for one that works.
bool is_one_of(zend_string* value, std::initializer_list<std::string_view> words) {
  const std::string_view text = value ? vkext::zend::view(value) : std::string_view();
  return std::find(words.begin(), words.end(), text) != words.end();
}

ZEND_INI_MH(on_update_error_codes) {
  if (!is_one_of(new_value, {"kphp", "legacy"})) return FAILURE;
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_float_strings) {
  if (!is_one_of(new_value, {"php", "legacy"})) return FAILURE;
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_strict) {
  if (!is_one_of(new_value, {"", "kphp", "bytes", "kphp,bytes", "bytes,kphp"})) return FAILURE;
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_protocol_version) {
  if (!in_range(new_value, 0, 2)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_connections_per_host) {
  if (!in_range(new_value, 1, 16)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_connections) {
  if (!in_range(new_value, 1, 1'000'000)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_empty_elements) {
  if (!in_range(new_value, 0, INT32_MAX)) return FAILURE;
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
  VKEXT_INI("vkext.max_connections", "256", PHP_INI_SYSTEM, on_update_max_connections, max_connections)
  VKEXT_INI("vkext.max_idle", "300", PHP_INI_SYSTEM, OnUpdateReal, max_idle)
  VKEXT_INI("vkext.max_age", "0", PHP_INI_SYSTEM, OnUpdateReal, max_age)
  VKEXT_INI_BOOL("vkext.send_timeout", "0", PHP_INI_ALL, send_timeout)
  VKEXT_INI_BOOL("vkext.strict_pid", "0", PHP_INI_SYSTEM, strict_pid)
  VKEXT_INI("vkext.error_codes", "kphp", PHP_INI_ALL, on_update_error_codes, error_codes)
  VKEXT_INI_BOOL("vkext.connection_objects", "0", PHP_INI_SYSTEM, connection_objects)
  VKEXT_INI_BOOL("vkext.kphp_runtime", "0", PHP_INI_SYSTEM, kphp_runtime)
  VKEXT_INI_BOOL("vkext.fetch_exceptions", "0", PHP_INI_ALL, fetch_exceptions)
  VKEXT_INI("vkext.max_depth", "256", PHP_INI_ALL, on_update_max_depth, max_depth)
  VKEXT_INI("vkext.max_empty_elements", "1048576", PHP_INI_ALL, on_update_max_empty_elements, max_empty_elements)
  VKEXT_INI("vkext.float_strings", "php", PHP_INI_ALL, on_update_float_strings, float_strings)
  VKEXT_INI("vkext.strict", "", PHP_INI_ALL, on_update_strict, strict)
  VKEXT_INI("vkext.actors", "", PHP_INI_ALL, OnUpdateString, actors)
  VKEXT_INI("vkext.flex_data", "", PHP_INI_SYSTEM, OnUpdateString, flex_data)
PHP_INI_END()

namespace vkext::php {

namespace {

// open_basedir holds for every part of a path, and for every file of a directory.
bool is_allowed(const char* path) {
  if (!PG(open_basedir) || !*PG(open_basedir)) return true;
  char part[MAXPATHLEN];
  for (const char* at = path;; ++at) {
    const size_t n = strcspn(at, ":");
    if (n >= sizeof part) return false;
    memcpy(part, at, n);
    part[n] = 0;
    if (n && php_check_open_basedir(part) != 0) return false;
    at += n;
    if (!*at) break;
  }
  for (const std::string& file : runtime().list_schema_files(path)) {
    if (php_check_open_basedir(file.c_str()) != 0) return false;
  }
  return true;
}

}  // namespace

bool load_schema_of_request(zend_string* path) {
  if (strlen(ZSTR_VAL(path)) != ZSTR_LEN(path)) {
    zend::warn("the path of a schema has a NUL in it");
    return false;
  }
  if (!is_allowed(ZSTR_VAL(path))) return false;
  if (runtime().load_schema(ZSTR_VAL(path))) return true;
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
