// Queue membership and the order of finishing. See wait_queue.h.
#include "rpc/wait_queue.h"

#include <algorithm>

namespace vkext::rpc {

namespace {

constexpr size_t kGoneMax = 64;  // ids of queries that are gone, beside as many as there are others

}  // namespace

int64_t WaitQueues::create() { return ++last_; }

bool WaitQueues::push(int64_t queue, Query& query) {
  if (query.queue || !exists(queue)) return false;
  const auto number = static_cast<uint32_t>(queue);
  WaitQueue& q = queues_[number];
  query.queue = number;
  ++q.size;
  if (query.state == QueryState::waiting) {
    q.waiting.push_back(query.id);
    if (query.deadline_ns < q.deadline_ns) q.deadline_ns = query.deadline_ns;
  } else {
    q.ready.push_back(query.id);
  }
  tidy(number, q);
  return true;
}

void WaitQueues::tidy(uint32_t number, WaitQueue& q) {
  if (q.waiting.size() + q.ready.size() <= size_t{q.size} * 2 + kGoneMax) return;
  const auto is_gone = [&](int64_t id, bool waits) {
    const Query* query = table_.find(id);
    return !query || query->queue != number || (query->state == QueryState::waiting) != waits;
  };
  const auto waits = std::remove_if(q.waiting.begin(), q.waiting.end(), [&](int64_t id) { return is_gone(id, true); });
  q.waiting.erase(waits, q.waiting.end());
  q.ready.erase(q.ready.begin(), q.ready.begin() + static_cast<std::ptrdiff_t>(q.popped));
  q.popped = 0;
  const auto ready = std::remove_if(q.ready.begin(), q.ready.end(), [&](int64_t id) { return is_gone(id, false); });
  q.ready.erase(ready, q.ready.end());
}

size_t WaitQueues::memory_bytes() const {
  size_t bytes = 0;
  for (const auto& [number, q] : queues_) bytes += (q.waiting.capacity() + q.ready.capacity()) * sizeof(int64_t);
  return bytes;
}

uint32_t WaitQueues::size(int64_t queue) const {
  const auto it = exists(queue) ? queues_.find(static_cast<uint32_t>(queue)) : queues_.end();
  return it == queues_.end() ? 0 : it->second.size;
}

void WaitQueues::note_finished(Query& query) {
  const auto it = queues_.find(query.queue);
  if (it != queues_.end()) it->second.ready.push_back(query.id);
}

void WaitQueues::note_left(Query& query) {
  const auto it = queues_.find(query.queue);
  if (it != queues_.end() && --it->second.size == 0) {
    // A script that makes a queue per batch must not grow; its number stays good.
    const bool watched = it->second.watched;
    queues_.erase(it);
    if (watched) queues_[query.queue].watched = true;
  }
  query.queue = 0;
}

int64_t WaitQueues::pop(int64_t queue) {
  const auto it = exists(queue) ? queues_.find(static_cast<uint32_t>(queue)) : queues_.end();
  if (it == queues_.end()) return 0;
  WaitQueue& q = it->second;
  while (q.popped < q.ready.size()) {
    const int64_t id = q.ready[q.popped++];
    if (q.popped == q.ready.size()) {
      q.ready.clear();
      q.popped = 0;
    }
    Query* query = table_.find(id);
    if (!query || query->queue != static_cast<uint32_t>(queue)) continue;
    note_left(*query);
    return id;
  }
  return 0;
}

int64_t WaitQueues::deadline_ns(int64_t queue) const {
  const auto it = exists(queue) ? queues_.find(static_cast<uint32_t>(queue)) : queues_.end();
  return it == queues_.end() ? INT64_MAX : it->second.deadline_ns;
}

}  // namespace vkext::rpc
