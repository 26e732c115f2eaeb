// Rounds, answers and losses. See exchange.h; how a connection is found or made is in exchange_connect.cpp.
#include "rpc/exchange.h"

#include <algorithm>
#include <cstdio>

#include "base/error_codes.h"
#include "rpc/headers.h"

namespace vkext::rpc {

namespace {

// Idle connections are looked at this often at most, while others are busy.
constexpr int64_t kTendEveryNs = 10'000'000;
// One connection gets this many reads of 64 KiB before the others, the deadline and the script have a turn.
constexpr int kReadsPerTurn = 16;
// A wait at least this long may begin with sleeping in recv, which ends a few milliseconds late.
constexpr int64_t kPatientNs = 25'000'000;
// A connection that is silent this long after a ping is dead.
constexpr int64_t kSuspectNs = 10'000'000'000;
// A connection that lived shorter, without a single answer, was not worth a free retry.
constexpr int64_t kShortLifeNs = 1'000'000'000;

double to_seconds(int64_t ns) { return static_cast<double>(ns) * 1e-9; }

// Beside the ids of queries, which are positive, and the queues', which have 32 bits.
int64_t target_key(uint32_t target) { return Client::kOutputKey + 1 + target; }

std::string format(const char* pattern, double a, double b = 0) {
  char text[96];
  snprintf(text, sizeof text, pattern, a, b);
  return text;
}

}  // namespace

Exchange::Exchange(const ClientConfig& config, Stats& stats)
    : config_(config),
      stats_(stats),
      loop_(Interrupt{config.interrupted, config.interrupted_context}),
      queues_(table_),
      pool_(config),
      ping_patience_ns_(static_cast<int64_t>(std::max(config.ping_timeout_s, 0.1) * 1e9)),
      ping_after_ns_(static_cast<int64_t>(config.ping_timeout_s * 1e9)) {}

Exchange::~Exchange() {
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    if (pool_.link(i).is_open()) pool_.close(pool_.link(i), loop_);
  }
}

// --- a round ---

// What this round listens to. `until` comes nearer when a connection has a deadline of its own.
__attribute__((always_inline)) inline void Exchange::choose_sockets(Deadline& until) {
  fds_.clear();
  fd_links_.clear();
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    Link& link = pool_.link(i);
    short events = 0;
    if (link.in_setup()) {
      events = link.setup_events();
      until = earlier(until, link.step_deadline());
    } else if (link.state == LinkState::ready && (link.queries.count != 0 || link.has_output())) {
      events = static_cast<short>(POLLIN | (link.has_output() ? POLLOUT : 0));
      if (link.connection->packet_began_ns()) {
        link.look(now_ns());
        until = earlier(until, Deadline::at(link.connection->packet_began_ns() + limits::kPacketTimeMs * 1'000'000));
      }
    }
    if (!events) continue;
    fds_.push_back({link.socket.fd(), events, 0});
    fd_links_.push_back(i);
  }
}

void Exchange::serve_awake(int64_t& now) {
  for (size_t i = 0; i < fds_.size(); ++i) {
    Link& link = pool_.link(fd_links_[i]);
    // An earlier turn of this loop may have closed the link, and its slot may hold a new connection.
    if (!link.is_open() || link.socket.fd() != fds_[i].fd) continue;
    link.looked_ns = now;
    if (!fds_[i].revents) continue;
    if (fds_[i].revents & POLLOUT) link.blocked = false;
    service(link, now);
    if ((fds_[i].revents & POLLOUT) && link.is_open()) note_progress(link);
  }
}

Wake Exchange::round(Deadline deadline, bool ask) {
  const uint64_t waiting = stats_.queries_active;
  write_now();
  // Writing may have read: what somebody waits for has perhaps come, or is lost. Then nothing sleeps.
  Deadline until = stats_.queries_active == waiting ? deadline : Deadline::at(0);
  choose_sockets(until);
  Wake wake;
  int64_t now = now_ns();
  if (fds_.size() == 1 && fds_[0].events == POLLIN && until.left_ns(now) > kPatientNs && !pool_.link(fd_links_[0]).in_setup()) {
    // The everyday case, one answer to come on one connection: a single system call sleeps and reads.
    ++patient_reads_;
    wake.ready = service(pool_.link(fd_links_[0]), now, true);
    wake.interrupted = ask && loop_.interrupt().asked();
  }
  if (!wake.ready) {
    if (!wake.interrupted) {
      wake = loop_.sleep(fds_.data(), fds_.size(), until, ask);
      now = now_ns();
    }
    serve_awake(now);
  }
  if (!wake.ready || until.passed(now)) {
    for (uint32_t i = 0; i < pool_.slots(); ++i) check_times(pool_.link(i), now);
  }
  if (loop_.watched() > fds_.size()) tend(now);
  wake.timeout = deadline.passed(now);
  if (wake.interrupted) ++stats_.interruptions;
  return wake;
}

void Exchange::check_times(Link& link, int64_t now) {
  if (link.in_setup() && link.step_deadline().passed(now)) {
    link.advance(false, pool_.policy());
    settle(link);
  } else if (link.state == LinkState::ready) {
    if (!link.connection->check_time(now)) {
      lose(link, now);
    } else if (link.ping_ns && link.last_heard_ns() < link.ping_ns && now - link.ping_ns > kSuspectNs) {
      link.connection->fail("silent for 10 s after a ping");
      lose(link, now);
    }
  }
}

void Exchange::tend(int64_t now) {
  if (now - tended_ns_ < kTendEveryNs) return;
  tended_ns_ = now;
  for (uint32_t token : loop_.turn()) {
    if (token < pool_.slots() && pool_.link(token).state == LinkState::ready) service(pool_.link(token), now);
  }
  for (uint32_t i = 0; i < pool_.slots(); ++i) check_times(pool_.link(i), now);
}

bool Exchange::flush(Link& link) {
  if (link.state != LinkState::ready) return true;
  int64_t now = now_ns();
  if (now - link.last_active_ns() > kTrustNs && link.socket.peek().status != Io::again) {
    service(link, now);  // reads first: what is written to a connection that has ended counts as sent
    return link.state == LinkState::ready;
  }
  if (link.flush()) return true;
  lose(link, now);
  return false;
}

void Exchange::write_now() {
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    if (pool_.link(i).has_output() && !pool_.link(i).blocked) flush(pool_.link(i));
  }
}

bool Exchange::write_all(uint32_t target) {
  bool more = false;
  write_now();
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    const Link& link = pool_.link(i);
    if (target != kNone && link.target != target) continue;
    more |= link.has_output() || (link.in_setup() && !link.inherited.empty());
  }
  return more;
}

// --- input ---

bool Exchange::service(Link& link, int64_t& now, bool patient) {
  if (link.in_setup()) {
    link.advance(true, pool_.policy());
    settle(link);
    return true;
  }
  if (link.state != LinkState::ready) return false;
  bool came = false;
  link.look(now);
  for (int reads = 0; reads < kReadsPerTurn; ++reads) {
    const bool large = link.connection->in_large_packet();
    const Link::Fill filled = link.fill(now, patient && reads == 0);
    link.looked_ns = now;
    if (filled == Link::Fill::nothing) break;
    came = true;
    if (filled == Link::Fill::broken || !take_packets(link, now)) {
      lose(link, now);
      return true;
    }
    if (filled == Link::Fill::all || loop_.interrupt().asked()) break;
    // A large packet is whole: its memory serves the next one, if it is decoded before anything else is read.
    if (large && !link.connection->in_large_packet()) break;
  }
  if (link.is_draining()) {
    drain(link);
  } else if (link.has_output() && !link.blocked && !link.flush()) {
    lose(link, now);
  }
  return came;
}

bool Exchange::take_packets(Link& link, int64_t now) {
  Packet packet;
  for (;;) {
    switch (link.connection->next(packet)) {
      case Next::none: return true;
      case Next::failed: return false;
      case Next::packet: break;
    }
    switch (packet.kind) {
      case PacketKind::result:
      case PacketKind::error: take_answer(link, packet, now); break;
      case PacketKind::pong: link.ping_ns = 0; break;
      default: break;  // fin shows in the connection's state; the others are a server's
    }
    if (link.connection->state() == ConnectionState::failed) return false;
  }
}

// `link`: that of the query.
__attribute__((always_inline)) inline void Exchange::finish(Query& query, Link& link, QueryState state, int64_t now) {
  table_.remove(link.queries, query);
  query.link = kNone;
  query.state = state;
  query.response_bytes = 0;
  query.duration_s = static_cast<float>(to_seconds(now - query.sent_ns));
  --stats_.queries_active;
  if (query.queue == 0 && !query.watched) return;
  queues_.finished(query);
  note_end(query);
}

void Exchange::take_answer(Link& link, Packet& packet, int64_t now) {
  Query* q = table_.find(static_cast<int64_t>(packet.query_id));
  if (!q || q->state != QueryState::waiting || q->link != link.index) {
    ++stats_.answers_unknown;
    packet.body.reset();
    return;
  }
  if (!link.connection->written(q->seq)) {
    link.connection->fail("it answered a request that it cannot have read yet");
    return;
  }
  if (packet.kind != PacketKind::result) return take_error(*q, link, packet, now);
  finish(*q, link, QueryState::ready, now);
  q->response_bytes = packet.length;
  q->body.swap(packet.body);
  ++stats_.queries_finished;
}

__attribute__((noinline, cold)) void Exchange::take_error(Query& query, Link& link, Packet& packet, int64_t now) {
  const AnswerView error = parse_error_fields(packet.body.bytes());
  const bool sound = error.kind == AnswerKind::error;
  finish(query, link, QueryState::failed, now);
  query.response_bytes = packet.length;
  query.error_code = sound ? error.code : codes::kBadResponse;
  query.error_text = std::make_unique<std::string>(sound ? error.text : "the server's error packet cannot be parsed");
  ++stats_.queries_errored;
  packet.body.reset();
}

void Exchange::note_end(Query& query) {
  if (query.queue && queues_.is_watched(query.queue)) woken_.push_back(-int64_t{query.queue});
  if (query.watched) woken_.push_back(query.id);
}

// Whoever waits for a connection or for room looks again.
void Exchange::note_progress(const Link& link) {
  Target& target = pool_.target(link.target);
  if (target.watched) woken_.push_back(target_key(link.target));
  target.watched = false;
  if (output_watched_) woken_.push_back(Client::kOutputKey);
  output_watched_ = false;
}

// --- ends ---

void Exchange::fail(Query& query, int code, std::string text, const char* phase, int64_t now) {
  const Target& target = pool_.target(pool_.link(query.link).target);
  detail_.code = code;
  detail_.host = target.host;
  detail_.port = target.port;
  detail_.phase = phase;
  detail_.elapsed_s = to_seconds(now - query.sent_ns);
  detail_.limit_s = static_cast<double>(query.limit_s);
  detail_.text = text;
  stats_.last_error_code = code;
  stats_.last_error = text;
  ++(code == codes::kTimeout ? stats_.queries_timed_out : stats_.queries_errored);
  losses_ += code == codes::kNoConnection;
  finish(query, pool_.link(query.link), QueryState::failed, now);
  query.error_code = code;
  query.error_text = std::make_unique<std::string>(std::move(text));
}

void Exchange::expire(Query& query, int64_t now) {
  Link& link = pool_.link(query.link);
  const std::string& label = pool_.target(link.target).label;
  const double elapsed = to_seconds(now - query.sent_ns);
  const double limit = query.limit_s > 0 ? static_cast<double>(query.limit_s) : elapsed;
  const bool ready = link.state == LinkState::ready;
  if (ready && link.connection->written(query.seq)) {
    fail(query, codes::kTimeout, label + format(": no answer in %.3f s (sent %.3f s ago)", limit, elapsed), "waiting",
         now);
    return;
  }
  const bool half = ready && link.connection->begun(query.seq);
  const char* what = half     ? ": the server took only a part of the request in %.3f s (queued %.3f s ago)"
                     : ready  ? ": the request was not sent in %.3f s (queued %.3f s ago), the server reads too slowly"
                              : ": no connection in %.3f s (queued %.3f s ago)";
  fail(query, codes::kTimeout, label + format(what, limit, elapsed), "queued", now);
  if (half) {
    // Nothing else may ever follow a half-written packet except its other half, and nobody wants that any more.
    link.connection->fail("the server reads too slowly");
    lose(link, now);
  }
}

void Exchange::forget(Query& query) {
  if (query.state == QueryState::waiting) {
    table_.remove(pool_.link(query.link).queries, query);
    --stats_.queries_active;
    ++stats_.queries_abandoned;
  }
  note_end(query);
  queues_.leave(query);
  table_.drop(&query);
}

void Exchange::drain(Link& link) {
  rehome(link, "the peer takes no more requests", now_ns());
  if (link.queries.count == 0) {
    close_quietly(link);
    return;
  }
  if (link.connection->send_fin().ok()) flush(link);
}

void Exchange::close_quietly(Link& link) {
  pool_.lost(pool_.target(link.target), false, "", 0);
  --stats_.connections_active;
  close(link);
}

void Exchange::close(Link& link) {
  note_progress(link);
  if (link.connection) add_counters(link.connection->counters(), closed_);
  pool_.close(link, loop_);
}

int64_t Exchange::watch(const LinkWait& wait) {
  if (wait.target == kNone || (wait.link == kNone && !wait.full)) return 0;
  pool_.target(wait.target).watched = true;
  return target_key(wait.target);
}

void Exchange::add_counters(const ConnectionCounters& from, ConnectionCounters& to) {
  to.bytes_received += from.bytes_received;
  to.bytes_sent += from.bytes_sent;
  to.unknown_packets += from.unknown_packets;
  to.unexpected_pongs += from.unexpected_pongs;
  to.pings_answered += from.pings_answered;
}

void Exchange::refresh_stats() {
  ConnectionCounters sum = closed_;
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    const Link& link = pool_.link(i);
    if (link.connection) add_counters(link.connection->counters(), sum);
  }
  stats_.bytes_received = sum.bytes_received;
  stats_.bytes_sent = sum.bytes_sent;
  stats_.packets_unknown = sum.unknown_packets + sum.unexpected_pongs;
  stats_.pongs_sent = sum.pings_answered;
  stats_.sleeps = loop_.sleeps() + patient_reads_;
}

void Exchange::lose(Link& link, int64_t now, int64_t except) {
  Target& target = pool_.target(link.target);
  const std::string why = link.connection->error().text;
  const bool short_lived = link.last_heard_ns() == link.ready_ns && now - link.ready_ns < kShortLifeNs;
  loop_.unwatch(link.index);
  link.state = LinkState::failed;  // no more I/O on it, whatever happens below
  link.socket.close();
  ++stats_.connections_lost;
  --stats_.connections_active;
  pool_.lost(target, short_lived, why, link.retry_cap_s);
  rehome(link, why, now, except);
  while (Query* q = table_.first(link.queries)) fail_lost(*q, link.connection->begun(q->seq), why, now);
  close(link);
}

void Exchange::fail_lost(Query& query, bool begun, const std::string& why, int64_t now) {
  fail(query, codes::kNoConnection,
       pool_.target(pool_.link(query.link).target).label + ": connection lost " + (begun ? "after" : "before") +
           " the request was sent (" + why + ")",
       begun ? "sent" : "queued", now);
}

void Exchange::rehome(Link& from, const std::string& why, int64_t now, int64_t except) {
  from.connection->cut_unsent();
  Link* to = nullptr;
  bool is_place = true;
  uint64_t id = 0;
  Bytes body;
  while (from.connection->next_unsent(id, body)) {
    if (static_cast<int64_t>(id) == except) continue;
    Query* q = table_.find(static_cast<int64_t>(id));
    if (q && (q->state != QueryState::waiting || q->link != from.index)) continue;
    if (!q) {
      // Not ours to wait for: a request without an answer, or one that was forgotten. Only the first still goes.
      const auto head = parse_request(body);
      if (!head.ok() || !head->no_result) continue;
    }
    const bool moved_once = q ? q->seq < from.inherited_seqs : from.inherited_seqs != 0;
    if (!moved_once && !to && is_place) {
      // Nobody waits for this set-up in particular: the script may be busy, so a query's own deadline is the better bound.
      const double limit = from.limit_s > 0 ? from.limit_s : 0.3;
      const Deadline until = later(Deadline::after(limit), Deadline::at(q ? q->deadline_ns : 0));
      to = start(from.target, from.addresses, until, limit, !from.socket.open());
      if (to) to->retry_cap_s = from.retry_cap_s;
      is_place = to != nullptr;
    }
    uint8_t* record = moved_once || !to ? nullptr : to->inherited.append(12 + body.size);
    if (!record) {
      if (q) fail_lost(*q, false, why, now);  // `from` may live on, without this request
      continue;
    }
    store_u64(record, id);
    store_u32(record + 8, static_cast<uint32_t>(body.size));
    if (body.size) memcpy(record + 12, body.data, body.size);
    if (q) {
      table_.remove(from.queries, *q);
      table_.append(to->queries, *q);
      q->link = to->index;
      q->seq = 0;
    }
    ++stats_.requeued;
  }
  if (to) settle(*to);
}

// --- between requests, and after a fork ---

void Exchange::settle_down(Deadline deadline) {
  while (write_all() && !round(deadline, false).timeout) {
  }
  tended_ns_ = 0;
  tend(now_ns());
  pool_.resolver().forget_lookups();
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    Link& link = pool_.link(i);
    if (link.state == LinkState::ready && link.connection->has_output()) {
      link.connection->fail("the request ended while it was being written to");
      lose(link, now_ns());
    } else if (link.in_setup()) {
      close(link);
    } else if (link.state == LinkState::ready) {
      link.connection->trim();
    }
  }
  if (fds_.capacity() > 1024) {
    fds_.shrink_to_fit();
    fd_links_.shrink_to_fit();
  }
}

void Exchange::after_fork() {
  const int64_t now = now_ns();
  loop_.after_fork();
  pool_.resolver().after_fork();
  pool_.policy().after_fork();
  table_.reseed();
  stats_.connections_active = 0;
  ++stats_.forks;
  for (uint32_t i = 0; i < pool_.slots(); ++i) {
    Link& link = pool_.link(i);
    if (!link.is_open()) continue;
    while (Query* q = table_.first(link.queries)) {
      fail(*q, codes::kNoConnection,
           pool_.target(link.target).label + ": the query belongs to another process, from before a fork", "sent", now);
    }
    pool_.target(link.target).retry_at_ns = 0;
    close(link);
  }
}

}  // namespace vkext::rpc
