// Secrets: the key file, and what both sides derive from it for one connection.
//
// Key bytes are wiped when they go, stay out of core dumps where the system allows it, and appear in no message: a key
// is named by its public id only. Built without OpenSSL, keys load but nothing can be derived.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace vkext::crypto {

constexpr size_t kKeyFileBytesMin = 32;
constexpr size_t kKeyFileBytesMax = 256;
constexpr size_t kNonceBytes = 16;
constexpr size_t kPointBytes = 32;

// True when this build can encrypt.
bool available();

// Overwrites memory in a way the compiler may not drop.
void wipe(void* p, size_t n);

// A shared secret, as read from its file.
class Key {
 public:
  // 32…256 bytes whose first four are not all zero.
  static Result<std::shared_ptr<const Key>> from_bytes(Bytes bytes);
  // A file, or a directory with a link named `default` to one. The whole content is the key: nothing is trimmed.
  static Result<std::shared_ptr<const Key>> from_file(const std::string& path);
  // Every key in a folder, for a server: regular files of a key's length, links not followed. The one that the link
  // `default` names comes first. Two keys with one id are an error, and so is none.
  static Result<std::vector<std::shared_ptr<const Key>>> all_from(const std::string& path);
  ~Key();
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  // Public: the first four bytes, and the same as eight hex digits in the order of the file.
  uint32_t id() const { return load_u32(bytes_); }
  std::string id_text() const;
  Bytes secret() const { return {bytes_, size_}; }

 private:
  Key() = default;
  uint8_t* bytes_ = nullptr;  // pages of its own, kept out of dumps
  size_t size_ = 0;
};

// The two ends of a connection as version 0 mixes them into its keys. IPv4: `ip` is the number 0x0a000001 for 10.0.0.1;
// IPv6: v6 is true, ip 0, the address in network order. Unix: all zero but the server's port, the number at the end of
// the path.
struct Endpoint {
  uint32_t ip = 0;
  uint16_t port = 0;
  bool v6 = false;
  uint8_t address[16] = {};
};

// What goes into the keys besides the secret. Which fields count depends on the negotiated version.
struct KeyInputs {
  int version = 1;
  uint8_t server_nonce[kNonceBytes] = {};
  uint8_t client_nonce[kNonceBytes] = {};
  uint32_t client_time = 0;
  uint32_t server_time = 0;
  Endpoint client;
  Endpoint server;
  uint8_t shared[kPointBytes] = {};  // version 2: the X25519 secret
};

struct DirectionKey {
  uint8_t key[32] = {};
  uint8_t iv[16] = {};
  ~DirectionKey() { wipe(this, sizeof *this); }
};
struct ConnectionKeys {
  DirectionKey to_server;
  DirectionKey to_client;
};

Status derive_keys(Bytes secret, const KeyInputs& inputs, ConnectionKeys& keys);

// X25519 (RFC 7748). The shared secret of all zeros is an error: the peer sent a point of small order.
Status x25519_public(const uint8_t scalar[kPointBytes], uint8_t point[kPointBytes]);
Status x25519_shared(const uint8_t scalar[kPointBytes], const uint8_t point[kPointBytes], uint8_t shared[kPointBytes]);

}  // namespace vkext::crypto
