// Decoder policy: builds PHP arrays in place (untyped answers).
//
// Rows of plans without conditional fields are copied from a prepared one, keys and hash included; only the values are
// written. Runs no PHP code.
#pragma once

#include "zend/array_builder.h"
#include "zend/container_sink.h"
#include "zend/names.h"

namespace vkext::zend {

class ArraySink : public ContainerSink {
 public:
  struct Record {
    HashTable* ht;
    Bucket* slots;  // of a copied row; null when fields are appended
    uint32_t plan;
    bool named;
  };

  ArraySink(const Schema& schema, RowTemplates& rows) : schema_(schema), rows_(rows) {}

  void set_true(Slot s) { ZVAL_EMPTY_ARRAY(s); }
  void set_absent(Slot s) { ZVAL_FALSE(s); }

  __attribute__((always_inline)) bool begin_record(Slot slot, uint32_t plan, bool named, Record& record) {
    record.plan = plan;
    record.named = named;
    if (const HashTable* row = rows_.known_row(plan, named)) {
      if (UNEXPECTED(!spend(row->nNumUsed * sizeof(Bucket) + kArrayBytes))) return false;
      copy(slot, row, record);
      return true;
    }
    return begin_other(slot, plan, named, record);
  }
  static constexpr bool kHasRows = true;
  Slot row(const Record& record) const { return record.slots ? &record.slots->val : nullptr; }
  static Slot next_in_row(Slot slot) { return &(reinterpret_cast<Bucket*>(slot) + 1)->val; }
  Slot field(Record& record, const tl::Op& op, uint32_t index) {
    if (EXPECTED(record.slots != nullptr)) return &record.slots[index].val;
    zval null;
    ZVAL_NULL(&null);
    if (op.name == tl::kNone) return zend_hash_index_update(record.ht, op.ordinal, &null);
    return _zend_hash_append_ex(record.ht, schema_.name(op.name), &null, schema_.permanent());
  }
  void absent(Record&, const tl::Op&, uint32_t) {}
  bool filled(Record&, const tl::Op&, uint32_t) { return true; }
  void end_record(Record& record) {
    if (record.slots || !record.named) return;
    zval name;
    zend_string* text = schema_.name(schema_.plans().plans[record.plan].name);
    ZVAL_STR_COPY(&name, text);
    zend_hash_update(record.ht, known.underscore, &name);
  }

  Slot begin_result(Slot slot, uint32_t) { return slot; }

 private:
  // A row that was not copied yet, or none that can be.
  __attribute__((noinline)) bool begin_other(Slot slot, uint32_t plan, bool named, Record& record) {
    record.slots = nullptr;
    const tl::Plan& p = schema_.plans().plans[plan];
    if (UNEXPECTED(p.op_count == 0) && !named) {
      ZVAL_EMPTY_ARRAY(slot);
      record.ht = nullptr;
      return true;
    }
    if (!spend(p.op_count * sizeof(Bucket) + kArrayBytes)) return false;
    if (const HashTable* row = rows_.row(plan, named)) {
      copy(slot, row, record);
      return true;
    }
    record.ht = new_array(p.op_count + 1u);
    zend_hash_real_init_mixed(record.ht);
    ZVAL_ARR(slot, record.ht);
    return true;
  }
  void copy(Slot slot, const HashTable* row, Record& record) {
    record.ht = copy_row(row);
    record.slots = record.ht->arData;
    ZVAL_ARR(slot, record.ht);
    if (UNEXPECTED(!schema_.permanent())) hold_keys(record.ht);
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
};

}  // namespace vkext::zend
