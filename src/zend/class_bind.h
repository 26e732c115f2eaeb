// Generated TL classes as the codec needs them: which function or constructor a class stands for, which class a value
// becomes, and where the fields of a plan lie in its objects.
//
// Found once per request (they are userland classes), forgotten at RSHUTDOWN. Looking for a class runs autoloaders: the
// caller must bear a bailout there and look at EG(exception) when nothing is found.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <unordered_map>
#include <vector>

#include "tl/class_names.h"
#include "zend/compat.h"
#include "zend/names.h"

namespace vkext::zend {

// Where one field lies in objects of a class.
struct PropertySlot {
  static constexpr uint32_t kSlow = 0;  // not a plain public property: through the engine's handlers

  uint32_t offset = kSlow;
  uint32_t accepts = 0;                  // bit per Z_TYPE that the declared type takes as it is
  zend_class_entry* accepted = nullptr;  // class of objects that it took last
};

// The fields of a plan, by index of the op, in objects of one class.
struct ClassSlots {
  zend_class_entry* ce;
  ClassSlots* next;     // the same plan in another class
  bool plain;           // objects need no handler of their own to be made
  bool has_destructor;  // must not run for half-built objects
  zend_object* enum_case;  // all objects of the class that stand for the plan are this one; else null
  // Where the first field lies when all lie side by side in the plan's order, each takes what decoding makes of it, and
  // no default of the class is counted: then objects are copies of `defaults`. 0: otherwise.
  uint32_t row;
  const zval* defaults;    // with `row`: of all properties
  bool unset_defaults;     // with `row`: typed properties wait for their first value
  uint32_t count;
  PropertySlot slots[1];  // `count` of them
};

// A new object with the defaults of its declaration, or the case of an enum; no constructor runs. Null: an exception is
// pending.
zend_object* new_object(const ClassSlots& slots);
// Puts a value (taken over) into field `i` of a new object, by the engine when the slot cannot just take it.
// False: an exception is pending.
bool assign(zend_object* object, ClassSlots& slots, uint32_t i, zend_string* name, zval* value);
// The property of a field; the caller releases it.
zend_string* property_name(const Schema& schema, const tl::Op& op);

// Classes of one schema. Holds the schema.
class SchemaClasses {
 public:
  explicit SchemaClasses(const Schema& schema);
  ~SchemaClasses();
  SchemaClasses(const SchemaClasses&) = delete;

  const Schema& schema() const { return schema_; }

  // Where to read the fields of `plan` in objects of this class, whatever class it is. Never null.
  const ClassSlots* stored(uint32_t plan, zend_class_entry* ce) {
    const ClassSlots* s = stored_[plan];
    return EXPECTED(s && s->ce == ce) ? s : find_stored(plan, ce);
  }
  // The function whose arguments objects of this class are, or kNone. Parents count.
  uint32_t function_of(zend_class_entry* ce) { return EXPECTED(ce == last_class_) ? last_function_ : search_function(ce); }
  // The case of a union (relative index) that objects of this class are, or kNone. Parents count.
  uint32_t case_of(uint32_t union_index, zend_class_entry* ce);
  // The same for a case of an enum.
  uint32_t case_of_enum(uint32_t union_index, zend_object* object);

  // The class for values of `plan`, for the answer of `function`. Null: missing() says which is not there, or an
  // exception is pending.
  ClassSlots* record(uint32_t plan) {
    ClassSlots* s = records_[plan];
    return EXPECTED(s != nullptr) ? s : bind_record(plan);
  }
  ClassSlots* result(uint32_t function) {
    ClassSlots* s = results_[function];
    return EXPECTED(s != nullptr) ? s : bind_result(function);
  }
  const tl::ClassName& missing() const { return missing_; }

 private:
  struct Free {
    void operator()(void* p) const { ::operator delete(p); }
  };
  struct LastCase {
    zend_class_entry* ce;
    zend_object* object;  // of an enum: several cases have one class
    uint32_t index;
  };

  ClassSlots* find_stored(uint32_t plan, zend_class_entry* ce);
  uint32_t find_case(uint32_t union_index, zend_class_entry* ce) const;
  ClassSlots* bind_record(uint32_t plan);
  ClassSlots* bind_class(uint32_t plan, zend_class_entry* ce);
  ClassSlots* bind_enum(uint32_t plan);
  ClassSlots* bind_enum_case(uint32_t plan, uint32_t union_index, uint32_t case_index);
  ClassSlots* bind_result(uint32_t function);

  const Schema& schema_;
  std::vector<std::unique_ptr<ClassSlots, Free>> owned_;
  std::vector<ClassSlots*> stored_;   // by plan: the class met last, then the others
  std::vector<ClassSlots*> records_;  // by plan
  std::vector<ClassSlots*> results_;  // by function
  std::vector<LastCase> cases_;       // by union
  uint32_t search_function(zend_class_entry* ce);

  std::unordered_map<zend_class_entry*, uint32_t> functions_;
  zend_class_entry* last_class_ = nullptr;  // asked for last
  uint32_t last_function_ = tl::kNone;
  tl::ClassName missing_;
};

// What stands around a typed answer.
enum class Response : uint8_t { ok, header, error };

class ClassBinder {
 public:
  // The reference stays good until clear().
  SchemaClasses& of(const Schema& schema);
  // Null: response_name() has no usable class, or an exception is pending.
  ClassSlots* response(Response kind);
  static const char* response_name(Response kind);
  void clear();

 private:
  struct Free {
    void operator()(void* p) const { ::operator delete(p); }
  };
  std::vector<std::unique_ptr<SchemaClasses>> schemas_;
  std::unique_ptr<ClassSlots, Free> responses_[3];
};

}  // namespace vkext::zend
