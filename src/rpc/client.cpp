// The façade: one entry per thing the PHP layer does. See client.h for the contract.
//
// Each entry first looks whether this is still the process that made the client. Waits are loops around
// Exchange::round(); what happens inside is there. Sending has a file of its own, client_send.cpp.
#include "rpc/client.h"

#include <algorithm>

#include "base/error_codes.h"
#include "rpc/client_impl.h"

namespace vkext::rpc {

namespace {

// A request's end waits this long for half-written packets.
constexpr double kEndPatienceS = 0.05;

}  // namespace

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
    FailureDetail& refusal = impl_->refuse(codes::kNoConnection, "resolve");
    refusal.host = host.substr(0, 300);
    refusal.port = port;
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
  Exchange& exchange = impl_->exchange;
  // What ended since the last turn has somebody who waits for it.
  const Wake wake = exchange.round(exchange.woken().empty() ? limit : Deadline::at(0), true);
  return wake.interrupted ? Wait::interrupted : wake.timeout && limit.passed() ? Wait::timeout : Wait::done;
}

void Client::end_request() {
  impl_->enter();
  Exchange& exchange = impl_->exchange;
  exchange.table().each([&](Query& q) { exchange.forget(q); });
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
