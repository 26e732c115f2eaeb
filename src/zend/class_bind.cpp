// Finding classes and the places of their properties. See class_bind.h.
#include "zend/class_bind.h"

#include <cstdio>
#include <cstring>
#include <new>

namespace vkext::zend {

namespace {

// Not request memory: clear() frees it, whatever happened to the request. Throws when memory is out.
ClassSlots* allocate(zend_class_entry* ce, uint32_t count) {
  const size_t bytes = sizeof(ClassSlots) + (count ? count - 1 : 0) * sizeof(PropertySlot);
  auto* s = static_cast<ClassSlots*>(memset(::operator new(bytes), 0, bytes));
  s->ce = ce;
  s->plain = ce->create_object == nullptr;
  s->has_destructor = ce->destructor != nullptr;
  s->count = count;
  return s;
}

void find_property(zend_class_entry* ce, zend_string* name, PropertySlot& slot) {
  auto* info = static_cast<zend_property_info*>(zend_hash_find_ptr(&ce->properties_info, name));
  if (!info || !is_plain_property(info)) return;
  slot.offset = info->offset;
  slot.accepts = accepted_types(info);
}

zend_class_entry* look_up_class(std::string_view name) {
  zend_string* text = zend_string_init(name.data(), name.size(), 0);
  zend_class_entry* ce = zend_lookup_class(text);
  zend_string_release(text);
  return EG(exception) ? nullptr : ce;
}

// TL tells names apart that differ only in case; PHP does not, and the generator puts a "_" behind one of them.
bool differs_in_case(const zend_class_entry* ce, std::string_view name) {
  const std::string_view has = view(ce->name);
  return has != name && has.size() == name.size() &&
         zend_binary_strcasecmp(has.data(), has.size(), name.data(), name.size()) == 0;
}

// A class whose objects can be made without running its constructor, or null.
zend_class_entry* find_class(std::string_view name) {
  zend_class_entry* ce = look_up_class(name);
  if (!ce || !is_instantiable(ce)) return nullptr;
  if (!(ce->ce_flags & ZEND_ACC_CONSTANTS_UPDATED) && zend_update_class_constants(ce) != SUCCESS) return nullptr;
  return ce;
}

bool put_plain(zend_object* object, PropertySlot& slot, zval* value) {
  if (slot.offset == PropertySlot::kSlow) return false;
  if (!(slot.accepts >> Z_TYPE_P(value) & 1) &&
      !(Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == slot.accepted)) {
    return false;
  }
  zval* target = OBJ_PROP(object, slot.offset);
  if (target != value) {
    zval_ptr_dtor(target);
    ZVAL_COPY_VALUE(target, value);
  }
  Z_PROP_FLAG_P(target) = 0;
  return true;
}

// Types that decoding by this op may put into a slot, a bit each; all when they depend on what is there.
uint32_t decoded_types(const tl::Op& op) {
  switch (op.code) {
    case tl::OpCode::nat:
    case tl::OpCode::int32:
    case tl::OpCode::int64: return 1u << IS_LONG;
    case tl::OpCode::float32:
    case tl::OpCode::float64: return 1u << IS_DOUBLE;
    case tl::OpCode::string: return 1u << IS_STRING;
    case tl::OpCode::boolean: return 1u << IS_FALSE | 1u << IS_TRUE;
    case tl::OpCode::truth: return 1u << IS_TRUE;
    case tl::OpCode::vector:
    case tl::OpCode::tuple:
    case tl::OpCode::dictionary:
    case tl::OpCode::int_dictionary:
    case tl::OpCode::long_dictionary: return 1u << IS_ARRAY;
    default: return UINT32_MAX;
  }
}

// See ClassSlots::row.
bool is_row(const tl::PlanSet& set, const tl::Plan& plan, const ClassSlots& slots) {
  if (!slots.plain || plan.op_count == 0 || plan.flags & tl::kPlanConditional) return false;
  const uint32_t first = slots.slots[0].offset;
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const PropertySlot& slot = slots.slots[i];
    if (slot.offset == PropertySlot::kSlow || slot.offset != first + i * sizeof(zval)) return false;
    if (decoded_types(set.ops[plan.first_op + i]) & ~slot.accepts) return false;
  }
  return true;
}

// Whether they may be copied byte by byte.
bool are_uncounted(const zval* values, int count) {
  for (int i = 0; i < count; ++i) {
    if (Z_REFCOUNTED(values[i]) || Z_TYPE(values[i]) == IS_CONSTANT_AST) return false;
  }
  return true;
}

zend_object* new_row(const ClassSlots& slots) {
  zend_object* object = zend_objects_new(slots.ce);
  zval* const table = object->properties_table;
  memcpy(table, slots.defaults, static_cast<size_t>(slots.ce->default_properties_count) * sizeof(zval));
  if (UNEXPECTED(slots.unset_defaults)) {
    zval* field = OBJ_PROP(object, slots.row);
    for (uint32_t i = 0; i < slots.count; ++i) Z_PROP_FLAG_P(field + i) = 0;
  }
  return object;
}

}  // namespace

zend_object* new_object(const ClassSlots& slots) {
  if (EXPECTED(slots.row != 0)) return new_row(slots);
  if (EXPECTED(slots.plain)) {
    zend_object* object = zend_objects_new(slots.ce);
    object_properties_init(object, slots.ce);
    return object;
  }
  if (slots.enum_case) {
    GC_ADDREF(slots.enum_case);
    return slots.enum_case;
  }
  zval made;
  if (object_init_ex(&made, slots.ce) == SUCCESS) return Z_OBJ(made);
  return nullptr;
}

bool assign(zend_object* object, ClassSlots& slots, uint32_t i, zend_string* name, zval* value) {
  PropertySlot& slot = slots.slots[i];
  if (EXPECTED(put_plain(object, slot, value))) return true;
  zval holder, moved;
  ZVAL_OBJ(&holder, object);
  ZVAL_COPY_VALUE(&moved, value);
  if (slot.offset != PropertySlot::kSlow && value == OBJ_PROP(object, slot.offset)) {
    // It was decoded in place: the engine must find the property as it is before the first write.
    ZVAL_UNDEF(value);
    Z_PROP_FLAG_P(value) = IS_PROP_UNINIT;
  }
  zend_class_entry* of_value = Z_TYPE(moved) == IS_OBJECT ? Z_OBJCE(moved) : nullptr;
  update_property(slots.ce, &holder, name, &moved);
  if (of_value && slot.offset != PropertySlot::kSlow && !EG(exception)) slot.accepted = of_value;
  zval_ptr_dtor(&moved);
  return EG(exception) == nullptr;
}

zend_string* property_name(const Schema& schema, const tl::Op& op) {
  if (op.name != tl::kNone) return zend_string_copy(schema.name(op.name));
  char text[16];
  const int n = snprintf(text, sizeof text, "arg%u", static_cast<unsigned>(op.ordinal));
  return zend_string_init(text, static_cast<size_t>(n), 0);
}

SchemaClasses::SchemaClasses(const Schema& schema)
    : schema_(schema),
      stored_(schema.plans().plans.size()),
      records_(schema.plans().plans.size()),
      results_(schema.plans().functions.size()),
      cases_(schema.plans().unions.size()) {
  schema.hold();
}

SchemaClasses::~SchemaClasses() { schema_.drop(); }

ClassSlots* SchemaClasses::find_stored(uint32_t plan_index, zend_class_entry* ce) {
  ClassSlots** link = &stored_[plan_index];
  for (ClassSlots* s = *link; s; link = &s->next, s = *link) {
    if (s->ce != ce) continue;
    *link = s->next;
    s->next = stored_[plan_index];
    return stored_[plan_index] = s;
  }
  const tl::Plan& plan = schema_.plans().plans[plan_index];
  owned_.reserve(owned_.size() + 1);
  ClassSlots* s = allocate(ce, plan.op_count);
  owned_.emplace_back(s);
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    zend_string* name = property_name(schema_, schema_.plans().ops[plan.first_op + i]);
    find_property(ce, name, s->slots[i]);
    zend_string_release(name);
  }
  s->next = stored_[plan_index];
  return stored_[plan_index] = s;
}

uint32_t SchemaClasses::search_function(zend_class_entry* ce) {
  auto known_class = functions_.find(ce);
  if (known_class == functions_.end()) {
    uint32_t found = tl::kNone;
    tl::TlClass name;
    for (zend_class_entry* c = ce; c && found == tl::kNone; c = c->parent) {
      if (tl::parse_class_name(view(c->name), name)) found = tl::find_function(schema_.plans(), name);
    }
    known_class = functions_.emplace(ce, found).first;
  }
  last_class_ = ce;  // here: memory may have run out above
  return last_function_ = known_class->second;
}

// The class that answers of this union would have, or that of another instance of the generic type: then the longest
// constructor whose name it begins with.
uint32_t SchemaClasses::find_case(uint32_t union_index, zend_class_entry* ce) const {
  const tl::PlanSet& set = schema_.plans();
  const tl::Union& u = set.unions[union_index];
  tl::TlClass name;
  if (!tl::parse_class_name(view(ce->name), name) || name.is_function) return tl::kNone;
  uint32_t found = tl::kNone;
  size_t longest = 0;
  tl::ClassName exact;
  for (uint32_t i = 0; i < u.case_count; ++i) {
    const uint32_t plan = set.cases[u.first_case + i].plan;
    const std::string_view constructor = set.name(set.plans[plan].name);
    if (!name.is_constructor(constructor)) continue;
    tl::name_record(set, plan, tl::Spelling::generator, exact);
    if (exact.text() == view(ce->name)) return i;
    if (constructor.size() <= longest) continue;
    found = i;
    longest = constructor.size();
  }
  return found;
}

uint32_t SchemaClasses::case_of(uint32_t union_index, zend_class_entry* ce) {
  LastCase& last = cases_[union_index];
  if (EXPECTED(last.ce == ce)) return last.index;
  for (zend_class_entry* c = ce; c; c = c->parent) {
    const uint32_t found = find_case(union_index, c);
    if (found == tl::kNone) continue;
    last = {ce, nullptr, found};
    return found;
  }
  return tl::kNone;
}

constexpr tl::Spelling kEnumSpellings[] = {tl::Spelling::generator, tl::Spelling::escaped};

uint32_t SchemaClasses::case_of_enum(uint32_t union_index, zend_object* object) {
  LastCase& last = cases_[union_index];
  if (EXPECTED(last.object == object)) return last.index;
  const tl::PlanSet& set = schema_.plans();
  tl::ClassName name;
  bool same = false;
  for (const tl::Spelling spelling : kEnumSpellings) {
    tl::name_union(set, union_index, spelling, name);
    same = same || (name.fits() && name.text() == view(object->ce->name));
  }
  for (uint32_t i = 0; same && i < set.unions[union_index].case_count; ++i) {
    tl::name_enum_case(set, union_index, i, name);
    if (name.text() != view(enum_case_name(object))) continue;
    last = {nullptr, object, i};
    return i;
  }
  return tl::kNone;
}

ClassSlots* SchemaClasses::bind_enum_case(uint32_t plan, uint32_t union_index, uint32_t case_index) {
  const tl::PlanSet& set = schema_.plans();
  tl::ClassName name;
  for (const tl::Spelling spelling : kEnumSpellings) {
    tl::name_union(set, union_index, spelling, name);
    zend_class_entry* ce = name.fits() ? look_up_class(name.text()) : nullptr;
    if (EG(exception)) return nullptr;
    if (!ce || !is_enum(ce) || differs_in_case(ce, name.text())) continue;
    tl::name_enum_case(set, union_index, case_index, name);
    zend_object* object = find_enum_case(ce, name.text().data(), name.text().size());
    if (!object) return nullptr;
    ClassSlots* s = find_stored(plan, ce);
    s->plain = false;
    s->enum_case = object;
    return s;
  }
  return nullptr;
}

// A union without a field may be an enum: a case stands for the constructor.
ClassSlots* SchemaClasses::bind_enum(uint32_t plan) {
  const tl::PlanSet& set = schema_.plans();
  if (!kHasEnums || set.plans[plan].op_count) return nullptr;
  for (uint32_t u = 0; u < set.unions.size(); ++u) {
    const tl::Case* cases = set.cases.data() + set.unions[u].first_case;
    uint32_t wanted = tl::kNone;
    bool empty = true;
    for (uint32_t i = 0; i < set.unions[u].case_count; ++i) {
      if (cases[i].plan == plan) wanted = i;
      empty = empty && set.plans[cases[i].plan].op_count == 0;
    }
    if (wanted != tl::kNone) return empty ? bind_enum_case(plan, u, wanted) : nullptr;
  }
  return nullptr;
}

ClassSlots* SchemaClasses::bind_class(uint32_t plan_index, zend_class_entry* ce) {
  ClassSlots* s = find_stored(plan_index, ce);
  const zval* defaults = default_properties(ce);
  if (!defaults || !are_uncounted(defaults, ce->default_properties_count)) return s;
  if (!is_row(schema_.plans(), schema_.plans().plans[plan_index], *s)) return s;
  s->row = s->slots[0].offset;
  s->defaults = defaults;
  for (int i = 0; i < ce->default_properties_count; ++i) s->unset_defaults |= Z_TYPE(defaults[i]) == IS_UNDEF;
  return s;
}

ClassSlots* SchemaClasses::bind_record(uint32_t plan) {
  tl::ClassName name, tried;
  zend_class_entry* similar = nullptr;
  for (int spelling = 0; spelling < tl::kSpellings; ++spelling) {
    tl::name_record(schema_.plans(), plan, static_cast<tl::Spelling>(spelling), name);
    if (!name.fits() || (spelling && name.text() == tried.text())) continue;
    zend_class_entry* ce = find_class(name.text());
    if (ce && !differs_in_case(ce, name.text())) return records_[plan] = bind_class(plan, ce);
    if (EG(exception)) return nullptr;
    if (!similar) similar = ce;
    if (spelling == 0) tried = name;
  }
  if (!similar) {
    ClassSlots* s = bind_enum(plan);
    if (s || EG(exception)) return records_[plan] = s;
  }
  if (similar) return records_[plan] = bind_class(plan, similar);
  tl::name_record(schema_.plans(), plan, tl::Spelling::generator, missing_);
  return nullptr;
}

ClassSlots* SchemaClasses::bind_result(uint32_t function) {
  tl::ClassName name;
  zend_class_entry* ce = nullptr;
  zend_class_entry* similar = nullptr;
  for (const char* escape : {"", "_"}) {
    // It stands in the file of its function's class, which an autoloader finds.
    for (const bool load : {false, true}) {
      tl::name_function(schema_.plans(), function, escape, name);
      if (load) find_class(name.text());
      name.add("_result");
      if (!EG(exception)) ce = find_class(name.text());
      if (EG(exception)) break;
      if (ce && differs_in_case(ce, name.text())) {
        similar = similar ? similar : ce;
        ce = nullptr;
      }
      if (ce) break;
    }
    if (ce || EG(exception)) break;
  }
  if (!ce) ce = similar;
  if (!ce || EG(exception)) {
    tl::name_function(schema_.plans(), function, "_result", missing_);
    return nullptr;
  }
  owned_.reserve(owned_.size() + 1);
  ClassSlots* s = allocate(ce, 1);
  owned_.emplace_back(s);
  find_property(ce, known.value, s->slots[0]);
  return results_[function] = s;
}

SchemaClasses& ClassBinder::of(const Schema& schema) {
  for (auto& s : schemas_) {
    if (&s->schema() == &schema) return *s;
  }
  schemas_.push_back(std::make_unique<SchemaClasses>(schema));
  return *schemas_.back();
}

const char* ClassBinder::response_name(Response kind) {
  switch (kind) {
    case Response::ok: return "VK\\TL\\_common\\Types\\rpcResponseOk";
    case Response::header: return "VK\\TL\\_common\\Types\\rpcResponseHeader";
    case Response::error: break;
  }
  return "VK\\TL\\_common\\Types\\rpcResponseError";
}

ClassSlots* ClassBinder::response(Response kind) {
  auto& bound = responses_[static_cast<size_t>(kind)];
  if (EXPECTED(bound != nullptr)) return bound.get();
  zend_class_entry* ce = find_class(response_name(kind));
  if (!ce) return nullptr;
  if (bound) return bound.get();  // by its autoloader, and a fiber may be suspended with it in its hands
  zend_string* ok[] = {known.result};
  zend_string* header[] = {known.flags, known.extra, known.result};
  zend_string* error[] = {known.error_code, known.error};
  zend_string** names = kind == Response::ok ? ok : kind == Response::header ? header : error;
  const uint32_t count = kind == Response::ok ? 1 : kind == Response::header ? 3 : 2;
  bound.reset(allocate(ce, count));
  for (uint32_t i = 0; i < count; ++i) find_property(ce, names[i], bound->slots[i]);
  return bound.get();
}

void ClassBinder::clear() {
  schemas_.clear();
  for (auto& bound : responses_) bound.reset();
}

}  // namespace vkext::zend
