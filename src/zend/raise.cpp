// Warnings and exceptions: texts that PHP users read. Never called while a value is being stored or fetched.
#include "zend/raise.h"

#include <cstdarg>

namespace vkext::zend {

namespace {

zend_class_entry* tl_exception;

void raise(int level, const char* format, va_list list) {
  char text[1024];
  vsnprintf(text, sizeof text, format, list);
  php_error_docref(nullptr, level, "%s", text);
}

void raise_note(const Notes::Entry& note) {
  switch (note.kind) {
    case Note::null_for_field:
      return warn("Null found instead of field \"%s\". This will cause error in kPHP.", note.name);
    case Note::guessed:
      return warn(
          "### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type %s; the first one that "
          "fits was taken",
          note.name);
    case Note::array_to_string:
      if (!note.name[0]) return warn("Array to string conversion");
      return warn("Array to string conversion in field \"%s\"", note.name);
    case Note::object_as_number: return warn("Object of class %s could not be converted to a number", note.name);
    case Note::int_truncated:
      if (!note.name[0]) return warn("Value %lld does not fit in int and was cut", static_cast<long long>(note.a));
      return warn("Value %lld of field \"%s\" does not fit in int and was cut", static_cast<long long>(note.a),
                  note.name);
    case Note::actor_overridden:
      return warn(
          "inaccurate use of 'actor_id': '%lld' was passed into RPC connection constructor, but '%lld' was already set "
          "in the query",
          static_cast<long long>(note.a), static_cast<long long>(note.b));
    case Note::internal_function:
      return warn("### DEPRECATED TL FEATURE ###: Storing of internal tl function %s", note.name);
    case Note::name_and_index:
      return warn("Field \"%s\" is given by name and under %lld: KPHP takes the one under %lld", note.name,
                  static_cast<long long>(note.a), static_cast<long long>(note.a));
    case Note::tuple_longer:
      return warn("%lld elements in field \"%s\": only the first %lld are stored", static_cast<long long>(note.a),
                  note.name, static_cast<long long>(note.b));
    case Note::other_class:
      return warn("An object of another class than that of %s is stored as one: KPHP refuses this", note.name);
    case Note::no_result_cleared:
      return warn("inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared");
  }
}

}  // namespace

void warn(const char* format, ...) {
  va_list list;
  va_start(list, format);
  raise(E_WARNING, format, list);
  va_end(list);
}

void notice(const char* format, ...) {
  va_list list;
  va_start(list, format);
  raise(E_NOTICE, format, list);
  va_end(list);
}

void throw_tl_exception(const char* format, ...) {
  char text[1024];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  // disable_classes leaves a class that cannot be thrown.
  const bool throwable = instanceof_function(tl_exception, zend_ce_throwable) != 0;
  zend_throw_exception(EXPECTED(throwable) ? tl_exception : zend_ce_exception, text, 0);
}

void describe_exception(char* out, size_t size, bool with_class) {
  zend_object* object = EG(exception);
  if (!object || is_exit_pending()) {
    snprintf(out, size, "the script ended");
    return;
  }
  zval holder, made;
  ZVAL_OBJ(&holder, object);
  zend_string* name = zend_string_init("message", 7, 0);
  zend_class_entry* base = instanceof_function(object->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
  zval* message = read_property(base, &holder, name, &made);
  zend_string_release(name);
  const bool text = message && Z_TYPE_P(message) == IS_STRING;
  const char* shown = text ? Z_STRVAL_P(message) : "";
  if (text && !with_class) {
    snprintf(out, size, "%s", shown);
  } else {
    snprintf(out, size, "%s%s%s", ZSTR_VAL(object->ce->name), text ? ": " : "", shown);
  }
}

void raise_notes(Notes& notes) {
  if (EXPECTED(notes.empty())) return;
  // A handler may store another query with notes of its own: work on a copy.
  const Notes copy = notes;
  notes.clear();
  for (uint32_t i = 0; i < copy.count() && !EG(exception); ++i) raise_note(copy[i]);
  if (copy.dropped() && !EG(exception)) warn("%u more warnings of this kind", copy.dropped());
}

void register_exceptions() {
  zend_class_entry ce;
  INIT_CLASS_ENTRY(ce, "VkextTlException", nullptr);
  tl_exception = zend_register_internal_class_ex(&ce, zend_ce_exception);
}

}  // namespace vkext::zend
