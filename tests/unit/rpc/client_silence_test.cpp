// The client against silence and pressure: half-open connections, pings, servers that do not read or write too much.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <atomic>
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

size_t open_connections(Caller& c) {
  size_t n = 0;
  for (const PoolEntry& entry : c.client.pool_status()) n += entry.state != "down";
  return n;
}

TEST(ClientSilence, AHalfOpenConnectionIsSuspectAfterASilentPing) {
  Server server(scripted::only_first([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), "one.");
    scripted::silent(c);  // reads everything, answers nothing: as a machine that is gone
  }));
  ClientConfig config;
  config.ping_timeout_s = 0.4;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("one.", c.ask(target, "1234"));
  usleep(450'000);
  const int64_t start = now_ns();
  const int64_t lost = c.send(target, "lost", 2);  // a ping goes in front, nothing blocks
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_EQ(Wait::timeout, c.client.wait(lost, Deadline::after(0.45)));
  EXPECT_EQ("two.", c.ask(target, "two."));  // on a fresh connection
  EXPECT_EQ(codes::kTimeout, c.get(lost).error_code);
  EXPECT_EQ(2, server.accepted());
  EXPECT_GE(c.client.stats().pings_sent, 1u);  // one, unless the machine stood still before the first question
}

TEST(ClientSilence, AScriptThatSendsForLongIsNotTakenForASilentServer) {
  Server server(scripted::echo);
  ClientConfig config;
  config.ping_timeout_s = 0.5;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("1234", c.ask(target, "1234"));
  usleep(550'000);
  std::vector<int64_t> ids;
  const int64_t start = now_ns();
  while (seconds_since(start) < 0.7) {
    ids.push_back(c.send(target, "5678", kLimitS, ids.size() % 2 == 0));
    usleep(200);  // never long enough alone to look whether the connection lives
  }
  for (int64_t id : ids) EXPECT_EQ("5678", text_of(c.get(id).body));
  EXPECT_EQ(1, server.accepted());
}

TEST(ClientSilence, APingThatIsOnlyQueuedDoubtsNobody) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  usleep(110'000);
  const int64_t first = c.send(target, "1234", kLimitS, false);  // behind a ping, both unsent
  usleep(150'000);
  const int64_t second = c.send(target, "5678", kLimitS, false);
  EXPECT_EQ("1234", text_of(c.get(first).body));
  EXPECT_EQ("5678", text_of(c.get(second).body));
  EXPECT_EQ(1u, c.client.stats().pings_sent);
  EXPECT_EQ(1, server.accepted());
}

TEST(ClientSilence, PingsOfAnIdleConnectionAreAnsweredWhileOthersAreBusy) {
  std::atomic<bool> ponged{false};
  Server idle([&](Conversation& c) {
    if (!c.set_up()) return;
    usleep(30'000);
    c.write_all(c.packet(scripted::kPing, "ABCDEFGH"));
    const Received pong = c.read_packet();
    ponged = pong.type == scripted::kPong && pong.body == "ABCDEFGH";
    scripted::silent(c);
  });
  Server busy(scripted::echo);
  Caller c;
  c.open(idle.port());
  const uint32_t target = c.open(busy.port());
  const int64_t start = now_ns();
  while (!ponged && seconds_since(start) < kPatienceS) {
    EXPECT_EQ("1234", c.ask(target, "1234"));
    usleep(1'000);
  }
  EXPECT_TRUE(ponged);
}

// --- pressure ---

TEST(ClientSilence, AServerThatReadsOnlyWhenReadIsNoDeadlock) {
  // Answers while it does not read: both directions fill up unless the client does both.
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    const std::string big(256 << 10, 'a');
    for (int i = 0; i < 40; ++i) {
      const Received r = c.read_request();
      if (!r.ok || !c.answer(r.id(), big)) return;
    }
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(c.send(target, std::string(256 << 10, 'q'), 120, false));
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
  for (int64_t id : ids) EXPECT_EQ(size_t{256} << 10, c.client.take(id).body.size());
}

TEST(ClientSilence, AServerThatNeverReadsCostsTheDeadlineAndNoMore) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    pollfd until_gone = {c.fd(), 0, 0};
    poll(&until_gone, 1, 60'000);
  });
  Server other(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  const uint32_t fine = c.open(other.port());
  const int64_t id = c.send(target, std::string(12 << 20, 'q'), 0.2);
  ASSERT_GT(id, 0);
  EXPECT_EQ("1234", c.ask(fine, "1234"));
  const double cpu = cpu_seconds();
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(codes::kTimeout, a.error_code);
  EXPECT_NE(std::string::npos, a.error_text.find("only a part")) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
  // The half-written packet took its connection along.
  EXPECT_EQ(1u, open_connections(c));
}

TEST(ClientSilence, FlushEndsAtItsDeadline) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    pollfd until_gone = {c.fd(), 0, 0};
    poll(&until_gone, 1, 60'000);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  c.send(target, std::string(12 << 20, 'q'), 2, false);
  const int64_t start = now_ns();
  EXPECT_FALSE(c.client.flush(Deadline::after(0.1)));
  EXPECT_GE(seconds_since(start), 0.1);
  EXPECT_LT(seconds_since(start), kPatienceS);
  const int64_t end = now_ns();
  c.client.end_request();
  EXPECT_LT(seconds_since(end), kPatienceS);
  EXPECT_EQ(0u, open_connections(c)) << "a half-written packet stays on no connection";
}

TEST(ClientSilence, AFloodOfUnwantedPacketsDoesNotPassTheDeadline) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    c.read_request();
    std::string many;
    for (;;) {
      many.clear();
      for (int i = 0; i < 200; ++i) many += c.result(static_cast<uint64_t>(i + 1), std::string(300, 'x'));
      if (!c.write_all(many)) return;
    }
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t start = now_ns();
  const int64_t id = c.send(target, "1234", 0.2);
  EXPECT_EQ(codes::kTimeout, c.get(id).error_code);
  EXPECT_GE(seconds_since(start), 0.2);
  EXPECT_LT(seconds_since(start), kPatienceS);
}

}  // namespace
}  // namespace vkext::rpc
