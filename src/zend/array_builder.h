// Building PHP arrays without a look-up per key: the only place near the insides of hash tables.
//
// Owns nothing. A row is copied whole, keys and hash included; a result array with the keys of another one is filled as
// a packed array where that one is packed. Every array is valid after each step.
#pragma once

#include "base/bytes.h"
#include "base/pages.h"
#include "zend/compat.h"

// PHP 7.4 has no word of its own for it.
#ifndef GC_STRING
#define GC_STRING IS_STRING
#endif

namespace vkext::zend {

// Tables of fewer than eight places. The engine makes none itself, and not every release can clear one when it grows:
// PHP 8.2.36 can, 7.4.33, 8.2.32 and 8.4.24 would write behind it (compat.h: kClearsSmallTables). Most rows of answers
// have two to four entries: a table of two takes 80 bytes instead of 320, and a batch so many fewer page faults. Off
// also where the engine is not the release of the headers (names.cpp).
extern bool small_tables;

// Places of a table for n entries.
inline uint32_t places(uint32_t n) {
  if (n <= 4 && small_tables) return n <= 2 ? 2 : 4;
  return n <= 8 ? 8 : 1u << (32 - __builtin_clz(n - 1));
}
// Before the table is there (zend_hash_real_init_…).
inline void set_places(HashTable* ht, uint32_t n) {
  if (n <= 4) ht->nTableSize = places(n);
}
inline HashTable* new_array(uint32_t n) {
  HashTable* ht = zend_new_array(n);
  set_places(ht, n);
  return ht;
}

// emalloc() of a size known at compile time has a way of its own in the engine, and so has memcpy(); the unused end of a
// small table is copied with it.
template <uint32_t kPlaces>
__attribute__((always_inline)) inline char* copy_table(const HashTable* row) {
  constexpr size_t kBytes = HT_SIZE_EX(kPlaces, HT_SIZE_TO_MASK(kPlaces));
  auto* data = static_cast<char*>(emalloc(kBytes));
  memcpy(data, HT_GET_DATA_ADDR(row), kPlaces <= 4 ? kBytes : HT_USED_SIZE(row));
  return data;
}

// A copy of a prepared row of interned keys, its values to be overwritten through arData in the row's order.
__attribute__((always_inline)) inline HashTable* copy_row(const HashTable* row) {
  auto* ht = static_cast<HashTable*>(emalloc(sizeof(HashTable)));
  memcpy(static_cast<void*>(ht), row, sizeof(HashTable));
  GC_SET_REFCOUNT(ht, 1);
  GC_TYPE_INFO(ht) = GC_ARRAY;
  ht->pDestructor = ZVAL_PTR_DTOR;
  char* data;
  switch (row->nTableSize) {
    case 2: data = copy_table<2>(row); break;
    case 4: data = copy_table<4>(row); break;
    case 8: data = copy_table<8>(row); break;
    case 16: data = copy_table<16>(row); break;
    default:
      data = static_cast<char*>(emalloc(HT_SIZE(row)));
      memcpy(data, HT_GET_DATA_ADDR(row), HT_USED_SIZE(row));
  }
  HT_SET_DATA_ADDR(ht, data);
  return ht;
}

// PHP's allocator gives blocks of 2 MiB and more as mappings of their own, and each of their pages would be faulted in
// alone: the hint must come before the engine writes the first byte.
inline void* large_block(size_t bytes) {
  void* block = emalloc(bytes);
  prefer_large_pages(block, bytes);
  return block;
}

// zend_hash_real_init_packed() and zend_hash_real_init_mixed() for arrays that may be large.
inline void init_packed(HashTable* ht) {
  const size_t bytes = packed_bytes(ht);
  if (EXPECTED(bytes < kLargePageBytes)) return zend_hash_real_init_packed(ht);
  HT_SET_DATA_ADDR(ht, large_block(bytes));
  HT_FLAGS(ht) = HASH_FLAG_PACKED | HASH_FLAG_STATIC_KEYS;
  HT_HASH_RESET_PACKED(ht);
}
inline void init_mixed(HashTable* ht) {
  const uint32_t mask = HT_SIZE_TO_MASK(ht->nTableSize);
  const size_t bytes = HT_SIZE_EX(ht->nTableSize, mask);
  if (EXPECTED(bytes < kLargePageBytes)) return zend_hash_real_init_mixed(ht);
  void* data = large_block(bytes);
  ht->nTableMask = mask;
  HT_SET_DATA_ADDR(ht, data);
  HT_FLAGS(ht) = HASH_FLAG_STATIC_KEYS;
  HT_HASH_RESET(ht);
}

// Where an entry with a new key goes: between new_key() and append_key() the array must not be touched.
struct NewKey {
  uint32_t place;  // of its chain, in the table of hashes
};
// Finds the place for a string key that is not there. False: it is there, or the array is full. `steps` grows by the
// entries that were looked at.
inline bool new_key(HashTable* ht, std::string_view key, zend_ulong hash, NewKey& at, uint64_t& steps) {
  if (UNEXPECTED(HT_FLAGS(ht) & (HASH_FLAG_UNINITIALIZED | HASH_FLAG_PACKED))) {
    if (HT_FLAGS(ht) & HASH_FLAG_UNINITIALIZED) {
      init_mixed(ht);
    } else {
      zend_hash_packed_to_hash(ht);
    }
  }
  at.place = static_cast<uint32_t>(hash | ht->nTableMask);
  for (uint32_t i = HT_HASH(ht, at.place); i != HT_INVALID_IDX;) {
    const Bucket* b = HT_HASH_TO_BUCKET(ht, i);
    ++steps;
    if (UNEXPECTED(b->h == hash) && b->key && ZSTR_LEN(b->key) == key.size() &&
        memcmp(ZSTR_VAL(b->key), key.data(), key.size()) == 0) {
      return false;
    }
    i = Z_NEXT(b->val);
  }
  return EXPECTED(ht->nNumUsed < ht->nTableSize);
}
// Appends null under that key, and takes the key over.
inline zval* append_key(HashTable* ht, NewKey at, zend_string* key, zend_ulong hash) {
  const uint32_t index = ht->nNumUsed++;
  ++ht->nNumOfElements;
  HT_FLAGS(ht) &= ~static_cast<uint32_t>(HASH_FLAG_STATIC_KEYS);
  Bucket* b = ht->arData + index;
  b->h = hash;
  b->key = key;
  ZVAL_NULL(&b->val);
  Z_NEXT(b->val) = HT_HASH(ht, at.place);
  HT_HASH(ht, at.place) = HT_IDX_TO_HASH(index);
  return &b->val;
}

// Gives an array that has no table yet the keys of `model` (string keys, nothing deleted, as many places), hashes and
// chains included. It stays empty: next_key() adds one after another, and forget_keys() ends that.
inline void copy_keys(HashTable* ht, const HashTable* model) {
  auto* data = static_cast<char*>(emalloc(HT_SIZE(model)));
  memcpy(data, HT_GET_DATA_ADDR(model), HT_USED_SIZE(model));
  ht->nTableSize = model->nTableSize;
  ht->nTableMask = model->nTableMask;
  HT_FLAGS(ht) = HT_FLAGS(model);
  HT_SET_DATA_ADDR(ht, data);
}
inline void drop_array(HashTable* ht) {
  if (GC_DELREF(ht) == 0) zend_array_destroy(ht);
}
// Adds null under the next key.
inline zval* next_key(HashTable* ht) {
  Bucket* b = ht->arData + ht->nNumUsed++;
  ++ht->nNumOfElements;
  if (!ZSTR_IS_INTERNED(b->key)) GC_ADDREF(b->key);
  ZVAL_NULL(&b->val);
  return &b->val;
}
// The keys that were not added yet leave the chains.
inline void forget_keys(HashTable* ht) {
  HT_HASH_RESET(ht);
  for (uint32_t i = 0; i < ht->nNumUsed; ++i) {
    Bucket* b = ht->arData + i;
    uint32_t& place = HT_HASH(ht, static_cast<uint32_t>(b->h | ht->nTableMask));
    Z_NEXT(b->val) = place;
    place = HT_IDX_TO_HASH(i);
  }
}

// A string of n bytes, to be filled. emalloc() of a size known at compile time has a way of its own in the engine;
// short strings round up to one of five, which is what they would get anyway.
__attribute__((always_inline)) inline zend_string* new_string(size_t n) {
  void* memory;
  switch (_ZSTR_STRUCT_SIZE(n) > 64 ? 0 : (_ZSTR_STRUCT_SIZE(n) + 7) / 8) {
    case 4:
      memory = emalloc(32);
      break;
    case 5:
      memory = emalloc(40);
      break;
    case 6:
      memory = emalloc(48);
      break;
    case 7:
      memory = emalloc(56);
      break;
    case 8:
      memory = emalloc(64);
      break;
    default:
      if (EXPECTED(n < kLargePageBytes)) return zend_string_alloc(n, 0);
      memory = large_block(ZEND_MM_ALIGNED_SIZE(_ZSTR_STRUCT_SIZE(n)));
  }
  auto* s = static_cast<zend_string*>(memory);
  GC_SET_REFCOUNT(s, 1);
  GC_TYPE_INFO(s) = GC_STRING;
  ZSTR_H(s) = 0;
  ZSTR_LEN(s) = n;
  return s;
}

// For results of two bytes and more.
__attribute__((always_inline)) inline void set_bytes(zval* out, Bytes bytes) {
  zend_string* s = new_string(bytes.size);
  copy_bytes(ZSTR_VAL(s), bytes.data, bytes.size);
  ZSTR_VAL(s)[bytes.size] = 0;
  ZVAL_NEW_STR(out, s);
}

// An array with the keys of `model`, in its order: call add() once per element of it.
class SameKeys {
 public:
  SameKeys(zval* out, HashTable* model) {
    const uint32_t n = zend_hash_num_elements(model);
    ht_ = new_array(n);
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
