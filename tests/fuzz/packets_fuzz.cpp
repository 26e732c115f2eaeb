// Fuzz target: a peer whose frames are good and whose contents are anything: set-up of both roles, and what follows.
//
// The input is a row of packets: type, a hint for the number, length, body. Number and checksum are made right here (with
// a CRC of its own), or nearly right, so that the input gets behind the frame; a set-up packet of the right shape may be
// asked for. Whatever comes: an error with words, or packets that can be read.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include "crypto/key_schedule.h"
#include "rpc/connection.h"

namespace {

using namespace vkext;
using namespace vkext::rpc;

void put32(std::string& out, uint32_t v) {
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<char>(v >> (8 * i)));
}

uint32_t slow_crc(const std::string& bytes, bool castagnoli) {
  uint32_t crc = ~0u;
  for (const char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ (castagnoli ? 0x82f63b78u : 0xedb88320u) : crc >> 1;
  }
  return ~crc;
}

struct Input {
  const uint8_t* data;
  size_t left;
  uint8_t byte() {
    if (left == 0) return 0;
    --left;
    return *data++;
  }
  std::string bytes(size_t n) {
    n = std::min(n, left);
    std::string out(reinterpret_cast<const char*>(data), n);
    data += n;
    left -= n;
    return out;
  }
};

constexpr uint32_t kTypes[] = {magic::kNonce,      magic::kHandshake, magic::kHandshakeError, magic::kPing,
                               magic::kPong,       magic::kInvokeReq, magic::kReqResult,      magic::kReqError,
                               magic::kCancelReq,  magic::kServerWantsFin, magic::kClientWantsFin, 0x12345678};

// The body of a set-up packet that could be meant seriously; the input decides what is odd about it.
std::string nonce_body(Input& in) {
  const uint8_t how = in.byte();
  std::string body = how & 1 ? std::string("kkkk") : std::string(4, '\0');
  body.push_back(static_cast<char>(how >> 1 & 3));
  body.push_back(static_cast<char>(how >> 3 & 3));
  body.append(2, '\0');
  put32(body, how & 32 ? 1'700'000'000u : 0);
  body.append(16, how & 64 ? 'n' : '\0');
  if (how & 128) body += in.bytes(32);
  return body;
}

std::string handshake_body(Input& in) {
  const uint8_t how = in.byte();
  std::string body;
  put32(body, how & 1 ? 0x800u : how & 2 ? 0x1000u : how >> 4);
  return body + std::string(24, '\0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input in{data, size};
  const uint8_t choice = in.byte();
  const size_t step = std::max<size_t>(in.byte(), 1);
  Setup setup;
  setup.role = choice & 1 ? Role::server : Role::client;
  setup.version = std::min(choice >> 1 & 3, 2);
  setup.crc32c = choice >> 3 & 1;
  setup.strict_pid = choice & 16;
  setup.unix_time = 1'700'000'000;
  memset(setup.nonce, 0x5a, sizeof setup.nonce);
  memset(setup.x25519_scalar, 3, sizeof setup.x25519_scalar);
  if (choice & 32) {
    auto key = crypto::Key::from_bytes(Bytes(std::string(64, 'k')));
    if (key.ok()) setup.key = *key;
    setup.encryption = choice & 64 ? Encryption::aes : Encryption::either;
  }
  Connection connection(setup);
  (void)connection.send_request(77, Bytes("waiting for the set-up..", 24));

  int32_t seq = -2;
  uint64_t seen = 0;
  int64_t now = 1;
  while (in.left && connection.state() != ConnectionState::failed) {
    const uint8_t kind = in.byte();
    std::string body;
    uint32_t type = kTypes[kind % (sizeof kTypes / sizeof *kTypes)];
    if (kind & 128) {
      type = seq == -2 ? magic::kNonce : magic::kHandshake;
      body = seq == -2 ? nonce_body(in) : handshake_body(in);
    } else {
      body = in.bytes(in.byte());
    }
    std::string packet;
    put32(packet, static_cast<uint32_t>(body.size() + 16));
    put32(packet, static_cast<uint32_t>(seq) + (kind == 127 ? 1 : 0));
    put32(packet, type);
    packet += body;
    put32(packet, slow_crc(packet, seq >= 0 && connection.crc32c()));
    ++seq;
    for (size_t at = 0; at < packet.size() && connection.state() != ConnectionState::failed;) {
      size_t room = 0;
      uint8_t* p = connection.receive_room(room);
      if (!p || !room) return 0;
      const size_t n = std::min({step, room, packet.size() - at});
      memcpy(p, packet.data() + at, n);
      connection.received(n, ++now);
      at += n;
      Packet got;
      while (connection.next(got) == Next::packet) {
        for (size_t i = 0; i < got.body.size(); ++i) seen += got.body.data()[i];
        if (got.kind == PacketKind::request) (void)connection.send_result(got.query_id, got.body.bytes());
        if (got.kind == PacketKind::fin) (void)connection.send_fin();
      }
      if (kind & 64) (void)connection.ping();
      const Bytes out = connection.output();
      connection.sent(kind & 32 ? out.size / 2 : out.size);
    }
    if (kind == 126) connection.cut_unsent();
  }
  connection.peer_closed();
  if (connection.state() != ConnectionState::failed || connection.error().text.empty()) abort();
  static volatile uint64_t sink;
  sink = seen;
  return 0;
}
