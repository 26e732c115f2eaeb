// How a request finds its connection: the live ones, a new one, or a reason why there is none. Part of exchange.h.
#include <algorithm>
#include <cstdio>

#include "base/error_codes.h"
#include "rpc/exchange.h"

namespace vkext::rpc {

namespace {

// Connections beside the wanted ones that wait for a pong.
constexpr size_t kSuspectsMax = 4;
// Two deadlines that are this near are one, so that the connection itself says what was missing.
constexpr int64_t kSameNs = 10'000'000;
constexpr double kConnectLimitS = 0.3;  // where the script named none

// Connections one call makes before it gives up on a server that closes them as soon as they are made.
constexpr int kAttemptsMax = 3;

double to_seconds(int64_t ns) { return static_cast<double>(ns) * 1e-9; }

std::string in_seconds(double s) {
  char text[32];
  snprintf(text, sizeof text, " in %.3f s", s);
  return text;
}

}  // namespace

Error Exchange::report(const Target& target, std::string what, const char* phase, double elapsed_s, double limit_s) {
  detail_.code = codes::kNoConnection;
  detail_.text = target.label + ": " + std::move(what);
  detail_.host = target.host;
  detail_.port = target.port;
  detail_.phase = phase;
  detail_.elapsed_s = elapsed_s;
  detail_.limit_s = limit_s;
  stats_.last_error_code = detail_.code;
  stats_.last_error = detail_.text;
  return {codes::kNoConnection, detail_.text};
}

Exchange::Verdict Exchange::usable(Link& link, int64_t& now) {
  if (link.state != LinkState::ready) return Verdict::bad;
  const int64_t active = link.last_active_ns();
  if (link.queries.count == 0 && !link.connection->has_output()) {
    const bool idle_too_long = config_.max_idle_s > 0 && to_seconds(now - active) > config_.max_idle_s;
    const bool too_old = config_.max_age_s > 0 && to_seconds(now - link.ready_ns) > config_.max_age_s;
    if (idle_too_long || too_old || link.connection->worn_out()) {
      close_quietly(link);
      return Verdict::bad;
    }
  }
  const auto in_doubt = [&] {
    return link.ping_ns && link.last_heard_ns() < link.ping_ns && now - link.ping_ns > ping_patience_ns_;
  };
  if (now - active > kTrustNs || in_doubt()) {
    // What has come meanwhile: pings to answer, the pong itself, late answers to drop, or the end.
    if (link.socket.peek().status != Io::again) service(link, now);
    if (link.state != LinkState::ready) return Verdict::bad;
  }
  if (!link.connection->is_ready() || link.connection->worn_out()) return Verdict::bad;
  if (config_.max_age_s > 0 && to_seconds(now - link.ready_ns) > config_.max_age_s) return Verdict::bad;
  return in_doubt() ? Verdict::suspect : Verdict::good;
}

Link* Exchange::pick(uint32_t target_index, bool spread, bool& all_busy) {
  all_busy = false;
  Target& target = pool_.target(target_index);
  int64_t now = now_ns();
  Link* best = nullptr;
  Link* doubtful = nullptr;
  candidates_ = target.links;  // usable() may close links
  const size_t n = candidates_.size();
  for (size_t i = 0; i < n; ++i) {
    Link& link = pool_.link(candidates_[(target.turn + i) % n]);
    if (link.target != target_index) continue;
    const Verdict verdict = usable(link, now);
    if (verdict == Verdict::suspect) doubtful = &link;
    if (verdict != Verdict::good) continue;
    if (!best || link.queries.count < best->queries.count) best = &link;
    if (best->queries.count == 0) break;
  }
  ++target.turn;
  const auto most = static_cast<size_t>(std::max(config_.connections_per_host, 1));
  // A server that accepts connections and then says nothing must not collect them without end.
  if (!best && target.links.size() >= most + kSuspectsMax) best = doubtful;
  all_busy = spread && best && best->queries.count != 0 && target.links.size() < most;
  return best;
}

Link* Exchange::start(uint32_t target, std::vector<Address> addresses, Deadline deadline, double limit_s,
                      bool in_place) {
  Link* link = pool_.take_slot(target, in_place);
  if (!link) {
    Link* oldest = pool_.oldest_idle();
    if (!oldest) return nullptr;
    close_quietly(*oldest);
    link = pool_.take_slot(target, in_place);
    if (!link) return nullptr;
  }
  link->begin(std::move(addresses), deadline, limit_s, pool_.policy());
  return link;
}

void Exchange::settle(Link& link) {
  if (link.state == LinkState::ready) {
    note_progress(link);
    ++stats_.connections;
    ++stats_.connections_active;
    pool_.set_up_done(pool_.target(link.target));
    loop_.watch(link.socket.fd(), link.index);
    send_inherited(link);
    const int64_t now = now_ns();
    if (!take_packets(link, now)) {
      lose(link, now);
    } else if (link.is_draining()) {
      drain(link);
    } else {
      flush(link);
    }
    return;
  }
  if (link.state != LinkState::failed) return;
  Target& target = pool_.target(link.target);
  const int64_t now = now_ns();
  ++stats_.connections_failed;
  pool_.set_up_failed(target, link.failure, link.phase, link.retry_cap_s);
  while (Query* q = table_.first(link.queries)) {
    fail(*q, codes::kNoConnection, target.label + ": " + target.failure, link.phase, now);
  }
  close(link);
}

void Exchange::send_inherited(Link& link) {
  Bytes rest = link.inherited.bytes();
  while (rest.size >= 12) {
    const auto id = static_cast<int64_t>(load_u64(rest.data));
    const size_t size = load_u32(rest.data + 8);
    const Bytes body(rest.data + 12, size);
    rest = rest.drop(12 + size);
    Query* q = table_.find(id);
    if (q && (q->state != QueryState::waiting || q->link != link.index)) continue;
    const auto sent = link.connection->send_request(static_cast<uint64_t>(id), body);
    if (sent.ok()) {
      link.inherited_seqs = *sent + 1;
      if (q) q->seq = *sent;
    } else if (q) {
      fail(*q, codes::kNoConnection, pool_.target(link.target).label + ": " + sent.error().text, "queued", now_ns());
    }
  }
  link.inherited.clear();
  link.inherited.trim(0);
}

Result<Link*> Exchange::connect(const Handle& handle, Deadline deadline, bool ask, bool sleep, const LinkWait& wait) {
  Target& target = pool_.target(handle.target);
  const int64_t began = now_ns();
  if (began < target.retry_at_ns) {
    char when[96];
    snprintf(when, sizeof when, " (%.3f s ago, next attempt in %.3f s)", to_seconds(began - target.failed_at_ns),
             to_seconds(target.retry_at_ns - began));
    return report(target, target.failure + when, target.phase, 0, handle.connect_limit_s);
  }
  const double limit = handle.connect_limit_s > 0 ? handle.connect_limit_s : kConnectLimitS;
  // A connect has its own limit; a query that has less time does not shorten it for the others. It counts from the
  // question for the name, however often that was repeated.
  const int64_t since = wait.tries == 0 ? wait.began_ns : began;
  Deadline connect_deadline = Deadline::at(since + static_cast<int64_t>(limit * 1e9));
  if (connect_deadline.at_ns - deadline.at_ns < kSameNs) connect_deadline = earlier(connect_deadline, deadline);
  std::vector<Address> addresses;
  std::string why;
  const Resolved how = pool_.addresses(target, earlier(deadline, connect_deadline),
                                       {ask ? loop_.interrupt() : Interrupt{}, sleep}, addresses, why);
  if (how == Resolved::interrupted) return Error{sleep ? Client::kInterrupted : Client::kMustWait, "interrupted"};
  if (how != Resolved::done) {
    const double elapsed = to_seconds(now_ns() - since);
    if (how == Resolved::timeout) why += in_seconds(elapsed);
    pool_.set_up_failed(target, why, "resolve", handle.reconnect_timeout_s);
    ++stats_.connections_failed;
    return report(target, why, "resolve", elapsed, handle.connect_limit_s);
  }
  Link* link = start(handle.target, std::move(addresses), connect_deadline, limit);
  if (!link) {
    return report(target, "all " + std::to_string(config_.max_connections) + " connections are busy", "connect", 0,
                  handle.connect_limit_s);
  }
  link->retry_cap_s = handle.reconnect_timeout_s;
  settle(*link);
  return link;
}

Result<Link*> Exchange::approach(const Handle& handle, Deadline deadline, bool spread, bool ask, bool sleep,
                                 LinkWait& wait) {
  Target& target = pool_.target(handle.target);
  wait.target = handle.target;
  if (wait.began_ns == 0) wait.began_ns = now_ns();
  // More than one attempt: the server may say goodbye right behind its handshake, because it is being restarted.
  for (bool looked = true;; looked = false) {
    if (wait.link != kNone) {
      const Link& coming = pool_.link(wait.link);
      const bool in_time = !looked || !deadline.passed();
      if (is_coming(wait) && in_time) return nullptr;
      const double elapsed = to_seconds(now_ns() - wait.began_ns);
      if (is_coming(wait)) {
        return report(target, "no connection" + in_seconds(elapsed), coming.phase, elapsed, handle.connect_limit_s);
      }
      const bool is_up = coming.state == LinkState::ready && coming.target == handle.target;
      if (!is_up && (!target.failure.empty() || deadline.passed() || wait.tries == kAttemptsMax)) {
        const std::string why = target.failure.empty() ? "the connection was closed at once" : target.failure;
        return report(target, why, target.phase, elapsed, handle.connect_limit_s);
      }
      wait.link = kNone;
    }

    bool all_busy = false;
    Link* ready = pick(handle.target, spread, all_busy);
    if (ready && !all_busy) return ready;

    const Link* coming = nullptr;
    for (uint32_t i : target.links) {
      if (pool_.link(i).in_setup()) coming = &pool_.link(i);
    }
    if (!coming) {
      auto made = connect(handle, deadline, ask, sleep, wait);
      if (!made.ok() && !ready) return made;
      if (made.ok()) coming = *made;
    }
    if (ready) return ready;  // the new one serves when it is ready; nobody waits for it
    ++wait.tries;
    wait.link = coming->index;
    wait.link_began_ns = coming->began_ns;
  }
}

Result<Link*> Exchange::ready_link(const Handle& handle, Deadline deadline, bool spread, bool ask) {
  LinkWait wait;
  for (;;) {
    auto link = approach(handle, deadline, spread, ask, true, wait);
    if (!link.ok() || *link) return link;
    if (round(deadline, ask).interrupted && is_coming(wait)) return Error{Client::kInterrupted, "interrupted"};
  }
}

std::vector<PoolEntry> Exchange::status() {
  std::vector<PoolEntry> entries;
  const int64_t now = now_ns();
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    const Link& link = pool_.link(i);
    if (!link.is_open()) continue;
    const Target& target = pool_.target(link.target);
    PoolEntry entry;
    entry.host = target.host;
    entry.port = target.port;
    entry.state = link.in_setup() ? "connecting" : link.is_draining() ? "draining" : "ready";
    entry.address = link.peer().text();
    entry.in_flight = link.queries.count;
    if (link.state == LinkState::ready) {
      entry.encrypted = link.connection->encrypted();
      entry.crc32c = link.connection->crc32c();
      entry.version = link.connection->version();
      entry.idle_s = to_seconds(now - link.last_active_ns());
      entry.age_s = to_seconds(now - link.ready_ns);
    }
    entry.last_error = target.failure;
    entries.push_back(std::move(entry));
  }
  pool_.each_target([&](const Target& target) {
    if (!target.links.empty() || target.failure.empty()) return;
    PoolEntry entry;
    entry.host = target.host;
    entry.port = target.port;
    entry.state = "down";
    entry.retry_in_s = target.retry_at_ns > now ? to_seconds(target.retry_at_ns - now) : 0;
    entry.last_error = target.failure;
    entries.push_back(std::move(entry));
  });
  return entries;
}

}  // namespace vkext::rpc
