// FNV-1a of a name: for tables of a schema's own names, whose author gains nothing by collisions.
#pragma once

#include <cstdint>
#include <string_view>

namespace vkext::tl {

inline uint32_t hash_text(std::string_view s) {
  uint32_t h = 2166136261u;
  for (char c : s) h = (h ^ static_cast<uint8_t>(c)) * 16777619u;
  return h;
}

}  // namespace vkext::tl
