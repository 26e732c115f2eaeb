// fetch_*: primitives from the bytes that rpc_parse(), rpc_get_and_parse() or a typedFetch() gave to read.
//
// Complaints, unserialize() and exceptions run PHP code, which may parse something else: nothing read before is looked
// at afterwards.
#include "base/inflate.h"
#include "base/limits.h"
#include "php/guard.h"
#include "php/low_level.h"
#include "php/runtime.h"
#include "zend/container_sink.h"
#include "zend/names.h"
#include "zend/raise.h"
#include "zend/scalars.h"

namespace vkext::php {

namespace {

constexpr uint32_t kStringValue = 0xa6bebb1a;
constexpr uint32_t kLongValue = 0x09729c42;
constexpr uint32_t kNotFound = 0x32c42422;
constexpr uint32_t kError = 0x7ae432f5;
constexpr uint32_t kBoolTrue = 0x997275b5;
constexpr uint32_t kBoolFalse = 0xbc799737;
constexpr uint32_t kDictionary = 0x1f4c618f;
constexpr uint32_t kSerialized = 1;
constexpr uint32_t kCompressed = 2;
constexpr int kBadData = -1;
constexpr int kSurplus = -2;

template <class Put>
void fetch_scalar(size_t bytes, const char* what, zval* return_value, Put put) {
  const uint8_t* at = nullptr;
  const Fetched how = fetch_bytes(bytes, at);
  if (UNEXPECTED(how != Fetched::ok)) return complain(how, what, return_value);
  put(at);
}

void fetch_string(Fetched (*fetch)(std::string_view&), const char* what, zval* return_value) {
  std::string_view text;
  const Fetched how = fetch(text);
  if (UNEXPECTED(how != Fetched::ok)) return complain(how, what, return_value);
  zend::set_string(return_value, text);
}

double to_double(const uint8_t* at) {
  const uint64_t bits = load_u64(at);
  double v;
  memcpy(&v, &bits, 8);
  return v;
}

double to_float(const uint8_t* at) {
  const uint32_t bits = load_u32(at);
  float v;
  memcpy(&v, &bits, 4);
  return static_cast<double>(v);
}

// Replaces a compressed string by what it unpacks to. False: it does not.
bool unpack(zval* value) {
  Workplace& place = runtime().enter_workplace();
  const bool ok = inflate_bounded(Bytes(zend::view(Z_STR_P(value))), limits::kPacketBytesMax, place.body).ok();
  if (ok) {
    zval plain;
    zend::set_string(&plain, place.body.bytes().text());
    zval_ptr_dtor_str(value);
    ZVAL_COPY_VALUE(value, &plain);
  }
  runtime().leave_workplace(place);
  return ok;
}

// By PHP's own unserialize(), which says what is wrong with bad data. A server does not get to make objects.
void unserialize(zval* value) {
  zval function, result, arguments[2];
  ZVAL_STRING(&function, "unserialize");
  ZVAL_COPY_VALUE(&arguments[0], value);
  array_init_size(&arguments[1], 1);
  add_assoc_bool(&arguments[1], "allowed_classes", false);
  ZVAL_FALSE(value);
  ZVAL_UNDEF(&result);
  call_user_function(nullptr, nullptr, &function, &result, 2, arguments);
  zval_ptr_dtor(&function);
  zval_ptr_dtor(&arguments[0]);
  zval_ptr_dtor(&arguments[1]);
  if (!Z_ISUNDEF(result)) ZVAL_COPY_VALUE(value, &result);
}

// A strvalue's content as the flags say; takes over `value`, which is false afterwards when the data is bad.
void open_value(zval* value, uint32_t flags) {
  if ((flags & kCompressed) && !unpack(value)) {
    zval_ptr_dtor_str(value);
    ZVAL_FALSE(value);
    zend::notice("Compressed value of memcache cannot be unpacked");
    return;
  }
  if (flags & kSerialized) unserialize(value);
}

Fetched fetch_word(uint32_t& word) {
  const uint8_t* at = nullptr;
  const Fetched how = fetch_bytes(4, at);
  if (how == Fetched::ok) word = load_u32(at);
  return how;
}

struct MemcacheError {
  int code = 0;
  std::string_view text;
};

Fetched fetch_error(MemcacheError& error) {
  const uint8_t* at = nullptr;
  const Fetched how = fetch_bytes(12, at);  // the query's id and the code
  if (how != Fetched::ok) return how;
  error.code = static_cast<int32_t>(load_u32(at + 8));
  return fetch_text(error.text);
}

enum class Memcache : uint8_t { value, failed, unknown };

// The bytes of one memcache.Value; nothing runs PHP code here. `flags` are a string's.
Memcache read_memcache(zval* out, uint32_t& flags, Fetched& how) {
  uint32_t magic = 0;
  const uint8_t* at = nullptr;
  std::string_view text;
  ZVAL_FALSE(out);
  flags = 0;
  how = fetch_word(magic);
  if (how != Fetched::ok) return Memcache::failed;
  switch (magic) {
    case kStringValue:
      how = fetch_text(text);
      if (how == Fetched::ok) how = fetch_word(flags);
      if (how == Fetched::ok) zend::set_string(out, text);
      break;
    case kLongValue:
      how = fetch_bytes(12, at);
      if (how == Fetched::ok) ZVAL_LONG(out, static_cast<int64_t>(load_u64(at)));
      break;
    case kError: {
      MemcacheError error;
      how = fetch_error(error);
      if (how == Fetched::ok) runtime().last_error().set(error.code, "server", std::string(error.text).c_str());
      break;
    }
    case kBoolTrue:
      ZVAL_TRUE(out);
      break;
    case kNotFound:
    case kBoolFalse:
      break;
    default:
      return Memcache::unknown;
  }
  return how == Fetched::ok ? Memcache::value : Memcache::failed;
}

// False after a complaint; what could not be read stays to be read.
bool fetch_memcache(zval* out) {
  RawBuffers::Source& source = runtime().raw().fetch();
  const size_t start = source.at;
  uint32_t flags = 0;
  Fetched how = Fetched::ok;
  const Memcache result = read_memcache(out, flags, how);
  if (result == Memcache::value) {
    if (Z_TYPE_P(out) == IS_STRING) open_value(out, flags);
    return EG(exception) == nullptr;
  }
  source.at = start;
  if (result == Memcache::failed) {
    complain(how, "memcache value", out);
  } else {
    complain(kBadData, "Wrong memcache.Value constructor", "Not a memcache.Value: unknown constructor", out);
  }
  return false;
}

// Entries of a Dictionary memcache.Value into `array`, as many as it takes without being held up by keys that were made
// to collide. False after a complaint.
bool fetch_wildcard(zval* array) {
  zend::ContainerSink sink;
  zend::ContainerSink::Dictionary entries = {Z_ARRVAL_P(array), 0, nullptr};
  uint32_t magic = 0;
  uint32_t count = 0;
  zval scratch;
  Fetched how = fetch_word(magic);
  if (how == Fetched::ok && magic != kDictionary) {
    complain(kBadData, "Strange dictionary magic", "Not a Dictionary: unknown constructor", &scratch);
    return false;
  }
  if (how == Fetched::ok) how = fetch_word(count);
  // A key takes at least one byte and a value four: no count is believed further than the bytes reach.
  for (uint32_t i = 0; i < count && how == Fetched::ok; ++i) {
    std::string_view key;
    how = fetch_text(key);
    if (how != Fetched::ok) break;
    zend_string* name = zend_string_init(key.data(), key.size(), 0);
    zval value;
    const bool ok = fetch_memcache(&value);
    if (ok) {
      ZVAL_COPY_VALUE(sink.entry(entries, zend::view(name)), &value);
    } else {
      zval_ptr_dtor(&value);
    }
    zend_string_release(name);
    if (!ok) return false;
    if (UNEXPECTED(sink.colliding())) {
      complain(kBadData, "Too many keys that collide", "Too many keys of the dictionary collide", &scratch);
      return false;
    }
  }
  complain(how, "dictionary", &scratch);
  return how == Fetched::ok;
}

// `result` is a reference: its array, or an empty one, with the entries of `raw` added.
bool parse_wildcard(zend_string* raw, zval* result) {
  if (ZSTR_LEN(raw) == 0 || !runtime().raw().read_copy(Bytes(zend::view(raw)))) return false;
  zval merged;
  zval* before = result;
  ZVAL_DEREF(before);
  if (Z_TYPE_P(before) == IS_ARRAY) {
    ZVAL_ARR(&merged, zend_array_dup(Z_ARRVAL_P(before)));
  } else {
    array_init(&merged);
  }
  const bool ok = fetch_wildcard(&merged);
  if (EG(exception) || !Z_ISREF_P(result)) {
    zval_ptr_dtor(&merged);
    return false;
  }
  ZEND_TRY_ASSIGN_REF_ARR(result, Z_ARR(merged));
  return ok && !EG(exception);
}

void fetch_end(zval* return_value) {
  const RawBuffers::Source& source = runtime().raw().fetch();
  if (!source.present) return complain(Fetched::nothing, "end", return_value);
  if (source.left()) {
    return complain(kSurplus, "Too much data to fetch", "Ending fetch from non-empty buffer", return_value);
  }
  RETURN_TRUE;
}

// The length counts words of four bytes, as in KPHP.
void lookup_data(zend_long words, zval* return_value) {
  RawBuffers::Source& source = runtime().raw().fetch();
  if (words < 0) return complain(kBadData, "Not enough data to fetch", "a length cannot be negative", return_value);
  const size_t start = source.at;
  const size_t n = words < ZEND_LONG_MAX / 4 ? static_cast<size_t>(words) * 4 : SIZE_MAX;
  fetch_scalar(n, "data", return_value, [&](const uint8_t* at) {
    source.at = start;
    zend::set_string(return_value, Bytes(at, n).text());
  });
}

void string_as_int(zval* return_value) {
  std::string_view text;
  const Fetched how = fetch_text(text);
  if (how != Fetched::ok) return complain(how, "string", return_value);
  zval string;
  zend::Notes notes;
  zend::set_string(&string, text);
  RETVAL_LONG(zend::slow_to_int(&string, {}, notes));
  zval_ptr_dtor_str(&string);
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's
using vkext::load_u32;
using vkext::load_u64;

PHP_FUNCTION(fetch_int) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(4, "int", return_value, [&](const uint8_t* at) { RETVAL_LONG(static_cast<int32_t>(load_u32(at))); });
}

PHP_FUNCTION(fetch_byte) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(1, "byte", return_value, [&](const uint8_t* at) { RETVAL_LONG(*at); });
}

PHP_FUNCTION(fetch_long) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(8, "long", return_value, [&](const uint8_t* at) { RETVAL_LONG(static_cast<int64_t>(load_u64(at))); });
}

PHP_FUNCTION(fetch_double) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(8, "double", return_value, [&](const uint8_t* at) { RETVAL_DOUBLE(to_double(at)); });
}

PHP_FUNCTION(fetch_float) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(4, "float", return_value, [&](const uint8_t* at) { RETVAL_DOUBLE(to_float(at)); });
}

PHP_FUNCTION(fetch_string) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_string(fetch_text, "string", return_value);
}

PHP_FUNCTION(fetch_string2) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_string(fetch_text2, "string2", return_value);
}

PHP_FUNCTION(fetch_string_as_int) {
  ZEND_PARSE_PARAMETERS_NONE();
  string_as_int(return_value);
}

PHP_FUNCTION(fetch_memcache_value) {
  ZEND_PARSE_PARAMETERS_NONE();
  guarded([&] { fetch_memcache(return_value); });
}

PHP_FUNCTION(fetch_end) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_end(return_value);
}

PHP_FUNCTION(fetch_eof) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_BOOL(runtime().raw().fetch().left() == 0);
}

PHP_FUNCTION(fetch_get_pos) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_LONG(static_cast<zend_long>(runtime().raw().fetch().at));
}

PHP_FUNCTION(fetch_lookup_int) {
  ZEND_PARSE_PARAMETERS_NONE();
  fetch_scalar(4, "int", return_value, [&](const uint8_t* at) {
    runtime().raw().fetch().at -= 4;
    RETVAL_LONG(static_cast<int32_t>(load_u32(at)));
  });
}

PHP_FUNCTION(fetch_lookup_data) {
  zend_long words;
  ZEND_PARSE_PARAMETERS_START(1, 1)
  Z_PARAM_LONG(words)
  ZEND_PARSE_PARAMETERS_END();
  lookup_data(words, return_value);
}

PHP_FUNCTION(rpc_mc_parse_raw_wildcard_with_flags_to_array) {
  zend_string* raw;
  zval* result;
  ZEND_PARSE_PARAMETERS_START(2, 2)
  Z_PARAM_STR(raw)
  Z_PARAM_ZVAL(result)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { RETVAL_BOOL(parse_wildcard(raw, result)); });
}
