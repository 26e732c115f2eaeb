// The server's face: where it listens, how it sets connections up, when it stops.
//
// Single-threaded over libevent's epoll; one Server per process at a time is what it was made for, several work. run()
// returns after SIGTERM or SIGINT, when clients were told and what was answered has gone out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "serve/service.h"
#include "serve/session.h"

namespace vkext::serve {

struct ServerConfig {
  bool tcp = true;
  std::string host = "127.0.0.1";  // a literal address
  int port = 0;                    // 0: the system chooses
  std::string unix_path;           // "" = none
  std::string key_file;
  bool require_encryption = false;
  int version = 2;
  bool crc32c = true;
  size_t connections_max = 10'000;
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> open(const ServerConfig& config);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // "127.0.0.1:2398", "unix:/path": everything it listens on.
  const std::vector<std::string>& addresses() const;
  const rpc::ProcessId& identity() const;
  // Serves until a signal says stop.
  Status run(Service& service);
  const ServerState& state() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vkext::serve
