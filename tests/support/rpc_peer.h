// Drives Connection objects without sockets: feeding bytes in pieces, taking what they write, slow packets by hand.
//
// Packets here are framed with code of its own (bit-by-bit checksums), so that a mistake in src/ cannot hide.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rpc/connection.h"
#include "support/hex.h"

namespace vkext::testing {

using rpc::Connection;
using rpc::ConnectionState;
using rpc::Encryption;
using rpc::Next;
using rpc::Packet;
using rpc::PacketKind;
using rpc::Role;
using rpc::Setup;

inline std::string le32(uint32_t v) {
  return {static_cast<char>(v & 0xff), static_cast<char>(v >> 8 & 0xff), static_cast<char>(v >> 16 & 0xff),
          static_cast<char>(v >> 24)};
}
inline std::string le64(uint64_t v) { return le32(static_cast<uint32_t>(v)) + le32(static_cast<uint32_t>(v >> 32)); }

inline uint32_t slow_crc(const std::string& bytes, bool castagnoli) {
  uint32_t v = ~0u;
  for (const char c : bytes) {
    v ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) v = v & 1 ? v >> 1 ^ (castagnoli ? 0x82f63b78 : 0xedb88320) : v >> 1;
  }
  return ~v;
}

inline std::string frame(int32_t seq, uint32_t type, const std::string& body, bool castagnoli = false) {
  const std::string head =
      le32(static_cast<uint32_t>(body.size() + 16)) + le32(static_cast<uint32_t>(seq)) + le32(type) + body;
  return head + le32(slow_crc(head, castagnoli));
}

// A packet as a test wants to compare it.
struct Seen {
  PacketKind kind;
  uint64_t query_id;
  std::string body;
};

// Feeds bytes, at most `step` at a time, and collects what comes out until the bytes or the connection end.
inline std::vector<Seen> feed(Connection& to, const std::string& bytes, size_t step = SIZE_MAX, int64_t now_ns = 1) {
  std::vector<Seen> seen;
  for (size_t at = 0; at < bytes.size() && to.state() != ConnectionState::failed;) {
    size_t room = 0;
    uint8_t* p = to.receive_room(room);
    if (!p || !room) {
      ADD_FAILURE() << "no room to receive";
      break;
    }
    const size_t n = std::min({step, room, bytes.size() - at});
    memcpy(p, bytes.data() + at, n);
    to.received(n, now_ns);
    at += n;
    Packet packet;
    while (to.next(packet) == Next::packet) {
      seen.push_back({packet.kind, packet.query_id, std::string(packet.body.bytes().text())});
    }
  }
  return seen;
}

// Everything the connection wants to write, as the socket would get it; `step` bytes of it at a time.
inline std::string written(Connection& from, size_t step = SIZE_MAX) {
  std::string all;
  for (;;) {
    const Bytes out = from.output();
    if (out.size == 0) return all;
    const size_t n = std::min(step, out.size);
    all += out.first(n).text();
    from.sent(n);
  }
}

// Both sides talk until neither has anything to say. What the server saw, then what the client saw.
inline void pump(Connection& client, Connection& server, std::vector<Seen>* at_server = nullptr,
                 std::vector<Seen>* at_client = nullptr, size_t step = SIZE_MAX) {
  while (client.has_output() || server.has_output()) {
    for (Seen& seen : feed(server, written(client, step), step)) {
      if (at_server) at_server->push_back(std::move(seen));
    }
    for (Seen& seen : feed(client, written(server, step), step)) {
      if (at_client) at_client->push_back(std::move(seen));
    }
  }
}

inline std::shared_ptr<const crypto::Key> test_key(char last = 'x') {
  return *crypto::Key::from_bytes(Bytes("tkey" + std::string(59, 'k') + last));
}

inline Setup client_setup(Encryption encryption = Encryption::none, int version = 1) {
  Setup setup;
  setup.role = Role::client;
  setup.version = version;
  setup.encryption = encryption;
  if (encryption != Encryption::none) setup.key = test_key();
  memcpy(setup.nonce, "abcdefghijklmnop", 16);
  memset(setup.x25519_scalar, 0x11, 32);
  setup.unix_time = 1'700'000'000;
  setup.self = {0x0a000002, 0, 4242, 0x65a0bc00};
  return setup;
}

inline Setup server_setup(Encryption encryption = Encryption::none, int version = 1) {
  Setup setup = client_setup(encryption, version);
  setup.role = Role::server;
  memcpy(setup.nonce, "ABCDEFGHIJKLMNOP", 16);
  memset(setup.x25519_scalar, 0x22, 32);
  setup.self = {0x0a000001, 2398, 777, 0x65a00000};
  return setup;
}

// The server's side of a plain set-up with CRC32, as bytes.
inline std::string plain_nonce() {
  return frame(-2, 0x7acb87aa, le32(0) + std::string("\0\1\0\0", 4) + std::string(20, '\0'));
}
inline std::string plain_handshake(uint32_t flags = 0) {
  return frame(-1, 0x7682eef5, le32(flags) + std::string(24, '\0'));
}

}  // namespace vkext::testing
