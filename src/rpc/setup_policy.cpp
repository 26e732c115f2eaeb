// Key, policy, process id, nonce. See setup_policy.h.
#include "rpc/setup_policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <ctime>

#include "base/error_codes.h"
#include "rpc/query_table.h"

namespace vkext::rpc {

crypto::Endpoint endpoint(const sockaddr_storage& storage) {
  crypto::Endpoint e;
  if (storage.ss_family == AF_INET) {
    const auto& in = reinterpret_cast<const sockaddr_in&>(storage);
    e.ip = ntohl(in.sin_addr.s_addr);
    e.port = ntohs(in.sin_port);
  } else if (storage.ss_family == AF_INET6) {
    const auto& in = reinterpret_cast<const sockaddr_in6&>(storage);
    e.v6 = true;
    e.port = ntohs(in.sin6_port);
    memcpy(e.address, &in.sin6_addr, sizeof e.address);
  } else if (storage.ss_family == AF_UNIX) {
    // The number at the end of the path stands for the port.
    const auto& un = reinterpret_cast<const sockaddr_un&>(storage);
    const size_t n = strnlen(un.sun_path, sizeof un.sun_path);
    unsigned port = 0;
    unsigned scale = 1;
    for (size_t i = n; i-- > 0 && un.sun_path[i] >= '0' && un.sun_path[i] <= '9' && scale < 100'000; scale *= 10) {
      port += static_cast<unsigned>(un.sun_path[i] - '0') * scale;
    }
    if (port <= 65535) e.port = static_cast<uint16_t>(port);
  }
  return e;
}

SetupPolicy::SetupPolicy(const ClientConfig& config) : config_(config) { after_fork(); }

void SetupPolicy::after_fork() {
  pid_ = getpid();
  start_time_ = static_cast<uint32_t>(time(nullptr));
}

Result<Setup> SetupPolicy::make(const Address& address, const Socket& socket) {
  if (!key_ && !config_.key_file.empty()) {
    auto key = crypto::Key::from_file(config_.key_file);
    if (key.ok()) {
      key_ = std::move(key.value());
      key_error_.clear();
    } else {
      key_error_ = key.error().text;  // perhaps only descriptors were short: the next connection looks again
    }
  }
  const bool trusted = address.is_unix() || address.is_loopback();
  Setup setup;
  setup.version = config_.protocol_version;
  setup.crc32c = config_.offer_crc32c;
  setup.strict_pid = config_.strict_pid;
  if (key_) {
    setup.encryption = trusted && !config_.require_encryption ? Encryption::either : Encryption::aes;
    setup.key = key_;
  } else if (config_.require_encryption) {
    return Error{codes::kNoConnection,
                 key_error_.empty() ? "encryption is required and there is no key (vkext.key_file)" : key_error_};
  } else if (!key_error_.empty() && !trusted) {
    // A key was asked for: going out in the clear because its file is unreadable would be a silent downgrade.
    return Error{codes::kNoConnection, key_error_};
  }
  if (key_) {  // in the clear nothing random is sent
    random_bytes(setup.nonce, sizeof setup.nonce);
    if (setup.version >= 2) random_bytes(setup.x25519_scalar, sizeof setup.x25519_scalar);
  }
  setup.unix_time = static_cast<uint32_t>(time(nullptr));

  setup.remote = endpoint(address.storage);
  sockaddr_storage own = {};
  socklen_t size = sizeof own;
  if (getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&own), &size) == 0) setup.local = endpoint(own);
  if (setup.local.port != 0 && setup.local.port == setup.remote.port && setup.local.ip == setup.remote.ip &&
      memcmp(setup.local.address, setup.remote.address, sizeof setup.local.address) == 0) {
    // A socket that looks for a dead server's port on this machine can be given that very port, and meets itself.
    return Error{codes::kNoConnection, "refused"};
  }
  setup.self.ip = trusted ? 0 : setup.local.ip;
  setup.self.pid = static_cast<uint16_t>(pid_);
  setup.self.start_time = start_time_;
  setup.expected_peer.ip = trusted ? 0 : setup.remote.ip;
  setup.expected_peer.port = setup.remote.port;
  return setup;
}

}  // namespace vkext::rpc
