// A second and a half of everything at once: servers that do the wrong thing at random, a script that does too.
//
// Every query must end, with its own answer or with an error, and not long after its deadline. Set
// VKEXT_SEED for other moods than those of seed 1, and VKEXT_SOAK_SECONDS to run longer.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <map>
#include <random>
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

using Random = std::minstd_rand;
unsigned up_to(Random& random, unsigned n) { return static_cast<unsigned>(random() % n); }

// One connection of a server in a bad mood.
void moody(Conversation& c, unsigned seed) {
  Random random(seed);
  const unsigned mood = up_to(random, 12);
  if (mood == 0) return;  // closes before the nonce
  if (mood == 1) return scripted::silent(c);
  if (!c.set_up(mood % 2 == 0)) return;
  std::deque<Received> waiting;
  for (;;) {
    const Received r = c.read_request();
    if (!r.ok) return;
    waiting.push_back(r);
    const unsigned whim = up_to(random, 100);
    if (whim < 2) return;                                                        // gone
    if (whim < 4) {                                                              // gone in the middle of a packet
      c.write_all(c.result(r.id(), r.body.substr(8)).substr(0, up_to(random, 24)));
      return;
    }
    if (whim < 5) {
      const linger hard = {1, 0};
      setsockopt(c.fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
      return;
    }
    if (whim < 6) c.write_all(c.packet(scripted::kServerFin, ""));
    if (whim < 8) c.write_all(c.packet(scripted::kPing, "ABCDEFGH"));
    if (whim < 9) c.write_all(c.packet(0x11111111, "nobody knows this"));
    if (whim < 10) c.write_all(c.result(12345, "nobody asked for this"));
    if (whim < 11) c.write_all("rubbish that is no packet at all");
    if (whim < 13) waiting.pop_back();                                           // never answered
    if (whim < 15) usleep(up_to(random, 3'000));
    std::string out;
    while (!waiting.empty() && up_to(random, 4) != 0) {
      const size_t which = up_to(random, static_cast<unsigned>(waiting.size()));
      const Received one = waiting[which];
      waiting.erase(waiting.begin() + static_cast<long>(which));
      out += c.result(one.id(), one.body.substr(8));
      if (up_to(random, 50) == 0) out += c.result(one.id(), "a second answer!");
    }
    while (!out.empty()) {
      const size_t piece = up_to(random, 3) ? out.size() : 1 + up_to(random, static_cast<unsigned>(out.size()));
      if (!c.write_all(out.substr(0, piece))) return;
      out.erase(0, piece);
    }
  }
}

TEST(ClientSoak, EveryQueryEndsWithItsOwnAnswerOrAnError) {
  const char* given = getenv("VKEXT_SEED");
  const unsigned seed = given ? static_cast<unsigned>(atol(given)) : 1;
  const char* length = getenv("VKEXT_SOAK_SECONDS");
  const double seconds = length ? atof(length) : 1.5;
  SCOPED_TRACE("VKEXT_SEED=" + std::to_string(seed));
  Random random(seed);
  std::atomic<unsigned> connections{seed};
  std::vector<std::unique_ptr<Server>> servers;
  for (int i = 0; i < 4; ++i) {
    servers.push_back(std::make_unique<Server>([&](Conversation& c) { moody(c, connections += 7919); }));
  }
  servers.push_back(std::make_unique<Server>(scripted::echo));
  ClientConfig config;
  config.connections_per_host = 2;
  config.max_connections = 5;
  Caller c(config);

  struct Asked {
    std::string body;
    int64_t deadline;
  };
  std::map<int64_t, Asked> open;
  uint64_t answered = 0, failed = 0, refused = 0, number = 0;
  const auto settle = [&](int64_t id) {
    const Answer a = c.client.take(id);
    const Asked& asked = open.at(id);
    ASSERT_NE(QueryState::waiting, a.state);
    ASSERT_NE(QueryState::unknown, a.state);
    if (a.state == QueryState::ready) {
      ASSERT_EQ(asked.body, text_of(a.body)) << "the answer of another query";
      ++answered;
    } else {
      ASSERT_TRUE(a.error_code == codes::kTimeout || a.error_code == codes::kNoConnection) << a.error_code;
      ASSERT_FALSE(a.error_text.empty());
      ++failed;
    }
    open.erase(id);
  };
  const int64_t start = now_ns();
  // On a machine that nearly stands still, until something was answered, with more time for it.
  while ((seconds_since(start) < seconds || (answered == 0 && seconds_since(start) < 100)) && !HasFatalFailure()) {
    const Server& server = *servers[up_to(random, 5)];
    const double patience = seconds_since(start) < seconds ? 1 : 100;
    const uint32_t target = c.open(server.port(), 0.05 * patience);
    if (!target) ++refused;
    const int64_t queue = c.client.queue_create();
    for (unsigned i = up_to(random, 30); target && i > 0; --i) {
      const double limit = 0.001 * (1 + up_to(random, 60)) * patience;
      std::string body = "query number " + std::to_string(++number) + std::string(up_to(random, 20) ? 3 : 70'000, '.');
      body.resize(body.size() / 4 * 4);
      const int64_t deadline = now_ns() + static_cast<int64_t>(limit * 1e9);
      const int64_t id = c.send(target, body, limit, up_to(random, 3) == 0);
      if (id == 0) {
        ++refused;
        continue;
      }
      ASSERT_EQ(0u, open.count(id)) << "an id twice";
      open[id] = {body, deadline};
      if (up_to(random, 2)) c.client.queue_push(queue, id);
    }
    switch (up_to(random, 5)) {
      case 0: c.client.flush(Deadline::after(0.01)); break;
      case 1:
        for (int64_t id = 1; id != 0 && !HasFatalFailure();) {
          if (c.client.queue_next(queue, Deadline::never(), id) == Wait::done && id) settle(id);
        }
        ASSERT_TRUE(c.client.queue_empty(queue));
        break;
      case 2: {
        const int64_t before = now_ns();
        int64_t last = before;
        std::vector<int64_t> ids;
        for (const auto& [id, asked] : open) {
          ids.push_back(id);
          last = std::max(last, asked.deadline);
        }
        EXPECT_EQ(Wait::done, c.client.wait_all(ids.data(), ids.size(), Deadline::never()));
        EXPECT_LT(seconds_since(last), kPatienceS) << "long after the last deadline";
        for (int64_t id : ids) settle(id);
        break;
      }
      case 3:
        if (up_to(random, 4) == 0) {
          c.client.end_request();
          EXPECT_EQ(0u, c.client.pending());
          open.clear();
        }
        break;
      default: usleep(up_to(random, 2'000)); break;
    }
  }
  std::vector<int64_t> ids;
  for (const auto& entry : open) ids.push_back(entry.first);
  c.client.wait_all(ids.data(), ids.size(), Deadline::never());
  for (int64_t id : ids) settle(id);
  EXPECT_EQ(0u, c.client.pending());
  EXPECT_EQ(0u, c.client.stats().queries_active);
  EXPECT_LE(c.client.stats().connections_active, 5u);
  EXPECT_GT(answered, 0u);
  printf("  answered %llu, failed %llu, refused %llu, connections %llu, moved %llu\n",
         static_cast<unsigned long long>(answered), static_cast<unsigned long long>(failed),
         static_cast<unsigned long long>(refused), static_cast<unsigned long long>(c.client.stats().connections),
         static_cast<unsigned long long>(c.client.stats().requeued));
}

}  // namespace
}  // namespace vkext::rpc
