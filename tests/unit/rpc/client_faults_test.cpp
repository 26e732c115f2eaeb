// The client against servers that die, refuse, stall or misbehave, and against signals and forks.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <sys/time.h>
#include <sys/wait.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"
#include "support/refusal.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

std::string at_port(int port) { return "127.0.0.1:" + std::to_string(port); }
bool starts_with(const std::string& s, const std::string& start) { return s.compare(0, start.size(), start) == 0; }

size_t open_connections(Caller& c) {
  size_t n = 0;
  for (const PoolEntry& entry : c.client.pool_status()) n += entry.state != "down";
  return n;
}

// --- connecting ---

TEST(ClientFaults, RefusedAtOnceThenFailFastThenBack) {
  const int port = scripted::free_port();
  Caller c;
  const int64_t start = now_ns();
  EXPECT_EQ(0u, c.open(port));
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_EQ(at_port(port) + ": refused", c.error);
  EXPECT_EQ(codes::kNoConnection, c.client.last_failure().code);
  EXPECT_STREQ("connect", c.client.last_failure().phase);
  // Within the pause nothing is tried: the sentence says when.
  bool fast = false;
  for (int i = 0; i < 20 && !fast; ++i) {
    EXPECT_EQ(0u, c.open(port));
    fast = c.error.find("next attempt in") != std::string::npos;
    EXPECT_TRUE(starts_with(c.error, at_port(port) + ": refused")) << c.error;
  }
  EXPECT_TRUE(fast);
  Server server(scripted::echo, port);
  const uint32_t target = c.open_at_last(port);
  ASSERT_NE(0u, target) << c.error;
  EXPECT_EQ("1234", c.ask(target, "1234"));
}

TEST(ClientFaults, ABlackHoleEndsAtTheConnectLimit) {
  // A listener whose backlog is full takes no more SYNs and says nothing.
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a = {};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t n = sizeof a;
  ASSERT_EQ(0, bind(listener, reinterpret_cast<sockaddr*>(&a), n));
  ASSERT_EQ(0, listen(listener, 0));
  getsockname(listener, reinterpret_cast<sockaddr*>(&a), &n);
  std::vector<int> fill;
  for (int i = 0; i < 4; ++i) {
    fill.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    connect(fill.back(), reinterpret_cast<sockaddr*>(&a), sizeof a);
  }
  usleep(20'000);
  Caller c;
  const int64_t start = now_ns();
  EXPECT_EQ(0u, c.open(ntohs(a.sin_port), 0.2));
  EXPECT_GE(seconds_since(start), 0.2);
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_TRUE(starts_with(c.error, at_port(ntohs(a.sin_port)) + ": no connection in ")) << c.error;
  EXPECT_STREQ("connect", c.client.last_failure().phase);
  EXPECT_NEAR(0.2, c.client.last_failure().limit_s, 1e-9);
  for (int fd : fill) close(fd);
  close(listener);
}

TEST(ClientFaults, ASilentServerEndsAtTheConnectLimitNamingThePhase) {
  Server mute(scripted::silent);
  Caller c;
  const int64_t start = now_ns();
  const double cpu = cpu_seconds();
  EXPECT_EQ(0u, c.open(mute.port(), 0.15));
  EXPECT_GE(seconds_since(start), 0.15);
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
  EXPECT_TRUE(starts_with(c.error, at_port(mute.port()) + ": no nonce in ")) << c.error;
  EXPECT_STREQ("nonce", c.client.last_failure().phase);
}

TEST(ClientFaults, ClosedAfterTheNonceIsSaidClearly) {
  Server server([](Conversation& c) { c.read_packet(); });
  Caller c;
  EXPECT_EQ(0u, c.open(server.port()));
  EXPECT_NE(std::string::npos, c.error.find("closed by the peer after our nonce")) << c.error;
}

TEST(ClientFaults, SomethingElseThanRpcIsShown) {
  Server server([](Conversation& c) {
    c.read_packet();
    c.write_all("HTTP/1.1 400 Bad Request\r\n\r\n");
    scripted::silent(c);
  });
  Caller c;
  EXPECT_EQ(0u, c.open(server.port()));
  EXPECT_NE(std::string::npos, c.error.find("HTTP")) << c.error;
}

TEST(ClientFaults, WrongNamesAndPorts) {
  Caller c;
  EXPECT_EQ(0u, c.open("127.0.0.1", 0, 0.1));
  EXPECT_EQ(0u, c.open("127.0.0.1", 65536, 0.1));
  EXPECT_EQ(0u, c.open("", 2398, 0.1));
  EXPECT_EQ(0u, c.open("no such name", 2398, 0.1));
  EXPECT_EQ("no such name:2398: not a host name", c.error);
  EXPECT_EQ(0u, c.open(std::string(5000, 'a'), 2398, 0.1));
  EXPECT_EQ(0u, c.open("unix:", 0, 0.1));
}

TEST(ClientFaults, NoAddressOfASilentFamilyEatsTheDeadline) {
  Server v4(scripted::echo);
  Caller c;
  // localhost may have ::1 first, where nobody listens.
  const uint32_t target = c.open("localhost", v4.port(), kLimitS);
  ASSERT_NE(0u, target) << c.error;
  EXPECT_EQ("1234", c.ask(target, "1234"));
}

TEST(ClientFaults, ManyDeadTargetsLeakNoDescriptors) {
  Caller c;
  const int probe = dup(0);
  close(probe);
  for (int i = 0; i < 200; ++i) c.open(scripted::free_port());
  const int after = dup(0);
  close(after);
  EXPECT_LE(after, probe + 4);  // the event base may have come
}

// --- losing connections ---

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
  std::atomic<int> connection{0};
  std::atomic<bool> closed{false};
  Server server([&](Conversation& c) {
    if (connection++ > 0) return scripted::echo(c);
    c.set_up();
    shutdown(c.fd(), SHUT_RDWR);
    closed = true;
  });
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
    std::atomic<int> connection{0};
    Server server([&](Conversation& c) {
      if (connection++ > 0) return scripted::echo(c);
      if (!c.set_up()) return;
      const Received r = c.read_request();
      c.write_all(bad[i](c, r.id()));
      scripted::silent(c);
    });
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
  std::atomic<int> connection{0};
  std::atomic<bool> fin_seen{false};
  std::atomic<bool> said{false};
  Server server([&](Conversation& c) {
    if (connection++ > 0) return scripted::echo(c);
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.write_all(c.packet(scripted::kServerFin, ""));
    said = true;
    const Received fin = c.read_packet();
    fin_seen = fin.type == scripted::kClientFin && fin.body.empty();
    c.answer(r.id(), "slow");
    scripted::silent(c);
  });
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
  std::atomic<int> connection{0};
  std::atomic<bool> said{false};
  Server server([&](Conversation& c) {
    if (connection++ > 0) return scripted::echo(c);
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), "one.");
    c.write_all(c.packet(scripted::kServerFin, ""));
    said = true;
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("one.", c.ask(target, "1234"));
  ASSERT_TRUE(happened(said));
  usleep(2'000);
  EXPECT_EQ("two.", c.ask(target, "two."));
  EXPECT_EQ(2, server.accepted());
}

TEST(ClientFaults, AHalfOpenConnectionIsSuspectAfterASilentPing) {
  std::atomic<int> connection{0};
  Server server([&](Conversation& c) {
    if (connection++ > 0) return scripted::echo(c);
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), "one.");
    scripted::silent(c);  // reads everything, answers nothing: as a machine that is gone
  });
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
  EXPECT_EQ(1u, c.client.stats().pings_sent);
}

TEST(ClientFaults, AScriptThatSendsForLongIsNotTakenForASilentServer) {
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

TEST(ClientFaults, APingThatIsOnlyQueuedDoubtsNobody) {
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

TEST(ClientFaults, PingsOfAnIdleConnectionAreAnsweredWhileOthersAreBusy) {
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

TEST(ClientFaults, AServerThatReadsOnlyWhenReadIsNoDeadlock) {
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

TEST(ClientFaults, AServerThatNeverReadsCostsTheDeadlineAndNoMore) {
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

TEST(ClientFaults, FlushEndsAtItsDeadline) {
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
  c.client.end_request(nullptr, nullptr);
  EXPECT_LT(seconds_since(end), kPatienceS);
  EXPECT_EQ(0u, open_connections(c)) << "a half-written packet stays on no connection";
}

TEST(ClientFaults, AFloodOfUnwantedPacketsDoesNotPassTheDeadline) {
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

// --- signals ---

std::atomic<int> g_signals{0};
void count_signal(int) { ++g_signals; }

struct SignalStorm {
  explicit SignalStorm(int every_us) {
    struct sigaction action = {};
    action.sa_handler = count_signal;
    sigaction(SIGALRM, &action, &before);
    const itimerval timer = {{0, every_us}, {0, every_us}};
    setitimer(ITIMER_REAL, &timer, nullptr);
  }
  ~SignalStorm() {
    const itimerval off = {};
    setitimer(ITIMER_REAL, &off, nullptr);
    sigaction(SIGALRM, &before, nullptr);
  }
  struct sigaction before = {};
};

TEST(ClientFaults, ASignalStormLosesNothingAndEndsNothingEarly) {
  Server slow([](Conversation& c) {
    if (!c.set_up()) return;
    for (;;) {
      const Received r = c.read_request();
      usleep(3'000);
      if (!r.ok || !c.answer(r.id(), r.body.substr(8))) return;
    }
  });
  Server mute([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  // Threads of the servers get the signals too: the storm begins when they are there.
  const uint32_t target = c.open(slow.port());
  const uint32_t nobody = c.open(mute.port());
  SignalStorm storm(1'000);
  for (int i = 0; i < 50; ++i) ASSERT_EQ("number" + std::to_string(10 + i), c.ask(target, "number" + std::to_string(10 + i)));
  const int64_t start = now_ns();
  EXPECT_EQ(codes::kTimeout, c.get(c.send(nobody, "1234", 0.1)).error_code);
  EXPECT_GE(seconds_since(start), 0.1);
  EXPECT_LT(seconds_since(start), kPatienceS);
}

struct Interruption {
  static bool wanted(void* context) {
    auto* self = static_cast<Interruption*>(context);
    ++self->asked;
    return g_signals != self->served;
  }
  int served = 0;
  int asked = 0;
};

TEST(ClientFaults, ASignalHandlerIsServedWithinMilliseconds) {
  Server mute([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Interruption interruption;
  interruption.served = g_signals;
  ClientConfig config;
  config.interrupted = &Interruption::wanted;
  config.interrupted_context = &interruption;
  Caller c(config);
  const uint32_t target = c.open(mute.port());
  const int64_t id = c.send(target, "1234");
  const int64_t start = now_ns();
  struct sigaction action = {};
  struct sigaction before = {};
  action.sa_handler = count_signal;
  sigaction(SIGUSR1, &action, &before);
  const pthread_t self = pthread_self();
  std::thread sender([self] {
    usleep(100'000);
    pthread_kill(self, SIGUSR1);
  });
  EXPECT_EQ(Wait::interrupted, c.client.wait(id, Deadline::never()));
  EXPECT_GE(seconds_since(start), 0.1);
  EXPECT_LT(seconds_since(start), kPatienceS);
  sender.join();
  sigaction(SIGUSR1, &before, nullptr);
  interruption.served = g_signals;
  EXPECT_EQ(Wait::timeout, c.client.wait(id, Deadline::after(0.02)));
  EXPECT_EQ(QueryState::waiting, c.client.state(id));
}

// --- forks ---

TEST(ClientFaults, AForkedChildLeavesTheParentAlone) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    for (;;) {
      const Received r = c.read_request();
      if (!r.ok) return;
      if (r.body.substr(8) == "slow") usleep(100'000);
      if (!c.answer(r.id(), r.body.substr(8))) return;
    }
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("1234", c.ask(target, "1234"));
  const int64_t pending = c.send(target, "slow");
  const pid_t child = fork();
  if (child == 0) {
    // The parent's query belongs to the parent; the child's own go over a connection of its own, with other ids.
    Answer a = c.get(pending);
    bool good = a.state == QueryState::failed && a.error_code == codes::kNoConnection &&
                a.error_text.find("belongs to another process") != std::string::npos;
    const int64_t own = c.send(target, "mine");
    good = good && own > 0 && (own > pending + 1'000'000 || own < pending - 1'000'000);
    good = good && text_of(c.get(own).body) == "mine" && c.client.stats().forks == 1;
    vkext::testing::end_child(good);
  }
  ASSERT_GT(child, 0);
  EXPECT_EQ("slow", text_of(c.get(pending).body));
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ("5678", c.ask(target, "5678"));
  EXPECT_EQ(2, server.accepted());
}

TEST(ClientFaults, ChildrenThatOnlyExitDisturbNobody) {
  Server busy(scripted::echo), idle(scripted::echo);
  Caller c;
  const uint32_t target = c.open(busy.port());
  const uint32_t other = c.open(idle.port());
  EXPECT_EQ("1234", c.ask(other, "1234"));
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      if (i % 2) c.client.end_request(nullptr, nullptr);
      vkext::testing::end_child(true);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ("1234", c.ask(target, "1234"));
  }
  EXPECT_EQ("1234", c.ask(other, "1234"));
  EXPECT_EQ(1, busy.accepted());
  EXPECT_EQ(1, idle.accepted());
}

TEST(ClientFaults, ThreeSecondsOfWaitingCostNoCpu) {
  Server mute([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(mute.port());
  const double cpu = cpu_seconds();
  c.get(c.send(target, "1234", 1.0));
  EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
  EXPECT_LT(c.client.stats().sleeps, 20u);
}

}  // namespace
}  // namespace vkext::rpc
