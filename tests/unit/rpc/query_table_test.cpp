// The table of live queries and the queues over it: look-ups, lists, memory, order.
#include "rpc/query_table.h"

#include <gtest/gtest.h>

#include <set>

#include "rpc/wait_queue.h"

namespace vkext::rpc {
namespace {

TEST(QueryTable, FindsWhatLivesAndNothingElse) {
  QueryTable table;
  std::vector<int64_t> ids;
  for (int i = 0; i < 5000; ++i) {
    ids.push_back(table.next_id());
    Query* q = table.create(ids.back());
    ASSERT_NE(nullptr, q);
    q->cookie = static_cast<uint64_t>(i);
  }
  EXPECT_EQ(5000u, table.size());
  EXPECT_EQ(nullptr, table.find(ids.front() - 1));
  EXPECT_EQ(nullptr, table.find(ids.back() + 1));
  EXPECT_EQ(nullptr, table.find(0));
  EXPECT_EQ(nullptr, table.find(-ids[0]));
  for (size_t i = 0; i < ids.size(); i += 2) table.drop(table.find(ids[i]));
  for (size_t i = 0; i < ids.size(); ++i) {
    Query* q = table.find(ids[i]);
    ASSERT_EQ(i % 2 == 1, q != nullptr);
    if (q) {
      ASSERT_EQ(i, q->cookie);
    }
  }
  EXPECT_EQ(2500u, table.size());
  size_t seen = 0;
  table.each([&](Query& q) {
    ++seen;
    table.drop(&q);
  });
  EXPECT_EQ(2500u, seen);
  EXPECT_EQ(0u, table.size());
  table.trim();
  EXPECT_NE(nullptr, table.create(table.next_id()));
}

TEST(QueryTable, OneOldQueryDoesNotMakeTheTableGrow) {
  QueryTable table;
  const int64_t old = table.next_id();
  table.create(old);
  for (int i = 0; i < 200'000; ++i) {
    const int64_t id = table.next_id();
    table.create(id);
    table.drop(table.find(id));
  }
  EXPECT_NE(nullptr, table.find(old));
  EXPECT_LT(table.memory_bytes(), 64u << 10);
}

TEST(QueryTable, TenThousandStayUnder120BytesEach) {
  QueryTable table;
  for (int i = 0; i < 10'000; ++i) table.create(table.next_id());
  EXPECT_LE(table.memory_bytes(), 1'200'000u);
}

TEST(QueryTable, ListsKeepTheirOrder) {
  QueryTable table;
  QueryList list;
  Query* q[4];
  for (Query*& each : q) {
    each = table.create(table.next_id());
    table.append(list, *each);
  }
  table.remove(list, *q[1]);
  table.remove(list, *q[3]);
  EXPECT_EQ(2u, list.count);
  EXPECT_EQ(q[0], table.first(list));
  EXPECT_EQ(q[2], table.next(*q[0]));
  EXPECT_EQ(nullptr, table.next(*q[2]));
  table.append(list, *q[1]);
  EXPECT_EQ(q[1], table.next(*q[2]));
  table.remove(list, *q[0]);
  table.remove(list, *q[2]);
  table.remove(list, *q[1]);
  EXPECT_EQ(nullptr, table.first(list));
  EXPECT_EQ(0u, list.count);
}

TEST(QueryTable, StartsAreRandomIn62Bits) {
  std::set<int64_t> starts;
  for (int i = 0; i < 1000; ++i) {
    QueryTable table;
    const int64_t id = table.next_id();
    EXPECT_GT(id, 0);
    EXPECT_LE(id, int64_t{1} << 62);
    starts.insert(id >> 20);
  }
  EXPECT_EQ(1000u, starts.size());
}

TEST(QueryTable, IdsGoOnAcross32Bits) {
  QueryTable table;
  table.set_next_id((int64_t{1} << 32) - 2);
  int64_t ids[4];
  for (int64_t& id : ids) {
    id = table.next_id();
    table.create(id);
  }
  EXPECT_EQ((int64_t{1} << 32) + 1, ids[3]);
  for (int64_t id : ids) EXPECT_EQ(id, table.find(id)->id);
}

struct Queues : testing::Test {
  Query& waiting(int64_t deadline) {
    Query* q = table.create(table.next_id());
    q->deadline_ns = deadline;
    return *q;
  }
  void done(Query& q) {
    q.state = QueryState::ready;
    queues.finished(q);
  }
  QueryTable table;
  WaitQueues queues{table};
};

TEST_F(Queues, OrderOfFinishingAndCounts) {
  const int64_t queue = queues.create();
  EXPECT_TRUE(queues.exists(queue));
  EXPECT_FALSE(queues.exists(queue + 1));
  EXPECT_FALSE(queues.exists(-queue));
  EXPECT_FALSE(queues.exists(queue - (int64_t{1} << 32)));
  Query &a = waiting(10), &b = waiting(20), &c = waiting(30);
  EXPECT_TRUE(queues.push(queue, a));
  EXPECT_TRUE(queues.push(queue, b));
  done(c);
  EXPECT_TRUE(queues.push(queue, c)) << "a finished one is the next at once";
  EXPECT_EQ(3u, queues.size(queue));
  EXPECT_EQ(10, queues.deadline_ns(queue));
  EXPECT_EQ(c.id, queues.pop(queue));
  EXPECT_EQ(0, queues.pop(queue));
  done(b);
  done(a);
  EXPECT_EQ(b.id, queues.pop(queue));
  EXPECT_EQ(a.id, queues.pop(queue));
  EXPECT_EQ(0u, queues.size(queue));
  EXPECT_EQ(INT64_MAX, queues.deadline_ns(queue));
}

TEST_F(Queues, ExpiryTakesThoseWhoseTimeIsOver) {
  const int64_t queue = queues.create();
  Query &a = waiting(10), &b = waiting(20), &c = waiting(5);
  queues.push(queue, a);
  queues.push(queue, b);
  queues.push(queue, c);
  queues.leave(c);
  table.drop(&c);
  std::vector<int64_t> gone;
  const auto expire = [&](Query& q) {
    gone.push_back(q.id);
    done(q);
  };
  queues.expire(queue, 4, expire);
  EXPECT_TRUE(gone.empty());
  queues.expire(queue, 12, expire);
  EXPECT_EQ(std::vector<int64_t>{a.id}, gone);
  EXPECT_EQ(20, queues.deadline_ns(queue));
  EXPECT_EQ(a.id, queues.pop(queue));
  queues.expire(queue, 20, expire);
  EXPECT_EQ(b.id, queues.pop(queue));
  EXPECT_EQ(0u, queues.size(queue));
}

// A window of queries that slides: there is always one more, finished or not.
TEST_F(Queues, AQueueThatIsNeverEmptyDoesNotGrow) {
  const int64_t queue = queues.create();
  constexpr int kWindow = 8;
  for (int i = 0; i < kWindow; ++i) {
    Query& q = waiting(INT64_MAX);
    queues.push(queue, q);
    done(q);
  }
  for (int i = 0; i < 100'000; ++i) {
    const int64_t id = queues.pop(queue);
    ASSERT_NE(0, id);
    table.drop(table.find(id));
    Query& q = waiting(INT64_MAX);
    queues.push(queue, q);
    done(q);
  }
  EXPECT_EQ(uint32_t{kWindow}, queues.size(queue));
  EXPECT_LT(queues.memory_bytes(), 8'192u);
  // The same without the queue: answers are taken by their ids.
  for (int i = 0; i < 100'000; ++i) {
    Query& q = waiting(INT64_MAX);
    queues.push(queue, q);
    done(q);
    queues.leave(q);
    table.drop(&q);
  }
  EXPECT_LT(queues.memory_bytes(), 8'192u);
  for (int i = 0; i < kWindow; ++i) EXPECT_NE(0, queues.pop(queue)) << i;
  EXPECT_EQ(0u, queues.size(queue));
}

TEST_F(Queues, OneQueueAtATimeAndBackAgain) {
  const int64_t one = queues.create(), two = queues.create();
  Query& a = waiting(10);
  EXPECT_TRUE(queues.push(one, a));
  EXPECT_FALSE(queues.push(two, a));
  EXPECT_FALSE(queues.push(one, a));
  done(a);
  EXPECT_EQ(a.id, queues.pop(one));
  EXPECT_TRUE(queues.push(two, a));
  EXPECT_EQ(a.id, queues.pop(two));
  queues.clear();
  EXPECT_FALSE(queues.exists(one));
  EXPECT_EQ(0u, queues.size(one));
  EXPECT_EQ(0, queues.pop(one));
}

}  // namespace
}  // namespace vkext::rpc
