// Making and dropping PHP's view of a schema. Runs at MINIT or between queries, never inside one.
#include "zend/names.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "base/syscalls.h"
#include "zend/array_builder.h"

namespace vkext::zend {

KnownStrings known;

namespace {

zend_string* permanent_string(std::string_view text) {
  zend_string* s = zend_string_init(text.data(), text.size(), 1);
  zend_string_hash_val(s);
  return zend_new_interned_string(s);
}

// Names of schemas that came after start-up. Arrays of a script may be the last that hold one, and PHP frees the keys of
// its arrays as if they were its own: so these are never counted and never freed before MSHUTDOWN, each text once.
std::mutex kept_mutex;
std::unordered_map<std::string_view, zend_string*>* kept;

zend_string* kept_string(std::string_view text) {
  std::lock_guard<std::mutex> lock(kept_mutex);
  if (!kept) kept = new std::unordered_map<std::string_view, zend_string*>();
  const auto it = kept->find(text);
  if (it != kept->end()) return it->second;
  zend_string* s = zend_string_init(text.data(), text.size(), 1);
  zend_string_hash_val(s);
  GC_ADD_FLAGS(s, IS_STR_INTERNED | IS_STR_PERMANENT);
  kept->emplace(view(s), s);
  return s;
}

void free_kept_strings() {
  if (!kept) return;
  for (auto& entry : *kept) free(entry.second);
  delete kept;
  kept = nullptr;
}

// The version that runs, not the one whose headers we were compiled with.
zend_long engine_version() {
  const zval* version = zend_get_constant_str(ZEND_STRL("PHP_VERSION_ID"));
  return version && Z_TYPE_P(version) == IS_LONG ? Z_LVAL_P(version) : 0;
}

HashTable answer_row_table;

void make_answer_row() {
  zend_hash_init(&answer_row_table, 2, nullptr, nullptr, 1);
  set_places(&answer_row_table, 2);
  zend_hash_real_init_mixed(&answer_row_table);
  zval value;
  ZVAL_NULL(&value);
  zend_hash_update(&answer_row_table, known.result, &value);
  ZVAL_STR(&value, known.underscore);
  zend_hash_update(&answer_row_table, known.underscore, &value);
}

}  // namespace

bool small_tables = false;

const HashTable* answer_row() { return &answer_row_table; }

void drop_known_strings() {
  zend_hash_destroy(&answer_row_table);
  free_kept_strings();
}

void make_known_strings() {
  known.underscore = permanent_string("_");
  known.result = permanent_string("result");
  known.flags = permanent_string("flags");
  known.extra = permanent_string("extra");
  known.error = permanent_string("error");
  known.error_code = permanent_string("error_code");
  known.dunder_error = permanent_string("__error");
  known.dunder_error_code = permanent_string("__error_code");
  known.req_error = permanent_string("reqError");
  known.req_result_header = permanent_string("reqResultHeader");
  known.result_true = permanent_string("resultTrue");
  known.result_false = permanent_string("resultFalse");
  known.value = permanent_string("value");
  small_tables = kClearsSmallTables && engine_version() >= kVersionOfHeaders;
  make_answer_row();
}

Schema* Schema::make(tl::PlanSet&& plans, std::unique_ptr<tl::Schema> source, bool permanent) {
  // All that may fail comes first: half of a schema could not be given back.
  const size_t count = plans.names.size();
  size_t slots = 16;
  while (slots < plans.functions.size() * 2) slots *= 2;
  std::unique_ptr<zend_string*[]> names(new zend_string*[count]);
  std::unique_ptr<Likely[]> likely(new Likely[slots]);
  auto* schema = new Schema();
  schema->plans_ = std::move(plans);
  schema->source_ = std::move(source);
  schema->permanent_ = permanent;
  schema->names_ = std::move(names);
  schema->likely_ = std::move(likely);
  schema->likely_mask_ = slots - 1;
  for (uint32_t id = 0; id < count; ++id) {
    const std::string_view text = schema->plans_.name(id);
    schema->names_[id] = permanent ? permanent_string(text) : kept_string(text);
  }
  const auto& functions = schema->plans_.functions;
  zend_hash_init(&schema->functions_, static_cast<uint32_t>(functions.size()), nullptr, nullptr, 1);
  for (uint32_t i = 0; i < functions.size(); ++i) {
    zval index;
    ZVAL_LONG(&index, i);
    zend_string* name = schema->names_[functions[i].name];
    zend_hash_update(&schema->functions_, name, &index);
    size_t slot = schema->likely_slot(name);
    while (schema->likely_[slot].name) slot = (slot + 1) & schema->likely_mask_;
    schema->likely_[slot] = {name, i};
  }
  return schema;
}

Schema::~Schema() {
  zend_hash_destroy(&functions_);
  if (permanent_) return;  // the engine owns permanent strings
  for (size_t i = 0; i < plans_.names.size(); ++i) zend_string_release_ex(names_[i], 1);
}

void Schema::drop() const {
  if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

uint32_t Schema::search_function(zend_string* name) const {
  const zval* index = zend_hash_find(&functions_, name);
  return index ? static_cast<uint32_t>(Z_LVAL_P(index)) : tl::kNone;
}

RowTemplates::RowTemplates(const Schema& schema)
    : schema_(schema), rows_(new HashTable* [schema.plans().plans.size() * 2]()) {
  schema.hold();
}

RowTemplates::~RowTemplates() {
  for (size_t i = 0; i < schema_.plans().plans.size() * 2; ++i) {
    if (!rows_[i]) continue;
    zend_hash_destroy(rows_[i]);
    free(rows_[i]);
  }
  schema_.drop();
}

const HashTable* RowTemplates::make(uint32_t plan_index, bool named) {
  const tl::Plan& plan = schema_.plans().plans[plan_index];
  if (plan.flags & tl::kPlanConditional) return nullptr;
  auto* row = static_cast<HashTable*>(sys::malloc(sizeof(HashTable)));
  if (!row) return nullptr;
  const uint32_t count = plan.op_count + (named ? 1u : 0u);
  zend_hash_init(row, count, nullptr, nullptr, 1);
  set_places(row, count);
  zend_hash_real_init_mixed(row);
  zval null;
  ZVAL_NULL(&null);
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const tl::Op& op = schema_.plans().ops[plan.first_op + i];
    if (op.name == tl::kNone) {
      zend_hash_index_update(row, op.ordinal, &null);
    } else {
      zend_hash_update(row, schema_.name(op.name), &null);
    }
  }
  if (named) {
    zval name;
    ZVAL_STR(&name, schema_.name(plan.name));
    zend_hash_update(row, known.underscore, &name);  // not counted: the schema outlives the row
  }
  if (row->nNumUsed != count) {  // a name stands twice: no row to copy
    zend_hash_destroy(row);
    free(row);
    return nullptr;
  }
  return rows_[plan_index * 2 + (named ? 1 : 0)] = row;
}

}  // namespace vkext::zend
