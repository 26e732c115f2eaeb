// The class RpcConnection. See connection_object.h.
#include "php/connection_object.h"

#include "php/api_kphp.h"

namespace vkext::php {

namespace {

struct ConnectionObject {
  zend_long number;
  zend_object std;
};

zend_class_entry* connection_class;
zend_object_handlers handlers;

ConnectionObject* from_object(zend_object* object) {
  return reinterpret_cast<ConnectionObject*>(reinterpret_cast<char*>(object) - XtOffsetOf(ConnectionObject, std));
}

zend_object* create(zend_class_entry* ce) {
  auto* made = static_cast<ConnectionObject*>(zend_object_alloc(sizeof(ConnectionObject), ce));
  made->number = 0;
  zend_object_std_init(&made->std, ce);
  object_properties_init(&made->std, ce);
  made->std.handlers = &handlers;
  return &made->std;
}

}  // namespace

void register_connection_class() {
  zend_class_entry ce;
  INIT_CLASS_ENTRY(ce, "RpcConnection", connection_methods());
  connection_class = zend_register_internal_class(&ce);
  connection_class->ce_flags |= ZEND_ACC_FINAL;
  connection_class->create_object = create;
  zend::forbid_serializing(connection_class);
  memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
  handlers.offset = XtOffsetOf(ConnectionObject, std);
  handlers.clone_obj = nullptr;
  zend::tell_apart(handlers);
}

void put_connection(zval* out, zend_long number) {
  // disable_classes leaves a class whose objects are none of ours.
  if (!connection_class || UNEXPECTED(connection_class->create_object != create)) {
    ZVAL_LONG(out, number);
    return;
  }
  object_init_ex(out, connection_class);
  from_object(Z_OBJ_P(out))->number = number;
}

zend_long connection_number(const zval* value) {
  const bool ours = connection_class && Z_TYPE_P(value) == IS_OBJECT && Z_OBJ_P(value)->handlers == &handlers;
  return ours ? from_object(Z_OBJ_P(value))->number : 0;
}

}  // namespace vkext::php
