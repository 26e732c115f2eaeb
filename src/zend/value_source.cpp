// The rare half of ValueSource: finding functions and constructors, and properties that have to be asked for.
#include "zend/value_source.h"

#include "base/error_codes.h"
#include "zend/raise.h"

namespace vkext::zend {

bool ValueSource::explain(tl::EncodeError& error) {
  char message[200];
  describe_exception(message, sizeof message);
  return error.set(codes::kConstruction, "%s", message);
}

zval* ValueSource::look_up(Record& record, Walk& walk, const tl::Op& op) {
  HashTable* ht = record.ht;
  if (op.name != tl::kNone && !record.packed) {
    if (zval* found = vkext_find_known(ht, keys_.all()[op.name])) {
      if (EXPECTED(!strict_)) {
        walk.next = reinterpret_cast<Bucket*>(found) + 1;
      } else if (op.ordinal && zend_hash_index_exists(ht, op.ordinal)) {  // and strictly, nobody walks: see walk()
        notes_.add(Note::name_and_index, field_name(op), op.ordinal);
      }
      return direct(found);
    }
  }
  const zend_ulong ordinal = op.ordinal - ((op.flags & tl::kOpItem) ? 1u : 0u);
  return direct(zend_hash_index_find(ht, ordinal));
}

// The property names fit, or storing fails: but KPHP would not compile it.
void ValueSource::note_class(uint32_t plan, const zend_class_entry* ce) {
  const tl::PlanSet& set = schema_.plans();
  const std::string_view constructor = set.name(set.plans[plan].name);
  tl::TlClass name;
  if (tl::parse_class_name(view(ce->name), name) && !name.is_function && name.is_constructor(constructor)) return;
  notes_.add(Note::other_class, constructor);
}

bool ValueSource::open_other_query(zval* v, Record& record, uint32_t& function, tl::EncodeError& error) {
  if (Z_TYPE_P(v) == IS_OBJECT) return open_query_object(Z_OBJ_P(v), record, function, error);
  char got[64];
  zend::describe(v, got, sizeof got);
  return error.set(codes::kNoConstructor, "Can't store function with no name: expected an array or an object, got %s", got);
}

// No function has this name, or there is none: a magic will do. Closes the record when nothing does.
bool ValueSource::open_unnamed_query(Record& record, zval* name, uint32_t& function, tl::EncodeError& error) {
  if (name) {
    tl::no_such_function(schema_.plans(), view(Z_STR_P(name)), error);
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

uint32_t ValueSource::misnamed(Record& record, std::string_view type, tl::EncodeError& error) {
  zval* name = record.packed ? nullptr : vkext_find_known(record.ht, known.underscore);
  if (!name) name = zend_hash_index_find(record.ht, 0);
  if (!name) return tl::kNone;
  name = deref(direct(name));
  char got[64];
  if (Z_TYPE_P(name) == IS_LONG) {
    snprintf(got, sizeof got, "%lld", static_cast<long long>(Z_LVAL_P(name)));
  } else {
    zend::describe(name, got, sizeof got);
  }
  error.set(codes::kUnknownConstructor, "Unknown constructor %s for type %.*s", got,
            static_cast<int>(type.size() > 80 ? 80 : type.size()), type.data());
  return tl::kNone;
}

zval* ValueSource::slow_property(Record& record, const tl::Op& op) {
  zend_string* name = property_name(schema_, op);
  zval made;
  zval* found = read_through_handler(record.object, name, &made);
  zend_string_release(name);
  if (EG(exception)) {
    if (found == &made) zval_ptr_dtor(&made);
    failed_ = true;
    return nullptr;
  }
  // A copy of our own: user code may move the object's table while we look at the value.
  auto* kept = static_cast<Kept*>(emalloc(sizeof(Kept)));
  kept->next = kept_;
  if (found == &made) {
    ZVAL_COPY_VALUE(&kept->value, &made);
  } else {
    ZVAL_COPY(&kept->value, found);
  }
  kept_ = kept;
  return &kept->value;
}

void ValueSource::keep(zval* value) {
  auto* kept = static_cast<Kept*>(emalloc(sizeof(Kept)));
  kept->next = kept_;
  ZVAL_COPY(&kept->value, value);
  kept_ = kept;
}

void ValueSource::drop_kept() {
  while (Kept* kept = kept_) {
    kept_ = kept->next;
    zval_ptr_dtor(&kept->value);
    efree(kept);
  }
}

uint32_t ValueSource::constructor_of_object(Record& record, uint32_t union_index, tl::EncodeError& error) {
  zend_class_entry* ce = record.object->ce;
  const tl::PlanSet& set = schema_.plans();
  const tl::Union& u = set.unions[union_index];
  const uint32_t index = UNEXPECTED(is_enum(ce)) ? classes().case_of_enum(union_index, record.object)
                                                 : classes().case_of(union_index, ce);
  if (EXPECTED(index != tl::kNone)) {
    record.slots = classes().stored(set.cases[u.first_case + index].plan, ce);
    return index;
  }
  tl::TlClass name;
  const bool generated = tl::parse_class_name(view(ce->name), name);
  return tl::no_such_constructor(set, u, generated ? name.name() : view(ce->name), error);
}

bool ValueSource::open_query_object(zend_object* object, Record& record, uint32_t& function, tl::EncodeError& error) {
  function = classes().function_of(object->ce);
  if (UNEXPECTED(function == tl::kNone)) {
    tl::TlClass name;
    if (tl::parse_class_name(view(object->ce->name), name) && name.is_function) {
      return tl::no_such_function(schema_.plans(), name.name(), error);
    }
    return error.set(codes::kUnknownConstructor, "Class %.*s is not the generated class of a TL function",
                     shown(object->ce->name), ZSTR_VAL(object->ce->name));
  }
  hold_object(object, record);
  record.slots = classes().stored(schema_.plans().functions[function].plan, object->ce);
  return true;
}

}  // namespace vkext::zend
