// Targets, their connections, and when a broken one may be tried again.
//
// A target is a host string and a port; everything else a connection depends on (key, encryption, version, unix
// sockets) is the same for the whole client. Connections outlive requests; handles do not. Bounded: at most
// max_connections sockets, the longest idle one goes first. Sends nothing and waits for nothing but names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "rpc/client.h"
#include "rpc/link.h"
#include "rpc/loop.h"
#include "rpc/resolve.h"
#include "rpc/setup_policy.h"

namespace vkext::rpc {

struct Target {
  std::string host;
  int port = 0;
  std::string label;            // how messages name it: host:port, [v6]:port, unix:/path
  std::vector<uint32_t> links;  // open ones, in any state
  uint32_t turn = 0;            // round robin
  // Back-off. failures counts set-ups in a row that failed; the first attempt after a success is free.
  int failures = 0;
  int64_t retry_at_ns = 0;
  int64_t failed_at_ns = 0;
  std::string failure;          // without the label
  const char* phase = "connect";
  bool watched = false;         // somebody wants to know of a set-up's end, of room to write, of a loss
};

// What new_rpc_connection gave out: a target and the numbers that belong to the script.
struct Handle {
  uint32_t target = kNone;
  double connect_limit_s = 0.3;
  double reconnect_timeout_s = 17;
};

class Pool {
 public:
  explicit Pool(const ClientConfig& config);
  ~Pool();

  // Finds or makes the target; kNone when it cannot be one (a port out of range, an impossible path): `why`.
  uint32_t find(std::string_view host, int port, std::string& why);
  Target& target(uint32_t i) { return *targets_[i]; }

  // Numbers from 1; the same three values give the same number within a request.
  uint32_t make_handle(uint32_t target, double connect_limit_s, double reconnect_timeout_s);
  const Handle* handle(uint32_t number) const {
    return number != 0 && number <= handles_.size() ? &handles_[number - 1] : nullptr;
  }
  void drop_handles();

  // Where to connect, in order, unix socket first when that is wanted.
  Resolved addresses(const Target& target, Deadline deadline, const Patience& patience, std::vector<Address>& out,
                     std::string& why);

  // A free slot for a connection of this target, or null when the limit is reached: then close oldest_idle().
  // `in_place`: one of those that are open does not count, because it is about to be closed.
  Link* take_slot(uint32_t target, bool in_place = false);
  Link* oldest_idle();
  // Slots by number, closed ones included.
  uint32_t slots() const { return static_cast<uint32_t>(links_.size()); }
  Link& link(uint32_t i) { return *links_[i]; }
  uint32_t open_links() const { return open_; }
  // The link's lists are empty; unwatches and closes it.
  void close(Link& link, Loop& loop);

  // The outcome of a set-up, for the back-off. `cap_s`: the longest pause.
  void set_up_failed(Target& target, std::string why, const char* phase, double cap_s);
  void set_up_done(Target& target);
  // A connection that had been ready broke. A short life without one answer counts as a failed set-up.
  void lost(Target& target, bool short_lived, const std::string& why, double cap_s);

  template <class Visit>
  void each_target(Visit visit) const {
    for (const auto& target : targets_) {
      if (target) visit(*target);
    }
  }

  // Forgets targets nobody uses when there are very many; for a request's end.
  void forget_unused();

  SetupPolicy& policy() { return policy_; }
  Resolver& resolver() { return resolver_; }

 private:
  void back_off(Target& target, double cap_s);
  std::string unix_path(int port);

  const ClientConfig& config_;
  SetupPolicy policy_;
  Resolver resolver_;
  std::vector<std::unique_ptr<Target>> targets_;  // null: forgotten
  std::unordered_map<std::string, uint32_t> by_name_;
  std::string name_;  // scratch for look-ups
  std::vector<Handle> handles_;
  std::vector<std::unique_ptr<Link>> links_;
  uint32_t open_ = 0;
  std::string user_;
  bool user_known_ = false;
  uint64_t jitter_ = 0;
};

}  // namespace vkext::rpc
