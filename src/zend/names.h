// A schema as PHP sees it: plans, and their names as PHP strings with known hashes.
//
// Two life times (architecture: "Life times"). Loaded while PHP starts, names are permanent interned strings: no counts,
// shared by forked workers. Loaded later, they are persistent, hashed and counted, because interning would last only one
// request. Plans and names never change after make(); arrays may keep a name alive longer than the schema.
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

// Two strings whose hashes are known, or not known yet (0). Names in a script's arrays are seldom the schema's own
// strings, in spite of interning. Word by word: a string's memory ends at a word, so the last one can be read whole.
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
  // `permanent` only while PHP starts. Takes the plans, and the schema they were made of (may be null), which is kept to
  // be shown. The caller holds it once.
  static Schema* make(tl::PlanSet&& plans, std::unique_ptr<tl::Schema> source, bool permanent);
  void hold() const { holders_.fetch_add(1, std::memory_order_relaxed); }
  void drop() const;

  const tl::PlanSet& plans() const { return plans_; }
  const tl::Schema* source() const { return source_.get(); }
  zend_string* name(uint32_t id) const { return names_[id]; }
  zend_string* const* names() const { return names_.get(); }
  bool permanent() const { return permanent_; }
  // Index of the function, or kNone.
  uint32_t find_function(zend_string* name) const {
    for (size_t i = likely_slot(name); EXPECTED(likely_[i].name != nullptr); i = (i + 1) & likely_mask_) {
      if (EXPECTED(same_string(likely_[i].name, name))) return likely_[i].index;
    }
    return search_function(name);
  }

 private:
  Schema() = default;
  ~Schema();
  Schema(const Schema&) = delete;

  // Functions by hash, at most every other slot taken. A name whose hash is not known yet is searched for.
  struct Likely {
    zend_string* name = nullptr;
    uint32_t index = tl::kNone;
  };
  size_t likely_slot(const zend_string* name) const { return static_cast<size_t>(ZSTR_H(name)) & likely_mask_; }
  uint32_t search_function(zend_string* name) const;

  tl::PlanSet plans_;
  std::unique_ptr<Likely[]> likely_;
  size_t likely_mask_ = 0;
  std::unique_ptr<tl::Schema> source_;
  std::unique_ptr<zend_string*[]> names_;
  HashTable functions_;  // name → index
  bool permanent_ = false;
  mutable std::atomic<uint32_t> holders_{1};
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

 private:
  const HashTable* make(uint32_t plan, bool named);
  const Schema& schema_;
  std::unique_ptr<HashTable*[]> rows_;
};

}  // namespace vkext::zend
