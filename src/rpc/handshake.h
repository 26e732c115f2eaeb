// The set-up of a connection, both roles: nonce, choice of encryption and version, handshake, checksum.
//
// Sans-I/O: packet bodies go in, packet bodies and decisions come out. Nonces, times, scalars and ids are inputs: this
// file draws no randomness and reads no clock. A refusal names its reason (key id, clock delta), never key bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/crc32.h"
#include "base/result.h"
#include "crypto/key_schedule.h"
#include "rpc/packet.h"

namespace vkext::rpc {

enum class Role : uint8_t { client, server };

// Client: what is offered. Server: `none` and `either` answer plaintext to whoever can speak it, `aes` to nobody.
// The numbers are the wire's.
enum class Encryption : uint8_t { none = 0, aes = 1, either = 2 };

struct ProcessId {
  uint32_t ip = 0;
  uint16_t port = 0;
  uint16_t pid = 0;
  uint32_t start_time = 0;
};
constexpr size_t kProcessIdBytes = 12;
constexpr uint32_t kClockSkewMax = 30;  // seconds; exactly this much is accepted

// Everything one set-up depends on. The caller fills nonce (but not for plain text, where nothing depends on it) and
// x25519_scalar from the system's generator, for every connection anew.
struct Setup {
  Role role = Role::client;
  int version = 1;  // the highest we speak: 0, 1, 2
  Encryption encryption = Encryption::none;
  std::shared_ptr<const crypto::Key> key;  // needed for aes; without it `either` acts as `none`
  // Server: more keys that clients may name. May be null.
  std::shared_ptr<const std::vector<std::shared_ptr<const crypto::Key>>> other_keys;
  bool crc32c = true;                      // client: offer it; server: agree to it
  bool strict_pid = false;                 // process ids that do not match are an error, not a notice
  uint8_t nonce[crypto::kNonceBytes] = {};
  uint8_t x25519_scalar[crypto::kPointBytes] = {};  // version 2 only
  uint32_t unix_time = 0;                           // wall clock, for the nonce and the skew check
  ProcessId self;
  ProcessId peer;           // client: sent as "who I think you are" (zeros are always accepted)
  ProcessId expected_peer;  // compared with the peer's own id where not zero
  // Packets behind the set-up are numbered from here, both ways. Always 0 on a wire; tests begin near the end.
  uint32_t first_seq = 0;
  // The socket's two ends, for the keys of version 0 only.
  crypto::Endpoint local;
  crypto::Endpoint remote;
};

enum class SetupState : uint8_t { nonce, handshake, ready, failed };

class Handshake {
 public:
  explicit Handshake(Setup setup);
  ~Handshake();
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;

  SetupState state() const { return state_; }
  const Setup& setup() const { return setup_; }

  // Client: the first packet's body. Fails when the set-up cannot work at all (encryption required without a key).
  Status start(Buffer& body);

  // A packet of the set-up with the sequence number it came with. What must be answered is left in `reply` (a nonce in
  // state nonce, a handshake or handshake error in state handshake; empty for none). With an error: close, after the
  // reply went out when there is one.
  Status packet(int32_t seq, uint32_t type, Bytes body, Buffer& reply, uint32_t& reply_type);

  // After the nonces: true when everything from the handshake packet on is encrypted; keys() hold until release_keys().
  bool encrypted() const { return encrypted_; }
  const crypto::ConnectionKeys& keys() const { return keys_; }
  void release_keys();
  int version() const { return version_; }
  // After the handshakes: the checksum of packets with seq >= 0.
  Crc crc() const { return crc_; }
  const ProcessId& peer_id() const { return peer_id_; }
  // What is odd but no reason to stop: process ids that do not match. Empty mostly.
  const std::string& notice() const { return notice_; }
  // The code of a received handshake error packet; 0 for none.
  int peer_error() const { return peer_error_; }

 private:
  // What a nonce packet says.
  struct Nonce {
    uint32_t key_id = 0;
    uint8_t schema = 0;
    uint8_t version = 0;
    uint32_t time = 0;
    uint8_t nonce[crypto::kNonceBytes] = {};
    uint8_t point[crypto::kPointBytes] = {};
  };

  Status read_nonce(Bytes body, Nonce& nonce);
  // The nonce of the other role.
  Status server_nonce(const Nonce& nonce, Buffer& reply, uint32_t& reply_type);
  Status client_nonce(const Nonce& nonce, Buffer& reply, uint32_t& reply_type);
  Status handshake(int32_t seq, uint32_t type, Bytes body, Buffer& reply, uint32_t& reply_type);
  Status derive(const Nonce& peer);
  Status check_clock(const Nonce& peer);
  Status check_process_ids(const ProcessId& sender, const ProcessId& addressee, int& code);
  Status append_nonce(Buffer& out, uint32_t key_id, Encryption schema, int version);
  void append_handshake(Buffer& out, uint32_t flags, const ProcessId& peer);
  Error fail(std::string text);

  Setup setup_;
  SetupState state_ = SetupState::nonce;
  Encryption offered_ = Encryption::none;  // client: what our nonce said
  bool encrypted_ = false;
  int version_ = 0;
  Crc crc_ = Crc::ieee;
  ProcessId peer_id_;
  crypto::ConnectionKeys keys_;
  std::string notice_;
  int peer_error_ = 0;
};

}  // namespace vkext::rpc
