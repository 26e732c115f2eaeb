// Look-ups, slots and the back-off. See pool.h.
#include "rpc/pool.h"

#include <netinet/in.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace vkext::rpc {

namespace {

constexpr std::string_view kUnixPrefix = "unix:";
constexpr double kFirstPauseS = 0.1;
// Beyond this many, targets without a connection are forgotten between requests.
constexpr size_t kTargetsKept = 1024;

bool is_unix(std::string_view host) { return host.substr(0, kUnixPrefix.size()) == kUnixPrefix; }

std::string make_label(std::string_view host, int port) {
  if (is_unix(host)) return std::string(host);
  const bool bare_v6 = host.find(':') != std::string_view::npos && host.front() != '[';
  std::string label = bare_v6 ? '[' + std::string(host) + ']' : std::string(host);
  return label + ':' + std::to_string(port);
}

bool is_127_0_0_1(const Address& a) {
  if (a.family() != AF_INET) return false;
  return reinterpret_cast<const sockaddr_in&>(a.storage).sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

}  // namespace

Pool::Pool(const ClientConfig& config) : config_(config), policy_(config) {}
Pool::~Pool() = default;

uint32_t Pool::find(std::string_view host, int port, std::string& why) {
  const bool is_path = is_unix(host);
  if (is_path) port = 0;
  name_.assign(host);
  name_ += '\n';
  name_ += std::to_string(port);
  const auto known = by_name_.find(name_);
  if (known != by_name_.end()) return known->second;

  Address ignored;
  if (host.empty() || host.size() > 300) {
    why = "not a host";
  } else if (is_path && !unix_address(host.substr(kUnixPrefix.size()), ignored)) {
    why = "the path of a unix socket has 1 to 107 bytes";
  } else if (!is_path && (port < 1 || port > 65535)) {
    why = "a port is 1 to 65535";
  } else {
    auto target = std::make_unique<Target>();
    target->host = host;
    target->port = port;
    target->label = make_label(host, port);
    const auto hole = std::find(targets_.begin(), targets_.end(), nullptr);
    const auto i = static_cast<uint32_t>(hole - targets_.begin());
    if (hole == targets_.end()) {
      targets_.push_back(std::move(target));
    } else {
      *hole = std::move(target);
    }
    by_name_[name_] = i;
    return i;
  }
  return kNone;
}

uint32_t Pool::make_handle(uint32_t target, double connect_limit_s, double reconnect_timeout_s) {
  // Scripts open the same few targets again and again: the newest handles are the likely ones.
  for (size_t i = handles_.size(), looked = 0; i-- > 0 && looked < 64; ++looked) {
    const Handle& h = handles_[i];
    if (h.target == target && h.connect_limit_s == connect_limit_s && h.reconnect_timeout_s == reconnect_timeout_s) {
      return static_cast<uint32_t>(i + 1);
    }
  }
  handles_.push_back({target, connect_limit_s, reconnect_timeout_s});
  return static_cast<uint32_t>(handles_.size());
}

void Pool::drop_handles() {
  handles_.clear();
  if (handles_.capacity() > 1024) handles_.shrink_to_fit();
}

std::string Pool::unix_path(int port) {
  if (!user_known_) {
    user_known_ = true;
    char buffer[2048];
    passwd entry = {};
    passwd* found = nullptr;
    if (getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found) user_ = found->pw_name;
  }
  if (user_.empty()) return {};
  return config_.unix_socket_directory + '/' + user_ + '/' + std::to_string(port);
}

Resolved Pool::addresses(const Target& target, Deadline deadline, const Patience& patience,
                         std::vector<Address>& out, std::string& why) {
  if (is_unix(target.host)) {
    Address address;
    unix_address(std::string_view(target.host).substr(kUnixPrefix.size()), address);  // find() has checked it
    out.assign(1, address);
    return Resolved::done;
  }
  const Resolved how = resolver_.resolve(target.host, target.port, deadline, patience, out, why);
  if (how == Resolved::done && config_.use_unix && is_127_0_0_1(out[0])) {
    Address address;
    if (unix_address(unix_path(target.port), address)) out.insert(out.begin(), address);
  }
  return how;
}

Link* Pool::take_slot(uint32_t target, bool in_place) {
  if (open_ - (in_place ? 1 : 0) >= static_cast<uint32_t>(std::max(config_.max_connections, 1))) return nullptr;
  const auto hole = std::find_if(links_.begin(), links_.end(), [](const auto& link) { return !link->is_open(); });
  Link* link = nullptr;
  if (hole != links_.end()) {
    link = hole->get();
  } else {
    links_.push_back(std::make_unique<Link>());
    link = links_.back().get();
    link->index = static_cast<uint32_t>(links_.size() - 1);
  }
  link->target = target;
  targets_[target]->links.push_back(link->index);
  ++open_;
  return link;
}

Link* Pool::oldest_idle() {
  Link* oldest = nullptr;
  for (const auto& link : links_) {
    if (link->is_idle() && (!oldest || link->used_ns < oldest->used_ns)) oldest = link.get();
  }
  return oldest;
}

void Pool::close(Link& link, Loop& loop) {
  loop.unwatch(link.index);
  auto& siblings = targets_[link.target]->links;
  siblings.erase(std::remove(siblings.begin(), siblings.end(), link.index), siblings.end());
  link.reset();
  --open_;
}

void Pool::back_off(Target& target, double cap_s) {
  // Doubling with full jitter: thousands of workers that lost the same server must not come back together.
  double longest = kFirstPauseS;
  for (int i = 1; i < target.failures && longest < cap_s; ++i) longest *= 2;
  longest = std::min(longest, std::max(cap_s, 0.0));
  if (!jitter_) random_bytes(&jitter_, sizeof jitter_);
  jitter_ = jitter_ * 6364136223846793005u + 1442695040888963407u;
  const double share = static_cast<double>(jitter_ >> 11) / static_cast<double>(uint64_t{1} << 53);
  target.failed_at_ns = now_ns();
  target.retry_at_ns = target.failed_at_ns + static_cast<int64_t>(longest * share * 1e9);
}

void Pool::set_up_failed(Target& target, std::string why, const char* phase, double cap_s) {
  ++target.failures;
  target.failure = std::move(why);
  target.phase = phase;
  back_off(target, cap_s);
}

void Pool::set_up_done(Target& target) {
  target.retry_at_ns = 0;
  target.failure.clear();
}

void Pool::lost(Target& target, bool short_lived, const std::string& why, double cap_s) {
  if (!short_lived) {
    target.failures = 0;
    target.retry_at_ns = 0;
    return;
  }
  ++target.failures;
  target.failure = why;
  target.phase = "handshake";
  if (target.failures > 1) back_off(target, cap_s);
}

void Pool::forget_unused() {
  if (by_name_.size() <= kTargetsKept) return;
  for (auto it = by_name_.begin(); it != by_name_.end();) {
    if (targets_[it->second]->links.empty()) {
      targets_[it->second].reset();
      it = by_name_.erase(it);
    } else {
      ++it;
    }
  }
}

}  // namespace vkext::rpc
