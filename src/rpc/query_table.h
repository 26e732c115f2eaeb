// Every live query of this process: id → what is known of it, in constant time and without an allocation per query.
//
// Ids count up by one from a random 62-bit start and are never used twice in the life of the process, so a late answer
// can never meet a newer query. Slots live in blocks that never move: a Query* is good until the query is dropped.
// Knows no connection: `link` is only a number, and the lists per link are kept here because their hooks are slots.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/slice.h"
#include "rpc/client.h"

namespace vkext::rpc {

constexpr uint32_t kNone = UINT32_MAX;

// 104 bytes, plus one or two words of the index: the bound is 120 bytes per pending query.
struct Query {
  int64_t id = 0;
  int64_t deadline_ns = 0;
  int64_t sent_ns = 0;
  uint64_t cookie = 0;
  Slice body;
  std::unique_ptr<std::string> error_text;  // failed only
  int32_t error_code = 0;
  uint32_t request_bytes = 0;
  union {
    uint32_t seq = 0;        // waiting: of its packet on its link
    uint32_t response_bytes; // done
  };
  union {
    float limit_s = 0;       // waiting: the timeout as given, for messages
    float duration_s;        // done: from send to answer
  };
  uint32_t link = kNone;     // waiting: where it was sent
  uint32_t chain = kNone;    // index chain; free list
  uint32_t previous = kNone; // list of its link
  uint32_t next = kNone;
  uint32_t queue = 0;        // WaitQueues number, 0 = in none
  QueryState state = QueryState::unknown;
  bool watched = false;      // its end is to be noted (Client::watch)
};
static_assert(sizeof(void*) != 8 || sizeof(Query) <= 104, "10,000 pending queries must stay under 1.2 MB");

// The queries in flight on one link, oldest first.
struct QueryList {
  uint32_t first = kNone;
  uint32_t last = kNone;
  uint32_t count = 0;
};

class QueryTable {
 public:
  QueryTable();

  // An id that was never given out before, also for queries that keep no slot.
  int64_t next_id() { return next_id_++; }
  // New random start; after a fork, and once at the beginning.
  void reseed();
  // Where ids go on from; for tests of long lives.
  void set_next_id(int64_t id) { next_id_ = id; }

  // A slot in state waiting under this id; null when memory is out. Times, cookie, sizes and `link` are the caller's to
  // write.
  Query* create(int64_t id);
  // The same, at the end of a list.
  Query* create(int64_t id, QueryList& list);
  Query* find(int64_t id) {
    for (uint32_t i = buckets_[static_cast<size_t>(id) & mask_]; i != kNone;) {
      Query& q = at(i);
      if (q.id == id) return &q;
      i = q.chain;
    }
    return nullptr;
  }
  // The slot is free afterwards; it must stand in no list.
  void drop(Query* query);
  // The same of one that owns nothing any more, neither a body nor a text.
  void unlink(Query* query);

  uint32_t size() const { return size_; }
  // Calls visit(Query&) for every live query. visit may drop the query it is given.
  template <class Visit>
  void each(Visit visit) {
    for (uint32_t i = 0; i < blocks_.size() * kBlock; ++i) {
      if (at(i).id != 0) visit(at(i));
    }
  }

  // Lists per link.
  void append(QueryList& list, Query& query);
  void remove(QueryList& list, Query& query);
  Query* first(const QueryList& list) { return list.first == kNone ? nullptr : &at(list.first); }
  Query* next(const Query& query) { return query.next == kNone ? nullptr : &at(query.next); }

  // Gives the memory of a burst back; for a request's end, when the table is empty.
  void trim();
  size_t memory_bytes() const;

 private:
  static constexpr uint32_t kBlock = 256;

  Query& at(uint32_t i) { return blocks_[i / kBlock][i % kBlock]; }
  uint32_t index_of(const Query& query) const;
  void link_last(QueryList& list, Query& query, uint32_t i);
  bool grow();

  std::vector<std::unique_ptr<Query[]>> blocks_;
  std::vector<uint32_t> buckets_;
  size_t mask_ = 0;
  uint32_t free_ = kNone;
  uint32_t size_ = 0;
  int64_t next_id_ = 1;
};

// What runs once per query stands here, to be inlined.

inline Query* QueryTable::create(int64_t id) {
  if (free_ == kNone && !grow()) return nullptr;
  const uint32_t i = free_;
  Query& q = at(i);
  free_ = q.chain;
  uint32_t& bucket = buckets_[static_cast<size_t>(id) & mask_];
  q.id = id;
  q.chain = bucket;
  q.error_code = 0;
  q.queue = 0;
  q.state = QueryState::waiting;
  q.watched = false;
  bucket = i;
  ++size_;
  return &q;
}

inline void QueryTable::link_last(QueryList& list, Query& query, uint32_t i) {
  query.previous = list.last;
  query.next = kNone;
  if (list.last == kNone) {
    list.first = i;
  } else {
    at(list.last).next = i;
  }
  list.last = i;
  ++list.count;
}

inline void QueryTable::remove(QueryList& list, Query& query) {
  if (query.previous == kNone) {
    list.first = query.next;
  } else {
    at(query.previous).next = query.next;
  }
  if (query.next == kNone) {
    list.last = query.previous;
  } else {
    at(query.next).previous = query.previous;
  }
  query.previous = query.next = kNone;
  --list.count;
}

inline Query* QueryTable::create(int64_t id, QueryList& list) {
  if (free_ == kNone && !grow()) return nullptr;
  const uint32_t i = free_;
  Query* q = create(id);
  link_last(list, *q, i);
  return q;
}

inline void QueryTable::drop(Query* query) {
  query->body.reset();
  query->error_text.reset();
  unlink(query);
}

inline void QueryTable::unlink(Query* query) {
  uint32_t* hook = &buckets_[static_cast<size_t>(query->id) & mask_];
  while (*hook != kNone && &at(*hook) != query) hook = &at(*hook).chain;
  const uint32_t i = *hook;
  if (i == kNone) return;
  *hook = query->chain;
  // The rest is written when the slot is taken again.
  query->id = 0;
  query->state = QueryState::unknown;
  query->chain = free_;
  free_ = i;
  --size_;
}

// 8 or more bytes nobody can guess, from the kernel.
void random_bytes(void* to, size_t n);

}  // namespace vkext::rpc
