// The client against scripted servers on loopback: the everyday paths and what the messages say.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

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

TEST(Client, AsksAndGetsTheAnswer) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  ASSERT_NE(0u, target) << c.error;
  const int64_t id = c.send(target, "engine..nop.");
  ASSERT_GT(id, 0);
  EXPECT_EQ(Wait::done, c.client.wait(id, Deadline::never()));
  EXPECT_EQ(QueryState::ready, c.client.state(id));
  const Answer answer = c.client.take(id);
  EXPECT_EQ("engine..nop.", text_of(answer.body));
  EXPECT_EQ(36u, answer.request_bytes);   // 16 + 8 + 12
  EXPECT_EQ(36u, answer.response_bytes);
  EXPECT_GT(answer.duration_s, 0);
  EXPECT_EQ(QueryState::unknown, c.client.state(id));
  EXPECT_EQ(QueryState::unknown, c.client.take(id).state);
  EXPECT_EQ(0u, c.client.pending());
}

TEST(Client, OpensOnceAndKeepsTheConnection) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t a = c.open(server.port());
  const uint32_t b = c.open(server.port());
  EXPECT_EQ(a, b);
  for (int i = 0; i < 50; ++i) EXPECT_EQ("body", c.ask(a, "body"));
  c.client.end_request();
  EXPECT_EQ(QueryState::unknown, c.client.state(1));
  EXPECT_EQ(0, c.send(a, "body")) << "handles are gone with the request";
  const uint32_t d = c.open(server.port());
  EXPECT_EQ("again", c.ask(d, "again"));
  EXPECT_EQ(1, server.accepted());
  ASSERT_EQ(1u, c.client.pool_status().size());
  EXPECT_EQ("ready", c.client.pool_status()[0].state);
  EXPECT_TRUE(c.client.pool_status()[0].crc32c);
}

TEST(Client, IdsAreRandomPositiveAndConsecutive) {
  Server server(scripted::echo);
  Caller a, b;
  const uint32_t ta = a.open(server.port()), tb = b.open(server.port());
  const int64_t first = a.send(ta, "1234");
  EXPECT_EQ(first + 1, a.send(ta, "1234"));
  EXPECT_GT(first, 0);
  EXPECT_LT(first, (int64_t{1} << 62) + 1000);
  EXPECT_NE(first, b.send(tb, "1234"));
}

TEST(Client, AnswersOutOfOrderAndInPiecesOfOneByte) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    std::vector<Received> requests;
    for (int i = 0; i < 5; ++i) requests.push_back(c.read_request());
    std::string all;
    for (int i = 4; i >= 0; --i) all += c.result(requests[static_cast<size_t>(i)].id(), requests[static_cast<size_t>(i)].body.substr(8));
    for (char byte : all) {
      if (!c.write_all(std::string(1, byte))) return;
    }
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(c.send(target, "number " + std::to_string(i), kLimitS, false));
  EXPECT_TRUE(c.client.flush(Deadline::after(kLimitS)));
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ("number " + std::to_string(i), text_of(c.client.take(ids[i]).body));
}

TEST(Client, NotFlushedQueriesGoOutWithTheWait) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "later...", kLimitS, false);
  EXPECT_EQ("later...", text_of(c.get(id).body));
}

TEST(Client, NoAnswerEndsAtTheDeadlineWithTheSentence) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t start = now_ns();
  const int64_t id = c.send(target, "1234", 0.25);
  const double cpu = cpu_seconds();
  EXPECT_EQ(Wait::done, c.client.wait(id, Deadline::never()));
  const double took = seconds_since(start);
  EXPECT_GE(took, 0.25);
  EXPECT_LT(took, kPatienceS);
  EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
  const Answer answer = c.client.take(id);
  EXPECT_EQ(QueryState::failed, answer.state);
  EXPECT_EQ(codes::kTimeout, answer.error_code);
  const std::string start_of_text = "127.0.0.1:" + std::to_string(server.port()) + ": no answer in 0.250 s (sent ";
  EXPECT_EQ(start_of_text, answer.error_text.substr(0, start_of_text.size())) << answer.error_text;
  const FailureDetail& detail = c.client.last_failure();
  EXPECT_EQ(codes::kTimeout, detail.code);
  EXPECT_STREQ("waiting", detail.phase);
  EXPECT_EQ("127.0.0.1", detail.host);
  EXPECT_EQ(server.port(), detail.port);
  EXPECT_NEAR(0.25, detail.limit_s, 1e-6);
  EXPECT_GE(detail.elapsed_s, 0.25);
}

TEST(Client, ShorterLimitOfAWaitLeavesTheQueryWaiting) {
  std::atomic<bool> asked{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    Received r = c.read_request();
    happened(asked);
    c.answer(r.id(), "late");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "1234");
  const int64_t start = now_ns();
  EXPECT_EQ(Wait::timeout, c.client.wait(id, Deadline::after(0.05)));
  EXPECT_GE(seconds_since(start), 0.05);
  EXPECT_EQ(QueryState::waiting, c.client.state(id));
  asked = true;
  EXPECT_EQ("late", text_of(c.get(id).body));
}

TEST(Client, DeadlinesAreNeverEarly) {
  Server server([](Conversation& c) {
    if (c.set_up()) scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  for (double limit : {0.001, 0.0017, 0.003, 0.0101}) {
    const int64_t start = now_ns();
    const int64_t id = c.send(target, "1234", limit);
    c.client.wait(id, Deadline::never());
    EXPECT_GE(seconds_since(start), limit);
    EXPECT_EQ(codes::kTimeout, c.client.take(id).error_code);
  }
}

TEST(Client, AnAnswerThatCameInTimeIsFoundAfterTheDeadline) {
  std::atomic<bool> answered{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), r.body.substr(8));
    answered = true;
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, "in time.", 0.05);
  ASSERT_TRUE(happened(answered));
  usleep(60'000);  // the script computed
  EXPECT_EQ("in time.", text_of(c.get(id).body));
}

TEST(Client, LateAnswersAreDroppedAndTheConnectionStays) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    Received first = c.read_request();
    Received second = c.read_request();
    c.answer(first.id(), "too late");
    c.answer(second.id(), "in time");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t first = c.send(target, "1234", 0.02);
  EXPECT_EQ(codes::kTimeout, c.get(first).error_code);
  EXPECT_EQ("in time", c.ask(target, "5678"));
  EXPECT_EQ(1u, c.client.stats().answers_unknown);
  EXPECT_EQ(1, server.accepted());
}

TEST(Client, AnswersOfAnEarlierRequestAreNeverSeen) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    Received first = c.read_request();
    Received second = c.read_request();
    c.answer(first.id(), "of the first request");
    c.answer(second.id(), "of the second");
    scripted::silent(c);
  });
  Caller c;
  uint32_t target = c.open(server.port());
  const int64_t old = c.send(target, "1234");
  c.client.end_request();
  target = c.open(server.port());
  const int64_t fresh = c.send(target, "5678");
  EXPECT_EQ("of the second", text_of(c.get(fresh).body));
  EXPECT_EQ(QueryState::unknown, c.client.state(old));
  EXPECT_EQ(1u, c.client.stats().queries_abandoned);
}

TEST(Client, TheServersErrorPacketArrivesUntouched) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    Received r = c.read_request();
    c.write_all(c.packet(scripted::kError, scripted::two_words(r.id()) + scripted::word(static_cast<uint32_t>(-2000)) +
                                               scripted::tl_string("no such function")));
    r = c.read_request();
    c.write_all(c.packet(scripted::kError, scripted::two_words(r.id()) + scripted::word(0) + scripted::tl_string("")));
    r = c.read_request();
    c.write_all(c.packet(scripted::kError, scripted::two_words(r.id()) + scripted::word(5)));  // no text
    r = c.read_request();
    c.answer(r.id(), "");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  Answer a = c.get(c.send(target, "1234"));
  EXPECT_EQ(QueryState::failed, a.state);
  EXPECT_EQ(-2000, a.error_code);
  EXPECT_EQ("no such function", a.error_text);
  a = c.get(c.send(target, "1234"));
  EXPECT_EQ(QueryState::failed, a.state);
  EXPECT_EQ(0, a.error_code);
  EXPECT_EQ(codes::kBadResponse, c.get(c.send(target, "1234")).error_code);
  a = c.get(c.send(target, "1234"));
  EXPECT_EQ(QueryState::ready, a.state);
  EXPECT_EQ(0u, a.body.size());
}

TEST(Client, TenThousandPending) {
  Server server([](Conversation& c) {
    if (!c.set_up()) return;
    std::vector<uint64_t> ids;
    for (int i = 0; i < 10'000; ++i) ids.push_back(c.read_request().id());
    std::string all;
    for (size_t i = ids.size(); i-- > 0;) all += c.result(ids[i], scripted::two_words(ids[i]));
    c.write_all(all);
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 10'000; ++i) ids.push_back(c.send(target, "12345678", 120, false));
  EXPECT_EQ(10'000u, c.client.pending());
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
  for (int64_t id : ids) {
    const Answer a = c.client.take(id);
    ASSERT_EQ(8u, a.body.size());
    ASSERT_EQ(static_cast<uint64_t>(id), load_u64(a.body.data()));
  }
  EXPECT_EQ(0u, c.client.pending());
}

TEST(Client, IgnoredAnswersKeepNoIdAndSetTheBit) {
  std::atomic<bool> seen{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received quiet = c.read_request();
    seen = quiet.body.size() >= 24 && scripted::word_at(quiet.body, 8) == 0xf0a5acf7u &&
           (scripted::word_at(quiet.body, 20) & 0x80);
    Received r = c.read_request();
    c.answer(r.id(), "done");
    scripted::silent(c);
  });
  Caller c;
  SendOptions o;
  o.target = c.open(server.port());
  o.deadline = Deadline::after(kLimitS);
  o.ignore_answer = true;
  Buffer body;
  body.append("1234", 4);
  auto sent = c.client.send(o, body);
  ASSERT_TRUE(sent.ok());
  EXPECT_EQ(-1, sent->id);
  EXPECT_EQ(0u, c.client.pending());
  EXPECT_EQ("done", c.ask(o.target, "5678"));
  EXPECT_TRUE(seen);
}

TEST(Client, TooLargeIsRefusedAndTheConnectionStays) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ(0, c.send(target, std::string((1u << 24) - 1 - 23, 'x'), 10));
  EXPECT_EQ(codes::kTooLarge, c.code);
  EXPECT_EQ(codes::kTooLarge, c.client.last_failure().code);
  EXPECT_EQ("fine", c.ask(target, "fine"));
  EXPECT_EQ(1, server.accepted());
}

TEST(Client, LargeBodiesBothWays) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  std::string big((1u << 22) + 4, 'x');
  for (size_t i = 0; i < big.size(); i += 4096) big[i] = static_cast<char>(i / 4096);
  const int64_t id = c.send(target, big);
  EXPECT_EQ(big, text_of(c.get(id).body));
}

TEST(Client, QueuesGiveQueriesInTheOrderTheyFinish) {
  std::atomic<bool> go_on{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    std::vector<Received> r;
    for (int i = 0; i < 4; ++i) r.push_back(c.read_request());
    c.answer(r[2].id(), "two");
    happened(go_on);
    c.answer(r[0].id(), "zero");
    scripted::silent(c);
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(c.send(target, "1234", i == 3 ? 0.6 : i == 1 ? 1.4 : kLimitS));
  const int64_t queue = c.client.queue_create();
  EXPECT_TRUE(c.client.queue_empty(queue));
  for (int64_t id : ids) EXPECT_TRUE(c.client.queue_push(queue, id));
  EXPECT_FALSE(c.client.queue_push(queue, ids[0])) << "it stands in a queue already";
  EXPECT_FALSE(c.client.queue_push(queue, 12345));
  EXPECT_FALSE(c.client.queue_push(queue + 1, ids[0]));
  int64_t id = 0;
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(ids[2], id);
  EXPECT_EQ(Wait::timeout, c.client.queue_next(queue, Deadline::after(0.001), id));
  EXPECT_EQ(0, id);
  go_on = true;
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(ids[0], id);
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(ids[3], id) << "its deadline is the earlier one";
  EXPECT_EQ(QueryState::failed, c.client.state(id));
  EXPECT_FALSE(c.client.queue_empty(queue));
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(ids[1], id);
  EXPECT_EQ(codes::kTimeout, c.client.take(id).error_code);
  EXPECT_TRUE(c.client.queue_empty(queue));
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(0, id);
  EXPECT_EQ(Wait::done, c.client.queue_next(99, Deadline::never(), id));
}

TEST(Client, TakenQueriesLeaveTheirQueue) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t queue = c.client.queue_create();
  const int64_t a = c.send(target, "1234"), b = c.send(target, "5678");
  c.client.queue_push(queue, a);
  c.client.queue_push(queue, b);
  c.get(a);
  EXPECT_FALSE(c.client.queue_empty(queue));
  int64_t id = 0;
  EXPECT_EQ(Wait::done, c.client.queue_next(queue, Deadline::never(), id));
  EXPECT_EQ(b, id);
  EXPECT_TRUE(c.client.queue_empty(queue));
}

TEST(Client, UnixSocketsByPathAndByRule) {
  char directory[] = "/tmp/vkext-test-XXXXXX";
  ASSERT_NE(nullptr, mkdtemp(directory));
  Server plain(scripted::echo, std::string(directory) + "/engine");
  Caller c;
  uint32_t target = c.open("unix:" + std::string(directory) + "/engine", 0, kLimitS);
  ASSERT_NE(0u, target) << c.error;
  EXPECT_EQ("by path.", c.ask(target, "by path."));
  EXPECT_EQ(0u, c.open("unix:" + std::string(directory) + "/nobody", 0, kLimitS));
  EXPECT_EQ("unix:" + std::string(directory) + "/nobody: no such socket", c.error);
  EXPECT_EQ(0u, c.open("unix:/" + std::string(120, 'x'), 0, kLimitS));

  // 127.0.0.1 with use_unix: the path of the user and the port first, TCP when nobody is there.
  Server tcp(scripted::echo);
  ClientConfig config;
  config.use_unix = true;
  config.unix_socket_directory = directory;
  {
    Caller falls_back(config);
    target = falls_back.open(tcp.port());
    ASSERT_NE(0u, target) << falls_back.error;
    EXPECT_EQ("tcp.", falls_back.ask(target, "tcp."));
  }
  const std::string user = getuid() == 0 ? "root" : "";
  if (user.empty()) return;
  const std::string home = std::string(directory) + "/" + user;
  mkdir(home.c_str(), 0700);
  const int port = scripted::free_port();
  Server by_rule(scripted::echo, home + "/" + std::to_string(port));
  Caller chooses(config);
  target = chooses.open(port);
  ASSERT_NE(0u, target) << chooses.error;
  EXPECT_EQ("unix", chooses.ask(target, "unix"));
  EXPECT_EQ("unix:" + home + "/" + std::to_string(port), chooses.client.pool_status()[0].address);
}

TEST(Client, SeveralConnectionsPerHostOnDemand) {
  Server server(scripted::echo);
  ClientConfig config;
  config.connections_per_host = 3;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  std::vector<int64_t> ids;
  for (int i = 0; i < 64; ++i) ids.push_back(c.send(target, "1234"));
  EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
  for (int64_t id : ids) EXPECT_EQ("1234", text_of(c.client.take(id).body));
  for (int i = 0; i < 50 && server.accepted() < 3; ++i) {
    std::vector<int64_t> more;
    for (int k = 0; k < 8; ++k) more.push_back(c.send(target, "1234"));
    c.client.wait_all(more.data(), more.size(), Deadline::never());
    for (int64_t id : more) c.client.take(id);
  }
  EXPECT_GE(server.accepted(), 2);
  EXPECT_LE(server.accepted(), 3);
}

TEST(Client, TheLongestIdleConnectionMakesRoom) {
  Server a(scripted::echo), b(scripted::echo), third(scripted::echo);
  ClientConfig config;
  config.max_connections = 2;
  Caller c(config);
  const uint32_t ta = c.open(a.port());
  c.ask(ta, "1234");
  const uint32_t tb = c.open(b.port());
  c.ask(tb, "1234");
  const uint32_t tc = c.open(third.port());
  ASSERT_NE(0u, tc) << c.error;
  EXPECT_EQ(2u, c.client.pool_status().size());
  EXPECT_EQ("1234", c.ask(tc, "1234"));
  EXPECT_EQ("1234", c.ask(ta, "1234"));
  EXPECT_EQ(2, a.accepted());
}

TEST(Client, IdleTooLongMeansANewConnection) {
  Server server(scripted::echo);
  ClientConfig config;
  config.max_idle_s = 0.4;
  Caller c(config);
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("1234", c.ask(target, "1234"));
  const int first = server.accepted();  // 1, unless the machine stood still in between
  usleep(450'000);
  EXPECT_EQ("1234", c.ask(target, "1234"));
  EXPECT_EQ(first + 1, server.accepted());
}

}  // namespace
}  // namespace vkext::rpc
