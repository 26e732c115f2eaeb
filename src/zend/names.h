// A schema as PHP sees it: plans, and their names as PHP strings with known hashes.
//
// Names are never counted and live until MSHUTDOWN, because arrays of a script may keep one longer than its schema.
// Those of the schema that PHP starts with lie in one block, shared by forked workers; later ones are made one by one,
// each text once. PHP does not know them as interned: what a script writes is another string with the same text, which
// Keys learns. Plans and names never change after make().
#pragma once

#include <atomic>
#include <memory>

#include "base/bytes.h"
#include "tl/plan.h"
#include "tl/schema.h"
#include "zend/compat.h"

namespace vkext::zend {

// Keys of ours that answers and queries use. Permanent interned, made at MINIT.
struct KnownStrings {
  zend_string *underscore, *result, *flags, *extra, *error, *error_code, *dunder_error, *dunder_error_code;
  zend_string *req_error, *req_result_header, *result_true, *result_false, *value;
};
extern KnownStrings known;
void make_known_strings();
void drop_known_strings();

// ['result' => null, '_' => '_'], to be copied (array_builder.h).
const HashTable* answer_row();

// Two strings whose hashes are known, or not known yet (0). Word by word: a string's memory ends at a word, so the last
// one can be read whole.
inline bool same_string(const zend_string* a, const zend_string* b) {
  if (a == b) return true;
  size_t n = ZSTR_LEN(a);
  if (ZSTR_H(a) != ZSTR_H(b) || n != ZSTR_LEN(b)) return false;
  const char* x = ZSTR_VAL(a);
  const char* y = ZSTR_VAL(b);
  if (n <= 8) return n == 0 || ((load_u64(x) ^ load_u64(y)) << (64 - 8 * n)) == 0;
  for (; n > 16; n -= 8, x += 8, y += 8) {
    if (load_u64(x) != load_u64(y)) return false;
  }
  return load_u64(x) == load_u64(y) && load_u64(x + n - 8) == load_u64(y + n - 8);
}

// Plans + names. Counted by its holders: the runtime of each thread and every query in flight.
class Schema {
 public:
  // `permanent` only while PHP starts. The caller holds it once.
  static Schema* make(tl::PlanSet&& plans, bool permanent);
  void hold() const { holders_.fetch_add(1, std::memory_order_relaxed); }
  void drop() const;

  const tl::PlanSet& plans() const { return plans_; }
  zend_string* name(uint32_t id) const { return names_[id]; }
  zend_string* const* names() const { return names_.get(); }
  bool permanent() const { return permanent_; }

 private:
  Schema() = default;
  ~Schema() = default;
  Schema(const Schema&) = delete;

  friend class Keys;
  // Functions by hash, at most every other slot taken.
  struct Likely {
    zend_string* name = nullptr;
    uint32_t id = tl::kNone;  // of the name
    uint32_t index = tl::kNone;
  };
  size_t likely_slot(const zend_string* name) const { return static_cast<size_t>(ZSTR_H(name)) & likely_mask_; }
  void index_functions();

  tl::PlanSet plans_;
  std::unique_ptr<Likely[]> likely_;
  size_t likely_mask_ = 0;
  std::unique_ptr<zend_string*[]> names_;
  bool permanent_ = false;
  mutable std::atomic<uint32_t> holders_{1};
};

// Names as the scripts of one thread write them. The first string of a text that a request uses takes the place of ours
// until the request ends, so the next field with that key, or query with that name, is found by comparing pointers: PHP
// makes one string of all equal literals, opcache another one, and constant arrays have their own.
class Keys {
 public:
  explicit Keys(const Schema& schema);
  ~Keys() { end_request(); }
  Keys(const Keys&) = delete;

  zend_string* const* all() const { return names_.get(); }
  // Index of the function, or kNone.
  uint32_t find_function(zend_string* name) {
    for (size_t i = schema_.likely_slot(name); EXPECTED(schema_.likely_[i].name != nullptr);
         i = (i + 1) & schema_.likely_mask_) {
      const Schema::Likely& likely = schema_.likely_[i];
      if (EXPECTED(is(likely.id, name))) return likely.index;
    }
    return ZSTR_H(name) ? tl::kNone : find_unhashed(name);
  }
  // Whether this key has the name's text.
  bool is(uint32_t id, zend_string* key) { return EXPECTED(names_[id] == key) || is_equal(id, key); }
  // The same of a string whose hash may be unknown.
  bool has_text(uint32_t id, zend_string* key) {
    if (!zend_string_equals(names_[id], key)) return false;
    if (names_[id] == schema_.name(id)) learn(id, key);
    return true;
  }
  // Gives the script's strings back: before PHP's heap goes.
  void end_request();

 private:
  static constexpr uint32_t kLearntMax = 256;
  bool is_equal(uint32_t id, zend_string* key);
  void learn(uint32_t id, zend_string* key);
  uint32_t find_unhashed(zend_string* name);

  const Schema& schema_;
  std::unique_ptr<zend_string*[]> names_;
  uint32_t learnt_[kLearntMax];  // whose place is taken
  uint32_t learnt_count_ = 0;
};

// An answer to a function that starts with a magic, when it is one record of plain fields: fetched by plain_rows.h.
struct PlainRow {
  uint32_t function = tl::kNone;
  uint32_t magic = 0;
  const HashTable* model = nullptr;  // null: its fields need thought
  const tl::Op* op = nullptr;
  const tl::Op* end = nullptr;

  bool is_of(uint32_t f, uint32_t m) const { return function == f && magic == m; }
};

// What one thread keeps beside a Schema, and holds it for: rows prepared for copying (see array_sink.h).
class RowTemplates {
 public:
  explicit RowTemplates(const Schema& schema);
  ~RowTemplates();
  RowTemplates(const RowTemplates&) = delete;

  // An array with all fields of the plan set to null, in order, and '_' last when `named`. Made on first use; null for
  // plans with conditional fields, which have no single row. Never written by anyone else.
  const HashTable* known_row(uint32_t plan, bool named) const { return rows_[plan * 2 + (named ? 1 : 0)]; }
  const HashTable* row(uint32_t plan, bool named) {
    HashTable*& slot = rows_[plan * 2 + (named ? 1 : 0)];
    return slot ? slot : make(plan, named);
  }

  // Where the answer would be that is looked for; another one may be there.
  const PlainRow& plain(uint32_t function, uint32_t magic) const {
    return plain_[(function ^ magic) & (kPlainRows - 1)];
  }
  // Finds out about it, unless it is `odd`, and puts it there.
  const PlainRow& learn_plain(uint32_t function, uint32_t magic, bool odd);

 private:
  static constexpr uint32_t kPlainRows = 64;

  const HashTable* make(uint32_t plan, bool named);
  const HashTable* find_plain(const tl::Op& result, uint32_t magic, const tl::Plan*& plan);
  const Schema& schema_;
  PlainRow plain_[kPlainRows];  // by function and magic; the last one asked for stays
  std::unique_ptr<HashTable*[]> rows_;
};

}  // namespace vkext::zend
