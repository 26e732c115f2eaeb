// Answers that cannot be, requests that are half out, tables that are full.
#include <gtest/gtest.h>

#include <atomic>

#include "base/error_codes.h"
#include "base/limits.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

// A server that guesses the next id and answers it: the rest of the request would have to follow the answer.
TEST(ClientViolations, AnAnswerBeforeItsRequestIsOut) {
  Server server(scripted::only_first([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    c.answer(r.id(), "one.");
    std::string some;
    c.read_exactly(some, 1000);  // the next request is on its way, and far too large for the socket
    c.answer(r.id() + 1, "two.");
    scripted::silent(c);
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("one.", c.ask(target, "1234"));
  const int64_t id = c.send(target, std::string(15 << 20, 'q'));
  ASSERT_GT(id, 0);
  const Answer a = c.get(id);
  // Unless the kernel took all of it: then it was a quick answer, and a good one.
  if (a.state != QueryState::ready) {
    EXPECT_EQ(codes::kNoConnection, a.error_code) << a.error_text;
    EXPECT_NE(std::string::npos, a.error_text.find("cannot have read yet")) << a.error_text;
  }
  EXPECT_EQ("next", c.ask(target, "next"));
}

TEST(ClientViolations, AnAnswerOnAnotherConnectionIsNobodys) {
  std::atomic<uint64_t> asked{0};
  std::atomic<bool> said{false};
  Server first([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    asked = r.id();
    happened(said);
    c.answer(r.id(), "mine");
    scripted::silent(c);
  });
  Server second([&](Conversation& c) {
    if (!c.set_up()) return;
    const Received r = c.read_request();
    happened(asked);
    c.answer(asked, "not yours");
    c.answer(r.id(), "done");
    said = true;
    scripted::silent(c);
  });
  Caller c;
  const uint32_t one = c.open(first.port()), two = c.open(second.port());
  const int64_t id = c.send(one, "1234");
  EXPECT_EQ("done", c.ask(two, "5678"));
  EXPECT_EQ("mine", text_of(c.get(id).body));
  EXPECT_EQ(1u, c.client.stats().answers_unknown);
}

TEST(ClientViolations, AHalfSentRequestIsNotSentAgain) {
  Server server(scripted::only_first([&](Conversation& c) {
    if (!c.set_up()) return;
    std::string some;
    c.read_exactly(some, 1000);
    const linger hard = {1, 0};
    setsockopt(c.fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  }));
  Caller c;
  const uint32_t target = c.open(server.port());
  const int64_t id = c.send(target, std::string(15 << 20, 'q'));
  ASSERT_GT(id, 0);
  const Answer a = c.get(id);
  EXPECT_EQ(codes::kNoConnection, a.error_code);
  EXPECT_NE(std::string::npos, a.error_text.find("connection lost after the request was sent")) << a.error_text;
  EXPECT_EQ("next", c.ask(target, "next"));
  EXPECT_EQ(0u, c.client.stats().requeued);
}

// 16 MiB may be queued on one connection; then send() waits for the kernel, within the query's time.
TEST(ClientViolations, AQueueThatIsFullIsWaitedForWithinTheDeadline) {
  std::atomic<bool> read_on{false};
  Server server([&](Conversation& c) {
    if (!c.set_up()) return;
    happened(read_on);
    for (;;) {
      const Received r = c.read_request();
      if (!r.ok || !c.answer(r.id(), "done")) return;
    }
  });
  Caller c;
  const uint32_t target = c.open(server.port());
  const std::string mebibyte(1 << 20, 'q');
  std::vector<int64_t> ids;
  int64_t id = 0;
  int64_t start = 0;
  do {
    start = now_ns();
    id = c.send(target, mebibyte, ids.size() < 16 ? 300 : 0.2, false);
    if (id) ids.push_back(id);
  } while (id && ids.size() < 64);
  ASSERT_EQ(0, id);
  EXPECT_EQ(codes::kNetwork, c.code);
  EXPECT_NE(std::string::npos, c.error.find("the server reads too slowly, 16 MiB are queued")) << c.error;
  EXPECT_GE(seconds_since(start), 0.2);
  EXPECT_LT(seconds_since(start), kPatienceS);
  // It reads again: what was queued goes out, and there is room.
  read_on = true;
  const int64_t last = c.send(target, mebibyte, 300, false);
  EXPECT_GT(last, 0) << c.error;
  for (size_t i = 0; i < 16; ++i) EXPECT_EQ("done", text_of(c.get(ids[i], 300).body)) << i;
  EXPECT_EQ("done", text_of(c.get(last, 300).body));
}

TEST(ClientViolations, MoreQueriesThanTheTableHolds) {
  Server server(scripted::echo);
  Caller c;
  const uint32_t target = c.open(server.port());
  for (uint32_t i = 0; i < limits::kQueriesMax; ++i) ASSERT_GT(c.send(target, "1234", 300, false), 0) << i;
  EXPECT_EQ(0, c.send(target, "1234", 300, false));
  EXPECT_EQ(codes::kTooManyQueries, c.code);
  c.client.end_request();
  EXPECT_EQ(0u, c.client.pending());
  // Behind all that was queued, which a busy machine reads for long.
  const uint32_t again = c.open_at_last(server.port());
  EXPECT_EQ("next", text_of(c.get(c.send(again, "next", 300), 300).body));
}

}  // namespace
}  // namespace vkext::rpc
