// The primitives of the language: names, types and magics of what no schema can spell out.
//
// `object` and `function` belong to Telegram's dialect: a schema may declare them, nothing can be stored in them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace vkext::tl {

struct Builtin {
  std::string_view constructor;
  std::string_view type;
  uint32_t magic;    // crc32 of "int ? = Int"
  bool predeclared;  // exists without a declaration
};

constexpr std::array<Builtin, 7> kBuiltins{{
    {"int", "Int", 0xa8509bda, true},
    {"long", "Long", 0x22076cba, true},
    {"float", "Float", 0x824dab22, true},
    {"double", "Double", 0x2210c154, true},
    {"string", "String", 0xb5286e24, true},
    {"object", "Object", 0x29704ca0, false},
    {"function", "Function", 0x7acbc197, false},
}};

}  // namespace vkext::tl
