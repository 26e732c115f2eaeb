// Host names → addresses, inside the caller's deadline.
//
// Literals, then /etc/hosts, then what was asked in the last minute, then the name servers by libevent's evdns on an
// event base of its own that lives for one lookup. No thread, no blocking getaddrinfo. An interrupted lookup goes on
// when the same name is asked for again; several may be under way. What a server answered is bounded in number and believed for 60 s.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "rpc/loop.h"
#include "rpc/socket.h"

namespace vkext::rpc {

struct ResolverOptions {
  std::string hosts_file = "/etc/hosts";
  std::string resolv_conf = "/etc/resolv.conf";
  double keep_s = 60;
  double keep_failure_s = 5;
};

enum class Resolved : uint8_t { done, failed, timeout, interrupted };

// What ends the wait for a name servers' answer before the deadline does.
struct Patience {
  Interrupt interrupt;  // may be empty
  bool sleep = true;    // false: the look-up is begun or looked after, and no more
};

class Resolver {
 public:
  explicit Resolver(ResolverOptions options = {});
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // done: `out` has at least one address, in the order to try them. failed: `why` is a short reason without the name.
  // interrupted: the look-up goes on when the same name is asked for again.
  Resolved resolve(std::string_view host, int port, Deadline deadline, const Patience& patience,
                   std::vector<Address>& out, std::string& why);

  // Drops interrupted lookups nobody came back for.
  void forget_lookups();
  void after_fork();

  // Lookups that went to a name server.
  uint64_t asked() const { return asked_; }

 private:
  struct Lookup;
  struct Kept {
    std::vector<Address> addresses;  // port 0; empty: a failure
    std::string why;
    int64_t until_ns = 0;
  };

  bool in_hosts_file(const std::string& name, std::vector<Address>& out);
  void read_hosts_file();
  Resolved ask(const std::string& name, Deadline deadline, const Patience& patience, std::vector<Address>& out,
               std::string& why);
  void keep(const std::string& name, const std::vector<Address>& addresses, const std::string& why, double seconds);

  ResolverOptions options_;
  std::unordered_map<std::string, Kept> kept_;
  std::unordered_map<std::string, std::vector<Address>> hosts_;
  int64_t hosts_stamp_ = -1;  // modification time and size of the file that was read, mixed
  std::unordered_map<std::string, std::unique_ptr<Lookup>> lookups_;  // under way, by name
  uint64_t asked_ = 0;
};

}  // namespace vkext::rpc
