// Fuzz target: bytes of a stranger into a connection, both roles, with and without a key, in pieces of any size.
//
// The first byte chooses role, key and version, the second the size of the pieces. Whatever comes: no fault, an error
// with words when it fails, and slices that stay readable.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include "crypto/key_schedule.h"
#include "rpc/connection.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vkext;
  if (size < 2) return 0;
  const uint8_t choice = data[0];
  const size_t step = data[1] ? data[1] : size;
  data += 2;
  size -= 2;

  rpc::Setup setup;
  setup.role = choice & 1 ? rpc::Role::server : rpc::Role::client;
  setup.version = choice >> 1 & 3;
  if (setup.version > 2) setup.version = 1;
  setup.crc32c = choice >> 3 & 1;
  setup.unix_time = 1'700'000'000;
  memset(setup.nonce, 0x5a, sizeof setup.nonce);
  if (choice & 16) {
    setup.encryption = rpc::Encryption::either;
    auto key = crypto::Key::from_bytes(Bytes(std::string(64, 'k')));
    if (key.ok()) setup.key = *key;
  }
  rpc::Connection connection(setup);

  // Most inputs would end at the set-up: half of them get past it first.
  std::string opening;
  if ((choice & 32) && !(choice & 16) && setup.role == rpc::Role::client) {
    static const unsigned char kSetUp[] = {
        0x2c, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xaa, 0x87, 0xcb, 0x7a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0,    0, 0, 0, 0,    0,    0,    0,    0,    0};
    opening.assign(reinterpret_cast<const char*>(kSetUp), sizeof kSetUp);
    // CRC-32, bit by bit: the checksum of the code under test must not vouch for itself.
    uint32_t crc = ~0u;
    for (const char c : opening) {
      crc ^= static_cast<uint8_t>(c);
      for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    crc = ~crc;
    for (int i = 0; i < 4; ++i) opening.push_back(static_cast<char>(crc >> (8 * i)));
  }
  std::string all = opening + std::string(reinterpret_cast<const char*>(data), size);

  uint64_t seen = 0;
  for (size_t at = 0; at < all.size() && connection.state() != rpc::ConnectionState::failed;) {
    size_t room = 0;
    uint8_t* p = connection.receive_room(room);
    if (!p || !room) return 0;
    const size_t n = std::min({step, room, all.size() - at});
    memcpy(p, all.data() + at, n);
    connection.received(n, 1);
    at += n;
    rpc::Packet packet;
    while (connection.next(packet) == rpc::Next::packet) {
      for (size_t i = 0; i < packet.body.size(); ++i) seen += packet.body.data()[i];
      if (packet.kind == rpc::PacketKind::request) (void)connection.send_result(packet.query_id, packet.body.bytes());
    }
    const Bytes out = connection.output();
    connection.sent(out.size);
  }
  if (connection.state() == rpc::ConnectionState::failed && connection.error().text.empty()) abort();
  static volatile uint64_t sink;
  sink = seen;
  return 0;
}
