// Waiting for many things at once: turns, and what they say has changed.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

// Turns until so many changes were told.
std::vector<int64_t> collect(Client& client, size_t count) {
  const Deadline patience = Deadline::after(kLimitS);
  while (client.woken().size() < count && client.turn(patience) != Wait::timeout) {
  }
  std::vector<int64_t> told;
  told.swap(client.woken());
  return told;
}

TEST(ClientTurn, EndsOfWatchedQueriesAreToldOnceInTheirOrder) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    std::vector<Received> r;
    for (int i = 0; i < 4; ++i) r.push_back(c.read_request());
    for (size_t i : {size_t{2}, size_t{1}, size_t{0}, size_t{3}}) c.answer(r[i].id(), "body");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(c.send(target, "1234"));
  EXPECT_TRUE(c.client.is_waiting(ids[0]));
  for (size_t i : {size_t{0}, size_t{2}, size_t{3}}) c.client.watch(ids[i]);
  c.client.watch(12345);
  EXPECT_EQ((std::vector<int64_t>{ids[2], ids[0], ids[3]}), collect(c.client, 3));
  EXPECT_FALSE(c.client.is_waiting(ids[0]));
  EXPECT_TRUE(c.client.settle(ids[0]));
  EXPECT_EQ(Deadline::never().at_ns, c.client.deadline_of(ids[0]).at_ns);
  EXPECT_EQ("body", text_of(c.client.take(ids[1]).body));
  EXPECT_TRUE(c.client.woken().empty());
}

TEST(ClientTurn, ADeadlineIsBelievedAfterATurn) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234", 0.05);
  c.client.watch(id);
  const Deadline deadline = c.client.deadline_of(id);
  EXPECT_FALSE(c.client.settle(id));
  while (c.client.turn(deadline) != Wait::timeout) {
  }
  EXPECT_TRUE(deadline.passed()) << "early";
  EXPECT_TRUE(c.client.is_waiting(id)) << "a turn ends nothing by itself";
  EXPECT_TRUE(c.client.settle(id));
  EXPECT_EQ((std::vector<int64_t>{id}), c.client.woken());
  EXPECT_EQ(codes::kTimeout, c.client.take(id).error_code);
  EXPECT_TRUE(c.client.settle(id)) << "unknown";
}

TEST(ClientTurn, ATurnWithNothingToWaitForSleeps) {
  Caller c;
  const Deadline limit = Deadline::after(0.02);
  EXPECT_EQ(Wait::timeout, c.client.turn(limit));
  EXPECT_TRUE(limit.passed());
}

TEST(ClientTurn, AQueryThatIsTakenWhileItWaitsIsTold) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const int64_t id = c.send(c.open(server.port()), "1234");
  c.client.watch(id);
  EXPECT_EQ(QueryState::waiting, c.client.take(id).state);
  EXPECT_EQ((std::vector<int64_t>{id}), c.client.woken());
  EXPECT_FALSE(c.client.is_waiting(id));
}

TEST(ClientTurn, ALostConnectionIsTheEndOfAllOnIt) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    c.read_request();
    c.read_request();
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t a = c.send(target, "1234"), b = c.send(target, "5678");
  c.client.watch(a);
  c.client.watch(b);
  auto told = collect(c.client, 2);
  std::sort(told.begin(), told.end());
  EXPECT_EQ((std::vector<int64_t>{a, b}), told);
  EXPECT_EQ(codes::kNoConnection, c.client.take(a).error_code);
}

TEST(ClientTurn, QueuesAreToldAsNegativeNumbers) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    c.read_request();
    const Received second = c.read_request();
    c.answer(second.id(), "second");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t queue = c.client.queue_create();
  int64_t id = -1;
  EXPECT_TRUE(c.client.queue_take(queue, id)) << "empty";
  EXPECT_EQ(0, id);
  const int64_t a = c.send(target, "1234", 0.3), b = c.send(target, "5678");
  c.client.queue_push(queue, a);
  c.client.queue_push(queue, b);
  c.client.watch_queue(queue);
  c.client.watch_queue(99);
  EXPECT_FALSE(c.client.queue_take(queue, id));
  EXPECT_EQ((std::vector<int64_t>{-queue}), collect(c.client, 1));
  EXPECT_TRUE(c.client.queue_take(queue, id));
  EXPECT_EQ(b, id);
  // The other one runs out of time.
  const Deadline deadline = c.client.queue_deadline(queue);
  while (!c.client.queue_take(queue, id)) {
    c.client.turn(deadline);
    c.client.queue_settle(queue);
  }
  EXPECT_EQ(a, id);
  EXPECT_TRUE(deadline.passed()) << "early";
  EXPECT_TRUE(c.client.queue_take(queue, id)) << "empty again";
  EXPECT_EQ(0, id);
}

TEST(ClientTurn, TheEndOfARequestLeavesNothingToTell) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  c.client.watch(c.send(c.open(server.port()), "1234"));
  c.client.end_request();
  EXPECT_TRUE(c.client.woken().empty());
}

}  // namespace
}  // namespace vkext::rpc
