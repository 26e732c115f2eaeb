// The rare half of ValueSource: finding functions, and everything about objects.
#include "zend/value_source.h"

namespace vkext::zend {

bool ValueSource::custom_query(Value, wire::Writer&, tl::ResultShape&, tl::EncodeError&) { return false; }

bool ValueSource::open_query(Value v, Record& record, uint32_t& function, tl::EncodeError& error) {
  const bool shared = Z_ISREF_P(v);
  v = deref(v);
  if (Z_TYPE_P(v) != IS_ARRAY) {
    char got[64];
    zend::describe(v, got, sizeof got);
    return error.set(codes::kNoConstructor, "Can't store function with no name: expected an array, got %s", got);
  }
  open_array(Z_ARRVAL_P(v), shared, record);
  if (zval* name = name_of(record)) {
    function = schema_.find_function(Z_STR_P(name));
    if (function != tl::kNone) return true;
    error.set(codes::kUnknownConstructor, "Function %.*s not found", shown(Z_STR_P(name)), Z_STRVAL_P(name));
  } else if (zval* magic = magic_of(record)) {
    function = schema_.plans().find_function(static_cast<uint32_t>(Z_LVAL_P(magic)));
    if (function != tl::kNone) return true;
    error.set(codes::kUnknownConstructor, "Function with magic 0x%08x not found",
              static_cast<unsigned>(Z_LVAL_P(magic)));
  } else {
    error.set(codes::kNoConstructor, "Can't store function with no name");
  }
  close(record);
  return false;
}

zval* ValueSource::magic_of(Record& record) {
  zval* magic = record.packed ? nullptr : vkext_find_known(record.ht, known.underscore);
  if (!magic) magic = zend_hash_index_find(record.ht, 0);
  if (!magic) return nullptr;
  magic = deref(direct(magic));
  return Z_TYPE_P(magic) == IS_LONG ? magic : nullptr;
}

uint32_t ValueSource::misnamed(Record& record, const tl::Union& u, tl::EncodeError& error) {
  zval* name = record.packed ? nullptr : vkext_find_known(record.ht, known.underscore);
  if (!name) return tl::kNone;
  char got[64];
  zend::describe(deref(direct(name)), got, sizeof got);
  const std::string_view type = schema_.plans().name(u.type_name);
  error.set(codes::kUnknownConstructor, "Unknown constructor %s for type %.*s", got,
            static_cast<int>(type.size() > 80 ? 80 : type.size()), type.data());
  return tl::kNone;
}

bool ValueSource::open_object(zval*, uint32_t, Record&) { return false; }

zval* ValueSource::property(Record&, const tl::Op&, uint32_t) { return nullptr; }

uint32_t ValueSource::constructor_of_object(Record&, uint32_t, tl::EncodeError&) { return tl::kNone; }

}  // namespace vkext::zend
