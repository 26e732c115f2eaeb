// PHP values from a fuzzer's bytes: for a plan what it wants, more or less, and now and then anything else.
//
// Test side only. Containers that were made are used again, by reference and by handle, so values share, alias and
// contain themselves. Every choice 0 ends. clear() breaks the cycles it made.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "php/php.h"
#include "support/random.h"
#include "tl/class_names.h"
#include "tl/plan.h"
#include "zend/compat.h"

extern "C" {
#include "zend_enum.h"
}

namespace vkext::test {

class PhpValues {
 public:
  PhpValues(const tl::PlanSet& set, Random& random) : set_(set), random_(random) {}
  ~PhpValues() { clear(); }
  PhpValues(const PhpValues&) = delete;

  // A query: an array or an object, mostly of a function's shape.
  void query(zval* out) {
    const auto functions = static_cast<uint32_t>(set_.functions.size());
    query(out, random_.below(functions));
    if (Z_TYPE_P(out) != IS_ARRAY && Z_TYPE_P(out) != IS_OBJECT) {
      zval_ptr_dtor(out);
      array_init(out);
    }
  }
  // What may be passed where anything may: scalars mostly, now and then what was there before, or an object with a
  // text.
  void anything(zval* out) {
    ZVAL_NULL(out);
    const uint32_t form = random_.below(8);
    if (form == 6) return share(out);
    if (form == 7) return live(out, nullptr);
    any(out);
  }
  // Runs user code when it is stored, or may.
  bool is_live() const { return live_; }
  // A reference to some container, for user code to harm; null when there is none.
  zval* target() { return refs_.empty() ? nullptr : &refs_[random_.below(static_cast<uint32_t>(refs_.size()))]; }

  void clear() {
    for (zval& ref : refs_) {
      zval_ptr_dtor(Z_REFVAL(ref));
      ZVAL_NULL(Z_REFVAL(ref));
      zval_ptr_dtor(&ref);
    }
    for (zval& object : objects_) {
      zend_object* o = Z_OBJ(object);
      for (int i = 0; i < o->ce->default_properties_count; ++i) {
        zval old;
        ZVAL_COPY_VALUE(&old, OBJ_PROP_NUM(o, i));
        ZVAL_NULL(OBJ_PROP_NUM(o, i));
        zval_ptr_dtor(&old);
      }
      if (o->properties) zend_hash_clean(o->properties);
      zval_ptr_dtor(&object);
    }
    refs_.clear();
    objects_.clear();
  }

 private:
  static constexpr int kDepth = 12;
  static constexpr int kValues = 300;

  void query(zval* out, uint32_t function) {
    const tl::Function& f = set_.functions[function];
    tl::ClassName name;
    tl::name_function(set_, function, "", name);
    record(out, set_.plans[f.plan], set_.name(f.name), name, true);
  }

  // An array with or without a name, its fields in order or not, or an object of the class or of another.
  void record(zval* out, const tl::Plan& plan, std::string_view tl_name, const tl::ClassName& name, bool named) {
    ++depth_;
    const uint32_t form = random_.below(8);
    zend_class_entry* ce = form >= 4 ? class_of(name, form) : nullptr;
    if (ce) {
      if (object_init_ex(out, ce) != SUCCESS) return fail(out);
      keep(out);
    } else {
      array_init(out);
      if (named || random_.below(8) == 7) add(out, random_.below(16) == 15 ? "" : "_", text_value(tl_name));
    }
    const uint32_t order = random_.below(8);  // 0: as declared
    for (uint32_t i = 0; i < plan.op_count; ++i) {
      const uint32_t at = order == 1 ? plan.op_count - 1 - i : i;
      const tl::Op& op = set_.ops[plan.first_op + at];
      if (random_.below(16) == 15) continue;
      zval v;
      value(&v, op);
      if (op.name == tl::kNone || order == 2) {
        add(out, op.ordinal, v);
      } else {
        add(out, std::string(set_.name(op.name)), v);
      }
    }
    --depth_;
  }

  static zend_class_entry* look_up(const tl::ClassName& name, size_t cut) {
    const std::string_view text = name.text().substr(0, name.text().size() - cut);
    zend_string* s = zend_string_init(text.data(), text.size(), 0);
    zend_class_entry* ce = zend_lookup_class(s);
    zend_string_release(s);
    zend_clear_exception();
    return ce;
  }
  zend_class_entry* class_of(const tl::ClassName& name, uint32_t form) {
    if (form == 7) return random_.below(2) ? zend_standard_class_def : zend_ce_closure;
    zend_class_entry* ce = look_up(name, form == 6 && !name.text().empty() ? 1 : 0);
    return ce && !(ce->ce_flags & (ZEND_ACC_INTERFACE | ZEND_ACC_ENUM | ZEND_ACC_TRAIT)) ? ce : nullptr;
  }

  void value(zval* out, const tl::Op& op) {
    ZVAL_NULL(out);
    if (depth_ > kDepth || ++values_ > kValues) return;
    switch (random_.below(16)) {
      case 11:
        return share(out);
      case 12:
        return alias(out, op);
      case 13:
        return live(out, &op);
      case 14:
        return any(out);
      case 15:
        return;
      default:
        return plausible(out, op);
    }
  }

  void plausible(zval* out, const tl::Op& op) {
    using Code = tl::OpCode;
    switch (op.code) {
      case Code::nat:
      case Code::int32:
      case Code::int64:
        ZVAL_LONG(out, number());
        return;
      case Code::float32:
      case Code::float64:
        ZVAL_DOUBLE(out, fraction());
        return;
      case Code::string:
        *out = text_value(text());
        return;
      case Code::boolean:
      case Code::truth:
        ZVAL_BOOL(out, random_.below(2));
        return;
      case Code::record:
        return plan(out, op.arg, random_.below(4) == 3);
      case Code::variant: {
        const tl::Union& u = set_.unions[op.arg];
        const uint32_t chosen = random_.below(u.case_count);
        if (enum_case(out, op.arg, chosen)) return;
        return plan(out, set_.cases[u.first_case + chosen].plan, true);
      }
      case Code::vector:
      case Code::tuple:
        return list(out, set_.ops[op.arg]);
      case Code::dictionary:
      case Code::int_dictionary:
      case Code::long_dictionary:
        return dictionary(out, set_.ops[op.arg], op.code == Code::dictionary);
      case Code::maybe:
        return maybe(out, set_.ops[op.arg]);
      case Code::boxed:
        return plausible(out, set_.ops[op.arg]);
      case Code::query:
        return query(out, random_.below(static_cast<uint32_t>(set_.functions.size())));
      case Code::result:
      case Code::unsupported:
        return any(out);
    }
  }

  // Where `vkext php --modern` made an enum of the union.
  bool enum_case(zval* out, uint32_t index, uint32_t chosen) {
    tl::ClassName name, case_name;
    tl::name_union(set_, index, tl::Spelling::generator, name);
    zend_class_entry* ce = look_up(name, 0);
    if (!ce || !(ce->ce_flags & ZEND_ACC_ENUM)) return false;
    tl::name_enum_case(set_, index, chosen, case_name);
    zend_object* found = zend_enum_get_case_cstr(ce, std::string(case_name.text()).c_str());
    if (found) ZVAL_OBJ_COPY(out, found);
    return found != nullptr;
  }

  void plan(zval* out, uint32_t index, bool named) {
    tl::ClassName name;
    const auto spelling = static_cast<tl::Spelling>(random_.below(8) == 7 ? random_.below(tl::kSpellings) : 0);
    tl::name_record(set_, index, spelling, name);
    record(out, set_.plans[index], set_.name(set_.plans[index].name), name, named);
  }

  void list(zval* out, const tl::Op& item) {
    array_init(out);
    ++depth_;
    const uint32_t n = random_.below(6), holes = random_.below(8);
    for (uint32_t i = 0; i < n; ++i) {
      zval v;
      value(&v, item);
      if (holes == 7) {
        zend_hash_index_update(Z_ARRVAL_P(out), 2 * i + 1, &v);
      } else {
        zend_hash_next_index_insert(Z_ARRVAL_P(out), &v);
      }
    }
    if (holes == 6 && n) zend_hash_index_del(Z_ARRVAL_P(out), 0);
    --depth_;
  }

  void dictionary(zval* out, const tl::Op& item, bool of_texts) {
    array_init(out);
    ++depth_;
    for (uint32_t n = random_.below(5); n; --n) {
      zval v;
      value(&v, item);
      if (of_texts == (random_.below(8) != 7)) {
        add(out, text(), v);
      } else {
        // Within an int: longer keys are cut to one, and two could become the same.
        add(out, static_cast<zend_long>(static_cast<int32_t>(number())), v);
      }
    }
    --depth_;
  }

  void maybe(zval* out, const tl::Op& inner) {
    const uint32_t form = random_.below(4);
    if (form == 0) return;  // null
    if (form == 1) return value(out, inner);
    array_init(out);
    ++depth_;
    add(out, "_", text_value(form == 2 ? "resultTrue" : "resultFalse"));
    zval v;
    value(&v, inner);
    add(out, "result", v);
    --depth_;
  }

  // Something that was there before: the same array, the same object, or a reference.
  void share(zval* out) {
    const auto refs = static_cast<uint32_t>(refs_.size()), objects = static_cast<uint32_t>(objects_.size());
    if (refs + objects == 0) return;
    const uint32_t i = random_.below(refs + objects);
    if (i >= refs) {
      ZVAL_COPY(out, &objects_[i - refs]);
    } else if (random_.below(2)) {
      ZVAL_COPY(out, &refs_[i]);
    } else {
      ZVAL_COPY_DEREF(out, &refs_[i]);
    }
  }

  // A reference, known before what it refers to: it may come to stand inside of that.
  void alias(zval* out, const tl::Op& op) {
    zval inner;
    ZVAL_NULL(&inner);
    ZVAL_NEW_REF(out, &inner);
    zval kept;
    ZVAL_COPY(&kept, out);
    refs_.push_back(kept);
    plausible(&inner, op);
    if (Z_ISREF(inner)) {  // PHP knows no reference to a reference, and follows one to itself for ever
      zval plain;
      ZVAL_COPY_DEREF(&plain, &inner);
      zval_ptr_dtor(&inner);
      ZVAL_COPY_VALUE(&inner, &plain);
    }
    zval_ptr_dtor(Z_REFVAL_P(out));
    ZVAL_COPY_VALUE(Z_REFVAL_P(out), &inner);
  }

  // What PHP code stands behind; without a type to give, an object with a text.
  void live(zval* out, const tl::Op* op) {
    static const char* const kNames[] = {"VK\\TL\\Fuzz\\Asked", "VK\\TL\\Fuzz\\Said", "VK\\TL\\Fuzz\\Dropped"};
    const uint32_t which = op ? random_.below(3) : 1;
    zend_string* s = zend_string_init(kNames[which], strlen(kNames[which]), 0);
    zend_class_entry* ce = zend_lookup_class(s);
    zend_string_release(s);
    if (!ce || object_init_ex(out, ce) != SUCCESS) return fail(out);
    keep(out);
    live_ = true;
    zval v;
    if (which == 1) {
      v = text_value(text());
    } else {
      ++depth_;
      value(&v, *op);
      --depth_;
    }
    zval* slot = OBJ_PROP_NUM(Z_OBJ_P(out), 0);
    zval_ptr_dtor(slot);
    ZVAL_COPY_VALUE(slot, &v);
  }

  void any(zval* out) {
    switch (random_.below(12)) {
      case 0:
        ZVAL_FALSE(out);
        return;
      case 1:
        ZVAL_TRUE(out);
        return;
      case 2:
        ZVAL_LONG(out, number());
        return;
      case 3:
        ZVAL_DOUBLE(out, fraction());
        return;
      case 4:
        *out = text_value(text());
        return;
      case 5:
        ZVAL_EMPTY_ARRAY(out);
        return;
      case 6:
        object_init(out);
        return keep(out);
      case 7:
        zend_create_fake_closure(out, any_function(), nullptr, nullptr, nullptr);
        return;
      case 8: {
        const auto index = random_.below(static_cast<uint32_t>(set_.plans.size()));
        return plan(out, index, random_.below(2));
      }
      case 9:
        *out = text_value(std::string(random_.below(64) == 63 ? 100'000 : 300 + random_.below(400), 'x'));
        return;
      case 10:
        *out = text_value(set_.name(random_.below(static_cast<uint32_t>(set_.names.size()))));
        return;
      default:
        ZVAL_NULL(out);
        return;
    }
  }

  static zend_function* any_function() {
    return static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), "strlen", 6));
  }

  zend_long number() {
    static const zend_long kOdd[] = {0,       1, -1, INT32_MAX, INT32_MIN, UINT32_MAX, ZEND_LONG_MAX, ZEND_LONG_MIN,
                                     1L << 32};
    const uint32_t form = random_.below(4);
    if (form == 0) return random_.below(8);
    if (form == 1) return kOdd[random_.below(sizeof kOdd / sizeof *kOdd)];
    if (form == 2) return random_.below(1 << 16);
    return static_cast<zend_long>(random_.word());
  }
  double fraction() {
    static const double kOdd[] = {
        0.0, -0.0, 0.5, 1e300, -1e19, 9.3e18, 1e-320, __builtin_inf(), -__builtin_inf(), __builtin_nan("")};
    return random_.below(2) ? static_cast<double>(number()) / 3 : kOdd[random_.below(sizeof kOdd / sizeof *kOdd)];
  }
  std::string text() {
    static const char* const kOdd[] = {"",     "0",        "-1", " 12", "1e3", "0x10", "9223372036854775808",
                                       "a\0b", "\xff\xfe", "_"};
    const uint32_t form = random_.below(4);
    if (form == 0) return kOdd[random_.below(sizeof kOdd / sizeof *kOdd)];
    if (form == 1) return std::string(250 + random_.below(8), 't');
    std::string s;
    for (uint32_t n = random_.below(9); n; --n) s += static_cast<char>(random_.below(256));
    return s;
  }
  static zval text_value(std::string_view s) {
    zval v;
    ZVAL_STR(&v, zend_string_init_fast(s.data(), s.size()));
    return v;
  }

  void add(zval* to, const std::string& key, zval v) {
    if (Z_TYPE_P(to) == IS_ARRAY) {
      zend_symtable_str_update(Z_ARRVAL_P(to), key.data(), key.size(), &v);
      return;
    }
    // Past visibility on purpose: unserialize() and reflection make such objects too. Declared types hold.
    if (!key.empty() && key[0] != '\0' && Z_OBJCE_P(to) != zend_ce_closure) {
      zend_string* name = zend_string_init(key.data(), key.size(), 0);
      const auto* info = static_cast<zend_property_info*>(zend_hash_find_ptr(&Z_OBJCE_P(to)->properties_info, name));
      if (info && ZEND_TYPE_IS_SET(info->type)) {
        zval key_value;
        ZVAL_STR(&key_value, name);
        fuzz::call("VK\\TL\\Fuzz\\assign", {to, &key_value, &v});
      } else {
        // No PHP code runs here: what a handler throws at a warning (of a dynamic property) would have no frame to go to.
        zval handler;
        ZVAL_COPY_VALUE(&handler, &EG(user_error_handler));
        ZVAL_UNDEF(&EG(user_error_handler));
        const int told = std::exchange(EG(error_reporting), 0);
        zend::update_property(Z_OBJCE_P(to), to, name, &v);
        EG(error_reporting) = told;
        ZVAL_COPY_VALUE(&EG(user_error_handler), &handler);
      }
      zend_string_release(name);
      zend_clear_exception();
    }
    zval_ptr_dtor(&v);
  }
  void add(zval* to, zend_long key, zval v) {
    if (Z_TYPE_P(to) == IS_ARRAY) {
      zend_hash_index_update(Z_ARRVAL_P(to), static_cast<zend_ulong>(key), &v);
    } else {
      add(to, std::to_string(key), v);
    }
  }

  void keep(const zval* object) {
    zval kept;
    ZVAL_COPY(&kept, object);
    objects_.push_back(kept);
  }
  static void fail(zval* out) {
    zend_clear_exception();
    ZVAL_NULL(out);
  }

  const tl::PlanSet& set_;
  Random& random_;
  std::vector<zval> refs_, objects_;
  int depth_ = 0;
  int values_ = 0;
  bool live_ = false;
};

// Everything that can be seen of a value, and how often each of its parts is used: storing must change none of it.
class Digest {
 public:
  static std::string of(const zval* v, const tl::PlanSet& plans) {
    Digest d(plans);
    d.add(v);
    return std::move(d.text_);
  }

 private:
  explicit Digest(const tl::PlanSet& plans) : plans_(plans) {}
  void number(uint64_t n) { text_.append(reinterpret_cast<const char*>(&n), sizeof n); }
  bool seen(const zend_refcounted_h* gc, const void* p, bool counted = true) {
    number(reinterpret_cast<uintptr_t>(p));
    if (counted) number(gc->refcount);
    number(gc->u.type_info & (GC_PROTECTED | GC_IMMUTABLE));
    for (const void* q : seen_) {
      if (p == q) return true;
    }
    seen_.push_back(p);
    return false;
  }
  // A name of the schema may be held until the request ends (zend::Keys).
  bool may_be_learnt(const zend_string* s) const {
    for (uint32_t id = 0; id < plans_.names.size(); ++id) {
      if (plans_.name(id) == std::string_view(ZSTR_VAL(s), ZSTR_LEN(s))) return true;
    }
    return false;
  }
  void add(HashTable* ht) {
    if (!ht || seen(&ht->gc, ht)) return;
    number(ht->nNumOfElements);
    zend_ulong index;
    zend_string* key;
    zval* v;
    ZEND_HASH_FOREACH_KEY_VAL(ht, index, key, v) {
      number(index);
      if (key) text_.append(ZSTR_VAL(key), ZSTR_LEN(key));
      add(v);
    }
    ZEND_HASH_FOREACH_END();
  }
  void add(const zval* v) {
    number(Z_TYPE_P(v));
    switch (Z_TYPE_P(v)) {
      case IS_LONG:
      case IS_DOUBLE:
        number(static_cast<uint64_t>(Z_LVAL_P(v)));
        break;
      case IS_STRING:
        if (!ZSTR_IS_INTERNED(Z_STR_P(v)) && seen(&Z_STR_P(v)->gc, Z_STR_P(v), !may_be_learnt(Z_STR_P(v)))) break;
        text_.append(Z_STRVAL_P(v), Z_STRLEN_P(v));
        break;
      case IS_ARRAY:
        add(Z_ARRVAL_P(v));
        break;
      case IS_INDIRECT:
        add(Z_INDIRECT_P(v));
        break;
      case IS_REFERENCE:
        if (!seen(&Z_REF_P(v)->gc, Z_REF_P(v))) add(Z_REFVAL_P(v));
        break;
      case IS_OBJECT: {
        zend_object* o = Z_OBJ_P(v);
        if (seen(&o->gc, o)) break;
        for (int i = 0; i < o->ce->default_properties_count; ++i) add(OBJ_PROP_NUM(o, i));
        break;
      }
    }
  }

  const tl::PlanSet& plans_;
  std::string text_;
  std::vector<const void*> seen_;
};

}  // namespace vkext::test
