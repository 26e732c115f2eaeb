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
    if (stage == ZEND_INI_STAGE_HTACCESS) vkext::php::runtime().reopen();  // .user.ini comes before RINIT
    vkext::php::guarded([&] { loaded = vkext::php::load_schema_of_request(new_value); });
    if (!loaded) return FAILURE;
  }
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

bool in_range(zend_string* value, zend_long low, zend_long high) {
  char* end = nullptr;
  const zend_long v = ZEND_STRTOL(ZSTR_VAL(value), &end, 0);  // as the engine will: 010 is 8
  return ZSTR_LEN(value) > 0 && *end == 0 && v >= low && v <= high;
}

// A number, and one that can be counted in nanoseconds.
bool is_seconds(zend_string* value) {
  constexpr double kMax = 1e9;
  const char* end = nullptr;
  const double v = zend_strtod(ZSTR_VAL(value), &end);
  return ZSTR_LEN(value) > 0 && *end == 0 && v >= -kMax && v <= kMax;
}

// A word that means nothing is refused: a setting with a typo must not be taken for one that works.
bool is_one_of(zend_string* value, std::initializer_list<std::string_view> words) {
  const std::string_view text = value ? vkext::zend::view(value) : std::string_view();
  return std::find(words.begin(), words.end(), text) != words.end();
}

// A script sees what ini_set() returns; at the start nobody would know that the default holds instead.
int refuse(const zend_ini_entry* entry, const zend_string* value, int stage, const char* wanted) {
  if (stage == ZEND_INI_STAGE_STARTUP) {
    php_error_docref(nullptr, E_WARNING, "%s = \"%s\" is refused: it takes %s", ZSTR_VAL(entry->name),
                     value ? ZSTR_VAL(value) : "", wanted);
  }
  return FAILURE;
}

bool takes(const zend_ini_entry* entry, zend_string* value, int stage, zend_long low, zend_long high) {
  if (in_range(value, low, high)) return true;
  char range[80];
  snprintf(range, sizeof range, "%lld to %lld", static_cast<long long>(low), static_cast<long long>(high));
  refuse(entry, value, stage, range);
  return false;
}

bool is_switch(const zend_string* value) {
  const std::string_view text = value ? vkext::zend::view(value) : std::string_view();
  if (text.find_first_not_of("0123456789") == text.npos) return true;
  for (const std::string_view word : {"on", "yes", "true", "off", "no", "false", "none"}) {
    if (zend_binary_strcasecmp(text.data(), text.size(), word.data(), word.size()) == 0) return true;
  }
  return false;
}

// Anything but a clear no means yes: a typo must not let queries out in the clear.
ZEND_INI_MH(on_update_require_encryption) {
  if (is_switch(new_value)) return OnUpdateBool(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
  refuse(entry, new_value, stage, "on or off; encryption is required until it says off");
  zend_string* yes = zend_string_init("1", 1, 1);
  const int result = OnUpdateBool(entry, yes, mh_arg1, mh_arg2, mh_arg3, stage);
  zend_string_release(yes);
  return result;
}

ZEND_INI_MH(on_update_error_codes) {
  if (!is_one_of(new_value, {"kphp", "legacy"})) return refuse(entry, new_value, stage, "kphp or legacy");
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_float_strings) {
  if (!is_one_of(new_value, {"php", "legacy"})) return refuse(entry, new_value, stage, "php or legacy");
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_strict) {
  if (!is_one_of(new_value, {"", "kphp", "bytes", "kphp,bytes", "bytes,kphp"})) {
    return refuse(entry, new_value, stage, "nothing, kphp, bytes, or both with a comma between");
  }
  return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_protocol_version) {
  if (!takes(entry, new_value, stage, 0, 2)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_connections_per_host) {
  if (!takes(entry, new_value, stage, 1, 16)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_connections) {
  if (!takes(entry, new_value, stage, 1, 1'000'000)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_empty_elements) {
  if (!takes(entry, new_value, stage, 0, INT32_MAX)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_max_depth) {
  if (!takes(entry, new_value, stage, vkext::limits::kDepthMin, vkext::limits::kDepthMax)) return FAILURE;
  return OnUpdateLong(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

ZEND_INI_MH(on_update_seconds) {
  if (!is_seconds(new_value)) return refuse(entry, new_value, stage, "a number of seconds, such as 0.5");
  return OnUpdateReal(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
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
  VKEXT_INI("vkext.ping_timeout", "0.1", PHP_INI_SYSTEM, on_update_seconds, ping_timeout)
  VKEXT_INI_BOOL("vkext.use_unix", "0", PHP_INI_SYSTEM, use_unix)
  VKEXT_INI("vkext.unix_socket_directory", "/var/run/engine", PHP_INI_SYSTEM, OnUpdateString, unix_socket_directory)
  VKEXT_INI("vkext.key_file", "", PHP_INI_SYSTEM, OnUpdateString, key_file)
  STD_PHP_INI_BOOLEAN("vkext.require_encryption", "0", PHP_INI_SYSTEM, on_update_require_encryption, require_encryption,
                      zend_vkext_globals, vkext_globals)
  VKEXT_INI("vkext.protocol_version", "1", PHP_INI_SYSTEM, on_update_protocol_version, protocol_version)
  VKEXT_INI("vkext.connections_per_host", "1", PHP_INI_SYSTEM, on_update_connections_per_host, connections_per_host)
  VKEXT_INI("vkext.max_connections", "256", PHP_INI_SYSTEM, on_update_max_connections, max_connections)
  VKEXT_INI("vkext.max_idle", "300", PHP_INI_SYSTEM, on_update_seconds, max_idle)
  VKEXT_INI("vkext.max_age", "0", PHP_INI_SYSTEM, on_update_seconds, max_age)
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
  if (runtime().is_over()) {
    zend::warn("no schema is loaded after the end of the request");
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
