// PHP classes to be written: what stands between a schema and their text.
//
// Filled by php_layout, read by php_writer (classes as the reference generator writes them) and php_modern (PHP 8.1 and
// later). Class names are absolute, without the leading backslash: "VK\TL\shop\Types\shop_item".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vkext::tool::php {

enum class Kind : uint8_t { scalar, array, object, any };

// The type of a property, in both languages.
struct Type {
  std::string doc;       // "int[]|null", "TL\shop\Types\shop_geo": as in PHPDoc
  std::string native;    // "array", "TL\shop\Types\shop_geo", without "?"; empty for mixed
  std::string fallback;  // default value: "0", "[]", "null"
  Kind kind = Kind::scalar;
  bool nullable = false;  // null is a value of the type itself: Maybe
};

struct Field {
  std::string name;  // of the property
  Type type;         // with "|null" when it stands under a mask
  bool masked = false;
  bool flag = false;  // mask.N?true
  uint8_t bit = 0;
  std::string mask;       // the argument that is its mask
  std::string bit_const;  // "BIT_TITLE_0"
};

enum class Special : uint8_t { none, response_ok, response_header, response_error };

struct Class {
  std::string name;       // absolute
  std::string tl_name;    // when the class name does not tell it, for a constant; else empty
  std::string signature;  // of the combinator, lines without " * "; for --comments
  std::string parent;     // absolute name of the interface, or empty
  std::vector<Field> fields;
  Special special = Special::none;
};

// A function and its `_result`.
struct Function {
  Class arguments;
  std::string tl_name;
  uint32_t magic = 0;
  Type result;
  bool kphp = false;  // served by KPHP servers: createRpcServerResponse()
};

// A type with several constructors: an interface, or an enum when none of them has a field and enums are wanted.
struct Union {
  std::string name;  // absolute
  std::string tl_name;
  std::string signature;
  std::vector<std::string> constructors;  // absolute names of classes; of an enum: names of its cases
  bool is_enum = false;
};

struct Package {
  std::vector<Function> functions;
  std::vector<Class> classes;
  std::vector<Union> unions;
  std::vector<std::string> response_order;  // absolute names, as RpcResponse::CONSTRUCTORS has them
  std::vector<std::string> notes;           // for people: names that had to change
};

// A file below the output directory.
struct File {
  std::string path;  // "VK/TL/shop/Types/shop_item.php"
  std::string text;
  uint32_t classes = 0;
};

// "VK\TL\shop\Types\shop_item" → "VK/TL/shop/Types/shop_item.php"
std::string path_of(const std::string& class_name);
// → "VK\TL\shop\Types"
std::string namespace_of(const std::string& class_name);
// → "shop_item"
std::string short_name(const std::string& class_name);
// → "TL\shop\Types\shop_item": below `use VK\TL;`
std::string used_name(const std::string& class_name);

}  // namespace vkext::tool::php
