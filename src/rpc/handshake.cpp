// Reads and writes the two packets of the set-up and makes every check the protocol asks for.
//
// Whatever fails here fails the connection: nothing is guessed and nothing is downgraded. The order of checks is the
// order of trust: sizes, then policy, then keys.
#include "rpc/handshake.h"

#include <cstdio>
#include <cstring>

#include "base/error_codes.h"

namespace vkext::rpc {
namespace {

constexpr size_t kNonceBodyBytes = 28;
constexpr size_t kNonceV2BodyBytes = kNonceBodyBytes + crypto::kPointBytes;
constexpr size_t kHandshakeBodyBytes = 28;
constexpr uint32_t kLowFlags = 0xff;
constexpr uint32_t kCrc32cFlag = 0x800;

// Codes of the handshake error packet.
constexpr int kWrongSize = -3;
constexpr int kNotMe = -4;
constexpr int kLowFlagsSet = -7;

std::string hex(uint32_t v) {
  char text[16];
  snprintf(text, sizeof text, "0x%08x", v);
  return text;
}

// A key id in the order of the file's bytes, as Key::id_text() writes it.
std::string id_text(uint32_t id) {
  char text[16];
  snprintf(text, sizeof text, "%02x%02x%02x%02x", id & 0xff, id >> 8 & 0xff, id >> 16 & 0xff, id >> 24);
  return text;
}

std::string process_text(const ProcessId& id) {
  char text[80];
  snprintf(text, sizeof text, "[%u.%u.%u.%u:%u:%u:%u]", id.ip >> 24, id.ip >> 16 & 0xff, id.ip >> 8 & 0xff,
           id.ip & 0xff, id.port, id.pid, id.start_time);
  return text;
}

ProcessId load_process_id(const uint8_t* p) {
  return {load_u32(p), load_u16(p + 4), load_u16(p + 6), load_u32(p + 8)};
}

void store_process_id(uint8_t* p, const ProcessId& id) {
  store_u32(p, id.ip);
  store_u16(p + 4, id.port);
  store_u16(p + 6, id.pid);
  store_u32(p + 8, id.start_time);
}

// Zero, on either side, says nothing.
template <class T>
bool differ(T a, T b) {
  return a && b && a != b;
}
bool differ(const ProcessId& a, const ProcessId& b) {
  return differ(a.ip, b.ip) || differ(a.port, b.port) || differ(a.pid, b.pid) || differ(a.start_time, b.start_time);
}

}  // namespace

Handshake::Handshake(Setup setup) : setup_(std::move(setup)) {}

Handshake::~Handshake() { crypto::wipe(setup_.x25519_scalar, sizeof setup_.x25519_scalar); }

void Handshake::release_keys() { crypto::wipe(&keys_, sizeof keys_); }

Error Handshake::fail(std::string text) {
  state_ = SetupState::failed;
  return Error{codes::kNoConnection, std::move(text)};
}

Status Handshake::append_nonce(Buffer& out, uint32_t key_id, Encryption schema, int version) {
  uint8_t body[kNonceV2BodyBytes] = {};
  const size_t size = version >= 2 ? kNonceV2BodyBytes : kNonceBodyBytes;
  store_u32(body, key_id);
  body[4] = static_cast<uint8_t>(schema);
  body[5] = static_cast<uint8_t>(version);
  if (schema != Encryption::none) {  // in plaintext nobody needs to learn our clock or our randomness
    store_u32(body + 8, setup_.unix_time);
    memcpy(body + 12, setup_.nonce, sizeof setup_.nonce);
    if (version >= 2) VKEXT_CHECK(crypto::x25519_public(setup_.x25519_scalar, body + kNonceBodyBytes));
  }
  out.append(body, size);
  return Done{};
}

void Handshake::append_handshake(Buffer& out, uint32_t handshake_flags, const ProcessId& peer) {
  uint8_t body[kHandshakeBodyBytes];
  store_u32(body, handshake_flags);
  store_process_id(body + 4, setup_.self);
  store_process_id(body + 4 + kProcessIdBytes, peer);
  out.append(body, sizeof body);
}

Status Handshake::start(Buffer& body) {
  if (setup_.role == Role::server) return Done{};
  offered_ = setup_.encryption;
  if (offered_ == Encryption::either && (!setup_.key || !crypto::available())) offered_ = Encryption::none;
  if (offered_ == Encryption::aes) {
    if (!setup_.key) return fail("encryption is required but there is no key");
    if (!crypto::available()) return fail("encryption is required but vkext was built without OpenSSL");
  }
  if (offered_ != Encryption::none && setup_.version == 0 && setup_.remote.v6) {
    return fail("protocol version 0 cannot encrypt over IPv6: peers disagree on its keys");
  }
  const uint32_t id = offered_ == Encryption::none ? 0 : setup_.key->id();
  Status status = append_nonce(body, id, offered_, setup_.version);
  if (!status.ok()) state_ = SetupState::failed;
  return status;
}

Status Handshake::packet(int32_t seq, uint32_t type, Bytes body, Buffer& reply, uint32_t& reply_type) {
  reply_type = 0;
  Status status = Done{};
  if (state_ == SetupState::handshake) {
    status = handshake(seq, type, body, reply, reply_type);
  } else if (state_ != SetupState::nonce || seq != kNonceSeq || type != magic::kNonce) {
    return fail("expected a nonce, got packet type " + hex(type) + " with number " + std::to_string(seq));
  } else {
    Nonce nonce;
    status = read_nonce(body, nonce);
    if (status.ok()) {
      status = setup_.role == Role::client ? server_nonce(nonce, reply, reply_type)
                                           : client_nonce(nonce, reply, reply_type);
    }
  }
  if (!status.ok()) state_ = SetupState::failed;
  return status;
}

Status Handshake::read_nonce(Bytes body, Nonce& nonce) {
  if (body.size < kNonceBodyBytes) return fail("nonce of " + std::to_string(body.size) + " bytes");
  const uint8_t* p = body.data;
  nonce.key_id = load_u32(p);
  nonce.schema = p[4];
  nonce.version = p[5];
  nonce.time = load_u32(p + 8);
  memcpy(nonce.nonce, p + 12, sizeof nonce.nonce);
  if (nonce.version >= 2) {
    if (body.size < kNonceV2BodyBytes) return fail("nonce of version 2 without its X25519 point");
    memcpy(nonce.point, p + kNonceBodyBytes, sizeof nonce.point);
  }
  return Done{};
}

Status Handshake::check_clock(const Nonce& peer) {
  const int64_t delta = int64_t{peer.time} - int64_t{setup_.unix_time};
  if (delta <= int64_t{kClockSkewMax} && delta >= -int64_t{kClockSkewMax}) return Done{};
  return fail("the clocks differ by " + std::to_string(delta) + " seconds (theirs minus ours); encryption allows " +
              std::to_string(kClockSkewMax));
}

Status Handshake::derive(const Nonce& peer) {
  const bool client = setup_.role == Role::client;
  if (version_ == 0 && setup_.remote.v6) {
    return fail("protocol version 0 cannot encrypt over IPv6: peers disagree on its keys");
  }
  crypto::KeyInputs in;
  in.version = version_;
  memcpy(in.client_nonce, client ? setup_.nonce : peer.nonce, crypto::kNonceBytes);
  memcpy(in.server_nonce, client ? peer.nonce : setup_.nonce, crypto::kNonceBytes);
  in.client_time = client ? setup_.unix_time : peer.time;
  in.server_time = client ? peer.time : setup_.unix_time;
  in.client = client ? setup_.local : setup_.remote;
  in.server = client ? setup_.remote : setup_.local;
  Status status = Done{};
  if (version_ >= 2) status = crypto::x25519_shared(setup_.x25519_scalar, peer.point, in.shared);
  if (status.ok()) status = crypto::derive_keys(setup_.key->secret(), in, keys_);
  crypto::wipe(in.shared, sizeof in.shared);
  encrypted_ = status.ok();
  return status;
}

Status Handshake::server_nonce(const Nonce& nonce, Buffer& reply, uint32_t& reply_type) {
  if (nonce.schema > 1) return fail("the server chose encryption schema " + std::to_string(nonce.schema));
  if (nonce.version > setup_.version) {
    return fail("the server chose protocol version " + std::to_string(nonce.version) + ", we offered " +
                std::to_string(setup_.version));
  }
  version_ = nonce.version;
  if (nonce.schema == 0) {
    if (offered_ == Encryption::aes) {
      return fail("the server refuses encryption, which is required (our key id is " + setup_.key->id_text() + ")");
    }
    if (nonce.key_id) return fail("the server chose plaintext but named key id " + id_text(nonce.key_id));
  } else {
    if (offered_ == Encryption::none) return fail("the server chose encryption, which was not offered");
    if (nonce.key_id != setup_.key->id()) {
      return fail("the server named key id " + id_text(nonce.key_id) + ", ours is " + setup_.key->id_text());
    }
    VKEXT_CHECK(check_clock(nonce));
    VKEXT_CHECK(derive(nonce));
  }
  state_ = SetupState::handshake;
  reply_type = magic::kHandshake;
  append_handshake(reply, setup_.crc32c ? kCrc32cFlag : 0, setup_.peer);
  return Done{};
}

Status Handshake::client_nonce(const Nonce& nonce, Buffer& reply, uint32_t& reply_type) {
  version_ = nonce.version < setup_.version ? nonce.version : setup_.version;
  const bool plain_allowed = setup_.encryption != Encryption::aes;
  const bool wants_aes = nonce.schema == static_cast<uint8_t>(Encryption::aes);
  const bool wants_plain = nonce.schema == static_cast<uint8_t>(Encryption::none);
  if (wants_plain && !plain_allowed) return fail("the client cannot encrypt, which is required");
  const bool aes = wants_aes || !plain_allowed;
  if (aes) {
    if (setup_.key && setup_.other_keys && nonce.key_id != setup_.key->id()) {
      for (const auto& other : *setup_.other_keys) {
        if (other->id() == nonce.key_id) setup_.key = other;
      }
    }
    if (!setup_.key) return fail("the client wants encryption with key " + id_text(nonce.key_id) + "; there is no key");
    if (nonce.key_id != setup_.key->id()) {
      return fail("the client named key id " + id_text(nonce.key_id) + ", ours is " + setup_.key->id_text());
    }
    VKEXT_CHECK(check_clock(nonce));
    VKEXT_CHECK(derive(nonce));
  }
  VKEXT_CHECK(append_nonce(reply, aes ? nonce.key_id : 0, aes ? Encryption::aes : Encryption::none, version_));
  reply_type = magic::kNonce;
  state_ = SetupState::handshake;
  return Done{};
}

Status Handshake::check_process_ids(const ProcessId& sender, const ProcessId& addressee, int& code) {
  std::string text;
  if (differ(sender, setup_.expected_peer)) {
    text = "the peer calls itself " + process_text(sender) + ", expected " + process_text(setup_.expected_peer);
  } else if (differ(addressee, setup_.self)) {
    text = "the peer calls us " + process_text(addressee) + ", we are " + process_text(setup_.self);
  }
  if (text.empty()) return Done{};
  if (!setup_.strict_pid) {
    notice_ = std::move(text);
    return Done{};
  }
  code = kNotMe;
  return fail(std::move(text));
}

Status Handshake::handshake(int32_t seq, uint32_t type, Bytes body, Buffer& reply, uint32_t& reply_type) {
  if (seq == kHandshakeSeq && type == magic::kHandshakeError) {
    if (body.size < 4) return fail("the peer refused the handshake without saying why");
    peer_error_ = static_cast<int>(load_u32(body.data));
    return fail("the peer refused the handshake with error " + std::to_string(peer_error_));
  }
  if (seq != kHandshakeSeq || type != magic::kHandshake) {
    return fail("expected a handshake, got packet type " + hex(type) + " with number " + std::to_string(seq));
  }
  int code = 0;
  Status status = Done{};
  uint32_t handshake_flags = 0;
  if (body.size != kHandshakeBodyBytes) {
    code = kWrongSize;
    status = fail("handshake of " + std::to_string(body.size) + " bytes");
  } else {
    handshake_flags = load_u32(body.data);
    peer_id_ = load_process_id(body.data + 4);
    if (handshake_flags & kLowFlags) {
      code = kLowFlagsSet;
      status = fail("handshake with unknown flags " + hex(handshake_flags));
    } else {
      status = check_process_ids(peer_id_, load_process_id(body.data + 4 + kProcessIdBytes), code);
    }
  }
  const bool crc32c = handshake_flags & kCrc32cFlag && setup_.crc32c;
  if (setup_.role == Role::client) {
    if (!status.ok()) return status;
    if (handshake_flags & kCrc32cFlag && !setup_.crc32c) return fail("the server chose CRC32C, which was not offered");
  } else if (!status.ok()) {
    uint8_t error[4 + kProcessIdBytes];
    store_u32(error, static_cast<uint32_t>(code));
    store_process_id(error + 4, setup_.self);
    reply.append(error, sizeof error);
    reply_type = magic::kHandshakeError;
    return status;
  } else {
    append_handshake(reply, crc32c ? kCrc32cFlag : 0, peer_id_);
    reply_type = magic::kHandshake;
  }
  crc_ = crc32c ? Crc::castagnoli : Crc::ieee;
  state_ = SetupState::ready;
  return Done{};
}

}  // namespace vkext::rpc
