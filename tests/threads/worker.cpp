// Eight threads with requests of their own, over PHP's embed SAPI: worker SCRIPT THREADS REQUESTS [KEY=VALUE…]
//
// Each thread starts PHP for itself, runs the script so often, each time as a request, and leaves. The script prints
// nothing when all is well. Exit code 1 when a request printed something.
//
// With VKEXT_PLANTED_RACE in the environment the threads also share one of our buffers without a lock: a sanitizer that
// says nothing then would say nothing of our own races either.
#include <sapi/embed/php_embed.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/buffer.h"

namespace {

std::atomic<long> printed{0};

size_t complain(const char* text, size_t n) {
  printed += static_cast<long>(n);
  return fwrite(text, 1, n, stderr);
}

std::vector<std::string> settings;

void set_defaults(HashTable* all) {
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    zval value;
    ZVAL_NEW_STR(&value, zend_string_init(setting.data() + equals + 1, setting.size() - equals - 1, 1));
    zend_hash_str_update(all, setting.data(), equals, &value);
  }
}

// The race is in what compact() reads and writes, in the extension's own object. Whoever comes second moves bytes
// inside of the same memory. The threads meet without an order between them, since PHP's locks order nearly everything
// else.
vkext::Buffer shared_buffer;
std::atomic<int> racers_missing{0};

void prepare_race(int threads) {
  if (!getenv("VKEXT_PLANTED_RACE")) return;
  racers_missing = threads;
  shared_buffer.append("0123456789abcdef", 16);
  shared_buffer.consume(8);
}

void race() {
  if (shared_buffer.empty()) return;
  racers_missing.fetch_sub(1, std::memory_order_relaxed);
  while (racers_missing.load(std::memory_order_relaxed) > 0) std::this_thread::yield();
  shared_buffer.compact();
}

void work(const char* script, int requests) {
  ts_resource(0);
  race();
  for (int i = 0; i < requests; ++i) {
    SG(headers_sent) = 1;
    SG(request_info).no_headers = 1;
    if (php_request_startup() != SUCCESS) {
      ++printed;
      break;
    }
    zend_first_try {
      zend_file_handle file;
      zend_stream_init_filename(&file, script);
      php_execute_script(&file);
      zend_destroy_file_handle(&file);
    }
    zend_end_try();
    php_request_shutdown(nullptr);
  }
  ts_free_thread();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  for (int i = 4; i < argc; ++i) settings.emplace_back(argv[i]);
  php_embed_module.ub_write = complain;
  php_embed_module.ini_defaults = set_defaults;  // php_embed_init() has ini_entries of its own
  if (php_embed_init(1, argv) != SUCCESS) return 2;
  prepare_race(atoi(argv[2]));
  std::vector<std::thread> threads;
  for (int i = 0; i < atoi(argv[2]); ++i) threads.emplace_back(work, argv[1], atoi(argv[3]));
  for (auto& thread : threads) thread.join();
  php_embed_shutdown();
  return printed.load() == 0 ? 0 : 1;
}
