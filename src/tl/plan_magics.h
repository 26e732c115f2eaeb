// Magics by which the field recognises the standard types, whatever a schema calls them (docs/wire.md).
#pragma once

#include <cstdint>

namespace vkext::tl::magic {

constexpr uint32_t kVector = 0x1cb5c415;
constexpr uint32_t kTuple = 0x9770768a;
constexpr uint32_t kDictionary = 0x1f4c618f;
constexpr uint32_t kIntKeyDictionary = 0x07bafc42;
constexpr uint32_t kLongKeyDictionary = 0xb424d8f1;
constexpr uint32_t kResultFalse = 0x27930a7b;
constexpr uint32_t kResultTrue = 0x3f9c8ef8;
constexpr uint32_t kBoolFalse = 0xbc799737;
constexpr uint32_t kBoolTrue = 0x997275b5;
constexpr uint32_t kTrue = 0x3fedd339;

}  // namespace vkext::tl::magic
