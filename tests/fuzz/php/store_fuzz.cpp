// Fuzz target: PHP values made up from the fuzzer's bytes, stored by vkext_tl_encode() inside of PHP (embed SAPI).
//
// Values are of the classes of tests/support/zoo.tl, more or less (values.h), with references, sharing, cycles, wrong
// types, and objects that run PHP code when they are looked at (world.php). What must hold: bytes or an exception, and
// no fatal error; bytes decode to a value that encodes to the same bytes; a value without PHP code in it is afterwards
// what it was, down to its reference counts. AddressSanitizer sees the rest: PHP's own heap is switched off.
#include <sanitizer/lsan_interface.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "base/buffer.h"
#include "php/values.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/load.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"
#include "tool/php_layout.h"
#include "tool/php_tree.h"
#include "tool/php_writer.h"

extern "C" {
#include "php_main.h"
#include "sapi/embed/php_embed.h"
extern zend_module_entry vkext_module_entry;
}

namespace {

using namespace vkext;

std::optional<tl::PlanSet> plans;
std::string folder;

[[noreturn]] void die(const char* what) {
  fprintf(stderr, "%s\n", what);
  abort();
}

std::string schema_path() { return VKEXT_SOURCE_DIR "/tests/support/zoo.tl"; }

size_t say_nothing(const char*, size_t n) { return n; }

// Settings here: php_embed_init() puts its own in their place.
int start(sapi_module_struct* sapi) {
  sapi->ini_entries = strdup(("tl.conffile=" + schema_path() +
                              "\nhtml_errors=0\ndisplay_errors=0\nlog_errors=0\nmemory_limit=-1\nmax_execution_time=0\n"
                              "zend.exception_ignore_args=1\n")
                                 .c_str());
#if PHP_VERSION_ID >= 80200
  return php_module_startup(sapi, &vkext_module_entry);
#else
  return php_module_startup(sapi, &vkext_module_entry, 1);
#endif
}

void remove_folder() {
  if (!folder.empty()) static_cast<void>(!system(("rm -rf " + folder).c_str()));
}

// The classes that `vkext php` writes for the schema, where the autoloader of world.php finds them.
void write_classes(const tl::Schema& schema) {
  char name[] = "/tmp/vkext-fuzz-XXXXXX";
  if (!mkdtemp(name)) die("no folder");
  folder = name;
  atexit(remove_folder);
  const auto package = tool::php::lay_out(schema, {true, false});
  if (!package.ok()) die(package.error().text.c_str());
  const auto files = tool::php::write_classes(*package, {});
  const auto differences = tool::php::compare_tree(folder, files);
  if (!differences.ok()) die(differences.error().text.c_str());
  if (!tool::php::replace_tree(folder, files, differences.value(), [](size_t) {}).ok())
    die("the classes cannot be written");
}

void evaluate(const std::string& code) {
  if (zend_eval_string(const_cast<char*>(code.c_str()), nullptr, const_cast<char*>("fuzz")) != SUCCESS)
    die("world.php");
}

void call(const char* function, zval* argument, zval* result) {
  zval name;
  ZVAL_STRING(&name, function);
  ZVAL_UNDEF(result);
  call_user_function(nullptr, nullptr, &name, result, argument ? 1 : 0, argument);
  zval_ptr_dtor(&name);
}

zval* harm(const char* property) {
  zend_string* name = zend_string_init("VK\\TL\\Fuzz\\Harm", 15, 0);
  zend_class_entry* ce = zend_lookup_class(name);
  zend_string_release(name);
  zval* slot = ce ? zend_read_static_property(ce, property, strlen(property), 1) : nullptr;
  if (!slot) die("no class Harm");
  return slot;
}

std::string hex(Bytes p) {
  std::string text;
  for (size_t i = 0; i < p.size; ++i) {
    char two[3];
    snprintf(two, sizeof two, "%02x", static_cast<unsigned>(p.data[i]));
    text += two;
  }
  return text;
}

// `p` decodes, and what it decodes to encodes to the same bytes: by the core alone, without a PHP value.
void check_bytes(Bytes p) {
  tl::Tree value;
  tl::ResultShape shape;
  tl::TreeSink sink(*plans, tl::TreeSink::Form::whole);
  wire::Cursor in(p);
  tl::Decoder<tl::TreeSink> decoder(*plans, sink, in, {});
  decoder.query(&value, shape);
  if (in.fault() != wire::Fault::none || in.left() != 0) die(("what was stored does not decode: " + hex(p)).c_str());
  Buffer out;
  wire::Writer writer(out);
  tl::TreeSource source(*plans);
  tl::ResultShape again;
  tl::EncodeError error;
  tl::EncodeOptions options;
  options.allow_internal = true;
  tl::Encoder<tl::TreeSource> encoder(*plans, source, writer, again, error, options);
  if (!encoder.query(&value)) die(("what was stored does not encode again: " + hex(p)).c_str());
  if (out.size() != p.size || memcmp(out.data(), p.data, p.size) != 0) {
    die(("what was stored encodes otherwise: " + hex(p) + ", then " + hex(out.bytes())).c_str());
  }
}

void store(test::Random& random) {
  test::PhpValues values(*plans, random);
  zval query, result, old;
  const bool handler = random.below(8) == 7;
  zval* deed = harm("deed");
  zval* target = harm("target");
  ZVAL_LONG(deed, 0);
  values.query(&query);
  const uint32_t what = random.below(10);
  if (zval* ref = values.target()) {
    // The static property becomes the same reference.
    zval_ptr_dtor(target);
    ZVAL_COPY(target, ref);
  }
  if (handler) {
    zval name;
    ZVAL_STRING(&name, "VK\\TL\\Fuzz\\on_warning");
    call("set_error_handler", &name, &old);
    zval_ptr_dtor(&name);
    zval_ptr_dtor(&old);
  }
  ZVAL_LONG(deed, what);
  const bool unchanged = !values.is_live() && !handler;
  const std::string before = unchanged ? test::Digest::of(&query, *plans) : std::string();
  call("VK\\TL\\Fuzz\\store", &query, &result);
  ZVAL_LONG(deed, 0);
  if (unchanged && test::Digest::of(&query, *plans) != before) die("storing changed the value");
  if (Z_TYPE(result) == IS_STRING) {
    check_bytes(Bytes(Z_STRVAL(result), Z_STRLEN(result)));
  } else if (Z_TYPE(result) != IS_OBJECT) {
    die("neither bytes nor an exception");
  }
  zval_ptr_dtor(&result);
  if (handler) {
    call("restore_error_handler", nullptr, &old);
    zval_ptr_dtor(&old);
  }
  zval_ptr_dtor(target);
  ZVAL_NULL(target);
  values.clear();
  zval_ptr_dtor(&query);
  zend_gc_collect_cycles();
  zend_clear_exception();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  (void)argc;
  __lsan::ScopedDisabler of_the_whole_process;
  setenv("USE_ZEND_ALLOC", "0", 1);
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  if (!tl::load_path(schema_path(), schema, diagnostics)) die("zoo.tl");
  write_classes(schema);
  auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) die(set.error().text.c_str());
  plans = std::move(*set);
  php_embed_module.ub_write = say_nothing;
  php_embed_module.startup = start;
  php_embed_module.php_ini_ignore = 1;
  static char* no_arguments[] = {(*argv)[0], nullptr};
  if (php_embed_init(1, no_arguments) != SUCCESS) die("PHP does not start");
  std::ifstream in(VKEXT_SOURCE_DIR "/tests/fuzz/php/world.php", std::ios::binary);
  const std::string world{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  evaluate("define('FUZZ_CLASSES', '" + folder + "');");
  evaluate("?>" + world);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::Random random(data, size);
  bool fatal = true;
  zend_first_try {
    store(random);
    fatal = false;
  }
  zend_end_try();
  if (fatal) die(PG(last_error_message) ? ZSTR_VAL(PG(last_error_message)) : "a fatal error");
  return 0;
}
