// The façade: one entry per thing the PHP layer does. See client.h for the contract.
//
// Each entry first looks whether this is still the process that made the client. Waits are loops around
// Exchange::round(); what happens inside is there.
#include "rpc/client.h"

#include <algorithm>

#include "base/error_codes.h"
#include "base/limits.h"
#include "rpc/exchange.h"
#include "rpc/headers.h"
#include "rpc/process_mark.h"

namespace vkext::rpc {

namespace {

// Bytes one connection may have queued before send() itself waits for the kernel.
constexpr size_t kOutputBytesMax = 16u << 20;
// A request's end waits this long for half-written packets.
constexpr double kEndPatienceS = 0.05;

double to_seconds(int64_t ns) { return static_cast<double>(ns) * 1e-9; }

}  // namespace

struct Client::Impl {
  explicit Impl(ClientConfig given) : config(std::move(given)), exchange(config, stats) {}

  // First statement of every entry.
  void enter() {
    ++epoch;
    if (__builtin_expect(!mark.is_here(), 0)) look_for_fork();
  }
  __attribute__((noinline, cold)) void look_for_fork() {
    if (!mark.forked()) return;
    exchange.after_fork();
    mark.renew();
  }
  // The rare ways through the entries that a batch takes once per query. Apart, and taken by their last statement, so
  // that the everyday way keeps everything in registers that need no saving: 10 to 15 instructions each.
  __attribute__((noinline, cold)) bool look_ready_here(int64_t id, Ready& ready) {
    look_for_fork();
    return look_ready(id, ready);
  }
  __attribute__((noinline, cold)) void drop_noted(Query& query) {
    peeked.body.reset();  // it may pin the same memory
    exchange.queues().leave(query);
    exchange.table().drop(&query);
  }
  __attribute__((noinline, cold)) bool grow_lane(Link& link, LaneRoom& room) {
    room.at = link.connection->open_request(kLaneBytes, room.end);
    return room.at != nullptr;
  }
  bool look_ready(int64_t id, Ready& ready) {
    Query* q = exchange.table().find(id);
    if (!q || q->state != QueryState::ready) return false;
    ready.body = q->body.bytes();
    ready.cookie = q->cookie;
    ready.query = q;
    return true;
  }
  // Nothing came from the socket, or it was not looked at, before a deadline is believed: rounds do that first.
  bool expire_if_due(Query& q, int64_t now) {
    if (now < q.deadline_ns) return false;
    exchange.expire(q, now);
    return true;
  }
  void fill_answer(const Query& q, Answer& answer) {
    answer.state = q.state;
    answer.cookie = q.cookie;
    answer.request_bytes = q.request_bytes;
    const bool done = q.state != QueryState::waiting;
    answer.response_bytes = done ? q.response_bytes : 0;
    answer.duration_s = done ? static_cast<double>(q.duration_s) : 0;
    answer.error_code = q.error_code;
    if (q.error_text) {
      answer.error_text = *q.error_text;
    } else {
      answer.error_text.clear();
    }
  }
  // Queues a query on a link that is good for it; closes lanes when the link breaks.
  int64_t queue(Link& link, const Lane& how, Buffer& body, uint64_t cookie, int64_t now);
  // Its end: what was written behind Connection::open_request() up to `end` is a query's body.
  int64_t commit(Link& link, const Lane& how, const uint8_t* end, uint64_t cookie, int64_t now);
  bool goes_on(const Lane& lane, int64_t now) const;
  bool may_queue(const Link& link) const {
    return !link.blocked && link.connection->output_bytes() < kOutputBytesMax;
  }
  bool can_queue(Buffer& body) {
    return body.size() >= 4 && body.size() <= limits::kIoChunkBytes / 2 && !body.failed() && !has_request_head(body.data()) &&
           exchange.table().size() < limits::kQueriesMax;
  }
  // The pool's number of a target of open(); kNone for 0.
  uint32_t target_of(uint32_t handle) {
    const Handle* known = exchange.pool().handle(handle);
    return known ? known->target : kNone;
  }
  Result<Sent> send(const SendOptions& options, Buffer& body);
  // With `wait`: kMustWait where it would sleep.
  Result<Link*> link_with_room(const Handle& handle, const SendOptions& options, LinkWait* wait);

  ClientConfig config;
  Stats stats;
  Exchange exchange;
  ProcessMark mark;
  Answer peeked;
  uint64_t epoch = 1;      // of entries
  FailureDetail refusal;   // of a send() that failed for a reason of its own
  bool refused = false;
};

Client::Client(ClientConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}
Client::~Client() {
  if (impl_) impl_->enter();
}

Result<uint32_t> Client::open(std::string_view host, int port, Deadline deadline, double limit_s,
                              double reconnect_timeout_s, LinkWait* wait) {
  impl_->enter();
  impl_->refused = false;
  Exchange& exchange = impl_->exchange;
  exchange.tend(now_ns());
  std::string why;
  const uint32_t target = exchange.pool().find(host, port, why);
  if (target == kNone) {
    FailureDetail& refusal = impl_->refusal;
    impl_->refused = true;
    refusal = {};
    refusal.code = codes::kNoConnection;
    refusal.host = host.substr(0, 300);
    refusal.port = port;
    refusal.phase = "resolve";
    refusal.text = refusal.host + ':' + std::to_string(port) + ": " + why;
    return Error{refusal.code, refusal.text};
  }
  const Handle handle{target, limit_s, reconnect_timeout_s};
  auto link = wait ? exchange.approach(handle, deadline, false, false, false, *wait)
                   : exchange.ready_link(handle, deadline, false, true);
  if (!link.ok()) return std::move(link.error());
  if (!*link) return Error{kMustWait, "the connection is coming"};
  return exchange.pool().make_handle(target, limit_s, reconnect_timeout_s);
}

Result<Link*> Client::Impl::link_with_room(const Handle& handle, const SendOptions& options, LinkWait* wait) {
  for (;;) {
    auto link = wait ? exchange.approach(handle, options.deadline, true, false, false, *wait)
                     : exchange.ready_link(handle, options.deadline, true, false);
    if (!link.ok()) return link;
    if (!*link) return Error{kMustWait, "the connection is coming"};
    if ((*link)->connection->output_bytes() < kOutputBytesMax) return link;
    if (!exchange.flush(**link) || (*link)->connection->output_bytes() < kOutputBytesMax) continue;
    // Back-pressure: the server reads slower than the script writes. Answers are read meanwhile.
    if (wait && !(wait->full && options.deadline.passed())) {
      wait->full = true;
      return Error{kMustWait, "the connection is full"};
    }
    if (wait || exchange.round(options.deadline, false).timeout) {
      const Target& target = exchange.pool().target(handle.target);
      return exchange.report(target, "the server reads too slowly, 16 MiB are queued", "queued", options.limit_s,
                             options.limit_s);
    }
  }
}

Result<Sent> Client::Impl::send(const SendOptions& options, Buffer& body) {
  const Handle* handle = exchange.pool().handle(options.target);
  if (!handle) return Error{codes::kNetwork, "no such connection"};
  if (exchange.table().size() >= limits::kQueriesMax) {
    return Error{codes::kTooManyQueries, "too many queries wait or have answers that were not taken"};
  }
  const size_t overhead = limits::kPacketOverhead + 8;
  if (body.failed() || body.size() > limits::kPacketBytesMax) {
    return body.failed() ? Error{codes::kNoMemory, "out of memory"}
                         : Error{codes::kTooLarge, "the request is larger than a packet can be (16777215 bytes)"};
  }
  int64_t now = now_ns();  // the caller's may be a little old
  Link* link = exchange.quick_link(*handle, now);
  if (!link || link->connection->output_bytes() >= kOutputBytesMax) {
    auto found = link_with_room(*handle, options, options.wait);
    if (!found.ok()) return std::move(found.error());
    link = *found;
    now = now_ns();
  }

  HeadOptions head;
  head.actor = options.actor;
  head.ignore_answer = options.ignore_answer;
  head.custom_timeout_ms = options.custom_timeout_ms;
  HeadFacts facts;
  if (!rewrite_request_head(body, head, facts)) return Error{codes::kNoMemory, "out of memory"};
  if (body.size() + overhead > limits::kPacketBytesMax) {
    return Error{codes::kTooLarge, "the request is larger than a packet can be (16777215 bytes)"};
  }

  Sent sent;
  sent.actor_overridden = facts.actor_overridden;
  sent.body_actor = facts.body_actor;
  sent.no_result_cleared = facts.no_result_cleared;
  sent.packet_bytes = static_cast<uint32_t>(body.size() + overhead);

  for (int attempt = 0;; ++attempt) {
    const int64_t id = exchange.table().next_id();
    Connection& connection = *link->connection;
    // After a silence a ping goes in front: if nothing at all comes back, later queries use another connection.
    const bool was_idle = link->queries.count == 0 && !connection.has_output();
    if (was_idle && to_seconds(now - link->last_heard_ns()) >= config.ping_timeout_s && connection.ping()) {
      link->ping_ns = INT64_MAX;  // the clock starts when it is written
      ++stats.pings_sent;
    }
    Query* q = nullptr;
    if (!options.ignore_answer) {
      q = exchange.table().create(id);
      if (!q) return Error{codes::kNoMemory, "out of memory"};
      q->deadline_ns = options.deadline.at_ns;
      q->sent_ns = now;
      q->cookie = options.cookie;
      q->request_bytes = sent.packet_bytes;
      q->limit_s = static_cast<float>(options.limit_s);
    }
    auto seq = connection.send_request(static_cast<uint64_t>(id), body.bytes());
    if (!seq.ok()) {
      if (q) exchange.table().drop(q);
      return std::move(seq.error());
    }
    link->used_ns = now;
    sent.id = -1;
    if (q) {
      q->seq = *seq;
      q->link = link->index;
      exchange.table().append(link->queries, *q);
      ++stats.queries_active;
      sent.id = id;
    }
    bool alive = true;
    if (!link->blocked && (options.flush || connection.output_bytes() >= limits::kIoChunkBytes)) {
      alive = link->flush();
      if (!alive) {
        // Queries with an id move or fail by themselves. One without leaves no trace, so it is repeated here.
        const bool repeat = !q && attempt == 0 && !connection.begun(*seq);
        const bool begun = connection.begun(*seq);
        const std::string why = connection.error().text;
        exchange.lose(*link, now_ns(), q ? 0 : id);
        if (!q && !repeat) {
          const Target& target = exchange.pool().target(handle->target);
          return exchange.report(target, std::string("connection lost ") + (begun ? "after" : "before") +
                                             " the request was sent (" + why + ")", "sent", 0, options.limit_s);
        }
        if (repeat) {
          auto again = link_with_room(*handle, options, nullptr);
          if (!again.ok()) return std::move(again.error());
          link = *again;
          now = now_ns();
          continue;
        }
      }
    }
    ++stats.queries;
    body.clear();
    return sent;
  }
}

__attribute__((always_inline)) inline int64_t Client::Impl::commit(Link& link, const Lane& how, const uint8_t* end,
                                                                 uint64_t cookie, int64_t now) {
  Connection& connection = *link.connection;
  QueryTable& table = exchange.table();
  const int64_t id = table.next_id();
  Query* q = table.create(id, link.queries);
  if (!q) return 0;
  q->deadline_ns = how.deadline_ns;
  q->sent_ns = now;
  q->cookie = cookie;
  q->limit_s = how.limit_s;
  q->link = link.index;
  q->request_bytes = connection.close_request(static_cast<uint64_t>(id), end, q->seq);
  link.used_ns = now;
  ++stats.queries_active;
  ++stats.queries;
  // When it breaks, the query moves or fails by itself.
  if ((how.flush || connection.output_bytes() >= limits::kIoChunkBytes) && !link.flush()) {
    ++epoch;
    exchange.lose(link, now_ns());
  }
  return id;
}

int64_t Client::Impl::queue(Link& link, const Lane& how, Buffer& body, uint64_t cookie, int64_t now) {
  if (!may_queue(link)) return 0;
  uint8_t* end;
  uint8_t* to = link.connection->open_request(body.size(), end);
  if (!to) return 0;
  copy_bytes(to, body.data(), body.size());
  const int64_t id = commit(link, how, to + body.size(), cookie, now);
  if (id) body.clear();
  return id;
}

int64_t Client::send_quickly(const SendOptions& options, Buffer& body, Lane* lane) {
  Impl& impl = *impl_;
  impl.enter();
  impl.refused = false;
  Exchange& exchange = impl.exchange;
  const Handle* handle = exchange.pool().handle(options.target);
  if (!handle || options.actor || options.ignore_answer || options.custom_timeout_ms > 0 || !impl.can_queue(body)) return 0;
  const int64_t now = options.now_ns ? options.now_ns : now_ns();
  Link* link = exchange.quick_link(*handle, now);
  if (!link || exchange.is_stale(*link, now)) return 0;
  const Lane how{link, impl.epoch, options.deadline.at_ns, static_cast<float>(options.limit_s), options.flush};
  if (lane) *lane = how;
  return impl.queue(*link, how, body, options.cookie, now);
}

inline bool Client::Impl::goes_on(const Lane& lane, int64_t now) const {
  const auto* link = static_cast<const Link*>(lane.link);
  return link && lane.epoch == epoch && mark.is_here() && now - link->used_ns <= kTrustNs;
}

int64_t Client::send_next(const Lane& lane, Buffer& body, uint64_t cookie, int64_t now) {
  Impl& impl = *impl_;
  if (!impl.goes_on(lane, now) || !impl.can_queue(body)) return 0;
  return impl.queue(*static_cast<Link*>(lane.link), lane, body, cookie, now);
}

bool Client::lane_room(const Lane& lane, int64_t now, LaneRoom& room) {
  Impl& impl = *impl_;
  if (!impl.goes_on(lane, now) || impl.exchange.table().size() >= limits::kQueriesMax) return false;
  Link& link = *static_cast<Link*>(lane.link);
  if (!impl.may_queue(link)) return false;
  return link.connection->request_room(kLaneBytes, room.at, room.end) || impl.grow_lane(link, room);
}

int64_t Client::lane_send(const Lane& lane, const LaneRoom& room, const uint8_t* end, uint64_t cookie, int64_t now) {
  const auto bytes = static_cast<size_t>(end - room.at);
  if (bytes < 4 || bytes > limits::kIoChunkBytes / 2 || has_request_head(room.at)) return 0;
  return impl_->commit(*static_cast<Link*>(lane.link), lane, end, cookie, now);
}

Result<Sent> Client::send(const SendOptions& options, Buffer& body) {
  impl_->enter();
  impl_->refused = false;
  auto sent = impl_->send(options, body);
  if (!sent.ok() && sent.error().code == kMustWait) return sent;
  if (!sent.ok() && sent.error().code == codes::kNoConnection) {
    // For a query that was never made it is an error of storing; last_failure() tells the other number.
    return Error{codes::kNetwork, std::move(sent.error().text)};
  }
  if (!sent.ok()) {
    FailureDetail& refusal = impl_->refusal;
    impl_->refused = true;
    refusal = {};
    refusal.code = sent.error().code;
    refusal.text = sent.error().text;
    refusal.phase = "queued";
    refusal.limit_s = options.limit_s;
    if (const Handle* handle = impl_->exchange.pool().handle(options.target)) {
      refusal.host = impl_->exchange.pool().target(handle->target).host;
      refusal.port = impl_->exchange.pool().target(handle->target).port;
    }
  }
  return sent;
}

bool Client::flush(Deadline deadline, uint32_t target) {
  impl_->enter();
  Exchange& exchange = impl_->exchange;
  const uint64_t losses = exchange.losses();
  const uint32_t only = impl_->target_of(target);
  while (exchange.write_all(only)) {
    if (exchange.round(deadline, false).timeout && exchange.write_all(only)) return false;
  }
  return exchange.losses() == losses;
}

Wait Client::wait(int64_t id, Deadline limit) {
  impl_->enter();
  impl_->refused = false;
  Exchange& exchange = impl_->exchange;
  for (;;) {
    Query* q = exchange.table().find(id);
    if (!q || q->state != QueryState::waiting) return Wait::done;
    const Wake wake = exchange.round(earlier(limit, Deadline::at(q->deadline_ns)), true);
    // A round drops no query: q is still the same.
    if (q->state != QueryState::waiting) return Wait::done;
    if (wake.interrupted) return Wait::interrupted;
    if (!wake.timeout) continue;
    const int64_t now = now_ns();
    if (impl_->expire_if_due(*q, now)) return Wait::done;
    if (limit.passed(now)) return Wait::timeout;
  }
}

Wait Client::wait_all(const int64_t* ids, size_t count, Deadline limit) {
  Wait worst = Wait::done;
  impl_->enter();
  QueryTable& table = impl_->exchange.table();
  for (size_t i = 0; i < count; ++i) {
    const Query* q = table.find(ids[i]);
    if (!q || q->state != QueryState::waiting) continue;
    const Wait one = wait(ids[i], limit);
    if (one == Wait::interrupted) return one;
    if (one == Wait::timeout) worst = one;
  }
  return worst;
}

QueryState Client::state(int64_t id) {
  impl_->enter();
  Query* q = impl_->exchange.table().find(id);
  if (!q) return QueryState::unknown;
  if (q->state == QueryState::waiting) {
    impl_->exchange.round(Deadline::at(0), false);
    if (q->state == QueryState::waiting) impl_->expire_if_due(*q, now_ns());
  }
  return q->state;
}

Answer Client::take(int64_t id) {
  Answer answer;
  take(id, answer);
  return answer;
}

void Client::take(int64_t id, Answer& out) {
  impl_->enter();
  out.clear();
  Query* q = impl_->exchange.table().find(id);
  if (!q) return;
  impl_->fill_answer(*q, out);
  out.body.swap(q->body);
  if (!impl_->peeked.body.empty()) impl_->peeked.body.reset();  // it may pin the same memory
  impl_->exchange.forget(*q);
}

bool Client::take_ready(int64_t id, Slice& body, uint64_t& cookie) {
  impl_->enter();
  Exchange& exchange = impl_->exchange;
  Query* q = exchange.table().find(id);
  if (!q || q->state != QueryState::ready) return false;
  cookie = q->cookie;
  body.swap(q->body);
  if (!impl_->peeked.body.empty()) impl_->peeked.body.reset();  // it may pin the same memory
  exchange.queues().leave(*q);
  exchange.table().drop(q);
  return true;
}

bool Client::look_ready(int64_t id, Ready& ready) {
  Impl& impl = *impl_;
  ++impl.epoch;
  if (__builtin_expect(!impl.mark.is_here(), 0)) return impl.look_ready_here(id, ready);
  return impl.look_ready(id, ready);
}

void Client::drop_ready(const Ready& ready) {
  Impl& impl = *impl_;
  auto* q = static_cast<Query*>(ready.query);
  if (__builtin_expect(!impl.peeked.body.empty() || q->queue, 0)) return impl.drop_noted(*q);
  Slice last;  // let go of at the end, as the last thing
  last.swap(q->body);
  impl.exchange.table().unlink(q);
}

bool Client::anything_waits() const { return impl_->stats.queries_active != 0; }

const Answer* Client::peek(int64_t id) {
  impl_->enter();
  Query* q = impl_->exchange.table().find(id);
  if (!q) return nullptr;
  impl_->fill_answer(*q, impl_->peeked);
  impl_->peeked.body = q->body;
  return &impl_->peeked;
}

int64_t Client::sent_ns(int64_t id) const {
  const Query* q = impl_->exchange.table().find(id);
  return q ? q->sent_ns : 0;
}

uint32_t Client::pending() const { return impl_->exchange.table().size(); }

int64_t Client::queue_create() { return impl_->exchange.queues().create(); }

bool Client::queue_exists(int64_t queue) const { return impl_->exchange.queues().exists(queue); }

bool Client::queue_push(int64_t queue, int64_t id) {
  impl_->enter();
  Query* q = impl_->exchange.table().find(id);
  return q && impl_->exchange.queues().push(queue, *q);
}

bool Client::queue_empty(int64_t queue) const { return impl_->exchange.queues().size(queue) == 0; }

Wait Client::queue_next(int64_t queue, Deadline limit, int64_t& id) {
  impl_->enter();
  impl_->refused = false;
  Exchange& exchange = impl_->exchange;
  WaitQueues& queues = exchange.queues();
  for (;;) {
    id = queues.pop(queue);
    if (id != 0 || queues.size(queue) == 0) return Wait::done;
    const Wake wake = exchange.round(earlier(limit, Deadline::at(queues.deadline_ns(queue))), true);
    const int64_t now = now_ns();
    if (wake.timeout) queues.expire(queue, now, [&](Query& q) { exchange.expire(q, now); });
    id = queues.pop(queue);
    if (id != 0) return Wait::done;
    if (wake.interrupted) return Wait::interrupted;
    if (limit.passed(now)) return Wait::timeout;
  }
}

bool Client::is_waiting(int64_t id) {
  impl_->enter();
  const Query* q = impl_->exchange.table().find(id);
  return q && q->state == QueryState::waiting;
}

bool Client::settle(int64_t id) {
  Query* q = impl_->exchange.table().find(id);
  return !q || q->state != QueryState::waiting || impl_->expire_if_due(*q, now_ns());
}

Deadline Client::deadline_of(int64_t id) {
  const Query* q = impl_->exchange.table().find(id);
  return q && q->state == QueryState::waiting ? Deadline::at(q->deadline_ns) : Deadline::never();
}

bool Client::queue_take(int64_t queue, int64_t& id) {
  impl_->enter();
  WaitQueues& queues = impl_->exchange.queues();
  id = queues.pop(queue);
  return id != 0 || queues.size(queue) == 0;
}

void Client::queue_settle(int64_t queue) {
  Exchange& exchange = impl_->exchange;
  const int64_t now = now_ns();
  exchange.queues().expire(queue, now, [&](Query& q) { exchange.expire(q, now); });
}

Deadline Client::queue_deadline(int64_t queue) { return Deadline::at(impl_->exchange.queues().deadline_ns(queue)); }

void Client::watch(int64_t id) {
  if (Query* q = impl_->exchange.table().find(id)) q->watched = true;
}

void Client::watch_queue(int64_t queue) { impl_->exchange.queues().watch(queue); }

int64_t Client::watch(const LinkWait& wait) { return impl_->exchange.watch(wait); }

bool Client::write_watched(uint32_t target) {
  impl_->enter();
  const bool more = impl_->exchange.write_all(impl_->target_of(target));
  if (more) impl_->exchange.watch_output();
  return more;
}

uint64_t Client::losses() const { return impl_->exchange.losses(); }

std::vector<int64_t>& Client::woken() { return impl_->exchange.woken(); }

Wait Client::turn(Deadline limit) {
  impl_->enter();
  impl_->refused = false;
  const Wake wake = impl_->exchange.round(limit, true);
  return wake.interrupted ? Wait::interrupted : wake.timeout ? Wait::timeout : Wait::done;
}

void Client::end_request(void (*cookie_gone)(uint64_t cookie, void*), void* context) {
  impl_->enter();
  Exchange& exchange = impl_->exchange;
  exchange.table().each([&](Query& q) {
    if (cookie_gone) cookie_gone(q.cookie, context);
    exchange.forget(q);
  });
  exchange.queues().clear();
  exchange.woken() = {};
  exchange.settle_down(Deadline::after(kEndPatienceS));
  exchange.pool().drop_handles();
  exchange.pool().forget_unused();
  exchange.table().trim();
  impl_->peeked = Answer();
}

const FailureDetail& Client::last_failure() const {
  return impl_->refused ? impl_->refusal : impl_->exchange.detail();
}

std::vector<PoolEntry> Client::pool_status() {
  impl_->enter();
  return impl_->exchange.status();
}

Stats& Client::stats() {
  impl_->exchange.refresh_stats();
  return impl_->stats;
}
const ClientConfig& Client::config() const { return impl_->config; }

}  // namespace vkext::rpc
