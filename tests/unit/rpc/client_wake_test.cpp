// A wait ends when what it is for has happened, also when that was noticed on the way to something else.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

// The first request is answered on the cue, no other ever.
scripted::Script answers_on(Cue& cue) {
  return [&cue](Conversation& conversation) {
    conversation.set_up();
    const Received r = conversation.read_request();
    cue.wait();
    conversation.answer(r.id(), "here");
    cue.done();
    scripted::silent(conversation);
  };
}

// Queued, not written, and nobody waits for an answer: the next wait has to write it.
void queue_without_answer(Caller& c, uint32_t target) {
  SendOptions o;
  o.target = target;
  o.limit_s = kLimitS;
  o.deadline = Deadline::after(kLimitS);
  o.flush = false;
  o.ignore_answer = true;
  Buffer b;
  b.append("12345678", 8);
  ASSERT_TRUE(c.client.send(o, b).ok());
}

TEST(ClientWake, AnAnswerThatIsReadOnTheWayToWriting) {
  Cue cue;
  Server server(answers_on(cue));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  queue_without_answer(c, target);
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  EXPECT_EQ("here", text_of(c.get(id).body));
  EXPECT_LT(seconds_since(start), kPatienceS);
}

TEST(ClientWake, ALossThatIsNoticedOnTheWayToWriting) {
  Cue cue;
  Server server(scripted::only_first([&](Conversation& conversation) {
    conversation.set_up();
    conversation.read_request();
    cue.wait();
    shutdown(conversation.fd(), SHUT_RDWR);
    cue.done();
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  queue_without_answer(c, target);
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(codes::kNoConnection, a.error_code) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
}

TEST(ClientWake, AQueueWhoseQueryIsReadOnTheWayToWriting) {
  Cue cue;
  Server server(answers_on(cue));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  const int64_t queue = c.client.queue_create();
  ASSERT_TRUE(c.client.queue_push(queue, id));
  queue_without_answer(c, target);
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  int64_t first = 0;
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::after(kLimitS), first));
  EXPECT_EQ(id, first);
  EXPECT_LT(seconds_since(start), kPatienceS);
}

// A fork's query is answered while another one sends: whoever turns next has somebody to wake.
TEST(ClientWake, ATurnWhenSomethingWatchedHasEndedBefore) {
  Cue cue;
  Server server(answers_on(cue));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  c.client.watch(id);
  ASSERT_TRUE(cue.give());
  ASSERT_NE(0, c.send(target, "5678"));
  ASSERT_FALSE(c.client.is_waiting(id));
  const int64_t start = now_ns();
  c.client.turn(Deadline::after(kLimitS));
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_EQ(std::vector<int64_t>{id}, c.client.woken());
}

}  // namespace
}  // namespace vkext::rpc
