// Fuzz target: PHP values made up from the fuzzer's bytes, stored inside of PHP (embed SAPI) in every way there is.
//
// The first byte chooses: vkext_tl_encode() (encode.h), the same under other settings, store_* and fetch_*
// (primitives.h), queries and their answers over a connection (dialogue.h). Values are of the classes of
// tests/support/zoo.tl and echo.tl, more or less (values.h), with references, sharing, cycles, wrong types, and objects
// that run PHP code when they are looked at (world.php). No fatal error is allowed. Each run ends as a request does.
// AddressSanitizer sees the rest: PHP's own heap is switched off.
#include <sanitizer/lsan_interface.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "php/dialogue.h"
#include "php/encode.h"
#include "php/peer.h"
#include "php/php.h"
#include "php/primitives.h"
#include "php/runtime.h"
#include "tl/load.h"
#include "tool/php_layout.h"
#include "tool/php_modern.h"
#include "tool/php_tree.h"
#include "tool/php_writer.h"

extern "C" {
#include "php_main.h"
#include "sapi/embed/php_embed.h"
extern zend_module_entry vkext_module_entry;
}

namespace {

using namespace vkext;
using fuzz::die;

std::optional<tl::PlanSet> loaded;
std::string folder;  // for classes and the peer's socket
std::unique_ptr<fuzz::Peer> peer;

std::string schema_path() {
  return VKEXT_SOURCE_DIR "/tests/support/zoo.tl:" VKEXT_SOURCE_DIR "/tests/fuzz/php/echo.tl";
}
std::string socket_path() { return folder + "/peer"; }

size_t say_nothing(const char*, size_t n) { return n; }
void log_nothing(const char*, int) {}

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

void write_tree(const std::string& directory, const std::vector<tool::php::File>& files) {
  if (mkdir(directory.c_str(), 0700) != 0) die("no folder");
  const auto differences = tool::php::compare_tree(directory, files);
  if (!differences.ok()) die(differences.error().text);
  if (!tool::php::replace_tree(directory, files, differences.value(), [](size_t) {}).ok()) {
    die("the classes cannot be written");
  }
}

// The classes that `vkext php` writes for the schema, and those with --modern: the autoloader of world.php takes some
// of these and some of those.
void write_classes(const tl::Schema& schema) {
  char name[] = "/tmp/vkext-fuzz-XXXXXX";
  if (!mkdtemp(name)) die("no folder");
  folder = name;
  atexit(remove_folder);
  const auto plain = tool::php::lay_out(schema, {true, false}), modern = tool::php::lay_out(schema, {true, true});
  if (!plain.ok() || !modern.ok()) die("no classes");
  write_tree(folder + "/plain", tool::php::write_classes(*plain, {}));
  write_tree(folder + "/modern", tool::php::write_modern(*modern, {}));
}

void evaluate(const std::string& code) {
  if (zend_eval_string(const_cast<char*>(code.c_str()), nullptr, const_cast<char*>("fuzz")) != SUCCESS)
    die("world.php");
}

void run(test::Random& random) {
  const uint32_t way = random.below(4);
  if (way == 0) return fuzz::encode(random);
  const fuzz::Settings settings(random);
  if (way == 1) return fuzz::encode(random);
  if (way == 2) return fuzz::primitives(random);
  fuzz::Dialogue(random, *peer, socket_path()).run();
}

// As the end of a request does it; classes and functions of PHP stay.
void end_request() {
  zend_clear_exception();
  php::runtime().end_request();
  zend_gc_collect_cycles();
  php::runtime().begin_request();
  zend_clear_exception();
}

}  // namespace

const tl::PlanSet& vkext::fuzz::plans() { return *loaded; }

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  (void)argc;
  __lsan::ScopedDisabler of_the_whole_process;
  setenv("USE_ZEND_ALLOC", "0", 1);
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  if (!tl::load_path(schema_path(), schema, diagnostics)) die("zoo.tl, echo.tl");
  write_classes(schema);
  auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) die(set.error().text);
  loaded = std::move(*set);
  php_embed_module.ub_write = say_nothing;
  php_embed_module.log_message = log_nothing;
  php_embed_module.startup = start;
  php_embed_module.php_ini_ignore = 1;
  static char* no_arguments[] = {(*argv)[0], nullptr};
  if (php_embed_init(1, no_arguments) != SUCCESS) die("PHP does not start");
  std::ifstream in(VKEXT_SOURCE_DIR "/tests/fuzz/php/world.php", std::ios::binary);
  const std::string world{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  evaluate("define('FUZZ_CLASSES', '" + folder + "');");
  evaluate("?>" + world);
  peer = std::make_unique<fuzz::Peer>(socket_path());
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::Random random(data, size);
  bool fatal = true;
  zend_first_try {
    run(random);
    end_request();
    fatal = false;
  }
  zend_end_try();
  if (fatal) die(PG(last_error_message) ? ZSTR_VAL(PG(last_error_message)) : "a fatal error");
  return 0;
}
