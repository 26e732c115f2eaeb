// The queues of rpc_queue_*: sets of queries that are taken out in the order they finish.
//
// A queue knows ids and counts; the queries know their queue. Ids that left in another way (their answer was taken) are
// skipped when met. Knows no socket and no time except the deadlines it is told.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rpc/query_table.h"

namespace vkext::rpc {

class WaitQueues {
 public:
  explicit WaitQueues(QueryTable& table) : table_(table) {}

  // Numbers of queues stand apart from query ids in practice: they start above 2^30 and count up over requests.
  int64_t create();
  // Those of this request, empty or not: an empty one takes no memory.
  bool exists(int64_t queue) const { return queue > first_ && queue <= last_; }
  // The query must be live. False when it stands in a queue already or the queue does not exist.
  bool push(int64_t queue, Query& query);
  // Queries in it, finished or not.
  uint32_t size(int64_t queue) const;

  // A query stopped waiting. Cheap when it is in no queue.
  void finished(Query& query) {
    if (query.queue) note_finished(query);
  }
  // A query leaves its queue: its answer is taken or it is forgotten. Cheap when it is in no queue.
  void leave(Query& query) {
    if (query.queue) note_left(query);
  }

  // Somebody wants to be told when it changes.
  void watch(int64_t queue) {
    if (exists(queue)) queues_[static_cast<uint32_t>(queue)].watched = true;
  }
  bool is_watched(uint32_t queue) const {
    const auto it = queues_.find(queue);
    return it != queues_.end() && it->second.watched;
  }

  // Takes the next finished query out; 0 when none is.
  int64_t pop(int64_t queue);
  // No member's deadline is earlier than this. INT64_MAX when nobody waits.
  int64_t deadline_ns(int64_t queue) const;
  // Calls expire(Query&) for members that still wait after their deadline; it must end their waiting.
  template <class Expire>
  void expire(int64_t queue, int64_t now, Expire expire) {
    const auto it = queues_.find(static_cast<uint32_t>(queue));
    if (it == queues_.end() || now < it->second.deadline_ns) return;
    // The bound is recomputed only here, once per deadline passed: usual queues have one deadline for all.
    std::vector<int64_t> waiting;
    waiting.swap(it->second.waiting);
    it->second.deadline_ns = INT64_MAX;
    for (int64_t id : waiting) {
      Query* q = table_.find(id);
      if (!q || q->queue != it->first || q->state != QueryState::waiting) continue;
      if (q->deadline_ns <= now) {
        expire(*q);
      } else {
        it->second.waiting.push_back(id);
        if (q->deadline_ns < it->second.deadline_ns) it->second.deadline_ns = q->deadline_ns;
      }
    }
  }

  // What the lists of all queues take.
  size_t memory_bytes() const;

  // Queues of a request go with it.
  void clear() {
    queues_.clear();
    first_ = last_;
  }

 private:
  struct WaitQueue {
    uint32_t size = 0;
    size_t popped = 0;              // ready[0, popped) is taken
    std::vector<int64_t> ready;     // finished, oldest first; may hold ids that are gone
    std::vector<int64_t> waiting;   // pushed while waiting; may hold ids that are gone
    int64_t deadline_ns = INT64_MAX;
    bool watched = false;
  };

  // A queue that is never empty must not collect what has gone through it.
  void tidy(uint32_t number, WaitQueue& q);
  void note_finished(Query& query);
  void note_left(Query& query);

  QueryTable& table_;
  std::unordered_map<uint32_t, WaitQueue> queues_;
  uint32_t first_ = 1u << 30;  // of the requests before
  uint32_t last_ = 1u << 30;
};

}  // namespace vkext::rpc
