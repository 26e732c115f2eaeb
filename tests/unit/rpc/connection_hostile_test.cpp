// Every stream of the protocol reference's section 7 that concerns one ready connection, framed by the test itself.
#include <gtest/gtest.h>

#include "rpc/connection.h"
#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using namespace testing;

// A ready client without CRC32C, whose server is the test. Packets to it start with number 0.
class Ready {
 public:
  explicit Ready(bool crc32c = false) : client_(make(crc32c)) {
    written(client_);
    feed(client_, plain_nonce() + plain_handshake(crc32c ? 0x800 : 0));
    written(client_);
    EXPECT_TRUE(client_.is_ready()) << client_.error().text;
  }
  Connection& client() { return client_; }
  // What it says after these bytes: the error, or "" while it lives.
  std::string after(const std::string& bytes, size_t step = SIZE_MAX) {
    seen_ = feed(client_, bytes, step);
    return client_.state() == ConnectionState::failed ? client_.error().text : "";
  }
  const std::vector<Seen>& seen() const { return seen_; }

 private:
  static rpc::Setup make(bool crc32c) {
    auto setup = client_setup();
    setup.crc32c = crc32c;
    return setup;
  }
  Connection client_;
  std::vector<Seen> seen_;
};

std::string after(const std::string& bytes) { return Ready().after(bytes); }

std::string result(int32_t seq, uint64_t id, const std::string& body = "body") {
  return frame(seq, magic::kReqResult, le64(id) + body);
}

#define EXPECT_SAYS(word, text) EXPECT_NE(std::string::npos, (text).find(word)) << (text)

TEST(Hostile, checksums) {
  std::string packet = result(0, 1);
  packet.back() = static_cast<char>(packet.back() ^ 1);  // bad_crc
  EXPECT_SAYS("wrong checksum in packet 0", after(packet));
  packet = result(0, 1);
  packet[21] = static_cast<char>(packet[21] ^ 1);  // bad_crc_body
  EXPECT_SAYS("wrong checksum", after(packet));
  EXPECT_SAYS("wrong checksum", after(frame(0, magic::kReqResult, le64(1), true)));  // crc32c_not_negotiated
  EXPECT_SAYS("wrong checksum", Ready(true).after(result(0, 1)));                    // agreed, not used
  EXPECT_EQ("", Ready(true).after(frame(0, magic::kReqResult, le64(1), true)));
}

TEST(Hostile, numbers) {
  EXPECT_SAYS("packet number 1 where 0 was due", after(result(1, 1)));  // wrong_seq_skip
  EXPECT_SAYS("packet number 0 where 1 was due", after(result(0, 1) + result(0, 1)));  // wrong_seq_replay
  EXPECT_SAYS("packet number -1 where 0", after(plain_handshake()));
  EXPECT_SAYS("packet number -2 where 0", after(plain_nonce()));
  EXPECT_SAYS("packet number -2147483648 where 0", after(result(INT32_MIN, 1)));
}

TEST(Hostile, lengths) {
  EXPECT_SAYS("bad packet length 0 ", after(le32(0)));    // length_0
  EXPECT_SAYS("bad packet length 15 ", after(le32(15)));  // length_15
  EXPECT_SAYS("bad packet length 16777216 ", after(le32(1u << 24)));  // length_16M
  EXPECT_SAYS("bad packet length 2147483648 ", after(le32(0x80000000)));  // length_negative
  EXPECT_SAYS("bad packet length 4294967295 ", after(le32(0xffffffff)));
  EXPECT_EQ("", after(le32((1u << 24) - 1)));
}

TEST(Hostile, version_0_lengths) {
  Connection client(client_setup(Encryption::none, 0));
  written(client);
  feed(client, frame(-2, magic::kNonce, std::string(28, '\0')) + plain_handshake());
  ASSERT_TRUE(client.is_ready()) << client.error().text;
  feed(client, le32(17));
  EXPECT_SAYS("bad packet length 17 (protocol version 0)", client.error().text);
}

TEST(Hostile, skip_words) {
  EXPECT_EQ("", after(le32(4) + result(0, 1)));  // skip_word_in_plain
  EXPECT_EQ("", after(le32(4) + le32(4) + le32(4) + result(0, 1) + le32(4) + result(1, 1)));
  EXPECT_SAYS("too many skip words", after(le32(4) + le32(4) + le32(4) + le32(4)));
  EXPECT_SAYS("too many skip words", Ready().after(std::string(le32(4) + le32(4) + le32(4) + le32(4)), 1));
  // As the very first word of a connection.
  Connection client(client_setup());
  feed(client, le32(4));
  EXPECT_SAYS("not TL/RPC", client.error().text);
  // Between the set-up packets they are fine.
  Connection other(client_setup());
  feed(other, plain_nonce() + le32(4) + plain_handshake());
  EXPECT_TRUE(other.is_ready());
}

TEST(Hostile, the_end_inside_a_packet) {
  const std::string packet = result(0, 1);
  for (size_t n = 0; n <= packet.size(); ++n) {
    Ready ready;
    EXPECT_EQ("", ready.after(packet.substr(0, n)));
    const bool inside = n > 0 && n < packet.size();  // truncated_header, truncated_body
    EXPECT_EQ(inside, ready.client().peer_closed()) << n;
    EXPECT_SAYS(inside ? "inside a packet" : "closed by the peer", ready.client().error().text);
  }
}

TEST(Hostile, one_byte_at_a_time) {
  Ready ready;
  EXPECT_EQ("", ready.after(result(0, 1) + result(1, 2, "") + result(2, 3, "odd"), 1));
  ASSERT_EQ(3u, ready.seen().size());
  EXPECT_EQ("odd", ready.seen()[2].body);
  EXPECT_EQ("", ready.seen()[1].body);  // empty_result
}

TEST(Hostile, thousands_at_once_and_every_split) {
  std::string all;
  for (int32_t i = 0; i < 10'000; ++i) all += result(i, static_cast<uint64_t>(i));
  Ready ready;
  EXPECT_EQ("", ready.after(all));
  EXPECT_EQ(10'000u, ready.seen().size());
  const std::string three = result(0, 1) + result(1, 2, std::string(100, 'x')) + result(2, 3);
  for (size_t cut = 0; cut <= three.size(); ++cut) {
    Ready split;
    EXPECT_EQ("", split.after(three.substr(0, cut)));
    const size_t first = split.seen().size();
    EXPECT_EQ("", split.after(three.substr(cut)));
    EXPECT_EQ(3u, first + split.seen().size());
  }
}

TEST(Hostile, announced_and_never_sent) {
  Ready ready;
  EXPECT_EQ("", ready.after(le32((1u << 24) - 1) + std::string(100'000, 'x')));
  size_t room = 0;
  ASSERT_NE(nullptr, ready.client().receive_room(room));
  EXPECT_LE(room, size_t{1} << 20);
}

TEST(Hostile, set_up_again) {
  EXPECT_SAYS("second set-up", after(frame(0, magic::kHandshake, std::string(28, '\0'))));  // handshake_after_handshake
  EXPECT_SAYS("second set-up", after(frame(0, magic::kNonce, std::string(28, '\0'))));
  EXPECT_SAYS("error -4", after(frame(0, magic::kHandshakeError, le32(0xfffffffc))));
  EXPECT_SAYS("error 0", after(frame(0, magic::kHandshakeError, "")));
}

TEST(Hostile, unknown_packets_are_counted) {
  Ready ready;
  EXPECT_EQ("", ready.after(frame(0, 0x12345678, "whatever") + frame(1, 0, "") + result(2, 1)));  // unknown_type
  EXPECT_EQ(2u, ready.client().counters().unknown_packets);
  EXPECT_EQ(1u, ready.seen().size());
  // Requests to a client, and the other side's FIN, are no better.
  EXPECT_EQ("", ready.after(frame(3, magic::kInvokeReq, le64(1)) + frame(4, magic::kCancelReq, le64(1)) +
                            frame(5, magic::kClientWantsFin, "")));
  EXPECT_EQ(5u, ready.client().counters().unknown_packets);
  EXPECT_EQ(ConnectionState::ready, ready.client().state());
}

TEST(Hostile, fin) {
  Ready ready;
  EXPECT_EQ("", ready.after(frame(0, magic::kServerWantsFin, "")));  // empty_packet_16_bytes
  ASSERT_EQ(1u, ready.seen().size());
  EXPECT_EQ(PacketKind::fin, ready.seen()[0].kind);
  EXPECT_EQ("", ready.after(frame(1, magic::kServerWantsFin, "") + result(2, 1)));
  EXPECT_EQ(1u, ready.seen().size());
}

TEST(Hostile, pings) {
  Ready ready;
  EXPECT_EQ("", ready.after(frame(0, magic::kPing, "12345678")));  // ping_from_server
  EXPECT_EQ(to_hex(frame(0, magic::kPong, "12345678")), to_hex(written(ready.client())));
  EXPECT_SAYS("a ping of 20 bytes", after(frame(0, magic::kPing, "1234")));  // ping_bad_length
  EXPECT_SAYS("a ping of 28 bytes", after(frame(0, magic::kPing, "123456789012")));
  EXPECT_SAYS("a pong of 20 bytes", after(frame(0, magic::kPong, "1234")));
  EXPECT_EQ("", ready.after(frame(1, magic::kPong, "12345678")));  // unexpected_pong
  EXPECT_EQ(1u, ready.client().counters().unexpected_pongs);
  ASSERT_TRUE(ready.client().ping());
  EXPECT_EQ("", ready.after(frame(2, magic::kPong, "wrong id")));
  EXPECT_EQ(2u, ready.client().counters().unexpected_pongs);
  EXPECT_TRUE(ready.client().ping_outstanding());
}

// A peer that only pings: answered while it reads, closed when the answers pile up.
TEST(Hostile, ping_flood) {
  std::string flood;
  for (int32_t i = 0; i < 2'000; ++i) flood += frame(i, magic::kPing, "12345678");
  EXPECT_SAYS("pings and does not read", after(flood));
}

TEST(Hostile, results_without_an_id) {
  for (size_t n = 0; n < 8; ++n) {  // result_too_short_for_qid
    EXPECT_SAYS("too short for its query id", after(frame(0, magic::kReqResult, std::string(n, 'x'))));
    EXPECT_SAYS("too short for its query id", after(frame(0, magic::kReqError, std::string(n, 'x'))));
  }
}

// error_without_text: the query's trouble, not the connection's.
TEST(Hostile, errors_go_to_the_query) {
  Ready ready;
  EXPECT_EQ("", ready.after(frame(0, magic::kReqError, le64(1) + le32(5)) + frame(1, magic::kReqError, le64(2))));
  ASSERT_EQ(2u, ready.seen().size());
  EXPECT_EQ(PacketKind::error, ready.seen()[0].kind);
}

// unknown_qid, duplicate_answer: whoever holds the ids decides; the stream stays in step.
TEST(Hostile, unknown_and_duplicate_ids) {
  Ready ready;
  EXPECT_EQ("", ready.after(result(0, 999) + result(1, 1, "first") + result(2, 1, "second")));
  ASSERT_EQ(3u, ready.seen().size());
  EXPECT_EQ("first", ready.seen()[1].body);
}

TEST(Hostile, other_protocols) {
  const auto greeting = [](const std::string& bytes) {
    Connection client(client_setup());
    feed(client, bytes);
    return client.error().text;
  };
  EXPECT_EQ("this is HTTP: the first bytes are \"HTTP/1.1 400 Bad Request\\x0d\\x0a\\x0d\\x0a\"",  // http_answer
            greeting("HTTP/1.1 400 Bad Request\r\n\r\n"));
  EXPECT_SAYS("this is TLS", greeting("\x15\x03\x03" + std::string("\0\2\2\x28", 4)));
  EXPECT_SAYS("not TL/RPC: the first bytes are \"SSH-2.0-OpenSSH_9.2\"", greeting("SSH-2.0-OpenSSH_9.2"));
  Connection server(server_setup());
  feed(server, "GET / HTTP/1.0\r\n\r\n");
  EXPECT_SAYS("this is HTTP", server.error().text);
  for (const char* word : {"POST /rpc HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\n\r\n"}) {
    Connection other(server_setup());
    feed(other, word);
    EXPECT_SAYS("this is HTTP", other.error().text);
  }
  EXPECT_SAYS("\\x22quoted\\x5c", greeting("\"quoted\\\"\\"));
  EXPECT_SAYS("not TL/RPC", greeting("\x16\x04xxxxxx"));
  Connection tls(server_setup());
  feed(tls, from_hex("160301 0200 01 0001fc 0303"));
  EXPECT_SAYS("this is TLS", tls.error().text);
}

// A checksum that is wrong in the first packet is that, and no other protocol.
TEST(Hostile, a_nonce_with_a_wrong_checksum) {
  Connection client(client_setup());
  std::string nonce = plain_nonce();
  nonce.back() ^= 1;
  feed(client, nonce);
  EXPECT_SAYS("wrong checksum in packet -2", client.error().text);
}

// Version 0 has multiples of 4 only, also for what was queued before the server's version was known.
TEST(Hostile, a_server_of_version_0_and_a_queued_request) {
  for (const size_t size : {4, 5}) {
    Connection client(client_setup());
    ASSERT_TRUE(client.send_request(1, Bytes(std::string(size, 'x'))).ok());
    written(client);
    feed(client, frame(-2, 0x7acb87aa, std::string(28, '\0')));
    written(client);
    feed(client, plain_handshake());
    EXPECT_EQ(size == 4, client.is_ready()) << client.error().text;
    if (size == 4) {
      uint32_t seq = 0;
      EXPECT_FALSE(client.send_quickly(2, Bytes("body", 4), seq)) << "the long way looks at lengths";
      EXPECT_TRUE(client.send_request(2, Bytes("body", 4)).ok());
    }
  }
}

// Packets of all kinds before there is a connection, and after it.
TEST(Hostile, sending_at_the_wrong_time) {
  Connection early(client_setup());
  uint32_t seq = 0;
  EXPECT_FALSE(early.send_quickly(1, Bytes("body", 4), seq));
  EXPECT_FALSE(early.send_cancel(1).ok());
  EXPECT_FALSE(early.send_fin().ok());
  EXPECT_FALSE(early.ping());
  early.trim();
  Ready ready;
  EXPECT_FALSE(ready.client().send_quickly(1, Bytes(std::string(70'000, 'x')), seq));
  ready.client().received(0, 1);
  ready.client().fail("over");
  ready.client().received(4, 1);
  Packet packet;
  EXPECT_EQ(Next::failed, ready.client().next(packet));
  EXPECT_FALSE(ready.client().send_cancel(1).ok());
  EXPECT_FALSE(ready.client().send_quickly(1, Bytes("body", 4), seq));
}

TEST(Hostile, silence_is_named) {
  Connection server(server_setup());
  EXPECT_TRUE(server.peer_closed());
  EXPECT_SAYS("closed by the client before its nonce", server.error().text);
  Connection client(client_setup());
  EXPECT_TRUE(client.peer_closed());
  EXPECT_SAYS("does not speak this protocol", client.error().text);
  Connection half(client_setup());
  feed(half, plain_nonce());
  EXPECT_TRUE(half.peer_closed());
  EXPECT_SAYS("before its handshake", half.error().text);
  EXPECT_STREQ("handshake", half.phase());
}

TEST(Hostile, the_first_reason_stays) {
  Ready ready;
  ready.client().fail("first");
  ready.client().fail("second");
  EXPECT_TRUE(ready.client().peer_closed());
  EXPECT_EQ("first", ready.after(result(0, 1)));
  EXPECT_TRUE(ready.seen().empty());
}

#if VKEXT_WITH_OPENSSL

// Bits flipped in the ciphertext, anywhere: the checksum finds them, or padding does; nothing is delivered after it.
TEST(Hostile, sealed_bytes_flipped) {
  for (size_t at = 0; at < 96; ++at) {
    Connection client(client_setup(Encryption::aes));
    Connection server(server_setup(Encryption::aes));
    pump(client, server);
    ASSERT_TRUE(server.send_result(1, Bytes(std::string(60, 'a'))).ok());  // 84 bytes, padded to 96
    std::string wire = written(server);
    ASSERT_EQ(96u, wire.size());
    wire[at] = static_cast<char>(wire[at] ^ 0x40);
    const auto seen = feed(client, wire);
    // A flip in the last block but one turns padding words over; the packet before it may be whole.
    if (at < 80) {
      EXPECT_TRUE(seen.empty()) << at;
    }
    feed(client, std::string(wire.size(), 'z'));
    EXPECT_EQ(ConnectionState::failed, client.state()) << at;
  }
}

// A server that seals whatever it likes: the test's own plaintext behind a correct set-up.
class Sealed {
 public:
  Sealed() : client_(client_setup(Encryption::aes)) {
    const auto ours = client_setup(Encryption::aes);
    crypto::KeyInputs in;
    in.version = 1;
    memcpy(in.client_nonce, ours.nonce, 16);
    memcpy(in.server_nonce, "ABCDEFGHIJKLMNOP", 16);
    in.client_time = in.server_time = ours.unix_time;
    crypto::ConnectionKeys keys;
    EXPECT_TRUE(crypto::derive_keys(ours.key->secret(), in, keys).ok());
    EXPECT_TRUE(seal_.start(crypto::Cipher::Direction::encrypt, keys.to_client).ok());
    feed(client_, frame(-2, magic::kNonce, "tkey" + std::string("\1\1\0\0", 4) + le32(ours.unix_time) +
                                               "ABCDEFGHIJKLMNOP"));
    after(plain_handshake() + le32(4));
    EXPECT_TRUE(client_.is_ready()) << client_.error().text;
  }
  std::string after(std::string plain) {
    EXPECT_EQ(0u, plain.size() % 16);
    auto* p = reinterpret_cast<uint8_t*>(plain.data());
    EXPECT_TRUE(seal_.run(p, p, plain.size()));
    seen_ = feed(client_, plain, 5);
    return client_.state() == ConnectionState::failed ? client_.error().text : "";
  }
  const std::vector<Seen>& seen() const { return seen_; }

 private:
  Connection client_;
  crypto::Cipher seal_;
  std::vector<Seen> seen_;
};

TEST(Hostile, alignment_in_sealed_streams) {
  const std::string packet = result(0, 1, "abcde");  // 29 bytes
  Sealed good;
  EXPECT_EQ("", good.after(packet + std::string(3, '\0')));
  EXPECT_EQ(1u, good.seen().size());
  for (size_t i = 0; i < 3; ++i) {
    std::string zeros(3, '\0');
    zeros[i] = 1;
    EXPECT_SAYS("alignment bytes are not zero", Sealed().after(packet + zeros));
  }
}

TEST(Hostile, skip_words_in_sealed_streams) {
  Sealed sealed;
  EXPECT_EQ("", sealed.after(result(0, 1) + le32(4)));  // 28 + 4
  EXPECT_EQ("", sealed.after(result(1, 1, std::string(12, 'x')) + le32(4) + le32(4) + le32(4)));  // 36 + 12
  EXPECT_SAYS("too many skip words", sealed.after(le32(4) + le32(4) + le32(4) + le32(4)));
}

// Cut inside a block: nothing happens until the rest comes.
TEST(Hostile, sealed_bytes_cut) {
  Connection client(client_setup(Encryption::aes));
  Connection server(server_setup(Encryption::aes));
  pump(client, server);
  ASSERT_TRUE(server.send_result(1, Bytes(std::string(60, 'a'))).ok());
  const std::string wire = written(server);
  EXPECT_TRUE(feed(client, wire.substr(0, 84)).empty());
  EXPECT_TRUE(client.is_ready());
  EXPECT_TRUE(client.peer_closed());
  EXPECT_SAYS("inside a packet", client.error().text);
}

#endif

}  // namespace
}  // namespace vkext::rpc
