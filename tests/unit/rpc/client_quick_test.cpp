// The short ways through the client: everyday queries, lanes of a batch, answers that are there; and the steps for those
// who do not sleep in it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>

#include "base/error_codes.h"
#include "caller.h"
#include "rpc/client.h"
#include "rpc/packet.h"
#include "rpc/process_mark.h"
#include "scripted_peer.h"
#include "support/refusal.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Server;
using vkext::testing::Refusal;

void fill(Buffer& body, const std::string& text) {
  body.clear();
  body.append(text.data(), text.size());
}

SendOptions options_for(uint32_t target, double limit = kLimitS) {
  SendOptions o;
  o.target = target;
  o.deadline = Deadline::after(limit);
  o.limit_s = limit;
  o.cookie = 7;
  return o;
}

std::string answer_of(Caller& c, int64_t id) {
  EXPECT_EQ(Wait::done, c.client.wait(id, Deadline::after(kLimitS)));
  Slice body;
  uint64_t cookie = 0;
  if (!c.client.take_ready(id, body, cookie)) return "not ready";
  EXPECT_EQ(7u, cookie);
  return text_of(body);
}

// Opens a lane by sending this as an everyday query, once the connection has just been used. Its id, or 0.
int64_t open_lane(Caller& c, uint32_t target, SendOptions& o, const std::string& text, Lane& lane) {
  Buffer body;
  for (int tries = 0; tries < 1000; ++tries) {
    c.ask(target, "ping");
    fill(body, text);
    o.now_ns = now_ns();
    if (const int64_t id = c.client.send_quickly(o, body, &lane)) return id;
  }
  return 0;
}

// A lane is kept only where it can be told without a system call that this is no child (rpc/process_mark.h).
bool lanes_exist() { return ProcessMark().is_here(); }

TEST(ClientQuick, AsksAndGetsTheAnswer) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  for (int i = 0; i < 3; ++i) {
    fill(body, "1234");
    int64_t id = c.client.send_quickly(options_for(target), body);
    // A slow machine: the connection was quiet for too long, which is the long way's business.
    if (id == 0) id = c.client.send(options_for(target), body)->id;
    EXPECT_EQ("1234", answer_of(c, id));
    Slice none;
    uint64_t cookie = 0;
    EXPECT_FALSE(c.client.take_ready(id, none, cookie));
  }
}

// Right after an answer the connection is known to live, so these are refused for their own reasons.
TEST(ClientQuick, WhatIsNotEverydayIsLeftAlone) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  const auto refused = [&](const SendOptions& o, const std::string& text) {
    EXPECT_EQ("ping", c.ask(target, "ping"));
    fill(body, text);
    const int64_t id = c.client.send_quickly(o, body);
    EXPECT_EQ(text, body.bytes().text());
    return id == 0;
  };
  SendOptions o = options_for(target);
  EXPECT_TRUE(refused(o, ""));
  EXPECT_TRUE(refused(o, std::string(40'000, 'x')));
  EXPECT_TRUE(refused(o, std::string("\xbd\xaa\x68\x75", 4) + "12345678"));  // a head of the script's own
  EXPECT_TRUE(refused(o, std::string("\x5e\x03\x52\xe3", 4) + "12345678"));
  EXPECT_TRUE(refused(o, std::string("\xf7\xac\xa5\xf0", 4) + "12345678"));
  o.actor = 3;
  EXPECT_TRUE(refused(o, "1234"));
  o = options_for(target);
  o.ignore_answer = true;
  EXPECT_TRUE(refused(o, "1234"));
  o = options_for(target);
  o.custom_timeout_ms = 1;
  EXPECT_TRUE(refused(o, "1234"));
  EXPECT_TRUE(refused(options_for(12345), "1234"));
}

TEST(ClientQuick, ALaneEndsWithEverythingElse) {
  if (!lanes_exist()) GTEST_SKIP() << "no page here that a fork wipes";
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  const Lane nothing;
  fill(body, "1234");
  EXPECT_EQ(0, c.client.send_next(nothing, body, 7, now_ns()));
  SendOptions o = options_for(target);
  o.flush = false;
  Lane lane;
  int64_t first = 0;
  for (int tries = 0; first == 0 && tries < 1000; ++tries) {
    c.ask(target, "ping");
    first = c.client.send_quickly(o, body, &lane);
  }
  ASSERT_NE(0, first);
  const int64_t now = now_ns();
  fill(body, "5678");
  const int64_t second = c.client.send_next(lane, body, 7, now);
  EXPECT_EQ(first + 1, second);
  fill(body, "");
  EXPECT_EQ(0, c.client.send_next(lane, body, 7, now));
  fill(body, "90ab");
  EXPECT_EQ(0, c.client.send_next(lane, body, 7, now + 1'000'000'000)) << "too long ago to be trusted";
  EXPECT_TRUE(c.client.is_waiting(second));  // something else: the lane is closed
  EXPECT_EQ(0, c.client.send_next(lane, body, 7, now));
  EXPECT_EQ("1234", answer_of(c, first));
  EXPECT_EQ("5678", answer_of(c, second));
}

TEST(ClientQuick, ABrokenConnectionTakesItsQueriesAlong) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  int64_t id = 0;
  int lost = 0;
  for (int tries = 0; id == 0 && tries < 1000; ++tries) {
    c.ask(target, "ping");
    fill(body, "1234");
    Refusal refusal("send", 1, 32 /* EPIPE */);
    id = c.client.send_quickly(options_for(target), body);
    lost = refusal.happened();
  }
  EXPECT_EQ(1, lost);
  EXPECT_EQ("1234", answer_of(c, id)) << "it was not sent, so it moved";
  EXPECT_EQ(2, server.accepted());
}

TEST(ClientQuick, AFullOrLargeQueueGoesOutOnTheWay) {
  if (!lanes_exist()) GTEST_SKIP() << "no page here that a fork wipes";
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  SendOptions o = options_for(target);
  o.flush = false;
  Lane lane;
  const int64_t id = open_lane(c, target, o, std::string(30'000, 'a'), lane);
  std::vector<int64_t> ids = {id};
  const int64_t now = now_ns();
  for (int i = 0; i < 20; ++i) {
    fill(body, std::string(30'000, 'b'));
    const int64_t next = c.client.send_next(lane, body, 7, now);
    if (next == 0) break;  // the server has not read yet: the long way waits for it
    ids.push_back(next);
  }
  EXPECT_GT(ids.size(), 2u);
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::after(kLimitS)));
  for (const int64_t one : ids) EXPECT_EQ(30'000u, c.client.take(one).body.size());
}

// Bodies written where they are sent from: the same packets, in the same order.
TEST(ClientQuick, ALaneGivesRoomForTheNextBody) {
  if (!lanes_exist()) GTEST_SKIP() << "no page here that a fork wipes";
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Lane lane;
  LaneRoom room;
  EXPECT_FALSE(c.client.lane_room(lane, now_ns(), room)) << "a lane that nothing opened";
  SendOptions o = options_for(target);
  o.flush = false;
  const int64_t id = open_lane(c, target, o, "1st ", lane);
  ASSERT_NE(0, id);
  // The time stands still, so that a slow machine does not close the lane.
  const int64_t now = o.now_ns;
  std::vector<int64_t> ids = {id};
  std::vector<std::string> texts = {"1st "};
  for (int i = 0; i < 3'000; ++i) {
    if (!c.client.lane_room(lane, now, room)) break;  // the server has not read yet: the long way waits for it
    ASSERT_GE(room.end, room.at + kLaneBytes);
    if (i == 7) continue;  // nothing was written: nothing is sent
    const std::string text = std::to_string(i) + std::string(4 + i % 100, 'x');
    memcpy(room.at, text.data(), text.size());
    if (i == 9) {
      EXPECT_EQ(0, c.client.lane_send(lane, room, room.at + 3, 7, now)) << "no function";
    }
    const int64_t next = c.client.lane_send(lane, room, room.at + text.size(), 7, now);
    ASSERT_NE(0, next) << i;
    ids.push_back(next);
    texts.push_back(text);
  }
  EXPECT_GT(ids.size(), 100u);
  for (size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(texts[i], answer_of(c, ids[i])) << i;
  EXPECT_FALSE(c.client.lane_room(lane, now, room)) << "something else was done";
}

TEST(ClientQuick, ALaneLeavesHeadsToTheLongWay) {
  if (!lanes_exist()) GTEST_SKIP() << "no page here that a fork wipes";
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Lane lane;
  LaneRoom room;
  SendOptions o = options_for(target);
  const int64_t id = open_lane(c, target, o, "1st ", lane);
  ASSERT_TRUE(c.client.lane_room(lane, o.now_ns, room));
  store_u32(room.at, magic::kDestFlags);
  EXPECT_EQ(0, c.client.lane_send(lane, room, room.at + 8, 7, o.now_ns));
  EXPECT_FALSE(c.client.lane_room(lane, o.now_ns + 1'000'000'000, room)) << "too long ago to be trusted";
  EXPECT_EQ("1st ", answer_of(c, id));
  EXPECT_EQ(0u, c.client.pending());
}

TEST(ClientQuick, WhatWasLookedAtCanStillBeTaken) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  Slice body;
  uint64_t cookie = 0;
  EXPECT_FALSE(c.client.take_ready(id + 1, body, cookie));
  c.client.wait(id, Deadline::after(kLimitS));
  ASSERT_NE(nullptr, c.client.peek(id));
  EXPECT_TRUE(c.client.take_ready(id, body, cookie));
  EXPECT_EQ("1234", text_of(body));
  EXPECT_EQ(nullptr, c.client.peek(id));
  EXPECT_EQ(Wait::done, c.client.wait(id, Deadline::after(kLimitS)));  // nobody is waited for
}

TEST(ClientQuick, AnAnswerIsReadWhereItLies) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Ready ready;
  const int64_t id = c.send(target, "1234");
  const int64_t other = c.send(target, "5678");
  EXPECT_TRUE(c.client.anything_waits());
  EXPECT_FALSE(c.client.look_ready(other + 1, ready));
  c.client.wait(id, Deadline::after(kLimitS));
  c.client.wait(other, Deadline::after(kLimitS));
  EXPECT_FALSE(c.client.anything_waits());
  for (int looks = 0; looks < 2; ++looks) {
    ASSERT_TRUE(c.client.look_ready(id, ready));
    EXPECT_EQ("1234", std::string(ready.body.text()));
  }
  // Nothing is left of it, also when somebody had looked at it; the other one is untouched.
  ASSERT_NE(nullptr, c.client.peek(id));
  ASSERT_TRUE(c.client.look_ready(id, ready));
  c.client.drop_ready(ready);
  EXPECT_FALSE(c.client.look_ready(id, ready));
  EXPECT_EQ(QueryState::unknown, c.client.take(id).state);
  EXPECT_EQ(1u, c.client.pending());
  EXPECT_EQ("5678", text_of(c.client.take(other).body));
  EXPECT_EQ(0u, c.client.pending());
}

TEST(ClientQuick, AWaitForManyTellsTheWorst) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t ids[] = {c.send(target, "1234"), c.send(target, "5678"), 99};
  EXPECT_EQ(Wait::timeout, c.client.wait_all(ids, 3, Deadline::after(0.02)));
  EXPECT_EQ(QueryState::waiting, c.client.state(ids[0]));
}

struct Wanted {
  static bool always(void*) { return true; }
};

TEST(ClientQuick, AnInterruptEndsEveryWait) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Server mute([](Conversation& c) { scripted::silent(c); });
  ClientConfig config;
  config.interrupted = &Wanted::always;
  Caller c(config);
  const Deadline patience = Deadline::after(kLimitS);
  uint32_t target = 0;
  while (target == 0 && !patience.passed()) {
    auto opened = c.client.open("127.0.0.1", server.port(), patience, kLimitS, 17);
    if (opened.ok()) target = *opened;
    else ASSERT_EQ(Client::kInterrupted, opened.error().code);
  }
  EXPECT_EQ(Client::kInterrupted, c.client.open("127.0.0.1", mute.port(), patience, kLimitS, 17).error().code);
  const int64_t id = c.send(target, "1234");
  EXPECT_EQ(Wait::interrupted, c.client.wait(id, patience));
  EXPECT_EQ(Wait::interrupted, c.client.wait_all(&id, 1, patience));
  const int64_t queue = c.client.queue_create();
  EXPECT_TRUE(c.client.queue_push(queue, id));
  int64_t next = 0;
  EXPECT_EQ(Wait::interrupted, c.client.queue_next(queue, patience, next));
  EXPECT_EQ(Wait::interrupted, c.client.turn(patience));
  EXPECT_GT(c.client.stats().interruptions, 3u);
}

TEST(ClientQuick, TheStatesOfAPool) {
  Server mute([](Conversation& c) { scripted::silent(c); });
  Caller c;
  LinkWait wait;
  const Deadline patience = Deadline::after(kLimitS);
  EXPECT_FALSE(c.client.open("127.0.0.1", mute.port(), patience, kLimitS, 17, &wait).ok());
  EXPECT_EQ(0u, c.open("127.0.0.1", scripted::free_port(), 5));
  std::string states;
  for (const PoolEntry& entry : c.client.pool_status()) {
    states += entry.state + ' ';
    EXPECT_GE(entry.retry_in_s, 0);
  }
  EXPECT_EQ("connecting down ", states);
  c.client.end_request();  // nobody waits for it: it is given up
  states.clear();
  for (const PoolEntry& entry : c.client.pool_status()) states += entry.state + ' ';
  EXPECT_EQ("down ", states);
}

TEST(ClientQuick, AQuietConnectionIsTheLongWaysBusiness) {
  Server server(scripted::echo);
  ClientConfig config;
  config.ping_timeout_s = 0;  // each silence is worth a ping
  Caller c(config);
  const uint32_t target = c.open(server.port());
  Buffer body;
  EXPECT_EQ("1234", c.ask(target, "1234"));
  fill(body, "1234");
  EXPECT_EQ(0, c.client.send_quickly(options_for(target), body));
  usleep(2'000);
  EXPECT_EQ(0, c.client.send_quickly(options_for(target), body));
  const int64_t id = c.client.send(options_for(target), body)->id;
  Slice none;
  uint64_t cookie = 0;
  while (c.client.state(id) == QueryState::waiting) EXPECT_FALSE(c.client.take_ready(id + 1, none, cookie));
  EXPECT_EQ(QueryState::ready, c.client.state(id));
  EXPECT_EQ("1234", answer_of(c, id));
}

TEST(ClientQuick, ALaneDoesNotReachIntoAChild) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  Buffer body;
  Lane lane;
  int64_t id = 0;
  for (int tries = 0; id == 0 && tries < 1000; ++tries) {
    c.ask(target, "ping");
    fill(body, "1234");
    id = c.client.send_quickly(options_for(target), body, &lane);
  }
  const int64_t now = now_ns();
  fill(body, "5678");
  const pid_t child = fork();
  if (child == 0) vkext::testing::end_child(c.client.send_next(lane, body, 7, now) == 0 && body.size() == 4);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(0, status);
  EXPECT_EQ("1234", answer_of(c, id));
}

// A request without an answer leaves no trace here: when its connection breaks before a byte is out, send() repeats it.
TEST(ClientQuick, ARequestWithoutAnAnswerIsRepeatedOnce) {
  std::atomic<int> arrived{0};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    while (c.read_request().ok) ++arrived;
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  SendOptions o = options_for(target);
  o.ignore_answer = true;
  Buffer body;
  fill(body, "1234");
  {
    Refusal refusal("send", 1, 32 /* EPIPE */);
    auto sent = c.client.send(o, body);
    ASSERT_TRUE(sent.ok()) << sent.error().text;
    EXPECT_EQ(-1, sent->id);
    EXPECT_EQ(1, refusal.happened());
  }
  EXPECT_TRUE(happened(arrived));
  EXPECT_EQ(2, server.accepted());
  usleep(50'000);  // for one too many, if there were one
  EXPECT_EQ(1, arrived);
  fill(body, "1234");
  {
    Refusal refusal("send", 0, 32);  // the new connection cannot say a word either
    auto sent = c.client.send(o, body);
    ASSERT_FALSE(sent.ok());
    EXPECT_EQ(codes::kNetwork, sent.error().code);
    EXPECT_EQ(codes::kNoConnection, c.client.last_failure().code);
  }
  c.client.end_request();
  EXPECT_EQ(1, arrived) << "it moved, and was repeated as well";
}

TEST(ClientQuick, NoLimitNamedMeansTheDefault) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  auto opened = c.client.open("127.0.0.1", server.port(), Deadline::after(kLimitS), 0, 17);
  while (!opened.ok()) opened = c.client.open("127.0.0.1", server.port(), Deadline::after(kLimitS), 0, 17);
  SendOptions o = options_for(*opened, 0.02);
  o.limit_s = 0;
  Buffer body;
  fill(body, "1234");
  const int64_t id = c.client.send(o, body)->id;
  EXPECT_EQ(codes::kTimeout, c.get(id).error_code);
  fill(body, std::string(17 << 20, 'x'));
  EXPECT_EQ(codes::kTooLarge, c.client.send(o, body).error().code);
}

// The rule for unix sockets needs a user's name and 127.0.0.1.
TEST(ClientQuick, TcpWhereTheRuleForUnixSocketsDoesNotHold) {
  Server server(scripted::echo);
  ClientConfig config;
  config.use_unix = true;
  Caller c(config);
  Refusal refusal("getpwuid_r", 0, 2);
  EXPECT_EQ("1234", c.ask(c.open(server.port()), "1234"));
  EXPECT_EQ(0u, c.open("::1", scripted::free_port(), 5));
  EXPECT_EQ(0u, c.open(scripted::free_port(), 5));
  EXPECT_EQ(1, refusal.happened()) << "asked once";
}

// --- without sleep ---

TEST(ClientSteps, OpenSaysThatItMustWait) {
  Server server(scripted::echo);
  Caller c;
  LinkWait wait;
  const Deadline deadline = Deadline::after(kLimitS);
  int waits = 0;
  for (;;) {
    auto opened = c.client.open("127.0.0.1", server.port(), deadline, kLimitS, 17, &wait);
    if (opened.ok()) {
      EXPECT_EQ("1234", c.ask(*opened, "1234"));
      break;
    }
    ASSERT_EQ(Client::kMustWait, opened.error().code) << opened.error().text;
    ++waits;
    const int64_t key = c.client.watch(wait);
    ASSERT_NE(0, key);
    while (c.client.woken().empty()) ASSERT_NE(Wait::timeout, c.client.turn(deadline));
    EXPECT_EQ(std::vector<int64_t>{key}, c.client.woken());
    c.client.woken().clear();
  }
  EXPECT_GT(waits, 0);
}

TEST(ClientSteps, TheDeadlineOfAConnectionThatNeverComes) {
  Server mute([](Conversation& c) { scripted::silent(c); });
  Caller c;
  LinkWait wait;
  EXPECT_EQ(0, c.client.watch(wait)) << "nothing is waited for yet";
  const Deadline deadline = Deadline::after(0.2);
  for (;;) {
    auto opened = c.client.open("127.0.0.1", mute.port(), deadline, 0.2, 17, &wait);
    ASSERT_FALSE(opened.ok());
    if (opened.error().code != Client::kMustWait) break;
    c.client.watch(wait);
    c.client.turn(deadline);
  }
  EXPECT_TRUE(deadline.passed());
  EXPECT_EQ(codes::kNoConnection, c.client.last_failure().code);
  // A refused port is known at once.
  LinkWait other;
  auto refused = c.client.open("127.0.0.1", scripted::free_port(), Deadline::after(kLimitS), kLimitS, 17, &other);
  EXPECT_FALSE(refused.ok());
}

TEST(ClientSteps, WritingIsToldWhenItGoesOn) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, std::string(12 << 20, 'x'), kLimitS, false);
  const Deadline patience = Deadline::after(kLimitS);
  int told = 0;
  while (c.client.write_watched(0) && !patience.passed()) {
    c.client.turn(patience);
    for (const int64_t key : c.client.woken()) told += key == Client::kOutputKey;
    c.client.woken().clear();
  }
  EXPECT_GT(told, 0);
  EXPECT_EQ(12u << 20, c.get(id).body.size());
  EXPECT_EQ(0u, c.client.losses());
}

TEST(ClientSteps, AFullConnectionIsWaitedForOutside) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    pollfd until_gone = {c.fd(), 0, 0};
    poll(&until_gone, 1, 60'000);
  });
  Server other(scripted::echo);
  ClientConfig config;
  config.ping_timeout_s = 1000;  // on a slow machine its silence would be a reason to connect anew
  Caller c(config);
  const uint32_t target = c.open(server.port());
  const uint32_t good = c.open(other.port());
  Buffer body;
  LinkWait wait;
  SendOptions o = options_for(target, 0.2);
  o.wait = &wait;
  int sent = 0;
  int code = 0;
  while (code == 0 && sent < 10) {
    fill(body, std::string(12 << 20, 'x'));
    auto r = c.client.send(o, body);
    code = r.ok() ? 0 : r.error().code;
    sent += r.ok();
  }
  ASSERT_EQ(Client::kMustWait, code);
  EXPECT_NE(0, c.client.watch(wait));
  EXPECT_EQ(12u << 20, body.size()) << "nothing was done";
  EXPECT_TRUE(c.client.write_watched(target));
  EXPECT_FALSE(c.client.write_watched(good)) << "the other one has nothing to write";
  EXPECT_TRUE(c.client.flush(Deadline::after(kLimitS), good));
  while (!o.deadline.passed()) c.client.turn(o.deadline);
  auto late = c.client.send(o, body);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(codes::kNetwork, late.error().code);
  EXPECT_NE(std::string::npos, late.error().text.find("too slowly")) << late.error().text;
}

}  // namespace
}  // namespace vkext::rpc
