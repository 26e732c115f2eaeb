// CRC-32 (IEEE, as in zlib) and CRC-32C (Castagnoli), each with the fastest engine this CPU has.
//
// The engine is chosen once per process. All engines give the same numbers (proved in tests); inputs may have any
// length and alignment. Values chain as in zlib: start with 0, pass the last value on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace vkext {

enum class Crc : uint8_t { ieee, castagnoli };

uint32_t crc32(uint32_t crc, const void* data, size_t size);
uint32_t crc32c(uint32_t crc, const void* data, size_t size);
inline uint32_t checksum(Crc kind, const void* data, size_t size) {
  return kind == Crc::ieee ? crc32(0, data, size) : crc32c(0, data, size);
}

// What this process uses, for phpinfo(): "pclmulqdq", "sse4.2", "armv8" or "table".
const char* crc32_engine();
const char* crc32c_engine();

// The portable engine, also where a faster one is in use: what tests compare with.
uint32_t crc32_table(uint32_t crc, const void* data, size_t size);
uint32_t crc32c_table(uint32_t crc, const void* data, size_t size);

}  // namespace vkext
