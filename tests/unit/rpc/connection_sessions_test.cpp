// Whole sessions byte for byte, both roles, in one piece and one byte at a time.
#include <gtest/gtest.h>

#include "support/json.h"
#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using namespace testing;

ProcessId process_id(const std::string& bytes, size_t at) {
  const char* p = bytes.data() + at;
  return {load_u32(p), load_u16(p + 4), load_u16(p + 6), load_u32(p + 8)};
}

// The plain bytes of the packet with this number sent in this direction.
std::string packet_bytes(const Json& session, const char* direction, int seq) {
  for (const Json& flush : session["flushes"].items()) {
    if (flush["dir"].text() != direction) continue;
    for (const Json& packet : flush["packets"].items()) {
      if (packet["seq"].integer() == seq) return from_hex(packet["bytes_incl_alignment"].text());
    }
  }
  return {};
}

void copy(const std::string& hex, uint8_t* to, size_t size) {
  const std::string bytes = from_hex(hex);
  ASSERT_EQ(size, bytes.size());
  memcpy(to, bytes.data(), size);
}

void make_setups(const Json& session, Setup& client, Setup& server) {
  const std::string key = from_hex(session["key_file_hex"].text());
  if (!key.empty()) client.key = server.key = *crypto::Key::from_bytes(Bytes(key));
  client.role = Role::client;
  client.version = static_cast<int>(session["client_version"].integer());
  client.encryption = static_cast<Encryption>(session["client_schema"].integer());
  client.unix_time = static_cast<uint32_t>(session["client_time"].integer());
  copy(session["client_nonce"].text(), client.nonce, 16);
  server.role = Role::server;
  server.version = static_cast<int>(session["negotiated_version"].integer());
  server.encryption = session["server_schema"].integer() ? Encryption::aes : Encryption::either;
  server.unix_time = static_cast<uint32_t>(session["server_time"].integer());
  copy(session["server_nonce"].text(), server.nonce, 16);
  const Json& keys = session["keys"];
  if (keys["x25519_client_scalar"]) {
    copy(keys["x25519_client_scalar"].text(), client.x25519_scalar, 32);
    copy(keys["x25519_server_scalar"].text(), server.x25519_scalar, 32);
  } else {  // a version 2 client with a version 1 server: only its public point is on record
    copy("3031323334346162636465666768696a6b6c6d6e6f707172737475767778797a", client.x25519_scalar, 32);
  }
  const std::string hello = packet_bytes(session, "C>S", -1);
  const std::string welcome = packet_bytes(session, "S>C", -1);
  client.crc32c = load_u32(hello.data() + 12) & 0x800;
  server.crc32c = load_u32(welcome.data() + 12) & 0x800;
  client.self = process_id(hello, 16);
  client.peer = process_id(hello, 28);
  server.self = process_id(welcome, 16);
  const Json& ends = session["endpoints"];
  client.local.ip = server.remote.ip = static_cast<uint32_t>(ends["client_ip"].integer());
  client.local.port = server.remote.port = static_cast<uint16_t>(ends["client_port"].integer());
  client.remote.ip = server.local.ip = static_cast<uint32_t>(ends["server_ip"].integer());
  client.remote.port = server.local.port = static_cast<uint16_t>(ends["server_port"].integer());
}

void queue(Connection& from, const std::string& packet) {
  const uint32_t type = load_u32(packet.data() + 8);
  const Bytes body(packet.data() + 12, load_u32(packet.data()) - 16);
  if (type == magic::kInvokeReq) {
    ASSERT_TRUE(from.send_request(load_u64(body.data), body.drop(8)).ok());
  } else if (type == magic::kReqResult) {
    ASSERT_TRUE(from.send_result(load_u64(body.data), body.drop(8)).ok());
  } else {
    ASSERT_TRUE(from.send(type, body, {}).ok());
  }
}

void replay(const Json& session, size_t step) {
  Setup client_side;
  Setup server_side;
  make_setups(session, client_side, server_side);
  Connection client(client_side);
  Connection server(server_side);
  for (const Json& flush : session["flushes"].items()) {
    const bool to_server = flush["dir"].text() == "C>S";
    Connection& from = to_server ? client : server;
    Connection& to = to_server ? server : client;
    size_t expected = 0;
    for (const Json& packet : flush["packets"].items()) {
      const std::string bytes = from_hex(packet["bytes_incl_alignment"].text());
      const uint32_t type = packet["seq"].integer() >= 0 ? load_u32(bytes.data() + 8) : 0;
      // Set-up packets and pongs come by themselves.
      if (type && type != magic::kPong) queue(from, bytes);
      if (type == magic::kInvokeReq || type == magic::kReqResult) ++expected;
    }
    const std::string wire = written(from, step);
    ASSERT_EQ(flush["wire"].text(), to_hex(wire)) << flush["what"].text();
    const std::vector<Seen> seen = feed(to, wire, step);
    ASSERT_NE(ConnectionState::failed, to.state()) << flush["what"].text() << ": " << to.error().text;
    ASSERT_EQ(expected, seen.size()) << flush["what"].text();
    for (size_t i = 0; i < expected; ++i) {
      const std::string bytes = from_hex(flush["packets"][i]["bytes_incl_alignment"].text());
      EXPECT_EQ(load_u64(bytes.data() + 12), seen[i].query_id);
      EXPECT_EQ(bytes.substr(20, load_u32(bytes.data()) - 24), seen[i].body);
    }
  }
  EXPECT_TRUE(client.is_ready());
  EXPECT_TRUE(server.is_ready());
  EXPECT_EQ(session["negotiated_version"].integer(), client.version());
  EXPECT_EQ(session["server_schema"].integer() == 1, client.encrypted());
  EXPECT_EQ(session["crc_after_handshake"].text() == "crc32c", client.crc32c());
  EXPECT_EQ("", client.notice());
}

// Protocol reference, 1.6: nothing but the words of the document.
TEST(Sessions, the_documented_dumps) {
  const std::string nonce = from_hex(
      "2c000000 feffffff aa87cb7a 00000000 00 01 0000 00000000 00000000000000000000000000000000 9e0c1bcc");
  auto setup = client_setup();
  setup.crc32c = false;
  setup.peer = {0x0a000001, 2398, 0, 0};
  Connection client(setup);
  EXPECT_EQ(to_hex(nonce), to_hex(written(client)));
  feed(client, nonce);
  EXPECT_EQ(
      "2c000000fffffffff5ee8276000000000200000a0000921000bca0650100000a5e09000000000000d60f6dae",
      to_hex(written(client)));
  feed(client, from_hex("2c000000fffffffff5ee8276000000000100000a5e0909030000a0650200000a0000921000bca065a0f088d7"));
  ASSERT_TRUE(client.is_ready()) << client.error().text;
  EXPECT_EQ(777, client.peer_id().pid);
  ASSERT_TRUE(client.send_request(0x0102030405060708, Bytes(from_hex("c6b76b16"))).ok());
  EXPECT_EQ("1c000000000000003ddf74230807060504030201c6b76b16ec484cba", to_hex(written(client)));
  const auto seen = feed(client, from_hex("1c000000 00000000 4edaae63 0807060504030201 39d3ed3f 6f5c170a"));
  ASSERT_EQ(1u, seen.size());
  EXPECT_EQ(0x0102030405060708u, seen[0].query_id);
  EXPECT_EQ("39d3ed3f", to_hex(seen[0].body));
}

TEST(Sessions, recorded) {
  const Json file = Json::load(shared_path("vectors/rpc-vectors.json"));
  if (!file) GTEST_SKIP() << "no recorded vectors";
  size_t count = 0;
  for (const Json& session : file["sessions"].items()) {
#if !VKEXT_WITH_OPENSSL
    if (session["client_schema"].integer()) continue;
#endif
    for (const size_t step : {SIZE_MAX, size_t{1}, size_t{7}, size_t{16}}) {
      SCOPED_TRACE(session["name"].text() + ", pieces of " + std::to_string(step));
      replay(session, step);
    }
    ++count;
  }
#if VKEXT_WITH_OPENSSL
  EXPECT_EQ(11u, count);
#endif
}

}  // namespace
}  // namespace vkext::rpc
