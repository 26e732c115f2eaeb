// The hosts file, the cache and evdns. See resolve.h.
#include "rpc/resolve.h"

#include <event2/dns.h>
#include <event2/event.h>
#include <event2/util.h>

#include <netinet/in.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/syscalls.h"

namespace vkext::rpc {

namespace {

constexpr size_t kNameBytesMax = 253;          // RFC 1035, without the dot of the root
constexpr size_t kAddressesMax = 32;           // more cannot be tried inside one deadline
constexpr size_t kKeptMax = 4096;              // names remembered; then all are forgotten
constexpr size_t kHostsFileBytesMax = 4u << 20;
constexpr size_t kLookupsMax = 64;             // under way at once; each has an event base with its descriptors
// A signal that comes while libevent sleeps is served at the end of a slice: libevent swallows EINTR, and its
// descriptors cannot be given to ppoll. Only a name being asked for pays this.
constexpr int64_t kSliceNs = 5'000'000;

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(tolower(static_cast<unsigned char>(c)));
  return out;
}

// What could be a name at all; keeps white space, control characters and slashes away from files and servers.
bool plausible(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax + 1) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u > ' ' && u != 127 && c != '/' && c != ':' && c != '[' && c != ']' && c != '%' && c != '@' && c != '#';
  });
}

void set_port(Address& a, int port) {
  const uint16_t network = htons(static_cast<uint16_t>(port));
  if (a.family() == AF_INET) reinterpret_cast<sockaddr_in&>(a.storage).sin_port = network;
  if (a.family() == AF_INET6) reinterpret_cast<sockaddr_in6&>(a.storage).sin6_port = network;
}

std::vector<Address> with_port(std::vector<Address> addresses, int port) {
  for (Address& a : addresses) set_port(a, port);
  return addresses;
}

std::string seconds(double s) {
  char text[32];
  snprintf(text, sizeof text, "%.3f", s);
  return text;
}

void be_quiet(int, const char*) {}

}  // namespace

// One question to the name servers, with everything libevent needs for it. Its callback only stores the outcome.
struct Resolver::Lookup {
  std::string name;
  event_base* base = nullptr;
  evdns_base* dns = nullptr;
  event* slice = nullptr;
  evdns_getaddrinfo_request* request = nullptr;
  bool finished = false;
  int error = 0;
  std::vector<Address> addresses;

  ~Lookup() {
    if (request) evdns_getaddrinfo_cancel(request);  // calls back at once or in the next turn
    if (request && base) event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_ONCE);
    if (slice) event_free(slice);
    if (dns) evdns_base_free(dns, 0);
    if (base) event_base_free(base);
  }

  bool start(const std::string& host, const std::string& resolv_conf, double limit_s) {
    name = host;
    base = make_event_base();
    if (!base) return false;
    // evdns has a log of its own; libevent's is shared with other extensions and is not ours to redirect.
    evdns_set_log_fn(&be_quiet);
    dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
    if (!dns) return false;
    evdns_base_resolv_conf_parse(dns, DNS_OPTION_SEARCH | DNS_OPTION_NAMESERVERS | DNS_OPTION_MISC,
                                 resolv_conf.c_str());
    // A lost datagram must leave time for a second one, and a server that never says AAAA must not eat the deadline.
    const double third = std::min(std::max(limit_s / 3, 0.02), 5.0);
    evdns_base_set_option(dns, "timeout:", seconds(third).c_str());
    evdns_base_set_option(dns, "attempts:", "100");  // the deadline is ours
    evdns_base_set_option(dns, "max-timeouts:", "200");
    evdns_base_set_option(dns, "getaddrinfo-allow-skew:", seconds(std::min(third, 0.2)).c_str());
    evdns_base_set_option(dns, "randomize-case:", "0");  // as the system's resolver; some servers are upset by it
    slice = evtimer_new(base, [](evutil_socket_t, short, void*) {}, nullptr);
    if (!slice) return false;
    evutil_addrinfo hints = {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_protocol = IPPROTO_TCP;
    hints.ai_flags = EVUTIL_AI_ADDRCONFIG;
    // Null when it called back already.
    request = evdns_getaddrinfo(dns, name.c_str(), nullptr, &hints, &Lookup::done, this);
    if (finished) request = nullptr;
    return finished || request;
  }

  static void done(int error, evutil_addrinfo* list, void* self) {
    auto* lookup = static_cast<Lookup*>(self);
    lookup->finished = true;
    lookup->error = error;
    lookup->request = nullptr;
    for (evutil_addrinfo* a = list; a && lookup->addresses.size() < kAddressesMax; a = a->ai_next) {
      if (a->ai_family != AF_INET && a->ai_family != AF_INET6) continue;
      if (a->ai_addrlen > sizeof(sockaddr_storage)) continue;
      Address address;
      memcpy(&address.storage, a->ai_addr, a->ai_addrlen);
      address.length = static_cast<socklen_t>(a->ai_addrlen);
      lookup->addresses.push_back(address);
    }
    if (list) evutil_freeaddrinfo(list);
  }

  // 0: does what can be done at once.
  void turn(int64_t ns) {
    if (ns == 0) {
      event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
      return;
    }
    timeval t;
    t.tv_sec = static_cast<time_t>(ns / 1'000'000'000);
    t.tv_usec = static_cast<suseconds_t>(ns % 1'000'000'000 / 1000 + 1);
    event_add(slice, &t);
    event_base_loop(base, EVLOOP_ONCE);
  }
};

Resolver::Resolver(ResolverOptions options) : options_(std::move(options)) {}
Resolver::~Resolver() {
  lookups_.clear();
  if (asked_) evdns_set_log_fn(nullptr);  // be_quiet may be unloaded with us
}

void Resolver::forget_lookups() { lookups_.clear(); }

void Resolver::after_fork() {
  // As in Loop::after_fork: with a fresh epoll descriptor the rest can be freed without a word to the parent's.
  for (auto& [name, lookup] : lookups_) {
    if (event_reinit(lookup->base) != 0) static_cast<void>(lookup.release());
  }
  lookups_.clear();
}

Resolved Resolver::resolve(std::string_view host, int port, Deadline deadline, const Patience& patience,
                           std::vector<Address>& out, std::string& why) {
  out.clear();
  Address literal;
  if (parse_literal(host, port, literal)) {
    out.push_back(literal);
    return Resolved::done;
  }
  if (!plausible(host)) {
    why = "not a host name";
    return Resolved::failed;
  }
  const std::string name = lower(host);
  if (in_hosts_file(name, out) || (name == "localhost" && parse_literal("127.0.0.1", 0, literal))) {
    if (out.empty()) out.push_back(literal);
    out = with_port(std::move(out), port);
    return Resolved::done;
  }
  const auto kept = kept_.find(name);
  if (kept != kept_.end() && now_ns() < kept->second.until_ns) {
    why = kept->second.why;
    out = with_port(kept->second.addresses, port);
    return out.empty() ? Resolved::failed : Resolved::done;
  }
  const Resolved how = ask(name, deadline, patience, out, why);
  if (how == Resolved::done) {
    keep(name, out, "", options_.keep_s);
    out = with_port(std::move(out), port);
  } else if (how == Resolved::failed) {
    keep(name, {}, why, options_.keep_failure_s);
  }
  return how;
}

Resolved Resolver::ask(const std::string& name, Deadline deadline, const Patience& patience, std::vector<Address>& out,
                       std::string& why) {
  auto found = lookups_.find(name);
  if (found == lookups_.end()) {
    if (lookups_.size() >= kLookupsMax) {
      if (!patience.sleep && !deadline.passed()) return Resolved::interrupted;  // the others will have ended
      lookups_.clear();
    }
    auto lookup = std::make_unique<Lookup>();
    ++asked_;
    if (!lookup->start(name, options_.resolv_conf, static_cast<double>(deadline.left_ns(now_ns())) * 1e-9)) {
      why = "the resolver cannot start";
      return Resolved::timeout;  // not remembered: it says nothing about the name
    }
    found = lookups_.emplace(name, std::move(lookup)).first;
  }
  Lookup& lookup = *found->second;
  while (!lookup.finished) {
    const int64_t left = deadline.left_ns(now_ns());
    lookup.turn(patience.sleep ? std::min(left, kSliceNs) : 0);
    if (lookup.finished) break;
    if (left == 0) {
      lookups_.erase(found);
      why = "no answer from the name servers";
      return Resolved::timeout;
    }
    if (!patience.sleep || patience.interrupt.asked()) return Resolved::interrupted;
  }
  const std::unique_ptr<Lookup> finished = std::move(found->second);
  lookups_.erase(found);
  if (finished->error == 0 && !finished->addresses.empty()) {
    out = finished->addresses;
    return Resolved::done;
  }
  const int e = finished->error;
  why = e == 0 || e == EVUTIL_EAI_NONAME || e == EVUTIL_EAI_NODATA ? "unknown host" : evutil_gai_strerror(e);
  // Nothing is known about the name after a failure of the servers, but asking them again at once does not help.
  return Resolved::failed;
}

void Resolver::keep(const std::string& name, const std::vector<Address>& addresses, const std::string& why,
                    double seconds) {
  if (kept_.size() >= kKeptMax) kept_.clear();
  Kept& kept = kept_[name];
  kept.addresses = addresses;
  kept.why = why;
  kept.until_ns = now_ns() + static_cast<int64_t>(seconds * 1e9);
}

bool Resolver::in_hosts_file(const std::string& name, std::vector<Address>& out) {
  read_hosts_file();
  const auto found = hosts_.find(name);
  if (found == hosts_.end()) return false;
  out = found->second;
  return true;
}

void Resolver::read_hosts_file() {
  struct stat st = {};
  const bool there = stat(options_.hosts_file.c_str(), &st) == 0 && S_ISREG(st.st_mode);
  const int64_t stamp = !there ? 0
                               : static_cast<int64_t>(st.st_mtim.tv_sec) * 1'000'000'007 + st.st_mtim.tv_nsec +
                                     static_cast<int64_t>(st.st_size) * 31 + static_cast<int64_t>(st.st_ino) * 131;
  if (stamp == hosts_stamp_) return;
  // Half of the file would be worse than what was known: memory may run out on each line.
  decltype(hosts_) hosts;
  const std::unique_ptr<FILE, int (*)(FILE*)> file(there ? sys::fopen(options_.hosts_file.c_str(), "re") : nullptr, fclose);
  if (there && !file) return;
  char line[4096];
  size_t read = 0;
  while (file && read < kHostsFileBytesMax && fgets(line, sizeof line, file.get())) {
    read += strlen(line);
    if (char* comment = strchr(line, '#')) *comment = 0;
    Address address;
    bool first = true;
    char* state = nullptr;
    for (char* word = strtok_r(line, " \t\r\n", &state); word; word = strtok_r(nullptr, " \t\r\n", &state)) {
      if (first) {
        if (!parse_literal(word, 0, address)) break;
        first = false;
        continue;
      }
      std::vector<Address>& list = hosts[lower(word)];
      if (list.size() < kAddressesMax) list.push_back(address);
    }
  }
  hosts_.swap(hosts);
  hosts_stamp_ = stamp;
}

}  // namespace vkext::rpc
