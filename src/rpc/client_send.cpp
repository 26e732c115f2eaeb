// Sending through the façade: the whole way, the everyday way and the lanes of a batch. See client.h for the contract.
//
// A query either gets an id, and then ends as every query does, or leaves no trace.
#include <utility>

#include "base/error_codes.h"
#include "base/limits.h"
#include "rpc/client_impl.h"
#include "rpc/headers.h"

namespace vkext::rpc {

namespace {

// What a packet has around a query's body: itself, and the query's id.
constexpr size_t kOverhead = limits::kPacketOverhead + 8;

double to_seconds(int64_t ns) { return static_cast<double>(ns) * 1e-9; }

Error too_large() { return {codes::kTooLarge, "the request is larger than a packet can be (16777215 bytes)"}; }
Error no_memory() { return {codes::kNoMemory, "out of memory"}; }

}  // namespace

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

Result<Link*> Client::Impl::link_to_send(const Handle& handle, const SendOptions& options, int64_t& now) {
  Link* link = exchange.quick_link(handle, now);
  if (link && link->connection->output_bytes() < kOutputBytesMax) return link;
  auto found = link_with_room(handle, options, options.wait);
  now = now_ns();
  return found;
}

// After a silence a ping goes in front: if nothing at all comes back, later queries use another connection.
void Client::Impl::ping_after_silence(Link& link, int64_t now) {
  const bool was_idle = link.queries.count == 0 && !link.connection->has_output();
  if (!was_idle || to_seconds(now - link.last_heard_ns()) < config.ping_timeout_s || !link.connection->ping()) return;
  link.ping_ns = INT64_MAX;  // the clock starts when it is written
  ++stats.pings_sent;
}

Query* Client::Impl::new_query(int64_t id, const SendOptions& options, uint32_t packet_bytes, int64_t now) {
  Query* q = exchange.table().create(id);
  if (!q) return nullptr;
  q->deadline_ns = options.deadline.at_ns;
  q->sent_ns = now;
  q->cookie = options.cookie;
  q->request_bytes = packet_bytes;
  q->limit_s = static_cast<float>(options.limit_s);
  return q;
}

Result<Client::Impl::Placed> Client::Impl::place(Link& link, const SendOptions& options, Buffer& body,
                                                 uint32_t packet_bytes, int64_t now) {
  Placed placed;
  placed.id = exchange.table().next_id();
  ping_after_silence(link, now);
  Query* q = nullptr;
  if (!options.ignore_answer) {
    q = new_query(placed.id, options, packet_bytes, now);
    if (!q) return no_memory();
  }
  auto seq = link.connection->send_request(static_cast<uint64_t>(placed.id), body.bytes());
  if (!seq.ok()) {
    if (q) exchange.table().drop(q);
    lose_failed(link);
    return std::move(seq.error());
  }
  placed.seq = *seq;
  link.used_ns = now;
  if (q) {
    q->seq = *seq;
    q->link = link.index;
    exchange.table().append(link.queries, *q);
    ++stats.queries_active;
  }
  return placed;
}

// A query with an id moves to another connection, or fails, by itself: that is no error here. One without leaves no
// trace, so `again` tells its sender to repeat it, where that is safe and was not done already.
Result<bool> Client::Impl::after_loss(Link& link, const Handle& handle, const SendOptions& options, const Placed& placed,
                                      bool repeated) {
  const bool begun = link.connection->begun(placed.seq);
  const std::string why = link.connection->error().text;
  const bool traceless = options.ignore_answer;
  exchange.lose(link, now_ns(), traceless ? placed.id : 0);
  if (!traceless) return false;
  if (!repeated && !begun) return true;
  return exchange.report(exchange.pool().target(handle.target),
                         std::string("connection lost ") + (begun ? "after" : "before") + " the request was sent (" + why + ")",
                         "sent", 0, options.limit_s);
}

Result<Sent> Client::Impl::send(const SendOptions& options, Buffer& body) {
  const Handle* handle = exchange.pool().handle(options.target);
  if (!handle) return Error{codes::kNetwork, "no such connection"};
  if (exchange.table().size() >= limits::kQueriesMax) {
    return Error{codes::kTooManyQueries, "too many queries wait or have answers that were not taken"};
  }
  if (body.failed()) return no_memory();
  if (body.size() > limits::kPacketBytesMax) return too_large();
  int64_t now = now_ns();  // the caller's may be a little old
  auto link = link_to_send(*handle, options, now);
  if (!link.ok()) return std::move(link.error());

  HeadOptions head;
  head.actor = options.actor;
  head.ignore_answer = options.ignore_answer;
  head.custom_timeout_ms = options.custom_timeout_ms;
  HeadFacts facts;
  if (!rewrite_request_head(body, head, facts)) return no_memory();
  if (body.size() + kOverhead > limits::kPacketBytesMax) return too_large();

  Sent sent;
  sent.actor_overridden = facts.actor_overridden;
  sent.body_actor = facts.body_actor;
  sent.no_result_cleared = facts.no_result_cleared;
  sent.packet_bytes = static_cast<uint32_t>(body.size() + kOverhead);

  for (bool repeated = false;; repeated = true) {
    auto placed = place(**link, options, body, sent.packet_bytes, now);
    if (!placed.ok()) return std::move(placed.error());
    sent.id = options.ignore_answer ? -1 : placed->id;
    const bool write = !(*link)->blocked && (options.flush || (*link)->connection->output_bytes() >= limits::kIoChunkBytes);
    if (!write || (*link)->flush()) break;
    auto again = after_loss(**link, *handle, options, *placed, repeated);
    if (!again.ok()) return std::move(again.error());
    if (!*again) break;
    link = link_with_room(*handle, options, nullptr);
    if (!link.ok()) return std::move(link.error());
    now = now_ns();
  }
  ++stats.queries;
  body.clear();
  return sent;
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
  if (!to) {
    lose_failed(link);
    return 0;
  }
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
    FailureDetail& refusal = impl_->refuse(sent.error().code, "queued");
    refusal.text = sent.error().text;
    refusal.limit_s = options.limit_s;
    if (const Handle* handle = impl_->exchange.pool().handle(options.target)) {
      const Target& target = impl_->exchange.pool().target(handle->target);
      refusal.host = target.host;
      refusal.port = target.port;
    }
  }
  return sent;
}

}  // namespace vkext::rpc
