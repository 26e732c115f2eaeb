// What user code does when a call of ours runs it: a deed of world.php's Harm, done once, and an error handler.
//
// Test side only. Settings of the script belong here too: they are put back.
#pragma once

#include <string>

#include "php/php.h"
#include "php/runtime.h"
#include "php/values.h"
#include "support/random.h"

namespace vkext::fuzz {

class Mischief {
 public:
  explicit Mischief(test::Random& random) : random_(random), handler_(random.below(8) == 7) {
    disarm();
    if (!handler_) return;
    Value name = Value::text("VK\\TL\\Fuzz\\on_warning");
    call("set_error_handler", {name.get()});
  }
  ~Mischief() {
    disarm();
    if (handler_) call("restore_error_handler", {});
    zval* target = slot("target");
    zval_ptr_dtor(target);
    ZVAL_NULL(target);
  }
  Mischief(const Mischief&) = delete;

  bool has_handler() const { return handler_; }
  // The next call of ours that runs user code gets it done. The static property becomes the same reference as one of
  // the values has.
  void arm(test::PhpValues& values) {
    ZVAL_LONG(slot("deed"), random_.below(13));
    if (zval* ref = values.target()) {
      zval* target = slot("target");
      zval_ptr_dtor(target);
      ZVAL_COPY(target, ref);
    }
  }
  void disarm() { ZVAL_LONG(slot("deed"), 0); }

 private:
  static zval* slot(const char* property) {
    zend_string* name = zend_string_init("VK\\TL\\Fuzz\\Harm", 15, 0);
    zend_class_entry* ce = zend_lookup_class(name);
    zend_string_release(name);
    zval* found = ce ? zend_read_static_property(ce, property, strlen(property), 1) : nullptr;
    if (!found) die("no class Harm");
    return found;
  }

  test::Random& random_;
  const bool handler_;
};

// Some settings of a script, until the end of the run.
class Settings {
 public:
  explicit Settings(test::Random& random) {
    for (uint32_t n = random.below(4); n; --n) {
      const Setting& setting = kAll[random.below(sizeof kAll / sizeof *kAll)];
      put(setting.name, setting.value);
    }
    if (random.below(4) == 3) php::runtime().fail_on_int32_overflow = true;
    if (random.below(4) == 3) php::runtime().internal_queries = true;
    if (random.below(4) == 3) php::runtime().verbosity = 2;
  }
  ~Settings() {
    for (const Setting& setting : kAll) {
      zend_string* name = zend_string_init(setting.name, strlen(setting.name), 0);
      zend_restore_ini_entry(name, ZEND_INI_STAGE_RUNTIME);
      zend_string_release(name);
    }
  }
  Settings(const Settings&) = delete;

 private:
  struct Setting {
    const char* name;
    const char* value;
  };
  static constexpr Setting kAll[] = {
      {"vkext.strict", "kphp"},
      {"vkext.strict", "bytes"},
      {"vkext.float_strings", "legacy"},
      {"vkext.fetch_exceptions", "1"},
      {"vkext.error_codes", "legacy"},
      {"vkext.send_timeout", "1"},
      {"vkext.max_depth", "16"},
      {"vkext.max_empty_elements", "3"},
      {"tl.enable_rpc_error_with_header_fetching", "1"},
  };
  static void put(const char* setting, const char* value) {
    zend_string* name = zend_string_init(setting, strlen(setting), 0);
    zend_alter_ini_entry_chars(name, value, strlen(value), ZEND_INI_USER, ZEND_INI_STAGE_RUNTIME);
    zend_string_release(name);
  }
};

}  // namespace vkext::fuzz
