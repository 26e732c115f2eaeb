// Making and dropping PHP's view of a schema. Runs at MINIT or between queries, never inside one.
#include "zend/names.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

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

constexpr uint32_t kNeverCounted = IS_STR_INTERNED | IS_STR_PERMANENT;

// Names of the schemas that PHP started with.
std::vector<std::unique_ptr<char[]>>* blocks;

// All of them, hashed, one behind the other.
void make_block(const tl::PlanSet& plans, zend_string** names) {
  size_t size = 0;
  for (const tl::Name& n : plans.names) size += ZEND_MM_ALIGNED_SIZE(_ZSTR_STRUCT_SIZE(n.size));
  if (!blocks) blocks = new std::vector<std::unique_ptr<char[]>>();
  blocks->push_back(std::unique_ptr<char[]>(new char[size]));
  char* at = blocks->back().get();
  for (const tl::Name& n : plans.names) {
    auto* s = reinterpret_cast<zend_string*>(at);
    at += ZEND_MM_ALIGNED_SIZE(_ZSTR_STRUCT_SIZE(n.size));
    GC_SET_REFCOUNT(s, 1);
    GC_TYPE_INFO(s) = GC_STRING | ((IS_STR_PERSISTENT | kNeverCounted) << GC_FLAGS_SHIFT);
    ZSTR_LEN(s) = n.size;
    memcpy(ZSTR_VAL(s), plans.source.text.data() + n.at, n.size);
    ZSTR_VAL(s)[n.size] = '\0';
    ZSTR_H(s) = zend_inline_hash_func(ZSTR_VAL(s), n.size);
    *names++ = s;
  }
}

// Names of schemas that came later.
std::mutex kept_mutex;
std::unordered_map<std::string_view, zend_string*>* kept;

zend_string* kept_string(std::string_view text) {
  std::lock_guard<std::mutex> lock(kept_mutex);
  if (!kept) kept = new std::unordered_map<std::string_view, zend_string*>();
  const auto it = kept->find(text);
  if (it != kept->end()) return it->second;
  zend_string* s = zend_string_init(text.data(), text.size(), 1);
  std::unique_ptr<zend_string, void (*)(void*)> unlisted(s, free);
  zend_string_hash_val(s);
  GC_ADD_FLAGS(s, kNeverCounted);
  kept->emplace(view(s), s);
  return unlisted.release();
}

void free_names() {
  delete blocks;
  blocks = nullptr;
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
  free_names();
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
  small_tables = kClearsSmallTables && engine_version() == kVersionOfHeaders;
  make_answer_row();
}

Schema* Schema::make(tl::PlanSet&& plans, bool permanent) {
  // All that may fail comes first: half of a schema could not be given back.
  const size_t count = plans.names.size();
  size_t slots = 16;
  while (slots < plans.functions.size() * 2) slots *= 2;
  std::unique_ptr<zend_string*[]> names(new zend_string*[count]);
  std::unique_ptr<Likely[]> likely(new Likely[slots]);
  if (permanent) {
    make_block(plans, names.get());
  } else {
    for (uint32_t id = 0; id < count; ++id) names[id] = kept_string(plans.name(id));
  }
  auto* schema = new Schema();
  schema->plans_ = std::move(plans);
  schema->permanent_ = permanent;
  schema->names_ = std::move(names);
  schema->likely_ = std::move(likely);
  schema->likely_mask_ = slots - 1;
  schema->index_functions();
  return schema;
}

void Schema::index_functions() {
  const auto& functions = plans_.functions;
  for (uint32_t i = 0; i < functions.size(); ++i) {
    zend_string* name = names_[functions[i].name];
    size_t slot = likely_slot(name);
    while (likely_[slot].name) slot = (slot + 1) & likely_mask_;
    likely_[slot] = {name, functions[i].name, i};
  }
}

void Schema::drop() const {
  if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

Keys::Keys(const Schema& schema) : schema_(schema) {
  const size_t count = schema.plans().names.size();
  names_.reset(new zend_string*[count]);
  std::copy_n(schema.names(), count, names_.get());
}

bool Keys::is_equal(uint32_t id, zend_string* key) {
  if (!same_string(names_[id], key)) return false;
  if (names_[id] == schema_.name(id)) learn(id, key);
  return true;
}

void Keys::learn(uint32_t id, zend_string* key) {
  if (learnt_count_ == kLearntMax) return;
  learnt_[learnt_count_++] = id;
  zend_string_hash_val(key);  // the name of a constructor need not have one, but as a field's key it is looked up by it
  names_[id] = zend_string_copy(key);
}

void Keys::end_request() {
  for (uint32_t i = 0; i < learnt_count_; ++i) {
    zend_string_release(std::exchange(names_[learnt_[i]], schema_.name(learnt_[i])));
  }
  learnt_count_ = 0;
}

uint32_t Keys::find_unhashed(zend_string* name) {
  zend_string_hash_val(name);
  return find_function(name);
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

// The row of a boxed result that starts with this magic, with the plan of its fields; or null.
const HashTable* RowTemplates::find_plain(const tl::Op& result, uint32_t magic, const tl::Plan*& plan) {
  const tl::PlanSet& set = schema_.plans();
  uint32_t index = result.arg;
  const bool named = result.code == tl::OpCode::variant;
  if (named && result.magic == 0) {
    const tl::Union& u = set.unions[result.arg];
    const uint32_t found = set.find_case(u, magic);
    if (found == tl::kNone) return nullptr;
    index = set.cases[u.first_case + found].plan;
  } else if (result.code != tl::OpCode::record || result.magic != magic || magic == 0) {
    return nullptr;
  }
  plan = &set.plans[index];
  return plan->flags & tl::kPlanPlain ? row(index, named) : nullptr;
}

const PlainRow& RowTemplates::learn_plain(uint32_t function, uint32_t magic, bool odd) {
  PlainRow& place = plain_[(function ^ magic) & (kPlainRows - 1)];
  const tl::PlanSet& set = schema_.plans();
  const tl::Plan* plan = nullptr;
  place = {function, magic, nullptr, nullptr, nullptr};
  // Keys of a schema that came after start-up are counted: not for those in a hurry.
  if (odd || !schema_.permanent()) return place;
  place.model = find_plain(set.ops[set.functions[function].result], magic, plan);
  if (!place.model) return place;
  place.op = set.ops.data() + plan->first_op;
  place.end = place.op + plan->op_count;
  return place;
}

}  // namespace vkext::zend
