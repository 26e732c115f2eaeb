// Building PHP arrays without a look-up per key: the only place near the insides of hash tables.
//
// Owns nothing. A row is copied whole, keys and hash included; a result array with the keys of another one is filled as
// a packed array where that one is packed. Every array is valid after each step.
#pragma once

#include "zend/compat.h"

namespace vkext::zend {

// A copy of a prepared row of interned keys, its values to be overwritten through arData in the row's order.
inline HashTable* copy_row(const HashTable* row) {
  auto* ht = static_cast<HashTable*>(emalloc(sizeof(HashTable)));
  memcpy(static_cast<void*>(ht), row, sizeof(HashTable));
  GC_SET_REFCOUNT(ht, 1);
  GC_TYPE_INFO(ht) = GC_ARRAY;
  ht->pDestructor = ZVAL_PTR_DTOR;
  char* data = static_cast<char*>(emalloc(HT_SIZE(row)));
  memcpy(data, HT_GET_DATA_ADDR(row), HT_USED_SIZE(row));
  HT_SET_DATA_ADDR(ht, data);
  return ht;
}

// An array with the keys of `model`, in its order: call add() once per element of it.
class SameKeys {
 public:
  SameKeys(zval* out, HashTable* model) {
    const uint32_t n = zend_hash_num_elements(model);
    ht_ = zend_new_array(n);
    ZVAL_ARR(out, ht_);
    packed_ = n != 0 && is_packed(model) && model->nNumUsed == n;
    if (packed_) zend_hash_real_init_packed(ht_);
  }
  // Takes over the value.
  void add(zend_string* key, zend_ulong number, zval* value) {
    if (EXPECTED(packed_)) {
      const uint32_t i = ht_->nNumUsed;
      PackedSlot* slot = packed_slots(ht_) + i;
      init_slot(slot, i);
      ZVAL_COPY_VALUE(slot_value(slot), value);
      ht_->nNumUsed = ht_->nNumOfElements = i + 1;
      ht_->nNextFreeElement = static_cast<zend_long>(i) + 1;
    } else if (key) {
      zend_hash_update(ht_, key, value);
    } else {
      zend_hash_index_update(ht_, number, value);
    }
  }

 private:
  HashTable* ht_;
  bool packed_;
};

}  // namespace vkext::zend
