// fuzz_php_store, store_* and fetch_*: values of any kind as primitives, and any bytes read as such.
//
// Test side only. What must hold: what is stored is fetched as it was, where it was of the primitive's own type, and
// stores to the same bytes in any case; fetching from anything ends in a value, false or an exception.
#pragma once

#include <string>
#include <vector>

#include "php/mischief.h"
#include "php/php.h"
#include "php/runtime.h"
#include "php/values.h"

namespace vkext::fuzz {

struct Primitive {
  const char* store;
  const char* fetch;
  int own_type;
};
constexpr Primitive kPrimitives[] = {
    {"store_int", "fetch_int", IS_LONG},           {"store_long", "fetch_long", IS_LONG},
    {"store_byte", "fetch_byte", IS_LONG},         {"store_double", "fetch_double", IS_DOUBLE},
    {"store_float", "fetch_float", IS_DOUBLE},     {"store_string", "fetch_string", IS_STRING},
    {"store_string2", "fetch_string2", IS_STRING},
};
constexpr uint32_t kPrimitiveCount = sizeof kPrimitives / sizeof *kPrimitives;

// A call for world.php's run().
inline Value make_call(const char* function, Value arguments) {
  Value call = Value::array();
  call.add(Value::text(function));
  call.add(std::move(arguments));
  return call;
}

inline Value anything(test::PhpValues& values) {
  Value v;
  values.anything(v.get());
  return v;
}

// Calls of store_*, those without a fetch_* of their own as well.
inline Value some_stores(test::Random& random, test::PhpValues& values) {
  Value calls = Value::array();
  for (uint32_t n = random.below(8); n; --n) {
    Value arguments = Value::array();
    const uint32_t which = random.below(14);
    if (which < kPrimitiveCount) {
      arguments.add(anything(values));
      calls.add(make_call(kPrimitives[which].store, std::move(arguments)));
    } else if (which < 9) {
      std::string format;
      Value rest = Value::array();
      for (uint32_t m = random.below(5); m; --m) {
        format += "sldifx"[random.below(6)];
        rest.add(anything(values));
      }
      arguments.add(random.below(8) == 7 ? anything(values) : Value::text(format));
      zval* item;
      ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(rest.get()), item) { arguments.add(Value::copy(item)); }
      ZEND_HASH_FOREACH_END();
      calls.add(make_call("store_many", std::move(arguments)));
    } else if (which == 9) {
      arguments.add(anything(values));
      arguments.add(Value::number(random.below(3)));
      calls.add(make_call("store_header", std::move(arguments)));
    } else if (which == 10) {
      arguments.add(Value::text(std::string(random.below(5) * random.below(4), 'r')));
      calls.add(make_call("store_raw", std::move(arguments)));
    } else if (which == 11) {
      calls.add(make_call("store_start_gzip_pack", std::move(arguments)));
    } else {
      arguments.add(Value::number(random.below(2) * random.below(256)));
      calls.add(make_call(which == 12 ? "store_finish_gzip_pack" : "store_gzip_pack_threshold", std::move(arguments)));
    }
  }
  return calls;
}

inline Value some_fetches(test::Random& random) {
  static const char* const kFunctions[] = {"fetch_end",           "fetch_eof",         "fetch_get_pos",
                                           "fetch_lookup_int",    "fetch_lookup_data", "fetch_string_as_int",
                                           "fetch_memcache_value"};
  Value calls = Value::array();
  for (uint32_t n = random.below(8); n; --n) {
    Value arguments = Value::array();
    const uint32_t which = random.below(kPrimitiveCount + 7);
    const char* name = which < kPrimitiveCount ? kPrimitives[which].fetch : kFunctions[which - kPrimitiveCount];
    if (strcmp(name, "fetch_lookup_data") == 0)
      arguments.add(Value::number(static_cast<zend_long>(random.below(6)) - 1));
    calls.add(make_call(name, std::move(arguments)));
  }
  return calls;
}

inline Value run(Value calls) {
  Value arguments = Value::array();
  arguments.add(std::move(calls));
  return attempt("VK\\TL\\Fuzz\\run", std::move(arguments));
}

inline Value one(const char* function, Value argument) {
  Value arguments = Value::array();
  arguments.add(std::move(argument));
  return attempt(function, std::move(arguments));
}

inline std::string stored_bytes() { return std::string(php::runtime().raw().store().bytes().text()); }

// Was it stored as it is? Integers lose their upper bits, and floats half of theirs, as documented.
inline bool is_kept(const Primitive& primitive, zval* given, zval* fetched) {
  if (Z_TYPE_P(fetched) != primitive.own_type) return false;
  if (Z_TYPE_P(given) != primitive.own_type) return true;
  const std::string_view name = primitive.store;
  switch (primitive.own_type) {
    case IS_LONG:
      if (name == "store_int") return Z_LVAL_P(fetched) == static_cast<int32_t>(Z_LVAL_P(given));
      if (name == "store_byte") return Z_LVAL_P(fetched) == static_cast<uint8_t>(Z_LVAL_P(given));
      return Z_LVAL_P(fetched) == Z_LVAL_P(given);
    case IS_DOUBLE: {
      const double d = Z_DVAL_P(given), kept = name == "store_float" ? static_cast<double>(static_cast<float>(d)) : d;
      return Z_DVAL_P(fetched) == kept || (kept != kept && Z_DVAL_P(fetched) != Z_DVAL_P(fetched));
    }
    default:
      return zend_string_equals(Z_STR_P(given), Z_STR_P(fetched));
  }
}

// Stored, fetched, stored again. Without user code: it could store as well.
inline void check_round(test::Random& random, test::PhpValues& values) {
  struct Step {
    const Primitive* primitive;
    Value value;
  };
  std::vector<Step> steps;
  call("rpc_clean", {});
  for (uint32_t n = random.below(12); n; --n) {
    const Primitive& primitive = kPrimitives[random.below(kPrimitiveCount)];
    Value value = anything(values);
    if (one(primitive.store, Value::copy(value.get())).is(IS_TRUE)) steps.push_back({&primitive, std::move(value)});
  }
  const std::string bytes = stored_bytes();
  call("rpc_clean", {});
  if (values.is_live()) return;
  one("rpc_parse", Value::text(bytes));
  for (Step& step : steps) {
    Value fetched = attempt(step.primitive->fetch, Value::array());
    if (!is_kept(*step.primitive, step.value.plain(), fetched.get())) {
      die(std::string("not fetched by ") + step.primitive->fetch + " as it was stored: " + hex(Bytes(bytes)));
    }
    if (!one(step.primitive->store, std::move(fetched)).is(IS_TRUE)) die("what was fetched cannot be stored");
  }
  if (!call("fetch_eof", {}).is(IS_TRUE)) die("not all that was stored was fetched: " + hex(Bytes(bytes)));
  if (stored_bytes() != bytes)
    die("what was fetched stores otherwise: " + hex(Bytes(bytes)) + ", then " + hex(Bytes(stored_bytes())));
  call("rpc_clean", {});
}

// A memcache.Value that is serialized, compressed, both or neither, as its flags say or not.
inline std::string packed_value(test::Random& random, test::PhpValues& values) {
  Value value = one("serialize", anything(values));
  if (!value.is(IS_STRING)) return {};
  const uint32_t flags = random.below(4);
  Value packed = flags & 2 ? call("gzcompress", {value.get()}) : std::move(value);
  call("rpc_clean", {});
  one("store_string", std::move(packed));
  one("store_int", Value::number(random.below(8) == 7 ? random.below(4) : flags));
  return "\x1a\xbb\xbe\xa6" + stored_bytes();
}

// Bytes for fetch_*: stored ones, or the fuzzer's own.
inline std::string some_bytes(test::Random& random, test::PhpValues& values) {
  static const char* const kMagics[] = {"\x1a\xbb\xbe\xa6", "\x42\x9c\x72\x09", "\x22\x24\xc4\x32",
                                        "\xf5\x32\xe4\x7a", "\xb5\x75\x72\x99", "\x8f\x61\x4c\x1f"};
  run(some_stores(random, values));
  std::string bytes = stored_bytes();
  if (random.below(2)) bytes = kMagics[random.below(6)] + bytes;
  if (random.below(4) == 3) bytes += packed_value(random, values);
  for (uint32_t n = random.below(24); n; --n) bytes += static_cast<char>(random.below(256));
  return bytes;
}

inline void primitives(test::Random& random) {
  Mischief mischief(random);
  test::PhpValues values(plans(), random);
  if (random.below(2) == 0) return check_round(random, values);
  mischief.arm(values);
  const std::string bytes = some_bytes(random, values);
  mischief.arm(values);
  one("rpc_parse", random.below(8) == 7 ? anything(values) : Value::text(bytes));
  run(some_fetches(random));
  if (random.below(4) == 3) one("VK\\TL\\Fuzz\\parse_wildcard", Value::text(bytes));
  mischief.disarm();
}

}  // namespace vkext::fuzz
