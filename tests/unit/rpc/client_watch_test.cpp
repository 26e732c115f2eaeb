// For a caller that waits for many things at once: looking without sleeping, and being told what stopped waiting.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

TEST(ClientWatch, LooksWithoutSleepingAndNamesWhatIsDone) {
  std::atomic<bool> go_on{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received first = c.read_request();
    const Received second = c.read_request();
    happened(go_on);
    c.answer(second.id(), "two.");
    c.answer(first.id(), "one.");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t before = now_ns();
  const int64_t first = c.send(target, "1234"), second = c.send(target, "5678"), mute = c.send(target, "9999", 0.3);
  EXPECT_TRUE(c.client.is_waiting(first));
  EXPECT_FALSE(c.client.is_waiting(first + 1000));
  EXPECT_GE(c.client.sent_ns(first), before);
  EXPECT_EQ(0, c.client.sent_ns(first + 1000));
  EXPECT_GT(c.client.deadline_of(first).at_ns, before);
  EXPECT_EQ(Deadline::never().at_ns, c.client.deadline_of(first + 1000).at_ns);
  EXPECT_FALSE(c.client.settle(first));
  EXPECT_TRUE(c.client.settle(first + 1000));
  const int64_t queue = c.client.queue_create();
  EXPECT_TRUE(c.client.queue_exists(queue));
  EXPECT_FALSE(c.client.queue_exists(queue + 1));
  ASSERT_TRUE(c.client.queue_push(queue, second));
  ASSERT_TRUE(c.client.queue_push(queue, mute));
  EXPECT_LE(c.client.queue_deadline(queue).at_ns, c.client.deadline_of(mute).at_ns);
  int64_t id = -1;
  EXPECT_FALSE(c.client.queue_take(queue, id));
  EXPECT_EQ(0, id);
  c.client.watch(first);
  c.client.watch(first + 1000);
  c.client.watch_queue(queue);
  c.client.watch_queue(queue + 1);
  EXPECT_TRUE(c.client.woken().empty());
  go_on = true;
  EXPECT_EQ(Wait::done, c.client.wait(first, Deadline::never()));
  EXPECT_EQ(Wait::done, c.client.wait(second, Deadline::never()));
  const std::vector<int64_t>& woken = c.client.woken();
  EXPECT_EQ(1, std::count(woken.begin(), woken.end(), first));
  EXPECT_GE(std::count(woken.begin(), woken.end(), -queue), 1);
  EXPECT_TRUE(c.client.queue_take(queue, id));
  EXPECT_EQ(second, id);
  ASSERT_NE(nullptr, c.client.peek(second));
  EXPECT_EQ("two.", text_of(c.client.peek(second)->body));
  EXPECT_EQ(nullptr, c.client.peek(second + 1000));
  EXPECT_EQ("two.", text_of(c.client.take(second).body));
  EXPECT_EQ("one.", text_of(c.client.take(first).body));
  // The one that nobody answers leaves the queue by its deadline.
  while (c.client.is_waiting(mute) && seconds_since(before) < kPatienceS) {
    c.client.queue_settle(queue);
    usleep(10'000);
  }
  EXPECT_GE(seconds_since(before), 0.3);
  EXPECT_TRUE(c.client.queue_take(queue, id));
  EXPECT_EQ(mute, id);
  ASSERT_NE(nullptr, c.client.peek(mute));
  EXPECT_EQ(codes::kTimeout, c.client.peek(mute)->error_code);
  EXPECT_EQ(1, c.client.config().connections_per_host);
}

// A request without an answer that had not left goes to the next connection as well, though nobody waits for it.
TEST(ClientWatch, AnUnsentRequestWithoutAnAnswerMovesToo) {
  std::atomic<int> connection{0};
  std::atomic<bool> closed{false};
  std::atomic<bool> seen{false};
  Server server([&](Conversation& c) {
    if (connection++ == 0) {
      c.set_up();
      shutdown(c.fd(), SHUT_RDWR);
      closed = true;
      return;
    }
    if (!c.set_up()) return;
    seen = c.read_request().body.size() > 24;  // with its head
    const Received r = c.read_request();
    c.answer(r.id(), "done");
    scripted::silent(c);
  });
  Caller c;
  SendOptions o;
  o.target = c.open(server.port());
  o.deadline = Deadline::after(kLimitS);
  o.ignore_answer = true;
  o.flush = false;
  Buffer body;
  body.append("1234", 4);
  ASSERT_TRUE(c.client.send(o, body).ok());
  ASSERT_TRUE(happened(closed));
  usleep(2'000);
  EXPECT_EQ("done", c.ask(o.target, "5678"));
  EXPECT_TRUE(seen);
  EXPECT_EQ(1u, c.client.stats().requeued);
}

}  // namespace
}  // namespace vkext::rpc
