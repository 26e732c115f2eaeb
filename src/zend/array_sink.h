// Decoder policy: builds PHP arrays in place (untyped answers).
//
// A slot is always a valid zval: null, or a finished value, or an array whose used part is finished. So the decoder may
// stop anywhere and the owner of the root destroys everything with one zval_ptr_dtor. Rows of plans without conditional
// fields are copied from a prepared one, keys and hash included; only the values are written. Runs no PHP code.
#pragma once

#include "base/limits.h"
#include "tl/decode.h"
#include "wire/cursor.h"
#include "zend/compat.h"
#include "zend/names.h"

namespace vkext::zend {

class ArraySink {
 public:
  using Slot = zval*;
  struct Record {
    HashTable* ht;
    Bucket* slots;  // of a copied row; null when fields are appended
    uint32_t plan;
    bool named;
  };
  struct List {
    HashTable* ht;
    PackedSlot* slots;
  };
  struct Dictionary {
    HashTable* ht;
  };

  ArraySink(const Schema& schema, RowTemplates& rows) : schema_(schema), rows_(rows) {}

  // The answer would not fit in what memory_limit leaves.
  bool out_of_memory() const { return out_of_memory_; }

  void set_int(Slot s, int64_t v) { ZVAL_LONG(s, static_cast<zend_long>(v)); }
  void set_double(Slot s, double v) { ZVAL_DOUBLE(s, v); }
  void set_bool(Slot s, bool v) { ZVAL_BOOL(s, v); }
  void set_true(Slot s) { ZVAL_EMPTY_ARRAY(s); }
  void set_absent(Slot s) { ZVAL_FALSE(s); }
  void set_empty_list(Slot s) { ZVAL_EMPTY_ARRAY(s); }
  bool set_string(Slot s, std::string_view text) {
    if (UNEXPECTED(text.size() > kLargeBytes) && !fits(text.size())) return false;
    zend::set_string(s, text);
    return true;
  }

  bool begin_record(Slot slot, uint32_t plan, bool named, Record& record) {
    record.plan = plan;
    record.named = named;
    record.slots = nullptr;
    const tl::Plan& p = schema_.plans().plans[plan];
    if (UNEXPECTED(p.op_count == 0) && !named) {
      ZVAL_EMPTY_ARRAY(slot);
      record.ht = nullptr;
      return true;
    }
    if (const HashTable* row = rows_.row(plan, named)) {
      copy_row(slot, row, record);
      return true;
    }
    record.ht = zend_new_array(p.op_count + 1u);
    zend_hash_real_init_mixed(record.ht);
    ZVAL_ARR(slot, record.ht);
    return true;
  }
  Slot field(Record& record, const tl::Op& op, uint32_t index) {
    if (EXPECTED(record.slots != nullptr)) return &record.slots[index].val;
    zval null;
    ZVAL_NULL(&null);
    if (op.name == tl::kNone) return zend_hash_index_update(record.ht, op.ordinal, &null);
    return _zend_hash_append_ex(record.ht, schema_.name(op.name), &null, schema_.permanent());
  }
  void absent(Record&, const tl::Op&, uint32_t) {}
  void filled(Record&, const tl::Op&, uint32_t) {}
  void end_record(Record& record) {
    if (record.slots || !record.named) return;
    zval name;
    zend_string* text = schema_.name(schema_.plans().plans[record.plan].name);
    ZVAL_STR_COPY(&name, text);
    zend_hash_update(record.ht, known.underscore, &name);
  }

  bool begin_list(Slot slot, uint32_t n, List& list) {
    if (UNEXPECTED(n > kLargeBytes / sizeof(PackedSlot)) && !fits(size_t{n} * sizeof(PackedSlot))) return false;
    list.ht = zend_new_array(n);
    zend_hash_real_init_packed(list.ht);
    list.slots = packed_slots(list.ht);
    ZVAL_ARR(slot, list.ht);
    return true;
  }
  Slot item(List& list, uint32_t index) {
    PackedSlot* slot = list.slots + index;
    init_slot(slot, index);
    zval* value = slot_value(slot);
    ZVAL_NULL(value);
    return value;
  }
  void end_list(List& list, uint32_t filled) {
    list.ht->nNumUsed = list.ht->nNumOfElements = filled;
    list.ht->nNextFreeElement = filled;
  }
  // Numbers of one kind, all at once. False: not this kind, nothing was taken.
  bool fill_numbers(List& list, uint32_t n, tl::OpCode code, wire::Cursor& in) {
    PackedSlot* slot = list.slots;
    switch (code) {
      case tl::OpCode::int32: {
        const uint8_t* p = in.fetch_raw(size_t{n} * 4).data;
        for (uint32_t i = 0; i < n; ++i, ++slot, p += 4) {
          init_slot(slot, i);
          ZVAL_LONG(slot_value(slot), static_cast<int32_t>(load_u32(p)));
        }
        return true;
      }
      case tl::OpCode::int64: {
        const uint8_t* p = in.fetch_raw(size_t{n} * 8).data;
        for (uint32_t i = 0; i < n; ++i, ++slot, p += 8) {
          init_slot(slot, i);
          ZVAL_LONG(slot_value(slot), static_cast<zend_long>(load_u64(p)));
        }
        return true;
      }
      case tl::OpCode::float64: {
        const uint8_t* p = in.fetch_raw(size_t{n} * 8).data;
        for (uint32_t i = 0; i < n; ++i, ++slot, p += 8) {
          const uint64_t bits = load_u64(p);
          double d;
          memcpy(&d, &bits, 8);
          init_slot(slot, i);
          ZVAL_DOUBLE(slot_value(slot), d);
        }
        return true;
      }
      default: return false;
    }
  }

  bool begin_dictionary(Slot slot, uint32_t n, Dictionary& dictionary) {
    if (UNEXPECTED(n > kLargeBytes / sizeof(Bucket)) && !fits(size_t{n} * (sizeof(Bucket) + 8))) return false;
    dictionary.ht = zend_new_array(n);
    ZVAL_ARR(slot, dictionary.ht);
    return true;
  }
  // An entry that stands there already is replaced: the last one wins.
  Slot entry(Dictionary& dictionary, std::string_view key) {
    zval null;
    ZVAL_NULL(&null);
    zend_ulong number;
    if (ZEND_HANDLE_NUMERIC_STR(key.data(), key.size(), number)) {
      return zend_hash_index_update(dictionary.ht, number, &null);
    }
    if (key.size() == 1) {
      return zend_hash_update(dictionary.ht, ZSTR_CHAR(static_cast<zend_uchar>(key[0])), &null);
    }
    return zend_hash_str_update(dictionary.ht, key.data(), key.size(), &null);
  }
  Slot entry(Dictionary& dictionary, int64_t key) {
    zval null;
    ZVAL_NULL(&null);
    return zend_hash_index_update(dictionary.ht, static_cast<zend_ulong>(key), &null);
  }

  Slot begin_result(Slot slot, uint32_t) { return slot; }

  // Asked every 1024 elements.
  bool proceed() {
    if (memory_left() >= kLargeBytes) return true;
    out_of_memory_ = true;
    return false;
  }

 private:
  // Allocations below this are not worth asking memory_limit about; a megabyte stays free in any case.
  static constexpr size_t kLargeBytes = 256u << 10;

  bool fits(size_t bytes) {
    if (bytes < SIZE_MAX / 2 && bytes + kLargeBytes <= memory_left()) return true;
    out_of_memory_ = true;
    return false;
  }

  void copy_row(Slot slot, const HashTable* row, Record& record) {
    auto* ht = static_cast<HashTable*>(emalloc(sizeof(HashTable)));
    memcpy(static_cast<void*>(ht), row, sizeof(HashTable));
    GC_SET_REFCOUNT(ht, 1);
    GC_TYPE_INFO(ht) = GC_ARRAY;
    ht->pDestructor = ZVAL_PTR_DTOR;
    char* data = static_cast<char*>(emalloc(HT_SIZE(row)));
    memcpy(data, HT_GET_DATA_ADDR(row), HT_USED_SIZE(row));
    HT_SET_DATA_ADDR(ht, data);
    record.ht = ht;
    record.slots = ht->arData;
    ZVAL_ARR(slot, ht);
    if (UNEXPECTED(!schema_.permanent())) hold_keys(ht);
  }
  // Keys of a schema that came after start-up are counted.
  static void hold_keys(HashTable* ht) {
    for (uint32_t i = 0; i < ht->nNumUsed; ++i) {
      Bucket* b = ht->arData + i;
      if (b->key && !ZSTR_IS_INTERNED(b->key)) zend_string_addref(b->key);
      Z_TRY_ADDREF(b->val);
    }
  }

  const Schema& schema_;
  RowTemplates& rows_;
  bool out_of_memory_ = false;
};

}  // namespace vkext::zend
