// Framing by absolute bytes, and every rule about lengths, padding and checksums.
#include "rpc/packet.h"

#include <gtest/gtest.h>

#include "support/hex.h"
#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using testing::from_hex;
using testing::le32;
using testing::to_hex;

constexpr char kRequest[] = "1c000000000000003ddf74230807060504030201c6b76b16ec484cba";

FrameRules open_rules() {
  FrameRules rules;
  rules.skip_words = true;
  return rules;
}

Frame look(const std::string& bytes, const FrameRules& rules) {
  uint32_t skip_words = 0;
  return next_frame(Bytes(bytes), rules, skip_words);
}

TEST(Packet, written_as_documented) {
  Buffer out;
  const std::string id = from_hex("0807060504030201");
  const std::string body = from_hex("c6b76b16");
  ASSERT_TRUE(append_packet(out, 0, magic::kInvokeReq, Bytes(id), Bytes(body), Crc::ieee, false));
  EXPECT_EQ(kRequest, to_hex(out.bytes()));
  out.clear();
  ASSERT_TRUE(append_packet(out, 0, magic::kInvokeReq, Bytes(id), Bytes(body), Crc::castagnoli, true));
  EXPECT_EQ("1c000000000000003ddf74230807060504030201c6b76b16b4f0410d", to_hex(out.bytes()));
}

TEST(Packet, alignment_is_not_part_of_the_length) {
  Buffer out;
  const std::string body(15, 'b');
  ASSERT_TRUE(append_packet(out, 7, 1, Bytes(body), {}, Crc::ieee, true));
  ASSERT_EQ(32u, out.size());
  EXPECT_EQ(31u, load_u32(out.data()));
  EXPECT_EQ(0, out.data()[31]);
  out.clear();
  ASSERT_TRUE(append_packet(out, 7, 1, Bytes(body), {}, Crc::ieee, false));
  EXPECT_EQ(31u, out.size());
}

TEST(Packet, read_as_documented) {
  const std::string bytes = from_hex(kRequest) + "more";
  const Frame frame = look(bytes, open_rules());
  ASSERT_TRUE(frame.complete);
  EXPECT_EQ(28u, frame.total);
  EXPECT_EQ(28u, frame.length);
  EXPECT_EQ(0, frame.seq);
  EXPECT_EQ(magic::kInvokeReq, frame.type);
  EXPECT_EQ("0807060504030201c6b76b16", to_hex(frame.body));
}

TEST(Packet, cut_anywhere_it_waits) {
  const std::string bytes = from_hex(kRequest);
  for (size_t n = 0; n < bytes.size(); ++n) {
    const Frame frame = look(bytes.substr(0, n), open_rules());
    EXPECT_EQ(FrameFault::none, frame.fault) << n;
    EXPECT_FALSE(frame.complete) << n;
    EXPECT_EQ(n >= 4 ? 28u : 0u, frame.length) << n;
  }
}

TEST(Packet, every_bit_counts) {
  const std::string bytes = from_hex(kRequest);
  for (size_t bit = 32; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    EXPECT_EQ(FrameFault::crc, look(flipped, open_rules()).fault) << bit;
  }
}

TEST(Packet, lengths) {
  for (uint32_t length = 0; length < 16; ++length) {
    const FrameFault expected = length == 4 ? FrameFault::none : FrameFault::length;
    EXPECT_EQ(expected, look(le32(length), open_rules()).fault) << length;
  }
  for (const uint32_t length : {1u << 24, 0x7fffffffu, 0x80000000u, 0xfffffffcu, 0xffffffffu}) {
    EXPECT_EQ(FrameFault::length, look(le32(length), open_rules()).fault) << length;
  }
  EXPECT_EQ(FrameFault::none, look(le32(16), open_rules()).fault);
  EXPECT_EQ(FrameFault::none, look(le32(17), open_rules()).fault);
  EXPECT_EQ(FrameFault::none, look(le32((1u << 24) - 1), open_rules()).fault);
  FrameRules version0 = open_rules();
  version0.multiple_of_4 = true;
  EXPECT_EQ(FrameFault::length, look(le32(17), version0).fault);
  EXPECT_EQ(FrameFault::none, look(le32(20), version0).fault);
  FrameRules set_up = open_rules();
  set_up.length_max = 1023;
  EXPECT_EQ(FrameFault::none, look(le32(1023), set_up).fault);
  EXPECT_EQ(FrameFault::length, look(le32(1024), set_up).fault);
}

TEST(Packet, empty_body) {
  const Frame frame = look(testing::frame(3, magic::kServerWantsFin, ""), open_rules());
  ASSERT_TRUE(frame.complete);
  EXPECT_EQ(16u, frame.total);
  EXPECT_EQ(0u, frame.body.size);
}

TEST(Packet, skip_words) {
  const std::string packet = from_hex(kRequest);
  std::string bytes = packet;
  for (uint32_t n = 0; n <= 3; ++n) {
    const Frame frame = look(bytes, open_rules());
    ASSERT_TRUE(frame.complete) << n;
    EXPECT_EQ(4 * n, frame.skipped);
    EXPECT_EQ(4 * n + 28, frame.total);
    bytes = le32(4) + bytes;
  }
  EXPECT_EQ(FrameFault::skip_words, look(bytes, open_rules()).fault);
  FrameRules first;
  EXPECT_EQ(FrameFault::skip_words, look(le32(4) + packet, first).fault);
}

// In a row over calls, too; a packet between them starts anew.
TEST(Packet, skip_words_add_up) {
  uint32_t skip_words = 0;
  const std::string word = le32(4);
  for (int i = 0; i < 3; ++i) {
    const Frame frame = next_frame(Bytes(word), open_rules(), skip_words);
    EXPECT_EQ(FrameFault::none, frame.fault);
    EXPECT_EQ(4u, frame.skipped);
  }
  EXPECT_TRUE(next_frame(Bytes(from_hex(kRequest)), open_rules(), skip_words).complete);
  EXPECT_EQ(0u, skip_words);
  skip_words = 3;
  EXPECT_EQ(FrameFault::skip_words, next_frame(Bytes(word), open_rules(), skip_words).fault);
}

TEST(Packet, alignment_must_be_zero) {
  FrameRules rules = open_rules();
  rules.aligned = true;
  const std::string packet = testing::frame(0, 1, std::string(13, 'b'));  // 29 bytes
  EXPECT_FALSE(look(packet + std::string(2, '\0'), rules).complete);
  EXPECT_EQ(32u, look(packet + std::string(3, '\0'), rules).total);
  for (size_t i = 0; i < 3; ++i) {
    std::string zeros(3, '\0');
    zeros[i] = 1;
    EXPECT_EQ(FrameFault::alignment, look(packet + zeros, rules).fault);
  }
}

}  // namespace
}  // namespace vkext::rpc
