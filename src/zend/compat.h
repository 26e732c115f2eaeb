// Every difference between PHP versions that this project knows, and the only file that may look at PHP_VERSION_ID.
//
// Includes the engine for everyone else, so that no other file has to guard it against C++.
#pragma once

// First: PHP 7.4 makes macros of snprintf and vsnprintf, which the standard library's headers do not survive.
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

extern "C" {
#include "php.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "zend_smart_str.h"
#if PHP_VERSION_ID >= 80100
#include "zend_enum.h"
#include "zend_fibers.h"
#include "zend_system_id.h"
#endif
}

// PHP's own formatters look for the end of a %.*s in bytes that are none of it. Ours are the C library's.
#undef snprintf
#undef vsnprintf

// ZEND_HASH: a look-up by a string whose hash is known.
#if PHP_VERSION_ID >= 80000
#define vkext_find_known(ht, key) zend_hash_find_known_hash(ht, key)
#else
#define vkext_find_known(ht, key) zend_hash_find_ex(ht, key, 1)
#endif

// zend_atomic_bool came with 8.2; before, the flag was a plain (volatile) zend_bool.
#if PHP_VERSION_ID >= 80200
#define vkext_flag_load(flag) zend_atomic_bool_load_ex(&(flag))
#define vkext_flag_clear(flag) zend_atomic_bool_store_ex(&(flag), false)
#else
#define vkext_flag_load(flag) ((flag) != 0)
#define vkext_flag_clear(flag) ((flag) = 0)
#endif

// What Z_PARAM_BOOL writes to.
#if PHP_VERSION_ID >= 80000
using vkext_param_bool = bool;
#else
using vkext_param_bool = zend_bool;
#endif

// Fibers, and the syntax that makes a closure of any function, came with 8.1.
#if PHP_VERSION_ID >= 80100
#define VKEXT_FIBERS 1
#else
#define VKEXT_FIBERS 0
#endif

#if PHP_VERSION_ID < 80000
#undef php_log_err  // takes a char* there, and does not write to it
#define php_log_err(message) php_log_err_with_severity(const_cast<char*>(message), LOG_NOTICE)
#define RETURN_THROWS() return
#define VKEXT_LEGACY_ARGINFO 1
#else
#define VKEXT_LEGACY_ARGINFO 0
#endif
#ifndef Z_PARAM_STR_OR_NULL
#define Z_PARAM_STR_OR_NULL(dest) Z_PARAM_STR_EX(dest, 1, 0)
#endif
#ifndef Z_PARAM_VARIADIC_WITH_NAMED
#define Z_PARAM_VARIADIC_WITH_NAMED(dest, count, named) Z_PARAM_VARIADIC('*', dest, count)
#endif
#ifndef ZEND_ARG_INFO_WITH_DEFAULT_VALUE
#define ZEND_ARG_INFO_WITH_DEFAULT_VALUE(pass_by_ref, name, default_value) ZEND_ARG_INFO(pass_by_ref, name)
#endif

#ifndef GC_STRING  // type word of a new string; PHP 7.4 spells it out
#define GC_STRING IS_STRING
#endif

#define VKEXT_TEXT_OF(...) #__VA_ARGS__
#define VKEXT_EXPANDED(...) VKEXT_TEXT_OF(__VA_ARGS__)
namespace vkext::zend {

// The engine that runs may be another release of the branch.
constexpr zend_long kVersionOfHeaders = PHP_VERSION_ID;

// Whether clearing the hashes of a table with fewer than eight places stays inside of it, read from the engine's macro:
// where that has no memset(), it clears 64 bytes at a time and never ends with fewer.
#if PHP_VERSION_ID >= 80200
constexpr std::string_view kClearing = VKEXT_EXPANDED(HT_HASH_RESET(ht));
constexpr bool kClearsSmallTables = kClearing.find("memset") != std::string_view::npos;
#else
constexpr bool kClearsSmallTables = false;
#endif

// The object behind a zval as property handlers take it: a zval until 7.4, the object since 8.0.
#if PHP_VERSION_ID >= 80000
using PropertyOwner = zend_object*;
inline PropertyOwner property_owner(zval* object) { return Z_OBJ_P(object); }
#else
using PropertyOwner = zval*;
inline PropertyOwner property_owner(zval* object) { return object; }
#endif

inline void update_property(zend_class_entry* scope, zval* object, zend_string* name, zval* value) {
#if PHP_VERSION_ID >= 80000
  zend_update_property_ex(scope, Z_OBJ_P(object), name, value);
#else
  zend_update_property_ex(scope, object, name, value);
#endif
}
inline zval* read_property(zend_class_entry* scope, zval* object, zend_string* name, zval* rv) {
#if PHP_VERSION_ID >= 80000
  return zend_read_property_ex(scope, Z_OBJ_P(object), name, 1, rv);
#else
  return zend_read_property_ex(scope, object, name, 1, rv);
#endif
}

// What a handler says when `name` is read from outside: a warning, __get, a hook. `rv` holds a value made for us.
inline zval* read_through_handler(zend_object* object, zend_string* name, zval* rv) {
#if PHP_VERSION_ID >= 80000
  return object->handlers->read_property(object, name, BP_VAR_R, nullptr, rv);
#else
  zval holder, member;
  ZVAL_OBJ(&holder, object);
  ZVAL_STR(&member, name);
  return object->handlers->read_property(&holder, &member, BP_VAR_R, nullptr, rv);
#endif
}

// A declared public property without code behind it: it may be read and written at its offset.
inline bool is_plain_property(const zend_property_info* info) {
#if PHP_VERSION_ID >= 80400
  if (info->hooks || (info->flags & ZEND_ACC_VIRTUAL)) return false;
#endif
  return (info->flags & (ZEND_ACC_STATIC | ZEND_ACC_PUBLIC)) == ZEND_ACC_PUBLIC;
}

// Of the properties of a class whose constants are updated, in the order of their offsets.
inline const zval* default_properties(zend_class_entry* ce) {
#if PHP_VERSION_ID >= 80100
  return CE_DEFAULT_PROPERTIES_TABLE(ce);
#else
  return ce->default_properties_table;
#endif
}

// One bit per Z_TYPE that the declared type takes without converting or looking at classes; all without a type.
inline uint32_t accepted_types(const zend_property_info* info) {
  if (!ZEND_TYPE_IS_SET(info->type)) return UINT32_MAX;
#if PHP_VERSION_ID >= 80000
  return ZEND_TYPE_PURE_MASK(info->type) & MAY_BE_ANY;
#else
  const uint32_t null = ZEND_TYPE_ALLOW_NULL(info->type) ? 1u << IS_NULL : 0;
  if (ZEND_TYPE_IS_CLASS(info->type)) return null;
  switch (ZEND_TYPE_CODE(info->type)) {
    case _IS_BOOL: return null | 1u << IS_FALSE | 1u << IS_TRUE;
    case IS_ITERABLE: return null | 1u << IS_ARRAY;
    default: return null | 1u << ZEND_TYPE_CODE(info->type);
  }
#endif
}

inline bool is_instantiable(const zend_class_entry* ce) {
  uint32_t never = ZEND_ACC_INTERFACE | ZEND_ACC_TRAIT;
  never |= ZEND_ACC_IMPLICIT_ABSTRACT_CLASS | ZEND_ACC_EXPLICIT_ABSTRACT_CLASS;
#if PHP_VERSION_ID >= 80100
  never |= ZEND_ACC_ENUM;
#endif
  // A final class of PHP itself, by an alias (PHP 8.3): its objects need their constructor, or cannot be made at all.
  if (ce->type == ZEND_INTERNAL_CLASS && ce->create_object && (ce->ce_flags & ZEND_ACC_FINAL)) return false;
  return (ce->ce_flags & never) == 0;
}

#if PHP_VERSION_ID >= 80100
constexpr bool kHasEnums = true;
#else
constexpr bool kHasEnums = false;
#endif
inline bool is_enum(const zend_class_entry* ce) {
#if PHP_VERSION_ID >= 80100
  return (ce->ce_flags & ZEND_ACC_ENUM) != 0;
#else
  (void)ce;
  return false;
#endif
}

// The name of the case that an object of an enum is.
inline zend_string* enum_case_name(zend_object* object) {
#if PHP_VERSION_ID >= 80100
  return Z_STR_P(zend_enum_fetch_case_name(object));
#else
  return object->ce->name;
#endif
}

// Null: the enum has no such case, or an exception is pending. Not held for the caller: it lives as long as the enum.
inline zend_object* find_enum_case(zend_class_entry* ce, const char* name, size_t size) {
#if PHP_VERSION_ID >= 80100
  auto* c = static_cast<zend_class_constant*>(zend_hash_str_find_ptr(CE_CONSTANTS_TABLE(ce), name, size));
  if (!c || !(ZEND_CLASS_CONST_FLAGS(c) & ZEND_CLASS_CONST_IS_CASE)) return nullptr;
  if (Z_TYPE(c->value) == IS_CONSTANT_AST && zval_update_constant_ex(&c->value, c->ce) != SUCCESS) return nullptr;
  return Z_OBJ(c->value);
#else
  (void)ce;
  (void)name;
  (void)size;
  return nullptr;
#endif
}

// Two objects of a class without properties are not equal, unless they are the same one.
#if PHP_VERSION_ID >= 80000
inline int compare_apart(zval* a, zval* b) {
  if (Z_TYPE_P(a) == IS_OBJECT && Z_TYPE_P(b) == IS_OBJECT) return 1;
  return zend_get_std_object_handlers()->compare(a, b);
}
inline void tell_apart(zend_object_handlers& handlers) { handlers.compare = compare_apart; }
#else
inline int compare_apart(zval*, zval*) { return 1; }
inline void tell_apart(zend_object_handlers& handlers) { handlers.compare_objects = compare_apart; }
#endif

// serialize() and unserialize() refuse the class.
inline void forbid_serializing(zend_class_entry* ce) {
#if PHP_VERSION_ID >= 80100
  ce->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE;
#else
  ce->serialize = zend_class_serialize_deny;
  ce->unserialize = zend_class_unserialize_deny;
#endif
}

// exit() in user code travels as an exception since 8.0: it must never be cleared.
inline bool is_exit_pending() {
#if PHP_VERSION_ID >= 80000
  return EG(exception) && (zend_is_unwind_exit(EG(exception)));
#else
  return false;
#endif
}

// Arguments by name came with 8.0.
inline void set_named_arguments(zend_fcall_info& call, HashTable* named) {
#if PHP_VERSION_ID >= 80000
  call.named_params = named;
#else
  (void)call;
  (void)named;
#endif
}

#if VKEXT_FIBERS
// `(...)` of a first-class callable.
inline zend_ast* new_callable_mark() {
#if PHP_VERSION_ID >= 80500
  return zend_ast_create_fcc();
#else
  return zend_ast_create(ZEND_AST_CALLABLE_CONVERT);
#endif
}
#endif

// What the stack that runs has left, as far as PHP can tell: all of it from 8.3 on, that of a Fiber from 8.1 on, of which
// some is taken already. SIZE_MAX: PHP does not know.
inline size_t stack_left() {
#ifdef ZEND_CHECK_STACK_LIMIT
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const auto limit = reinterpret_cast<uintptr_t>(EG(stack_limit));
  if (EXPECTED(limit != 0)) return here > limit ? here - limit : 0;
#endif
#if VKEXT_FIBERS
  if (UNEXPECTED(EG(active_fiber) != nullptr)) return static_cast<size_t>(EG(fiber_stack_size));
#endif
  return SIZE_MAX;
}

// Elements of a packed array: 16-byte zvals since 8.2, 32-byte buckets before.
#if PHP_VERSION_ID >= 80200
using PackedSlot = zval;
inline PackedSlot* packed_slots(HashTable* ht) { return ht->arPacked; }
inline zval* slot_value(PackedSlot* slot) { return slot; }
inline size_t packed_bytes(const HashTable* ht) { return HT_PACKED_SIZE_EX(ht->nTableSize, HT_MIN_MASK); }
inline void init_slot(PackedSlot*, uint32_t) {}
#else
using PackedSlot = Bucket;
inline PackedSlot* packed_slots(HashTable* ht) { return ht->arData; }
inline zval* slot_value(PackedSlot* slot) { return &slot->val; }
inline size_t packed_bytes(const HashTable* ht) { return HT_SIZE_EX(ht->nTableSize, HT_MIN_MASK); }
inline void init_slot(PackedSlot* slot, uint32_t index) {
  slot->h = index;
  slot->key = nullptr;
}
#endif

// Without variables that are unset: $GLOBALS was the table of all of them, and became an array like others with 8.1.
inline uint32_t count_entries(HashTable* ht) {
#if PHP_VERSION_ID >= 80100
  return zend_hash_num_elements(ht);
#else
  return zend_array_count(ht);
#endif
}

inline bool is_packed(const HashTable* ht) { return (HT_FLAGS(ht) & HASH_FLAG_PACKED) != 0; }

// Whether memory_limit leaves room for `bytes` in one piece, and for a little more that always follows. PHP counts whole
// chunks of 2 MiB against the limit, and pieces of about that size by themselves; how the room inside of chunks is cut
// up, nobody can tell, so half of it is believed.
inline bool memory_allows(size_t bytes) {
  constexpr size_t kChunkBytes = 2u << 20;
  constexpr size_t kMarginBytes = 256u << 10;
  if (PG(memory_limit) <= 0) return true;
  const size_t limit = static_cast<size_t>(PG(memory_limit));
  const size_t taken = zend_memory_usage(1);
  const size_t used = zend_memory_usage(0);
  const size_t fresh = taken < limit ? limit - taken : 0;
  const size_t inside = used < taken ? (taken - used) / 2 : 0;
  if (bytes < kChunkBytes) return fresh >= kChunkBytes || inside >= bytes + kMarginBytes;
  const size_t more = inside >= kMarginBytes ? 0 : kChunkBytes;
  return bytes < SIZE_MAX / 2 && fresh >= bytes + kMarginBytes + more;
}

inline std::string_view view(const zend_string* s) { return {ZSTR_VAL(s), ZSTR_LEN(s)}; }

inline void set_string(zval* slot, std::string_view s) {
  if (s.size() > 1) {
    zend_string* string = zend_string_alloc(s.size(), 0);
    memcpy(ZSTR_VAL(string), s.data(), s.size());
    ZSTR_VAL(string)[s.size()] = 0;
    ZVAL_NEW_STR(slot, string);
  } else if (s.empty()) {
    ZVAL_EMPTY_STRING(slot);
  } else {
    ZVAL_INTERNED_STR(slot, ZSTR_CHAR(static_cast<zend_uchar>(s[0])));
  }
}

// What the VM does between two opcodes when something asked for it: time limits, async signal handlers.
inline void serve_vm_interrupt() {
  vkext_flag_clear(EG(vm_interrupt));
#if PHP_VERSION_ID >= 80000
  if (vkext_flag_load(EG(timed_out))) {
    zend_timeout();
    return;
  }
#else
  if (EG(timed_out)) {
    zend_timeout(0);
    return;
  }
#endif
  if (zend_interrupt_function && EG(current_execute_data)) zend_interrupt_function(EG(current_execute_data));
}

// The name of the function PHP is running, for error texts.
inline const char* active_function_name() {
  const char* name = get_active_function_name();
  return name ? name : "vkext";
}

}  // namespace vkext::zend
