// A schema as PHP sees it: plans, and their names as PHP strings with known hashes.
//
// Two life times (architecture: "Life times"). Loaded while PHP starts, names are permanent interned strings: no counts,
// shared by forked workers. Loaded later, they are persistent, hashed and counted, because interning would last only one
// request. Plans and names never change after make(); arrays may keep a name alive longer than the schema.
#pragma once

#include <atomic>
#include <memory>

#include "tl/plan.h"
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

// Plans + names. Counted by its holders: the runtime of each thread and every query in flight.
class Schema {
 public:
  // `permanent` only while PHP starts. Takes the plans. The caller holds it once.
  static Schema* make(tl::PlanSet&& plans, bool permanent);
  void hold() const { holders_.fetch_add(1, std::memory_order_relaxed); }
  void drop() const;

  const tl::PlanSet& plans() const { return plans_; }
  zend_string* name(uint32_t id) const { return names_[id]; }
  zend_string* const* names() const { return names_.get(); }
  bool permanent() const { return permanent_; }
  // Index of the function, or kNone.
  uint32_t find_function(zend_string* name) const;

 private:
  Schema() = default;
  ~Schema();
  Schema(const Schema&) = delete;

  tl::PlanSet plans_;
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
