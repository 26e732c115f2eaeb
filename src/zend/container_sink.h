// Decoder policy, the part that values of both modes share: scalars, lists, dictionaries, and how much memory is left.
//
// A slot is always a valid zval: null, or a finished value, or an array whose used part is finished. So the decoder may
// stop anywhere and the owner of the root destroys everything with one zval_ptr_dtor. Runs no PHP code.
#pragma once

#include "base/limits.h"
#include "tl/decode.h"
#include "wire/cursor.h"
#include "zend/array_builder.h"
#include "zend/compat.h"

namespace vkext::zend {

class ContainerSink {
 public:
  using Slot = zval*;
  struct List {
    HashTable* ht;
    PackedSlot* slots;
  };
  struct Dictionary {
    HashTable* ht;
    uint32_t in_long_chains;  // entries behind more than kLongChain others
    const HashTable* model;   // has the keys that are expected, in this order; null: nothing is known
  };

  // The answer would not fit in what memory_limit leaves.
  bool out_of_memory() const { return out_of_memory_; }
  // The keys of its dictionaries were made to fall into one place of the engine's tables.
  bool colliding() const { return chain_steps_ > kChainStepsMax; }

  void set_int(Slot s, int64_t v) { ZVAL_LONG(s, static_cast<zend_long>(v)); }
  void set_double(Slot s, double v) { ZVAL_DOUBLE(s, v); }
  void set_bool(Slot s, bool v) { ZVAL_BOOL(s, v); }
  void set_empty_list(Slot s) { ZVAL_EMPTY_ARRAY(s); }
  __attribute__((always_inline)) bool set_string(Slot s, std::string_view text) {
    if (!spend(text.size() + 32)) return false;
    if (UNEXPECTED(text.size() < 2)) {
      zend::set_string(s, text);
      return true;
    }
    set_bytes(s, Bytes(text));
    return true;
  }

  bool begin_list(Slot slot, uint32_t n, List& list) {
    if (!spend(size_t{places(n)} * sizeof(PackedSlot) + kArrayBytes)) return false;
    list.ht = new_array(n);
    init_packed(list.ht);
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
      default:
        return false;
    }
  }

  bool begin_dictionary(Slot slot, uint32_t n, Dictionary& dictionary) {
    if (colliding() || !spend(size_t{places(n)} * (sizeof(Bucket) + sizeof(uint32_t)) + kArrayBytes)) return false;
    dictionary = {new_array(n), 0, model_ && model_->nNumUsed == n ? model_ : nullptr};
    ZVAL_ARR(slot, dictionary.ht);
    if (dictionaries_ < 2 && ++dictionaries_ == 2) memset(keys_, 0, sizeof keys_);
    return true;
  }
  // An entry that stands there already is replaced: the last one wins.
  __attribute__((always_inline)) Slot entry(Dictionary& dictionary, std::string_view key) {
    if (dictionary.model && follow(dictionary, key)) return next_key(dictionary.ht);
    return unforeseen(dictionary, key);
  }
  __attribute__((noinline)) Slot unforeseen(Dictionary& dictionary, std::string_view key) {
    zend_ulong number;
    if (UNEXPECTED(ZEND_HANDLE_NUMERIC_STR(key.data(), key.size(), number))) {
      return entry(dictionary, static_cast<int64_t>(number));
    }
    zend_string* known = known_key(key);
    const zend_ulong hash = known ? ZSTR_H(known) : zend_inline_hash_func(key.data(), key.size());
    NewKey at;
    if (UNEXPECTED(!new_key(dictionary.ht, key, hash, at, chain_steps_))) return replace(dictionary, key);
    if (known) {
      if (!ZSTR_IS_INTERNED(known)) GC_ADDREF(known);
    } else {
      known = new_string(key.size());
      copy_bytes(ZSTR_VAL(known), key.data(), key.size());
      ZSTR_VAL(known)[key.size()] = 0;
      ZSTR_H(known) = hash;
    }
    return append_key(dictionary.ht, at, known, hash);
  }
  Slot entry(Dictionary& dictionary, int64_t key) {
    zval null;
    ZVAL_NULL(&null);
    const auto index = static_cast<zend_ulong>(key);
    if (UNEXPECTED(model_ != nullptr) && zend_hash_index_exists(dictionary.ht, index)) drop_model();
    const uint32_t before = dictionary.ht->nNumOfElements;
    Slot slot = zend_hash_index_update(dictionary.ht, index, &null);
    watch_chain(dictionary, before);
    return slot;
  }

  // A finished dictionary is the model of the next ones. Not one that followed a model to its end.
  void end_dictionary(Dictionary& dictionary) {
    HashTable* ht = dictionary.ht;
    if (dictionary.model || is_packed(ht) || ht->nNumUsed > kModelKeys || ht->nNumUsed != ht->nNumOfElements) return;
    if (!ht->arData[0].key) return;
    GC_ADDREF(ht);
    if (model_) drop_array(model_);
    model_ = ht;
  }

  // At the end of decoding: what was shared belongs to the arrays alone.
  void end() {
    drop_model();
    if (EXPECTED(dictionaries_ < 2)) return;
    for (zend_string* key : keys_) {
      if (key) zend_string_release(key);
    }
    dictionaries_ = 0;
  }

  // Asked every 1024 elements.
  bool proceed() { return !colliding() && ask(0); }

 protected:
  static constexpr size_t kArrayBytes = 128;  // what an array costs besides its elements

  // Before so many bytes are allocated. memory_limit is asked about a piece that is large by itself, and whenever as
  // much has been given out in small pieces. False: it does not fit, and out_of_memory() says so.
  bool spend(size_t bytes) {
    spent_ += bytes;
    return EXPECTED(spent_ < kLargeBytes) || ask(bytes);
  }

 private:
  static constexpr uint32_t kModelKeys = 64;

  // Whether the key is the one that the model has here; then next_key() adds it. The first that is not ends following.
  __attribute__((always_inline)) bool follow(Dictionary& dictionary, std::string_view key) {
    HashTable* ht = dictionary.ht;
    const bool begun = !(HT_FLAGS(ht) & HASH_FLAG_UNINITIALIZED);
    const zend_string* expected = (begun ? ht : dictionary.model)->arData[ht->nNumUsed].key;
    const bool same = expected && ZSTR_LEN(expected) == key.size() && same_bytes(ZSTR_VAL(expected), key.data(), key.size());
    if (UNEXPECTED(!same)) {
      if (begun) forget_keys(ht);
      dictionary.model = nullptr;
      return false;
    }
    if (UNEXPECTED(!begun)) copy_keys(ht, dictionary.model);
    return true;
  }

  static constexpr size_t kLargeBytes = 256u << 10;
  static constexpr uint32_t kLongChain = 64;
  static constexpr uint64_t kChainStepsMax = 50'000'000;  // some tenths of a second

  // The engine looks at every entry of a chain before it adds a number: what that may have cost is summed up, roughly.
  void watch_chain(Dictionary& dictionary, uint32_t before) {
    const HashTable* ht = dictionary.ht;
    if (UNEXPECTED(ht->nNumOfElements == before)) {  // a key that was there; it may stand at the end of a chain
      chain_steps_ += dictionary.in_long_chains;
      return;
    }
    if (is_packed(ht)) return;
    const uint32_t next = Z_NEXT(ht->arData[ht->nNumUsed - 1].val);
    if (UNEXPECTED(next != HT_INVALID_IDX)) follow_chain(dictionary, next);
  }
  __attribute__((noinline)) void follow_chain(Dictionary& dictionary, uint32_t next) {
    const HashTable* ht = dictionary.ht;
    uint32_t length = 0;
    while (next != HT_INVALID_IDX && length < kLongChain) {
      next = Z_NEXT(HT_HASH_TO_BUCKET(ht, next)->val);
      ++length;
    }
    if (length < kLongChain) return;
    ++dictionary.in_long_chains;
    chain_steps_ += dictionary.in_long_chains;
  }

  __attribute__((noinline)) Slot replace(Dictionary& dictionary, std::string_view key) {
    zval null;
    ZVAL_NULL(&null);
    drop_model();
    return zend_hash_str_update(dictionary.ht, key.data(), key.size(), &null);
  }
  // Also before an entry is replaced: an array that is held twice would not be freed there, but noted as a possible root
  // of garbage, and the collector runs destructors. Dictionaries that follow the model have its keys already.
  void drop_model() {
    if (model_) drop_array(model_);
    model_ = nullptr;
  }
  // The string of a key where there is one already, its hash included; or null.
  zend_string* known_key(std::string_view key) {
    if (UNEXPECTED(key.size() < 2)) {
      return key.empty() ? ZSTR_EMPTY_ALLOC() : ZSTR_CHAR(static_cast<zend_uchar>(key[0]));
    }
    return dictionaries_ < 2 ? nullptr : shared_key(key);
  }

  __attribute__((noinline)) bool ask(size_t bytes) {
    spent_ = 0;
    const size_t wanted = bytes > kLargeBytes ? bytes : kLargeBytes;
    if (EXPECTED(memory_allows(wanted))) return true;
    // Chunks that an earlier request left to the engine count until they are given back.
    if (zend_mm_gc(zend_mm_get_heap()) > 0 && memory_allows(wanted)) return true;
    out_of_memory_ = true;
    return false;
  }

  // Dictionaries of one answer tend to have the same keys: from the second one on, strings met lately are used again,
  // hash and all. Held here as long as they may be needed; request memory.
  static constexpr size_t kKeys = 64;
  zend_string* shared_key(std::string_view text) {
    const size_t n = text.size();
    const uint32_t ends = n >= 4 ? load_u32(text.data() + n - 4) : load_u16(text.data() + n - 2);
    const uint64_t mix = (ends ^ n << 24) * 0x9e3779b97f4a7c15u;
    zend_string*& place = keys_[mix >> 58];
    if (EXPECTED(place && ZSTR_LEN(place) == n && memcmp(ZSTR_VAL(place), text.data(), n) == 0)) return place;
    zend_string* fresh = new_string(n);
    copy_bytes(ZSTR_VAL(fresh), text.data(), n);
    ZSTR_VAL(fresh)[n] = 0;
    zend_string_hash_val(fresh);
    if (place) zend_string_release(place);
    return place = fresh;
  }

  size_t spent_ = 0;
  uint64_t chain_steps_ = 0;
  bool out_of_memory_ = false;
  uint32_t dictionaries_ = 0;
  HashTable* model_ = nullptr;  // held
  zend_string* keys_[kKeys];  // from the second dictionary on
};

}  // namespace vkext::zend
