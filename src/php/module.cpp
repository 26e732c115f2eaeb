// Module life cycle: MINIT … RSHUTDOWN, and what phpinfo() shows. No socket is opened before the first query.
#include "php_vkext.h"

#include "base/crc32.h"
#include "base/inflate.h"
#include "base/limits.h"
#include "crypto/cipher.h"
#include "php/api_kphp.h"
#include "php/flex_data.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/ini.h"
#include "php/runtime.h"
#include "rpc/loop.h"
#include "rpc/stats.h"
#include "zend/raise.h"

extern "C" {
#include "ext/standard/info.h"
}

// The argument tables: with types for PHP 8, without for 7.4.
#if VKEXT_LEGACY_ARGINFO
#include "php/vkext_legacy_arginfo.h"
#else
#include "php/vkext_arginfo.h"
#endif

ZEND_DECLARE_MODULE_GLOBALS(vkext)

using vkext::php::Runtime;
using vkext::php::runtime;

static PHP_GINIT_FUNCTION(vkext) {
#if defined(COMPILE_DL_VKEXT) && defined(ZTS)
  ZEND_TSRMLS_CACHE_UPDATE();
#endif
  memset(vkext_globals, 0, sizeof *vkext_globals);
  vkext::php::guarded([&] { vkext_globals->runtime = new Runtime(); });
}

static PHP_GSHUTDOWN_FUNCTION(vkext) {
  delete vkext_globals->runtime;
  vkext_globals->runtime = nullptr;
}

// The incumbent's module name: scripts ask extension_loaded('vk_extension').
static zend_module_entry vk_extension_module_entry = {
    STANDARD_MODULE_HEADER,     "vk_extension", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, PHP_VKEXT_VERSION,
    STANDARD_MODULE_PROPERTIES,
};

// Of the process. A start that was refused has nothing to undo.
static bool started;

static PHP_MINIT_FUNCTION(vkext) {
  if (type == MODULE_TEMPORARY) {
    // Names and handlers are made once for the life of the process; what dl() loads goes away with its request.
    php_error_docref(nullptr, E_WARNING, "vkext cannot be loaded by dl(): name it in php.ini (extension=vkext.so)");
    return FAILURE;
  }
  started = true;
  vkext::php::register_ini(type, module_number);
  vkext::zend::make_known_strings();
  vkext::zend::register_exceptions();
  vkext::php::guarded([] {
    const char* path = VKEXT_G(conffile);
    std::string error;
    if (!Runtime::load_boot_schema(path ? path : "", error)) {
      // PHP starts all the same: scripts that never query must not suffer.
      php_error_docref(nullptr, E_WARNING, "tl.conffile: %s", error.c_str());
    }
    runtime().schema();  // what a thread keeps beside it is made before workers are forked
    vkext::php::load_flex_data(VKEXT_G(flex_data));
  });
  vkext::php::register_kphp_names(type);
  // Last: the engine forgets whose MINIT it is in while another module registers.
  if (!zend_register_internal_module(&vk_extension_module_entry)) {
    php_error_docref(nullptr, E_CORE_ERROR, "the extension vk_extension is loaded already: only one of them can be");
    return FAILURE;
  }
  return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(vkext) {
  (void)type;
  (void)module_number;
  if (!started) return SUCCESS;
  started = false;
  vkext::php::unregister_kphp_names();
  runtime().shut_down();
  Runtime::drop_boot_schema();
  vkext::zend::drop_known_strings();
  vkext::php::unload_flex_data();
  vkext::php::unregister_ini(type, module_number);
  return SUCCESS;
}

static void begin_request() {
  runtime().begin_request();
  if (VKEXT_G(conffile) && *VKEXT_G(conffile) &&
      !runtime().autoreload(VKEXT_G(conffile), VKEXT_G(conffile_autoreload))) {
    vkext::zend::warn("the TL schema stays as it was: %s", runtime().schema_error().c_str());
  }
}

static PHP_RINIT_FUNCTION(vkext) {
#if defined(COMPILE_DL_VKEXT) && defined(ZTS)
  ZEND_TSRMLS_CACHE_UPDATE();
#endif
  (void)type;
  (void)module_number;
  vkext::php::guarded([] { begin_request(); });
  return SUCCESS;
}

// Where there are no sessions the name is a script's to give; and PHP 7.4 leaves a function that php.ini disables in its
// table, without arguments, to warn of each call.
static zend_function* session_writer() {
  static constexpr char kName[] = "session_write_close";
  auto* f = static_cast<zend_function*>(zend_hash_str_find_ptr(EG(function_table), kName, sizeof kName - 1));
  if (!f || f->type != ZEND_INTERNAL_FUNCTION || !f->common.arg_info) return nullptr;
  const zend_module_entry* owner = f->internal_function.module;
  return owner && strcmp(owner->name, "session") == 0 ? f : nullptr;
}

// PHP ends the module of sessions after this one, and an open session is written there: its handler may be a script's,
// and query. It is written now, while it can.
static void write_session() {
  zend_function* function = CG(unclean_shutdown) ? nullptr : session_writer();
  if (!function) return;
  zval name, result;
  ZVAL_STR(&name, function->common.function_name);
  ZVAL_UNDEF(&result);
  zend_try {
    call_user_function(nullptr, nullptr, &name, &result, 0, nullptr);
    zval_ptr_dtor(&result);
  } zend_end_try();
}

// False: memory ran out. A destructor that fails leaves the rest to a second time, in which none runs.
static bool request_ended() {
  bool volatile ended = false, failed = false;
  const auto end = [&ended] { ended = vkext::php::completed([] { runtime().end_request(); }); };
  zend_try { end(); } zend_catch { failed = true; } zend_end_try();
  if (failed) {
    zend_objects_store_mark_destructed(&EG(objects_store));
    end();
  }
  return ended;
}

static PHP_RSHUTDOWN_FUNCTION(vkext) {
  (void)type;
  (void)module_number;
  write_session();
  if (!request_ended()) {
    // Without the client nothing is left that needs memory, and what is PHP's must not outlive the request.
    runtime().drop_client();
    request_ended();
  }
  return SUCCESS;
}

// Of this process, so far: phpinfo() opens nothing.
static void show_pool() {
  char text[128];
  if (runtime().has_client()) {
    const vkext::rpc::Stats& stats = runtime().client().stats();
    snprintf(text, sizeof text, "%llu open, %llu queries waiting",
             static_cast<unsigned long long>(stats.connections_active),
             static_cast<unsigned long long>(stats.queries_active));
  }
  php_info_print_table_row(2, "Connections", runtime().has_client() ? text : "none");
}

static const char* text_of_limits(char* text, size_t size) {
  using namespace vkext::limits;  // NOLINT: six of its names in one line
  snprintf(text, size, "packet %u bytes, string %zu bytes, %u queries at a time, depth %d to %d, timeout %g to %g s",
           kPacketBytesMax, kStringBytesMax, kQueriesMax, kDepthMin, kDepthMax, kTimeoutMin, kTimeoutMax);
  return text;
}

// The file that holds now, and how many more there are when it is a directory or a list.
static void name_schema(const vkext::zend::Schema& schema, char* text, size_t size) {
  const auto& plans = schema.plans();
  const auto& files = plans.source.files;
  char more[32] = "";
  if (files.size() > 1) snprintf(more, sizeof more, " and %zu more", files.size() - 1);
  snprintf(text, size, "%s%s (%zu functions, %u constructors, %u types)",
           files.empty() ? "" : files.front().c_str(), more, plans.functions.size(), plans.constructor_count,
           plans.type_count);
}

static void show_module(zend_module_entry* zend_module) {
  char text[MAXPATHLEN + 128];
  php_info_print_table_start();
  php_info_print_table_row(2, "vkext support", "enabled");
  php_info_print_table_row(2, "Version", PHP_VKEXT_VERSION);
  php_info_print_table_row(2, "libevent", vkext::rpc::event_library_version());
  php_info_print_table_row(2, "zlib", vkext::zlib_library_version());
  php_info_print_table_row(2, "AES", vkext::crypto::library_version());
  php_info_print_table_row(2, "CRC32", vkext::crc32_engine());
  if (auto* bound = runtime().schema()) {
    name_schema(*bound->schema, text, sizeof text);
    php_info_print_table_row(2, "TL schema", text);
  } else {
    php_info_print_table_row(2, "TL schema", "none");
  }
  show_pool();
  php_info_print_table_row(2, "Limits", text_of_limits(text, sizeof text));
  php_info_print_table_end();
  vkext::php::show_ini(zend_module);
}

static PHP_MINFO_FUNCTION(vkext) {
  vkext::php::guarded([&] { show_module(zend_module); });
}

zend_module_entry vkext_module_entry = {
    STANDARD_MODULE_HEADER,
    "vkext",
    ext_functions,
    PHP_MINIT(vkext),
    PHP_MSHUTDOWN(vkext),
    PHP_RINIT(vkext),
    PHP_RSHUTDOWN(vkext),
    PHP_MINFO(vkext),
    PHP_VKEXT_VERSION,
    PHP_MODULE_GLOBALS(vkext),
    PHP_GINIT(vkext),
    PHP_GSHUTDOWN(vkext),
    nullptr,
    STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_VKEXT
#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
extern "C" {
ZEND_GET_MODULE(vkext)
}
#endif
