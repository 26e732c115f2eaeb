// Reads the rule files of vk_flex. Runs before any request: plain stdio, no PHP streams, no open_basedir (the setting
// is PHP_INI_SYSTEM).
//
// Assumes MINIT runs once and before any thread asks.
#include "php/flex_data.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/syscalls.h"
#include "php/guard.h"

namespace vkext::php {
namespace {

// One byte more than a rule file may have, so that FlexRules refuses what is longer.
constexpr size_t kReadBytesMax = (4u << 20) + 1;

text::FlexRules* rules = nullptr;

bool read_file(const std::string& path, std::string* to) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(sys::fopen(path.c_str(), "rb"), fclose);
  if (!file) return false;
  char chunk[16384];
  size_t n = 0;
  while (to->size() < kReadBytesMax && (n = fread(chunk, 1, sizeof chunk, file.get())) > 0) to->append(chunk, n);
  return ferror(file.get()) == 0;
}

}  // namespace

void load_flex_data(const char* paths) {
  if (paths == nullptr || *paths == 0) return;
  guarded([paths] {
    if (rules == nullptr) rules = new text::FlexRules;
    std::string_view rest = paths;
    while (!rest.empty()) {
      const size_t end = rest.find(':');
      const std::string path(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (path.empty()) continue;
      std::string file;
      std::string error;
      if (!read_file(path, &file)) {
        error = "cannot be read";
      } else if (rules->load(file, &error)) {
        continue;
      }
      zend_error(E_CORE_WARNING, "vkext.flex_data: %s: %s", path.c_str(), error.c_str());
    }
  });
}

void unload_flex_data() {
  delete rules;
  rules = nullptr;
}

const text::FlexRules& flex_rules() {
  static const text::FlexRules kNone;
  return rules != nullptr ? *rules : kNone;
}

}  // namespace vkext::php
