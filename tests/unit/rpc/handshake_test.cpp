// Who talks to whom and how: every pair of offers and policies, clocks, keys, process ids, and what refusals say.
#include "rpc/handshake.h"

#include <gtest/gtest.h>

#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using namespace testing;
using Offer = rpc::Setup;

struct Outcome {
  bool ready = false;
  std::string client_error;
  std::string server_error;
  int version = -1;
  bool encrypted = false;
  bool crc32c = false;
  std::string notice;
  int handshake_error = 0;
};

// Both sides to the end: when one fails the other sees its stream end, after what the first one still wrote.
Outcome meet(const Offer& ours, const Offer& theirs) {
  Connection client(ours);
  Connection server(theirs);
  pump(client, server);
  Outcome out;
  if (client.state() == ConnectionState::failed) server.peer_closed();
  if (server.state() == ConnectionState::failed) client.peer_closed();
  out.ready = client.is_ready() && server.is_ready();
  out.client_error = client.error().text;
  out.server_error = server.error().text;
  out.version = client.version();
  out.encrypted = client.encrypted();
  out.crc32c = client.crc32c();
  out.notice = client.notice();
  out.handshake_error = client.handshake_error();
  if (out.ready) {
    EXPECT_EQ(client.encrypted(), server.encrypted());
    EXPECT_EQ(client.crc32c(), server.crc32c());
    EXPECT_EQ(client.version(), server.version());
  }
  return out;
}

#define EXPECT_SAYS(word, text) EXPECT_NE(std::string::npos, (text).find(word)) << (text)

TEST(Handshake, plain_of_all_versions) {
  for (int ours = 0; ours <= 2; ++ours) {
    for (int theirs = 0; theirs <= 2; ++theirs) {
      const Outcome out = meet(client_setup(Encryption::none, ours), server_setup(Encryption::none, theirs));
      EXPECT_TRUE(out.ready) << out.client_error << out.server_error;
      EXPECT_EQ(std::min(ours, theirs), out.version);
      EXPECT_FALSE(out.encrypted);
      EXPECT_TRUE(out.crc32c);
    }
  }
}

TEST(Handshake, crc32c_by_agreement) {
  for (int i = 0; i < 4; ++i) {
    Offer ours = client_setup();
    Offer theirs = server_setup();
    ours.crc32c = i & 1;
    theirs.crc32c = i & 2;
    const Outcome out = meet(ours, theirs);
    EXPECT_TRUE(out.ready);
    EXPECT_EQ(i == 3, out.crc32c);
  }
}

TEST(Handshake, encryption_required_without_a_key) {
  Offer ours = client_setup(Encryption::aes);
  ours.key.reset();
  Connection client(ours);
  EXPECT_EQ(ConnectionState::failed, client.state());
  EXPECT_SAYS("there is no key", client.error().text);
  EXPECT_FALSE(client.has_output());
  // "Either" without a key is plaintext.
  ours.encryption = Encryption::either;
  EXPECT_TRUE(meet(ours, server_setup()).ready);
}

TEST(Handshake, a_plain_client_where_encryption_is_required) {
  const Outcome out = meet(client_setup(), server_setup(Encryption::aes));
  EXPECT_FALSE(out.ready);
  EXPECT_SAYS("cannot encrypt", out.server_error);
  EXPECT_SAYS("it wants encryption", out.client_error);
}

TEST(Handshake, process_ids) {
  Offer ours = client_setup();
  Offer theirs = server_setup();
  ours.peer = {0x0a000001, 2398, 0, 0};
  ours.expected_peer = {0x0a000001, 2398, 0, 0};
  EXPECT_EQ("", meet(ours, theirs).notice);
  ours.expected_peer.ip = 0x0a000005;
  Outcome out = meet(ours, theirs);
  EXPECT_TRUE(out.ready);
  EXPECT_SAYS("[10.0.0.1:2398:777:1704984576]", out.notice);
  EXPECT_SAYS("10.0.0.5", out.notice);
  ours.strict_pid = true;
  out = meet(ours, theirs);
  EXPECT_FALSE(out.ready);
  EXPECT_SAYS("calls itself", out.client_error);
  // A strict server says which check failed: error -4.
  ours = client_setup();
  ours.peer.port = 2399;
  theirs.strict_pid = true;
  out = meet(ours, theirs);
  EXPECT_FALSE(out.ready);
  EXPECT_EQ(-4, out.handshake_error);
  EXPECT_SAYS("error -4", out.client_error);
}

#if VKEXT_WITH_OPENSSL

TEST(Handshake, encryption_of_all_versions) {
  for (int ours = 0; ours <= 2; ++ours) {
    for (int theirs = 0; theirs <= 2; ++theirs) {
      const Outcome out = meet(client_setup(Encryption::aes, ours), server_setup(Encryption::either, theirs));
      EXPECT_TRUE(out.ready) << out.client_error << out.server_error;
      EXPECT_TRUE(out.encrypted);
      EXPECT_EQ(std::min(ours, theirs), out.version);
    }
  }
}

TEST(Handshake, either_takes_what_the_server_wants) {
  for (int version = 0; version <= 2; ++version) {
    Outcome out = meet(client_setup(Encryption::either, version), server_setup(Encryption::either, version));
    EXPECT_TRUE(out.ready && !out.encrypted);
    out = meet(client_setup(Encryption::either, version), server_setup(Encryption::aes, version));
    EXPECT_TRUE(out.ready && out.encrypted) << out.client_error << out.server_error;
  }
}

TEST(Handshake, unknown_key_id_is_named) {
  Offer theirs = server_setup(Encryption::aes);
  theirs.key = *crypto::Key::from_bytes(Bytes("other" + std::string(40, 'k')));
  const Outcome out = meet(client_setup(Encryption::aes), theirs);
  EXPECT_FALSE(out.ready);
  EXPECT_SAYS("746b6579", out.client_error);
  EXPECT_SAYS("no key with id", out.client_error);
  EXPECT_SAYS("6f746865", out.server_error);
}

TEST(Handshake, a_server_with_several_keys) {
  Offer theirs = server_setup(Encryption::aes);
  theirs.other_keys = std::make_shared<const std::vector<std::shared_ptr<const crypto::Key>>>(
      std::vector<std::shared_ptr<const crypto::Key>>{*crypto::Key::from_bytes(Bytes("more" + std::string(40, 'm'))),
                                                      theirs.key});
  theirs.key = *crypto::Key::from_bytes(Bytes("other" + std::string(40, 'k')));
  const Outcome out = meet(client_setup(Encryption::aes), theirs);
  EXPECT_TRUE(out.ready && out.encrypted) << out.client_error << out.server_error;
}

TEST(Handshake, same_id_other_contents) {
  for (const int version : {1, 2}) {
    Offer theirs = server_setup(Encryption::aes, version);
    theirs.key = test_key('y');
    const Outcome out = meet(client_setup(Encryption::aes, version), theirs);
    EXPECT_FALSE(out.ready);
    EXPECT_SAYS("same id (746b6579)", out.client_error);
    EXPECT_SAYS("different contents", out.client_error);
    EXPECT_SAYS("different contents", out.server_error);
  }
}

TEST(Handshake, clocks) {
  for (const int delta : {-31, -30, 0, 30, 31}) {
    Offer theirs = server_setup(Encryption::aes);
    theirs.unix_time = static_cast<uint32_t>(1'700'000'000 + delta);
    const Outcome out = meet(client_setup(Encryption::aes), theirs);
    EXPECT_EQ(delta >= -30 && delta <= 30, out.ready) << delta;
    const std::string named = out.ready ? "" : std::to_string(-delta) + " seconds";
    EXPECT_SAYS(named, out.server_error);
  }
  // The client looks too, at the end of the 32-bit range as well.
  Offer ours = client_setup(Encryption::aes);
  ours.unix_time = 0xfffffff0;
  Connection client(ours);
  written(client);
  const std::string body = "tkey" + std::string("\1\1\0\0", 4) + le32(5) + "ABCDEFGHIJKLMNOP";
  feed(client, frame(-2, magic::kNonce, body));
  EXPECT_SAYS("the clocks differ by -4294967275 seconds", client.error().text);
}

TEST(Handshake, version_0_over_ipv6_is_refused) {
  Offer ours = client_setup(Encryption::aes, 0);
  ours.remote.v6 = true;
  Connection client(ours);
  EXPECT_SAYS("IPv6", client.error().text);
  ours = client_setup(Encryption::aes, 1);
  ours.remote.v6 = true;
  EXPECT_SAYS("IPv6", meet(ours, server_setup(Encryption::aes, 0)).client_error);
}

TEST(Handshake, small_order_point) {
  Connection client(client_setup(Encryption::aes, 2));
  written(client);
  const std::string body =
      "tkey" + std::string("\1\2\0\0", 4) + le32(1'700'000'000) + "ABCDEFGHIJKLMNOP" + std::string(32, '\0');
  feed(client, frame(-2, magic::kNonce, body));
  EXPECT_SAYS("no shared secret", client.error().text);
}

#else

TEST(Handshake, built_without_openssl) {
  Connection client(client_setup(Encryption::aes));
  EXPECT_SAYS("without OpenSSL", client.error().text);
  EXPECT_TRUE(meet(client_setup(Encryption::either), server_setup()).ready);
}

#endif

// --- what a server may not do: protocol reference, section 7, rows 23 to 36 ---

std::string answer_to(const Offer& setup, const std::string& bytes) {
  Connection client(setup);
  written(client);
  feed(client, bytes);
  return client.state() == ConnectionState::failed ? client.error().text : "";
}

std::string nonce(const std::string& key_id, int schema, int version, const std::string& tail = "") {
  return frame(-2, magic::kNonce, key_id + static_cast<char>(schema) + static_cast<char>(version) +
                                      std::string(2, '\0') + le32(1'700'000'000) + "ABCDEFGHIJKLMNOP" + tail);
}

TEST(HostileHandshake, nonces) {
  const std::string zero(4, '\0');
  EXPECT_EQ("", answer_to(client_setup(), nonce(zero, 0, 1)));
  EXPECT_EQ("", answer_to(client_setup(), nonce(zero, 0, 1, std::string(900, 't'))));  // nonce_extra_tail
  EXPECT_EQ("", answer_to(client_setup(), nonce(zero, 0, 0)));
  EXPECT_SAYS("not offered", answer_to(client_setup(), nonce(zero, 1, 1)));        // nonce_schema_aes_to_none_client
  EXPECT_SAYS("schema 2", answer_to(client_setup(), nonce(zero, 2, 1)));           // nonce_schema_2
  EXPECT_SAYS("schema 255", answer_to(client_setup(), nonce(zero, 255, 1)));
  EXPECT_SAYS("version 2", answer_to(client_setup(), nonce(zero, 0, 2, std::string(32, 'p'))));
  EXPECT_SAYS("named key id", answer_to(client_setup(), nonce("abcd", 0, 1)));     // nonce_schema_none_but_key
  EXPECT_SAYS("nonce of 27 bytes",                                                 // nonce_short
              answer_to(client_setup(), frame(-2, magic::kNonce, std::string(27, '\0'))));
  EXPECT_SAYS("first bytes are", answer_to(client_setup(), nonce(zero, 0, 1, std::string(980, 't'))));  // nonce_1024
  EXPECT_SAYS("-1 where -2 was due",                                               // nonce_wrong_seq
              answer_to(client_setup(), frame(-1, magic::kNonce, std::string(28, '\0'))));
  EXPECT_SAYS("expected a nonce",                                                  // handshake_instead_of_nonce
              answer_to(client_setup(), frame(-2, magic::kHandshake, std::string(28, '\0'))));
  EXPECT_SAYS("without its X25519 point", answer_to(client_setup(Encryption::none, 2), nonce(zero, 0, 2)));
}

#if VKEXT_WITH_OPENSSL
TEST(HostileHandshake, downgrade) {
  EXPECT_SAYS("refuses encryption, which is required",
              answer_to(client_setup(Encryption::aes), nonce(std::string(4, '\0'), 0, 1)));
  EXPECT_SAYS("named key id", answer_to(client_setup(Encryption::aes), nonce("abcd", 1, 1)));
  EXPECT_SAYS("named key id", answer_to(client_setup(Encryption::aes), nonce(std::string(4, '\0'), 1, 1)));
  // Garbage where the handshake should be.
  EXPECT_SAYS("different contents",
              answer_to(client_setup(Encryption::aes), nonce("tkey", 1, 1) + std::string(48, 'g')));
}
#endif

TEST(HostileHandshake, handshakes) {
  const auto after_nonce = [](const std::string& bytes) {
    auto setup = client_setup();
    setup.crc32c = false;
    return answer_to(setup, plain_nonce() + bytes);
  };
  EXPECT_EQ("", after_nonce(plain_handshake()));
  EXPECT_EQ("", after_nonce(plain_handshake(0x1000)));
  EXPECT_SAYS("unknown flags", after_nonce(plain_handshake(1)));                    // handshake_low_flags
  EXPECT_SAYS("CRC32C, which was not offered", after_nonce(plain_handshake(0x800)));  // handshake_unasked_crc32c
  EXPECT_SAYS("handshake of 27 bytes",                                              // handshake_short
              after_nonce(frame(-1, magic::kHandshake, std::string(27, '\0'))));
  EXPECT_SAYS("handshake of 32 bytes", after_nonce(frame(-1, magic::kHandshake, std::string(32, '\0'))));
  EXPECT_SAYS("-2 where -1 was due", after_nonce(plain_nonce()));  // nonce twice
  EXPECT_SAYS("0 where -1 was due", after_nonce(frame(0, magic::kReqResult, std::string(8, '\0'))));
  EXPECT_SAYS("expected a handshake", after_nonce(frame(-1, magic::kReqResult, std::string(8, '\0'))));
  EXPECT_SAYS("with error -7",                                                      // handshake_error
              after_nonce(frame(-1, magic::kHandshakeError, le32(0xfffffff9) + std::string(12, '\0'))));
  EXPECT_SAYS("with error -7", after_nonce(frame(-1, magic::kHandshakeError, le32(0xfffffff9))));
  EXPECT_SAYS("without saying why", after_nonce(frame(-1, magic::kHandshakeError, "abc")));
  EXPECT_SAYS("bad packet length 1024", after_nonce(le32(1024)));
}

// What a server answers to a faulty client.
TEST(HostileHandshake, the_server_says_why) {
  for (const auto& [body, code] : {std::pair(std::string(20, '\0'), -3), std::pair("\1" + std::string(27, '\0'), -7)}) {
    Connection server(server_setup());
    feed(server, plain_nonce());
    written(server);
    feed(server, frame(-1, magic::kHandshake, body));
    EXPECT_EQ(ConnectionState::failed, server.state());
    EXPECT_EQ(to_hex(frame(-1, magic::kHandshakeError, le32(static_cast<uint32_t>(code)) +
                                                           from_hex("0100000a5e0909030000a065"))),
              to_hex(written(server)));
  }
}

TEST(HostileHandshake, unknown_schema_of_a_client_is_either) {
  Connection server(server_setup());
  feed(server, nonce(std::string(4, '\0'), 77, 1));
  EXPECT_EQ(ConnectionState::handshake, server.state()) << server.error().text;
}

}  // namespace
}  // namespace vkext::rpc
