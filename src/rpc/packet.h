// Packets on the wire: magics, framing, the rules for length, sequence number and checksum.
//
// Pure functions over bytes: no state besides what is passed in, no allocation. A length is checked before anything is
// made of it. What a packet's body means is not known here.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/crc32.h"
#include "base/limits.h"

namespace vkext::rpc {

namespace magic {
constexpr uint32_t kNonce = 0x7acb87aa;
constexpr uint32_t kHandshake = 0x7682eef5;
constexpr uint32_t kHandshakeError = 0x6a27beda;
constexpr uint32_t kPing = 0x5730a2df;
constexpr uint32_t kPong = 0x8430eaa7;
constexpr uint32_t kInvokeReq = 0x2374df3d;
constexpr uint32_t kReqResult = 0x63aeda4e;
constexpr uint32_t kReqError = 0x7ae432f5;         // packet, and wrapper form B
constexpr uint32_t kReqErrorWrapped = 0x7ae432f6;  // wrapper form C
constexpr uint32_t kReqErrorTl = 0xb527877d;       // wrapper form D
constexpr uint32_t kReqResultHeader = 0x8cc84ce1;
constexpr uint32_t kDestActor = 0x7568aabd;
constexpr uint32_t kDestFlags = 0xe352035e;
constexpr uint32_t kDestActorFlags = 0xf0a5acf7;
constexpr uint32_t kTl2Marker = 0x30324c54;
constexpr uint32_t kCancelReq = 0x193f1b22;
constexpr uint32_t kServerWantsFin = 0xa8ddbc46;
constexpr uint32_t kClientWantsFin = 0x0b73429e;
constexpr uint32_t kGzipPacked = 0x3072cfa1;
constexpr uint32_t kCommitRequest = 0x6836b983;
constexpr uint32_t kPrepareRequest = 0xc8d71b66;
}  // namespace magic

constexpr int32_t kNonceSeq = -2;
constexpr int32_t kHandshakeSeq = -1;
constexpr uint32_t kSkipWord = 4;
constexpr size_t kPacketHeadBytes = 12;  // length, seq, type

// What a receiver allows at the moment it looks at a frame.
struct FrameRules {
  uint32_t length_max = limits::kPacketBytesMax;
  bool multiple_of_4 = false;  // negotiated version 0
  bool aligned = false;        // encrypted: zeros up to a multiple of 4 follow a packet
  bool skip_words = false;     // up to kSkipWordsMax of them may stand in front of a packet
  Crc crc = Crc::ieee;
};

enum class FrameFault : uint8_t {
  none,
  length,      // 0…15 except 4, not a multiple of 4 where it must be, above the limit
  skip_words,  // too many in a row, or none allowed here
  alignment,   // bytes between packets are not zero
  crc,
};
const char* frame_fault_text(FrameFault fault);

// The next frame in a run of received bytes.
struct Frame {
  FrameFault fault = FrameFault::none;
  bool complete = false;
  uint32_t skipped = 0;  // bytes of skip words in front; to be consumed, complete or not
  uint32_t length = 0;   // the packet's own length; known (not 0) as soon as four bytes are there
  uint32_t total = 0;    // complete: skipped + length + alignment
  int32_t seq = 0;
  uint32_t type = 0;
  Bytes body;  // complete: between type and crc
};

// The checksum of what has come of a large frame, taken piece by piece while the pieces are in the cache.
struct PartialChecksum {
  uint32_t bytes = 0;  // of the frame, from its start
  uint32_t value = 0;

  void extend(Crc kind, const uint8_t* frame, size_t to) {
    value = kind == Crc::ieee ? crc32(value, frame + bytes, to - bytes) : crc32c(value, frame + bytes, to - bytes);
    bytes = static_cast<uint32_t>(to);
  }
};

// Looks at `bytes`. `skip_words` counts skip words in a row over calls. `begun` is what is known of the checksum of the
// frame that `bytes` starts with. With a fault nothing else is to be believed; the caller checks seq.
Frame next_frame(Bytes bytes, const FrameRules& rules, uint32_t& skip_words, PartialChecksum begun = {});

// Appends a whole packet whose body is `head` followed by `body`. `aligned` adds the zeros of the encrypted mode. False
// when memory is out (out.failed()). The caller has checked the length.
bool append_packet(Buffer& out, int32_t seq, uint32_t type, Bytes head, Bytes body, Crc crc, bool aligned);

}  // namespace vkext::rpc
