// Encoder policy: reads PHP values, arrays by key and objects by property.
//
// Holds nothing but pointers and is trivially destructible, so PHP code that runs in between (a __toString, a property
// hook) may bail out over it. A container that was reached through a reference or an object is held while it is read,
// because that PHP code could free it. Warnings are noted, not raised.
#pragma once

#include "base/error_codes.h"
#include "tl/encode.h"
#include "tl/not_found.h"
#include "zend/class_bind.h"
#include "zend/compat.h"
#include "zend/names.h"
#include "zend/notes.h"
#include "zend/plain_fields.h"
#include "zend/scalars.h"

namespace vkext::zend {

struct SourceOptions {
  bool typed = false;          // objects: Maybe is null or the value itself
  bool legacy_floats = false;  // vkext.float_strings=legacy
  bool checked_ints = false;   // every int is looked at one by one (set_fail_rpc_on_int32_overflow)
  bool strict = false;         // vkext.strict=kphp: what KPHP would do otherwise is noted
};

class ValueSource {
 public:
  using Value = zval*;
  struct Record {
    HashTable* ht = nullptr;        // an array …
    zend_object* object = nullptr;  // … or an object, which is held
    const ClassSlots* slots = nullptr;
    bool packed = false;
    bool name_first = false;        // '_' stands in front of the fields
    bool held = false;
    bool typed_outside = false;     // of an object: what typed_ was before it
  };
  // Where the next field stands if the script wrote them in the order of the schema, as most do. Buckets stay where they
  // are: an array that user code could change meanwhile is held, and changes make a copy.
  struct Walk {
    Bucket* next;
    Bucket* end;
    zend_string* const* names;
  };
  struct List {
    HashTable* ht = nullptr;
    PackedSlot* slots = nullptr;        // packed without holes
    bool held = false;
  };
  struct Dictionary {
    HashTable* ht = nullptr;
    uint32_t position = 0;
    bool held = false;
  };
  struct Key {
    bool is_string = false;
    std::string_view text;
    int64_t number = 0;
  };

  ValueSource(const Schema& schema, Keys& keys, ClassBinder& classes, Notes& notes, const SourceOptions& options)
      : schema_(schema),
        keys_(keys),
        binder_(classes),
        notes_(notes),
        of_objects_(options.typed),
        typed_(options.typed),
        holding_(options.typed),
        legacy_floats_(options.legacy_floats),
        checked_ints_(options.checked_ints || options.strict),
        strict_(options.strict) {}

  // Before each query.
  void begin() {
    typed_ = holding_ = of_objects_;
    failed_ = false;
    kept_ = nullptr;  // what a bailout left is gone
  }
  // Drops what was kept for the time of storing. Destructors may run: the encoder must be done.
  void end() {
    if (UNEXPECTED(kept_ != nullptr)) drop_kept();
  }

  bool failed() const { return failed_; }
  // Puts the pending PHP exception into the error. Always false.
  bool explain(tl::EncodeError& error);
  void describe(Value v, char* out, size_t size) { zend::describe(deref(v), out, size); }

  int64_t to_int(Value v, const tl::Op& op) {
    v = deref(v);
    return EXPECTED(Z_TYPE_P(v) == IS_LONG) ? Z_LVAL_P(v) : slow_to_int(v, field_name(op), notes_);
  }
  double to_double(Value v, const tl::Op& op) {
    v = deref(v);
    return EXPECTED(Z_TYPE_P(v) == IS_DOUBLE) ? Z_DVAL_P(v) : slow_to_double(v, field_name(op), notes_);
  }
  bool to_bool(Value v, const tl::Op& op) {
    v = deref(v);
    if (Z_TYPE_P(v) == IS_TRUE) return true;
    if (Z_TYPE_P(v) == IS_FALSE) return false;
    return slow_to_bool(v, field_name(op), notes_);
  }
  bool plain_text(Value v, std::string_view& s) const {
    v = deref(v);
    if (UNEXPECTED(Z_TYPE_P(v) != IS_STRING)) return false;
    s = view(Z_STR_P(v));
    return true;
  }
  bool store_string(Value v, const tl::Op& op, wire::Writer& out, tl::EncodeError& error) {
    v = deref(v);
    if (EXPECTED(Z_TYPE_P(v) == IS_STRING) && EXPECTED(out.store_string(view(Z_STR_P(v))))) return true;
    switch (slow_store_string(v, field_name(op), legacy_floats_, out, notes_)) {
      case StringOutcome::stored: return true;
      case StringOutcome::too_long:
        return error.set(codes::kWrongValue, "a string longer than 16777215 bytes");
      case StringOutcome::exception: failed_ = true; break;
    }
    return explain(error);
  }
  void note_null(Value v, const tl::Op& op) {
    if (Z_TYPE_P(deref(v)) == IS_NULL) zend::note_null(notes_, field_name(op));
  }
  void note_cut(int64_t n, const tl::Op& op) { notes_.add(Note::int_truncated, field_name(op), n); }
  void note_length(const List& list, uint32_t n, const tl::Op& op) {
    if (UNEXPECTED(strict_) && count(list) > n) notes_.add(Note::tuple_longer, field_name(op), count(list), n);
  }
  void note_guess(std::string_view type) { notes_.add(Note::guessed, type); }

  bool open_record(Value v, uint32_t plan, Record& record) {
    const bool shared = Z_ISREF_P(v);
    v = deref(v);
    if (EXPECTED(Z_TYPE_P(v) == IS_ARRAY)) {
      open_array(Z_ARRVAL_P(v), shared, record);
      return true;
    }
    if (Z_TYPE_P(v) != IS_OBJECT) return false;
    return open_object(v, plan, record);
  }
  bool open_union(Value v, uint32_t, Record& record) {
    const bool shared = Z_ISREF_P(v);
    v = deref(v);
    if (Z_TYPE_P(v) == IS_ARRAY) {
      open_array(Z_ARRVAL_P(v), shared, record);
      return true;
    }
    if (Z_TYPE_P(v) != IS_OBJECT) return false;
    hold_object(Z_OBJ_P(v), record);  // its plan is known once the constructor is
    return true;
  }
  void close(Record& record) {
    if (UNEXPECTED(record.held)) release(record.ht);
    record.held = false;
    if (UNEXPECTED(record.object != nullptr)) release_object(record);
  }

  Walk walk(const Record& record) const {
    // Strictly, every field is looked for under its position as well.
    if (UNEXPECTED(!record.ht || record.packed || strict_)) return {nullptr, nullptr, keys_.all()};
    Bucket* first = record.ht->arData;
    return {first + (record.name_first ? 1 : 0), first + record.ht->nNumUsed, keys_.all()};
  }
  // The field when it stands next, found without a look-up.
  __attribute__((always_inline)) bool next_field(Walk& walk, const tl::Op& op, Value& value) const {
    Bucket* b = walk.next;
    // The value first: what was unset leaves a key behind that may be gone.
    if (EXPECTED(b != walk.end) && EXPECTED(op.name != tl::kNone) && EXPECTED(is_value(&b->val)) &&
        (EXPECTED(b->key == walk.names[op.name]) || (b->key && keys_.is(op.name, b->key)))) {
      walk.next = b + 1;
      value = &b->val;
      return true;
    }
    return false;
  }
  static constexpr bool kStoresPlain = true;
  __attribute__((always_inline)) const tl::Op* store_plain(const Record& record, Walk& walk, const tl::Op* first,
                                                           const tl::Op* op, const tl::Op* end, uint32_t* regs,
                                                           tl::Tail& tail) const {
    if (walk.next != walk.end) {
      store_plain_entries<false>(walk.next, walk.end, keys_, walk.names, op, end, regs, checked_ints_, tail);
    } else if (record.object) {
      return store_plain_properties(record.object, record.slots->slots + (op - first), op, end, regs, checked_ints_, tail);
    }
    return op;
  }
  // The field wherever it is; null when it is missing.
  Value field(Record& record, Walk& walk, const tl::Op& op, uint32_t index) {
    if (record.object) {
      zval* value = property(record, index);
      return EXPECTED(value != nullptr) ? value : slow_property(record, op);
    }
    return look_up(record, walk, op);
  }

  // The names among the first `most` keys of an array. Of an object nothing: its class has declared them.
  template <class Take>
  void each_key(const Record& record, uint32_t most, Take&& take) const {
    if (!record.ht || record.packed) return;
    const Bucket* end = record.ht->arData + record.ht->nNumUsed;
    for (const Bucket* b = record.ht->arData; b != end && most-- != 0; ++b) {
      if (b->key && Z_TYPE(b->val) != IS_UNDEF) take(view(b->key));
    }
  }

  // The constructor named in the record (relative index), or kNone when none is named.
  uint32_t constructor(Record& record, uint32_t union_index, tl::EncodeError& error) {
    const tl::PlanSet& set = schema_.plans();
    const tl::Union& u = set.unions[union_index];
    if (record.object) return constructor_of_object(record, union_index, error);
    zval* name = name_of(record);
    if (!name) return misnamed(record, set.name(u.type_name), error);
    zend_string* wanted = Z_STR_P(name);
    for (uint32_t i = 0; i < u.case_count; ++i) {
      if (keys_.all()[set.plans[set.cases[u.first_case + i].plan].name] == wanted) return i;
    }
    for (uint32_t i = 0; i < u.case_count; ++i) {
      if (keys_.has_text(set.plans[set.cases[u.first_case + i].plan].name, wanted)) return i;
    }
    return tl::no_such_constructor(set, u, view(wanted), error);
  }

  // The value inside a Maybe, or null for an absent one.
  Value maybe(Value v, tl::EncodeError& error) {
    zval* value = deref(v);
    if (Z_TYPE_P(value) == IS_NULL) return nullptr;
    if (typed_) return v;
    if (Z_TYPE_P(value) != IS_ARRAY) {
      note_guess("Maybe");
      return nullptr;
    }
    // Nobody closes it. Its container is held; only a reference can get another value while the inside is stored.
    if (UNEXPECTED(Z_ISREF_P(v))) keep(value);
    Record record;
    record.ht = Z_ARRVAL_P(value);
    record.packed = is_packed(record.ht);
    zval* name = name_of(record);
    if (!name) {
      misnamed(record, "Maybe", error);
      if (!error.failed()) note_guess("Maybe");
      return nullptr;
    }
    if (zend_string_equals(Z_STR_P(name), known.result_false)) return nullptr;
    if (!zend_string_equals(Z_STR_P(name), known.result_true)) {
      error.set(codes::kUnknownConstructor, "Unknown constructor %.*s for type Maybe", shown(Z_STR_P(name)),
                Z_STRVAL_P(name));
      return nullptr;
    }
    zval* inner = record.packed ? nullptr : vkext_find_known(record.ht, known.result);
    if (!inner) inner = zend_hash_index_find(record.ht, 2);  // its position, `{t:Type}` counted
    if (!inner) inner = zend_hash_index_find(record.ht, 1);
    if (!inner) {
      error.set(codes::kNoField, "Field result not found");
      return nullptr;
    }
    inner = direct(inner);
    if (Z_TYPE_P(deref(inner)) == IS_NULL) zend::note_null(notes_, "result");
    return inner;
  }

  bool open_list(Value v, List& list) {
    const bool shared = Z_ISREF_P(v);
    v = deref(v);
    if (Z_TYPE_P(v) != IS_ARRAY) return false;
    list.ht = Z_ARRVAL_P(v);
    if (UNEXPECTED(shared || holding_)) list.held = hold(list.ht);
    if (is_packed(list.ht) && list.ht->nNumUsed == list.ht->nNumOfElements) list.slots = packed_slots(list.ht);
    return true;
  }
  uint32_t count(const List& list) const { return zend_hash_num_elements(list.ht); }
  Value item(List& list, uint32_t index) {
    if (EXPECTED(list.slots != nullptr)) {
      return EXPECTED(index < list.ht->nNumUsed) ? slot_value(list.slots + index) : nullptr;
    }
    return direct(zend_hash_index_find(list.ht, index));
  }
  void close(List& list) {
    if (UNEXPECTED(list.held)) release(list.ht);
  }
  // Numbers of one kind, all at once. False: not this kind, nothing was written.
  bool store_numbers(List& list, uint32_t n, tl::OpCode code, wire::Writer& out) {
    if (!list.slots || n == 0) return false;
    switch (code) {
      case tl::OpCode::int32: return !checked_ints_ && store_ints(list.slots, n, out);
      case tl::OpCode::int64: return store_longs(list.slots, n, out);
      case tl::OpCode::float64: return store_doubles(list.slots, n, out);
      default: return false;
    }
  }

  bool open_dictionary(Value v, Dictionary& dictionary) {
    const bool shared = Z_ISREF_P(v);
    v = deref(v);
    if (Z_TYPE_P(v) != IS_ARRAY) return false;
    dictionary.ht = Z_ARRVAL_P(v);
    if (UNEXPECTED(shared || holding_)) dictionary.held = hold(dictionary.ht);
    return true;
  }
  uint32_t count(const Dictionary& dictionary) const { return count_entries(dictionary.ht); }
  bool next(Dictionary& dictionary, Key& key, Value& value) {
    HashTable* ht = dictionary.ht;
    while (dictionary.position < ht->nNumUsed) {
      const uint32_t i = dictionary.position++;
      key.is_string = false;
      if (is_packed(ht)) {
        value = slot_value(packed_slots(ht) + i);
        key.number = i;
      } else {
        Bucket* b = ht->arData + i;
        value = direct(&b->val);
        key.number = static_cast<int64_t>(b->h);
        if (b->key) {
          key.is_string = true;
          key.text = view(b->key);
        }
      }
      if (Z_TYPE_P(value) != IS_UNDEF) return true;
    }
    return false;
  }
  void close(Dictionary& dictionary) {
    if (UNEXPECTED(dictionary.held)) release(dictionary.ht);
  }

  // Finds the function a query names and opens its arguments.
  bool open_query(Value v, Record& record, uint32_t& function, tl::EncodeError& error) {
    const bool shared = Z_ISREF_P(v);
    v = deref(v);
    if (UNEXPECTED(Z_TYPE_P(v) != IS_ARRAY)) return open_other_query(v, record, function, error);
    open_array(Z_ARRVAL_P(v), shared, record);
    zval* name = name_of(record);
    function = EXPECTED(name != nullptr) ? keys_.find_function(Z_STR_P(name)) : tl::kNone;
    return EXPECTED(function != tl::kNone) || open_unnamed_query(record, name, function, error);
  }

 private:
  static zval* deref(zval* v) { return EXPECTED(!Z_ISREF_P(v)) ? v : Z_REFVAL_P(v); }
  static zval* direct(zval* v) { return v && UNEXPECTED(Z_TYPE_P(v) == IS_INDIRECT) ? Z_INDIRECT_P(v) : v; }
  static bool is_value(const zval* v) { return static_cast<uint8_t>(Z_TYPE_P(v) - 1) < IS_REFERENCE; }
  Value look_up(Record& record, Walk& walk, const tl::Op& op);
  static int shown(const zend_string* s) { return static_cast<int>(ZSTR_LEN(s) > 80 ? 80 : ZSTR_LEN(s)); }
  std::string_view field_name(const tl::Op& op) const { return schema_.plans().name(op.name); }

  static bool hold(HashTable* ht) {
    if (GC_FLAGS(ht) & GC_IMMUTABLE) return false;
    GC_ADDREF(ht);
    return true;
  }
  static void release(HashTable* ht) {
    zval holder;
    ZVAL_ARR(&holder, ht);
    zval_ptr_dtor(&holder);
  }

  void open_array(HashTable* ht, bool shared, Record& record) {
    record.ht = ht;
    record.packed = is_packed(ht);
    if (UNEXPECTED(shared || holding_)) record.held = hold(ht);
  }

  // The string under '_', or under 0. Skips it for the fields that follow in order.
  zval* name_of(Record& record) {
    zval* name = nullptr;
    if (!record.packed) {
      HashTable* ht = record.ht;
      if (ht->nNumUsed && ht->arData->key == known.underscore && Z_TYPE(ht->arData->val) != IS_UNDEF) {
        name = &ht->arData->val;
        record.name_first = true;
      } else {
        name = vkext_find_known(ht, known.underscore);
      }
    }
    if (!name) name = zend_hash_index_find(record.ht, 0);
    if (!name) return nullptr;
    name = deref(direct(name));
    return Z_TYPE_P(name) == IS_STRING ? name : nullptr;
  }

  zval* magic_of(Record& record);
  void note_class(uint32_t plan, const zend_class_entry* ce);
  // No string under '_' or 0: nothing named, or something that cannot be a name (an error). Always kNone.
  uint32_t misnamed(Record& record, std::string_view type, tl::EncodeError& error);

  static bool store_ints(PackedSlot* slots, uint32_t n, wire::Writer& out) {
    uint8_t* p = out.buffer().reserve(size_t{n} * 4);
    if (!p) return false;
    for (uint32_t i = 0; i < n; ++i) {
      zval* v = slot_value(slots + i);
      if (UNEXPECTED(Z_TYPE_P(v) != IS_LONG)) return false;
      store_u32(p + size_t{i} * 4, static_cast<uint32_t>(Z_LVAL_P(v)));
    }
    out.buffer().advance(size_t{n} * 4);
    return true;
  }
  static bool store_longs(PackedSlot* slots, uint32_t n, wire::Writer& out) {
    uint8_t* p = out.buffer().reserve(size_t{n} * 8);
    if (!p) return false;
    for (uint32_t i = 0; i < n; ++i) {
      zval* v = slot_value(slots + i);
      if (UNEXPECTED(Z_TYPE_P(v) != IS_LONG)) return false;
      store_u64(p + size_t{i} * 8, static_cast<uint64_t>(Z_LVAL_P(v)));
    }
    out.buffer().advance(size_t{n} * 8);
    return true;
  }
  static bool store_doubles(PackedSlot* slots, uint32_t n, wire::Writer& out) {
    uint8_t* p = out.buffer().reserve(size_t{n} * 8);
    if (!p) return false;
    for (uint32_t i = 0; i < n; ++i) {
      zval* v = slot_value(slots + i);
      if (UNEXPECTED(Z_TYPE_P(v) != IS_DOUBLE)) return false;
      uint64_t bits;
      memcpy(&bits, &Z_DVAL_P(v), 8);
      store_u64(p + size_t{i} * 8, bits);
    }
    out.buffer().advance(size_t{n} * 8);
    return true;
  }

  SchemaClasses& classes() { return classes_ ? *classes_ : *(classes_ = &binder_.of(schema_)); }

  bool open_object(zval* v, uint32_t plan, Record& record) {
    hold_object(Z_OBJ_P(v), record);
    record.slots = classes().stored(plan, record.object->ce);
    if (UNEXPECTED(strict_)) note_class(plan, record.object->ce);
    return true;
  }
  // User code may run while an object is read: nothing it can reach may go away under us.
  void hold_object(zend_object* object, Record& record) {
    GC_ADDREF(object);
    record.object = object;
    record.typed_outside = typed_;
    typed_ = holding_ = true;
  }
  void release_object(Record& record) {
    typed_ = record.typed_outside;
    zend_object* object = record.object;
    record.object = nullptr;
    OBJ_RELEASE(object);
  }
  // The value at its place in the object, or null when it has to be asked for.
  static zval* property(Record& record, uint32_t index) {
    const uint32_t offset = record.slots->slots[index].offset;
    if (UNEXPECTED(offset == PropertySlot::kSlow)) return nullptr;
    zval* value = OBJ_PROP(record.object, offset);
    return EXPECTED(Z_TYPE_P(value) != IS_UNDEF) ? value : nullptr;
  }
  zval* slow_property(Record& record, const tl::Op& op);
  void keep(zval* value);
  void drop_kept();
  bool open_other_query(zval* v, Record& record, uint32_t& function, tl::EncodeError& error);
  bool open_unnamed_query(Record& record, zval* name, uint32_t& function, tl::EncodeError& error);
  bool open_query_object(zend_object* object, Record& record, uint32_t& function, tl::EncodeError& error);
  uint32_t constructor_of_object(Record& record, uint32_t union_index, tl::EncodeError& error);

  // A value that a handler made for us, or that may go away: kept until the query is stored. Request memory.
  struct Kept {
    Kept* next;
    zval value;
  };

  const Schema& schema_;
  Keys& keys_;
  ClassBinder& binder_;
  SchemaClasses* classes_ = nullptr;  // of the schema, once an object was met
  Notes& notes_;
  Kept* kept_ = nullptr;
  const bool of_objects_;
  bool typed_;
  bool holding_;  // containers are held while they are read
  bool legacy_floats_;
  bool checked_ints_;
  bool strict_;
  bool failed_ = false;
};

}  // namespace vkext::zend
