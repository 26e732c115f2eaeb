// Requests that leave a connection of which nothing was written, and the slots and limits that they meet on their way.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Server;

// Set up, and ended on the cue; the next connection is a good one.
scripted::Script closes_on(Cue& cue) {
  return scripted::only_first([&cue](Conversation& conversation) {
    conversation.set_up();
    cue.wait();
    shutdown(conversation.fd(), SHUT_RDWR);
    cue.done();
  });
}

int open_connections(Caller& c) {
  int n = 0;
  for (const PoolEntry& entry : c.client.pool_status()) n += entry.state != "down";
  return n;
}

// Until so many connections are open, or very long.
bool settles_at(Caller& c, int wanted) {
  const int64_t start = now_ns();
  while (open_connections(c) != wanted && seconds_since(start) < kLimitS) {
    c.client.turn(Deadline::after(0.012));
  }
  return open_connections(c) == wanted;
}

// A request that is queued on a connection, which then has ended without the client having looked.
int64_t queue(Caller& c, uint32_t target, const std::string& body, bool ignore_answer = false) {
  SendOptions o;
  o.target = target;
  o.limit_s = kLimitS;
  o.deadline = Deadline::after(kLimitS);
  o.flush = false;
  o.ignore_answer = ignore_answer;
  Buffer b;
  b.append(body.data(), body.size());
  auto sent = c.client.send(o, b);
  return sent.ok() ? sent->id : 0;
}

TEST(ClientMoves, ToASlotThatTheRoundHasPassed) {
  auto first = std::make_unique<Server>(scripted::echo);
  Cue cue;
  Server second(closes_on(cue));
  Caller c;
  ASSERT_NE(0u, c.open(first->port()));
  const uint32_t target = c.open(second.port());
  ASSERT_NE(0u, target);
  first.reset();
  ASSERT_TRUE(settles_at(c, 1));
  const int64_t id = queue(c, target, "12345678");
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(QueryState::ready, a.state) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
}

TEST(ClientMoves, WithoutAnAnswerWhenNoSecondConnectionIsAllowed) {
  Cue cue;
  Server server(closes_on(cue));
  ClientConfig config;
  config.max_connections = 1;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  ASSERT_NE(0u, target);
  EXPECT_EQ(-1, queue(c, target, "12345678", true));
  EXPECT_EQ(-1, queue(c, target, std::string(4000, 'x'), true));
  ASSERT_TRUE(cue.give());
  EXPECT_TRUE(c.client.flush(Deadline::after(kLimitS)));
  EXPECT_EQ("1234", c.ask(target, "1234"));
}

TEST(ClientMoves, WithAnAnswerWhenNoSecondConnectionIsAllowed) {
  Cue cue;
  Server server(closes_on(cue));
  ClientConfig config;
  config.max_connections = 1;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  ASSERT_NE(0u, target);
  const int64_t id = queue(c, target, "12345678");
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(QueryState::ready, a.state) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
}

// The server says goodbye while one request is with it and another one is not written yet.
TEST(ClientMoves, FromAServerThatSaysGoodbyeWhenNoSecondConnectionIsAllowed) {
  Cue cue;
  Server server(scripted::only_first([&](Conversation& conversation) {
    conversation.set_up();
    conversation.read_request();
    cue.wait();
    conversation.write_all(conversation.packet(scripted::kServerFin, ""));
    cue.done();
    scripted::silent(conversation);
  }));
  ClientConfig config;
  config.max_connections = 1;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  ASSERT_NE(0u, target);
  const int64_t slow = c.send(target, "1234");
  const int64_t id = queue(c, target, "12345678");
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_NE(QueryState::waiting, a.state);
  EXPECT_NE(codes::kTimeout, a.error_code) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
  c.client.take(slow);
}

// Nonce, handshake and, in one piece with it, the goodbye.
bool set_up_and_say_goodbye(Conversation& c) {
  const std::string zeros(12, '\0');
  if (!c.read_packet().ok) return false;
  if (!c.write_all(c.packet_with_seq(-2, scripted::kNonce, scripted::word(0) + std::string("\0\1", 2) + std::string(22, '\0')))) {
    return false;
  }
  if (!c.read_packet().ok) return false;
  return c.write_all(c.packet_with_seq(-1, scripted::kHandshake, scripted::word(0) + zeros + zeros) +
                     c.packet(scripted::kServerFin, ""));
}

TEST(ClientMoves, OnlyOnceAlsoWhenBothSayGoodbye) {
  Cue cue;
  std::atomic<int> connections{0};
  Server server([&](Conversation& conversation) {
    if (connections++ == 0) {
      conversation.set_up();
      conversation.read_request();
      cue.wait();
      conversation.write_all(conversation.packet(scripted::kServerFin, ""));
      cue.done();
    } else {
      set_up_and_say_goodbye(conversation);
    }
    scripted::silent(conversation);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  ASSERT_NE(0u, target);
  c.send(target, "1234");
  const int64_t id = queue(c, target, "12345678");
  ASSERT_TRUE(cue.give());
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(codes::kNoConnection, a.error_code) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
}

}  // namespace
}  // namespace vkext::rpc
