// Decoder policy: builds objects of generated classes (typed answers).
//
// No constructor runs. Plain properties are decoded in place; what needs the engine (hooks, __set, dynamic properties)
// is kept and written by finish(), when the whole tree is there. Looking for a class runs autoloaders in mid-decode:
// nothing here owns more than request memory. Destructors of objects do not run before finish() has succeeded.
#pragma once

#include "zend/class_bind.h"
#include "zend/container_sink.h"

namespace vkext::zend {

class ObjectSink : public ContainerSink {
 public:
  struct Record {
    zend_object* object;
    ClassSlots* slots;
  };

  ObjectSink(SchemaClasses& classes, wire::Cursor& in) : classes_(classes), in_(in) { ZVAL_NULL(&scrap_); }

  // A class that answers need cannot be used: classes().missing() says which.
  bool class_missing() const { return class_missing_; }

  // Where the answer of `function` goes: into the value of its `_result`, which is put into the slot. The answer of a
  // function that only hands on another one's is that one's.
  Slot begin_result(Slot slot, uint32_t function);
  // Writes what had to wait. False: an exception is pending, and the tree is to be dropped.
  bool finish();
  // After a failure, when the tree is dropped already.
  void abandon();

  void set_true(Slot s) { ZVAL_TRUE(s); }
  void set_absent(Slot s) { ZVAL_NULL(s); }

  bool begin_record(Slot slot, uint32_t plan, bool, Record& record) {
    record.slots = classes_.record(plan);
    if (UNEXPECTED(!record.slots)) return no_class();
    if (!spend(kObjectBytes)) return false;
    record.object = make(*record.slots);
    if (UNEXPECTED(!record.object)) return false;
    ZVAL_OBJ(slot, record.object);
    return true;
  }
  static constexpr bool kHasRows = true;
  Slot row(const Record& record) const {
    const uint32_t offset = record.slots->row;
    return offset ? OBJ_PROP(record.object, offset) : nullptr;
  }
  static Slot next_in_row(Slot slot) { return slot + 1; }
  Slot field(Record& record, const tl::Op& op, uint32_t index) {
    const uint32_t offset = record.slots->slots[index].offset;
    if (UNEXPECTED(offset == PropertySlot::kSlow)) return postpone(record.object, record.slots, index, &op);
    zval* slot = OBJ_PROP(record.object, offset);
    if (UNEXPECTED(Z_REFCOUNTED_P(slot))) {
      zval_ptr_dtor(slot);
      ZVAL_NULL(slot);
    }
    return slot;
  }
  // Masked out: the default of the declaration stays.
  void absent(Record&, const tl::Op&, uint32_t) {}
  // False: the property refused it, or the value never came.
  bool filled(Record& record, const tl::Op& op, uint32_t index) {
    const PropertySlot& slot = record.slots->slots[index];
    if (EXPECTED(slot.accepts == UINT32_MAX)) return true;
    if (in_.ok()) check(record, op, index);
    return in_.ok();
  }
  void end_record(Record&) {}

  static constexpr size_t kObjectBytes = 320;  // of an ordinary size, with its properties

 private:
  // A value that the engine is to write, in the order of the list. Request memory.
  struct Postponed {
    Postponed* next;
    zend_object* object;  // held
    ClassSlots* slots;
    const tl::Op* op;  // null: `value` of a `_result`
    uint32_t index;
    zval value;
  };
  // An object that has a destructor.
  struct Guarded {
    Guarded* next;
    zend_object* object;  // held
  };

  zend_object* make(const ClassSlots& slots) {
    zend_object* object = new_object(slots);
    if (UNEXPECTED(slots.has_destructor) && object) guard(object);
    return object;
  }
  bool no_class() {
    class_missing_ = EG(exception) == nullptr;
    return false;
  }
  void guard(zend_object* object);
  Slot postpone(zend_object* object, ClassSlots* slots, uint32_t index, const tl::Op* op);
  void check(Record& record, const tl::Op& op, uint32_t index);
  bool write(Postponed& entry);
  void drop(Postponed*& list);

  SchemaClasses& classes_;
  wire::Cursor& in_;
  zval scrap_;                    // where values go that nobody wants
  Postponed* open_ = nullptr;     // being decoded, innermost first
  Postponed* ready_ = nullptr;    // decoded: inner fields before outer ones
  Postponed** ready_end_ = &ready_;
  Postponed* results_ = nullptr;  // values of `_result` objects, innermost first
  Guarded* guarded_ = nullptr;
  bool class_missing_ = false;
};

}  // namespace vkext::zend
