// The client against servers that die, break the rules or say goodbye.
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

std::string at_port(int port) { return "127.0.0.1:" + std::to_string(port); }
bool starts_with(const std::string& s, const std::string& start) { return s.compare(0, start.size(), start) == 0; }

TEST(ClientFaults, ADeadServersQueriesFailWithinMilliseconds) {
  std::atomic<int64_t> died{0};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    for (int i = 0; i < 3; ++i) c.read_request();
    usleep(50'000);
    died = now_ns();
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(c.send(target, "1234"));
  const double cpu = cpu_seconds();
  for (int64_t id : ids) {
    const Answer a = c.get(id);
    EXPECT_EQ(codes::kNoConnection, a.error_code);
    EXPECT_EQ(at_port(server.port()) + ": connection lost after the request was sent (closed by the peer)", a.error_text);
  }
  EXPECT_LT(seconds_since(died), kPatienceS);
  EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
  EXPECT_STREQ("sent", c.client.last_failure().phase);
}

TEST(ClientFaults, AnswersBeforeTheEndAreDelivered) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    std::vector<Received> r;
    for (int i = 0; i < 10; ++i) r.push_back(c.read_request());
    std::string all;
    for (size_t i = 0; i < 5; ++i) all += c.result(r[i].id(), "answered");
    all += c.result(r[5].id(), "cut").substr(0, 17);
    c.write_all(all);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(c.send(target, "1234", kLimitS, false));
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
  for (size_t i = 0; i < 10; ++i) {
    const Answer a = c.client.take(ids[i]);
    EXPECT_EQ(i < 5 ? QueryState::ready : QueryState::failed, a.state) << i;
    if (i >= 5) {
      EXPECT_NE(std::string::npos, a.error_text.find("inside a packet")) << a.error_text;
    }
  }
}

TEST(ClientFaults, RestartedBetweenQueriesIsNotNoticed) {
  const int port = scripted::free_port();
  auto server = std::make_unique<Server>(scripted::echo, port);
  Caller c;
  const uint32_t target = c.open(port);
  EXPECT_EQ("before", c.ask(target, "before"));
  server->stop();
  server = std::make_unique<Server>(scripted::echo, port);
  usleep(5'000);
  EXPECT_EQ("after.", c.ask(target, "after."));
  EXPECT_EQ(1, server->accepted());
}

TEST(ClientFaults, AQueryToADeadTargetGetsNoId) {
  auto server = std::make_unique<Server>(scripted::echo);
  const int port = server->port();
  Caller c;
  const uint32_t target = c.open(port);
  EXPECT_EQ("1234", c.ask(target, "1234"));
  server.reset();
  usleep(5'000);
  EXPECT_EQ(0, c.send(target, "1234"));
  EXPECT_EQ(codes::kNetwork, c.code);
  EXPECT_EQ(codes::kNoConnection, c.client.last_failure().code);
  EXPECT_TRUE(starts_with(c.error, at_port(port) + ": refused")) << c.error;
  EXPECT_EQ(0u, c.client.pending());
}

TEST(ClientFaults, UnsentQueriesMoveToAFreshConnection) {
  // The first connection dies with requests that were only queued; the second one answers them.
  std::atomic<bool> closed{false};
  Server server(scripted::only_first([&](Conversation& c) {
    c.set_up();
    shutdown(c.fd(), SHUT_RDWR);
    closed = true;
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t a = c.send(target, "first...", kLimitS, false);
  ASSERT_TRUE(happened(closed));
  usleep(2'000);  // a connection is not asked within a millisecond of its last use
  const int64_t b = c.send(target, "second..", kLimitS, false);  // the end of the connection is noticed here
  ASSERT_GT(a, 0);
  ASSERT_GT(b, 0) << c.error;
  EXPECT_EQ("first...", text_of(c.get(a).body));
  EXPECT_EQ("second..", text_of(c.get(b).body));
  EXPECT_EQ(1u, c.client.stats().requeued);
}

TEST(ClientFaults, UnsentQueriesMoveOnlyOnceAndNeverForever) {
  std::atomic<int> connections{0};
  Server server([&](Conversation& c) {
    ++connections;
    c.set_up();
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234", kLimitS, false);
  usleep(10'000);
  const int64_t start = now_ns();
  const Answer a = c.get(id);
  EXPECT_EQ(codes::kNoConnection, a.error_code) << a.error_text;
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_LE(connections, 3);
}

TEST(ClientFaults, ResetInTheMiddleOfAnAnswer) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.write_all(c.result(r.id(), std::string(1000, 'x')).substr(0, 500));
    usleep(20'000);
    const linger hard = {1, 0};
    setsockopt(c.fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const Answer a = c.get(c.send(target, "1234"));
  EXPECT_EQ(codes::kNoConnection, a.error_code);
  EXPECT_NE(std::string::npos, a.error_text.find("reset by peer")) << a.error_text;
}

TEST(ClientFaults, MalformedPacketsCloseTheConnectionAndTheNextQueryWorks) {
  const std::vector<std::function<std::string(Conversation&, uint64_t)>> bad = {
      [](Conversation& c, uint64_t id) {
        std::string p = c.result(id, "body");
        p[p.size() - 1] = static_cast<char>(p[p.size() - 1] ^ 1);  // crc
        return p;
      },
      [](Conversation& c, uint64_t id) { return c.packet_with_seq(7, scripted::kResult, scripted::two_words(id) + "body"); },
      [](Conversation&, uint64_t) { return scripted::word(15) + std::string(11, '\0'); },
      [](Conversation&, uint64_t) { return scripted::word(0x80000000u) + std::string(60, '\0'); },
      [](Conversation& c, uint64_t) { return c.packet(scripted::kResult, "1234"); },  // no room for a query id
      [](Conversation& c, uint64_t) { return c.packet(scripted::kPing, "12345678901234567890"); },
  };
  for (size_t i = 0; i < bad.size(); ++i) {
    Server server(scripted::only_first([&](Conversation& c) {
      if (!c.set_up()) return;
      const Received r = c.read_request();
      c.write_all(bad[i](c, r.id()));
      scripted::silent(c);
    }));
    Caller c;
    const uint32_t target = c.open(server.port());
    const int64_t start = now_ns();
    EXPECT_EQ(codes::kNoConnection, c.get(c.send(target, "1234")).error_code) << i;
    EXPECT_LT(seconds_since(start), kPatienceS) << i;
    EXPECT_EQ("next", c.ask(target, "next")) << i << c.error;
  }
}

TEST(ClientFaults, OddPacketsAreToleratedAndCounted) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    std::string all = c.packet(0x12345678, "what is this");         // unknown type
    all += c.packet(scripted::kPong, "12345678");                    // nobody pinged
    all += c.result(r.id() + 100, "unknown id..");
    all += c.packet(scripted::kPing, "ABCDEFGH");
    all += c.result(r.id(), "mine");
    all += c.result(r.id(), "a second answer.");
    c.write_all(all);
    const Received pong = c.read_packet();
    const Received next = c.read_request();
    c.answer(next.id(), pong.type == scripted::kPong ? pong.body : "no pong");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("mine", c.ask(target, "1234"));
  EXPECT_EQ("ABCDEFGH", c.ask(target, "5678"));
  EXPECT_EQ(2u, c.client.stats().answers_unknown);
  EXPECT_EQ(2u, c.client.stats().packets_unknown);
  EXPECT_EQ(1u, c.client.stats().pongs_sent);
}

TEST(ClientFaults, GracefulEndOfAServer) {
  std::atomic<bool> fin_seen{false};
  std::atomic<bool> said{false};
  Server server(scripted::only_first([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.write_all(c.packet(scripted::kServerFin, ""));
    said = true;
    const Received fin = c.read_packet();
    fin_seen = fin.type == scripted::kClientFin && fin.body.empty();
    c.answer(r.id(), "slow");
    scripted::silent(c);
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t slow = c.send(target, "1234");
  ASSERT_TRUE(happened(said));
  c.client.wait(slow, Deadline::after(0.03));  // the goodbye comes in here, perhaps the answer too
  EXPECT_EQ("new.", c.ask(target, "new."));  // on another connection
  EXPECT_EQ("slow", text_of(c.get(slow).body));
  EXPECT_TRUE(fin_seen);
  EXPECT_EQ(2, server.accepted());
}

TEST(ClientFaults, AServerThatOnlySaysGoodbyeIsNotAskedForEver) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    c.write_all(c.packet(scripted::kServerFin, ""));
    scripted::silent(c);
  });
  Caller c;
  // Sometimes the goodbye comes a moment after the connection was found ready: the query then waits in vain.
  const uint32_t target = c.open(server.port(), 0.3);
  if (target) c.get(c.send(target, "1234", 0.1));
  EXPECT_LE(server.accepted(), 8);
}

TEST(ClientFaults, IdleServerSaysGoodbyeBetweenRequests) {
  std::atomic<bool> said{false};
  Server server(scripted::only_first([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), "one.");
    c.write_all(c.packet(scripted::kServerFin, ""));
    said = true;
    scripted::silent(c);
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("one.", c.ask(target, "1234"));
  ASSERT_TRUE(happened(said));
  usleep(2'000);
  EXPECT_EQ("two.", c.ask(target, "two."));
  EXPECT_EQ(2, server.accepted());
}

}  // namespace
}  // namespace vkext::rpc
