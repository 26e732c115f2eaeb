// Types of properties. See php_types.h.
#include "tool/php_types.h"

#include <algorithm>

namespace vkext::tool::php {

namespace {

Type scalar(const char* doc, const char* native, const char* fallback) {
  Type t;
  t.doc = doc;
  t.native = native;
  t.fallback = fallback;
  return t;
}

Type object(const std::string& used) {
  Type t = scalar(used.c_str(), used.c_str(), "null");
  t.kind = Kind::object;
  return t;
}

Type anything() {
  Type t = scalar("mixed", "", "null");
  t.kind = Kind::any;
  return t;
}

Type class_or_anything(const std::string& name) { return name.empty() ? anything() : object(used_name(name)); }

}  // namespace

Type Types::array_of(const tl::Op& element) {
  const Type inner = of(element);
  Type t = scalar("", "array", "[]");
  t.kind = Kind::array;
  t.doc = inner.nullable ? "(" + inner.doc + ")[]" : inner.doc + "[]";
  return t;
}

Type Types::maybe(const tl::Op& value) {
  Type t = of(value);
  t.fallback = "null";
  if (t.nullable) return t;
  if (t.kind != Kind::any) t.doc += "|null";
  t.nullable = true;
  return t;
}

Type Types::of(const tl::Op& op) {
  switch (op.code) {
    case tl::OpCode::nat:
    case tl::OpCode::int32:
    case tl::OpCode::int64:
      return scalar("int", "int", "0");
    case tl::OpCode::float32:
    case tl::OpCode::float64:
      return scalar("float", "float", "0.0");
    case tl::OpCode::string:
      return scalar("string", "string", "''");
    case tl::OpCode::boolean:
      return scalar("boolean", "bool", "false");
    case tl::OpCode::truth:
      return scalar("boolean", "bool", "true");
    case tl::OpCode::record:
      return class_or_anything(records_[op.arg]);
    case tl::OpCode::variant:
      return class_or_anything(unions_[op.arg]);
    case tl::OpCode::vector:
    case tl::OpCode::tuple:
    case tl::OpCode::dictionary:
    case tl::OpCode::int_dictionary:
    case tl::OpCode::long_dictionary:
      return array_of(set_.ops[op.arg]);
    case tl::OpCode::maybe:
      return maybe(set_.ops[op.arg]);
    case tl::OpCode::boxed: {
      if (std::find(open_.begin(), open_.end(), &op) != open_.end()) return anything();
      open_.push_back(&op);
      Type t = of(set_.ops[op.arg]);
      open_.pop_back();
      return t;
    }
    case tl::OpCode::query:
      return object("TL\\RpcFunction");
    case tl::OpCode::result:
      return object("TL\\RpcFunctionReturnResult");
    case tl::OpCode::unsupported:
      break;
  }
  return anything();
}

}  // namespace vkext::tool::php
