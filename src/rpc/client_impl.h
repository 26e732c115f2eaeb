// What stands behind Client, shared by client.cpp and client_send.cpp; nobody else includes it.
//
// Every entry of the façade begins with enter(), or with the like of it where a batch counts its instructions.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/limits.h"
#include "rpc/client.h"
#include "rpc/exchange.h"
#include "rpc/headers.h"
#include "rpc/process_mark.h"

namespace vkext::rpc {

// Bytes one connection may have queued before send() itself waits for the kernel.
constexpr size_t kOutputBytesMax = 16u << 20;

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
    lose_failed(link);
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
  // After something was not queued: memory may have run out for what stood before it, too.
  void lose_failed(Link& link) {
    if (link.connection->state() != ConnectionState::failed) return;
    ++epoch;
    exchange.lose(link, now_ns());
  }
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
  // A failure of this entry's own, which last_failure() tells from now on; the caller fills the rest in.
  FailureDetail& refuse(int code, const char* phase) {
    refused = true;
    refusal = {};
    refusal.code = code;
    refusal.phase = phase;
    return refusal;
  }
  // A query's place on a connection.
  struct Placed {
    int64_t id = 0;
    uint32_t seq = 0;
  };
  Result<Sent> send(const SendOptions& options, Buffer& body);
  // The steps of send(). `now` is brought up to date where time has passed.
  Result<Link*> link_to_send(const Handle& handle, const SendOptions& options, int64_t& now);
  void ping_after_silence(Link& link, int64_t now);
  Query* new_query(int64_t id, const SendOptions& options, uint32_t packet_bytes, int64_t now);
  Result<Placed> place(Link& link, const SendOptions& options, Buffer& body, uint32_t packet_bytes, int64_t now);
  Result<bool> after_loss(Link& link, const Handle& handle, const SendOptions& options, const Placed& placed,
                          bool repeated);
  // With `wait`: kMustWait where it would sleep.
  Result<Link*> link_with_room(const Handle& handle, const SendOptions& options, LinkWait* wait);

  ClientConfig config;
  Stats stats;
  Exchange exchange;
  ProcessMark mark;
  Answer peeked;
  uint64_t epoch = 1;      // of entries
  FailureDetail refusal;   // of an open() or send() that failed for a reason of its own
  bool refused = false;
};

}  // namespace vkext::rpc
