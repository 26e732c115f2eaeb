// Framing: one look at the head of what has come, and the writing of whole packets.
#include "rpc/packet.h"

namespace vkext::rpc {

const char* frame_fault_text(FrameFault fault) {
  switch (fault) {
    case FrameFault::none:
      return "no fault";
    case FrameFault::length:
      return "bad packet length";
    case FrameFault::skip_words:
      return "too many skip words";
    case FrameFault::alignment:
      return "alignment bytes are not zero";
    case FrameFault::crc:
      return "wrong checksum";
  }
  return "";
}

Frame next_frame(Bytes bytes, const FrameRules& rules, uint32_t& skip_words, PartialChecksum begun) {
  Frame frame;
  const uint8_t* p = bytes.data;
  size_t left = bytes.size;
  uint32_t length;
  for (;;) {
    if (left < 4) return frame;
    length = load_u32(p);
    if (length != 4) break;
    if (!rules.skip_words || skip_words >= static_cast<uint32_t>(limits::kSkipWordsMax)) {
      frame.fault = FrameFault::skip_words;
      return frame;
    }
    ++skip_words;
    frame.skipped += 4;
    p += 4;
    left -= 4;
  }
  frame.length = length;
  if (length < limits::kPacketOverhead || length > rules.length_max || (rules.multiple_of_4 && length % 4)) {
    frame.fault = FrameFault::length;
    return frame;
  }
  const uint32_t zeros = rules.aligned ? (0u - length) & 3 : 0;
  if (left < length + zeros) return frame;
  for (uint32_t i = 0; i < zeros; ++i) {
    if (p[length + i]) {
      frame.fault = FrameFault::alignment;
      return frame;
    }
  }
  begun.extend(rules.crc, p, length - 4);
  if (begun.value != load_u32(p + length - 4)) {
    frame.fault = FrameFault::crc;
    return frame;
  }
  frame.complete = true;
  frame.total = frame.skipped + length + zeros;
  frame.seq = static_cast<int32_t>(load_u32(p + 4));
  frame.type = load_u32(p + 8);
  frame.body = {p + kPacketHeadBytes, length - limits::kPacketOverhead};
  skip_words = 0;
  return frame;
}

bool append_packet(Buffer& out, int32_t seq, uint32_t type, Bytes head, Bytes body, Crc crc, bool aligned) {
  const size_t length = limits::kPacketOverhead + head.size + body.size;
  const size_t zeros = aligned ? (0 - length) & 3 : 0;
  uint8_t* p = out.append(length + zeros);
  if (!p) return false;
  store_u32(p, static_cast<uint32_t>(length));
  store_u32(p + 4, static_cast<uint32_t>(seq));
  store_u32(p + 8, type);
  if (head.size == 8) {  // a query id, mostly: worth no call
    memcpy(p + kPacketHeadBytes, head.data, 8);
  } else if (head.size) {
    memcpy(p + kPacketHeadBytes, head.data, head.size);
  }
  if (body.size) memcpy(p + kPacketHeadBytes + head.size, body.data, body.size);
  store_u32(p + length - 4, checksum(crc, p, length - 4));
  if (zeros) memset(p + length, 0, zeros);
  return true;
}

}  // namespace vkext::rpc
