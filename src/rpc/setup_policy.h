// Decides what a new connection offers: version, checksum, encryption, who we say we are.
//
// Reads the key on first use, and once more for each connection until that succeeds. Draws the nonce of every
// connection afresh. Trusts loopback and unix sockets with plaintext unless encryption is required; never sends a byte
// itself.
#pragma once

#include <cstdint>
#include <memory>

#include "rpc/client.h"
#include "rpc/handshake.h"
#include "rpc/socket.h"

namespace vkext::rpc {

// One end of a socket as the keys of version 0 mix it in.
crypto::Endpoint endpoint(const sockaddr_storage& storage);

class SetupPolicy {
 public:
  explicit SetupPolicy(const ClientConfig& config);

  // The error says why no connection can be made at all: a key that does not load, encryption without a key.
  Result<Setup> make(const Address& address, const Socket& socket);
  // This process is another one now.
  void after_fork();

 private:
  const ClientConfig& config_;
  std::shared_ptr<const crypto::Key> key_;
  std::string key_error_;
  uint32_t start_time_ = 0;
  int pid_ = 0;
};

}  // namespace vkext::rpc
