// The rare half of ObjectSink: typed properties, properties with code behind them, destructors.
#include "zend/object_sink.h"

namespace vkext::zend {

ContainerSink::Slot ObjectSink::begin_result(Slot slot, uint32_t function) {
  const tl::PlanSet& set = classes_.schema().plans();
  if (set.ops[set.functions[function].result].code == tl::OpCode::result) return slot;
  ClassSlots* slots = classes_.result(function);
  if (UNEXPECTED(!slots)) no_class();
  zend_object* object = slots ? make(*slots) : nullptr;
  if (UNEXPECTED(!object)) {
    in_.poison(wire::Fault::aborted);
    return &scrap_;
  }
  ZVAL_OBJ(slot, object);
  const PropertySlot& value = slots->slots[0];
  if (EXPECTED(value.accepts == UINT32_MAX)) {
    zval* target = OBJ_PROP(object, value.offset);
    zval_ptr_dtor(target);
    ZVAL_NULL(target);
    return target;
  }
  // Its declared type is looked at when the value is there.
  auto* entry = static_cast<Postponed*>(emalloc(sizeof(Postponed)));
  GC_ADDREF(object);
  *entry = {results_, object, slots, nullptr, 0, {}};
  ZVAL_NULL(&entry->value);
  results_ = entry;
  return &entry->value;
}

ContainerSink::Slot ObjectSink::postpone(zend_object* object, ClassSlots* slots, uint32_t index, const tl::Op* op) {
  auto* entry = static_cast<Postponed*>(emalloc(sizeof(Postponed)));
  GC_ADDREF(object);
  *entry = {open_, object, slots, op, index, {}};
  ZVAL_NULL(&entry->value);
  open_ = entry;
  return &entry->value;
}

void ObjectSink::check(Record& record, const tl::Op& op, uint32_t index) {
  const PropertySlot& slot = record.slots->slots[index];
  if (slot.offset == PropertySlot::kSlow) {
    Postponed* entry = open_;
    open_ = entry->next;
    entry->next = nullptr;
    *ready_end_ = entry;
    ready_end_ = &entry->next;
    return;
  }
  zval* value = OBJ_PROP(record.object, slot.offset);
  if (EXPECTED(slot.accepts >> Z_TYPE_P(value) & 1)) {
    Z_PROP_FLAG_P(value) = 0;
    return;
  }
  zend_string* name = property_name(classes_.schema(), op);
  if (!assign(record.object, *record.slots, index, name, value)) in_.poison(wire::Fault::aborted);
  zend_string_release(name);
}

void ObjectSink::guard(zend_object* object) {
  auto* entry = static_cast<Guarded*>(emalloc(sizeof(Guarded)));
  GC_ADD_FLAGS(object, IS_OBJ_DESTRUCTOR_CALLED);
  GC_ADDREF(object);
  *entry = {guarded_, object};
  guarded_ = entry;
}

bool ObjectSink::write(Postponed& entry) {
  zend_string* name = entry.op ? property_name(classes_.schema(), *entry.op) : zend_string_copy(known.value);
  const bool ok = assign(entry.object, *entry.slots, entry.index, name, &entry.value);
  ZVAL_NULL(&entry.value);
  zend_string_release(name);
  return ok;
}

bool ObjectSink::finish() {
  bool ok = true;
  for (Postponed* p = ready_; p && ok; p = p->next) ok = write(*p);
  for (Postponed* p = results_; p && ok; p = p->next) ok = write(*p);
  if (!ok) return false;
  drop(ready_);
  drop(results_);
  while (Guarded* g = guarded_) {
    guarded_ = g->next;
    GC_DEL_FLAGS(g->object, IS_OBJ_DESTRUCTOR_CALLED);
    OBJ_RELEASE(g->object);
    efree(g);
  }
  return true;
}

void ObjectSink::drop(Postponed*& list) {
  while (Postponed* p = list) {
    list = p->next;
    zval_ptr_dtor(&p->value);
    OBJ_RELEASE(p->object);
    efree(p);
  }
}

void ObjectSink::abandon() {
  drop(open_);
  drop(ready_);
  drop(results_);
  while (Guarded* g = guarded_) {
    guarded_ = g->next;
    OBJ_RELEASE(g->object);
    efree(g);
  }
  zval_ptr_dtor(&scrap_);
}

}  // namespace vkext::zend
