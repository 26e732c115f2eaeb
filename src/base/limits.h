// Every bound of the project in one place, each with its reason. Change a limit here and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vkext::limits {

// The largest packet of the protocol (length field included): peers close a connection that announces more.
constexpr uint32_t kPacketBytesMax = (1u << 24) - 1;
// length, seq, type and crc around a body.
constexpr uint32_t kPacketOverhead = 16;
// Nonce and handshake packets: peers refuse longer ones, and nobody needs them.
constexpr uint32_t kSetupPacketBytesMax = 1023;
// Bytes collected before a write, and read at once. A batch goes out in pieces of this size.
constexpr size_t kIoChunkBytes = 64u << 10;
// The three-byte form of a TL string. A longer one does not fit in a packet anyway.
constexpr size_t kStringBytesMax = (1u << 24) - 1;
// What store_* may collect: a packet's worth four times over, for what store_finish_gzip_pack() makes small again.
constexpr size_t kStoredBytesMax = 64u << 20;
// Nesting of values in both directions. A level takes at most this much of the stack (80_limits/119 meets the widest), and
// the reserve is for PHP and for code of a script that values call. A Fiber's 2 MiB hold the most that may be set.
constexpr int kDepthDefault = 256;
constexpr int kDepthMin = 16;
constexpr int kDepthMax = 1024;
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
constexpr size_t kStackPerLevel = 1792;
#else
constexpr size_t kStackPerLevel = 6u << 10;
#endif
constexpr size_t kStackReserve = 64u << 10;
// Elements that take no bytes cannot be bounded by the bytes left.
constexpr uint32_t kEmptyElementsMax = 1u << 20;
// Queries in flight per process: the incumbent's number, scripts know it.
constexpr uint32_t kQueriesMax = 1u << 17;
// Timeouts a script may name: 1 ms to a day.
constexpr double kTimeoutMin = 0.001;
constexpr double kTimeoutMax = 86400.0;
// A packet that began must be complete after this long.
constexpr int64_t kPacketTimeMs = 10'000;
// More skip words in a row than padding can ever need is an attack.
constexpr int kSkipWordsMax = 3;
// Schema compiler: nat registers of one combinator (an op names them with a byte), plans and ops of one schema.
constexpr uint32_t kRegistersMax = 200;
constexpr uint32_t kPlansMax = 200'000;
constexpr uint32_t kOpsMax = 4'000'000;
// Numbers among the arguments of one type, and of their arguments: a generic that holds itself twice doubles them.
constexpr uint32_t kNumbersMax = 4096;
// How deep one type may be built of others (Vector of Vector of …) before the compiler gives up on a growing generic.
constexpr int kTypeDepthMax = 64;
// Brackets in brackets in a .tl file, and expressions in expressions in a .tlo: readers recurse this deep.
constexpr int kSchemaNestingMax = 64;
// Variables ('#' and Type) of one combinator: they are searched one by one.
constexpr uint32_t kVariablesMax = 250;
// Type parameters of one type: `params_type` of a .tlo is one word of bits.
constexpr uint32_t kTypeParametersMax = 63;
// Queries inside queries (`!X`).
constexpr int kQueryNestingMax = 16;
// A schema file: the largest real one is half a megabyte.
constexpr size_t kSchemaBytesMax = 64u << 20;

}  // namespace vkext::limits
