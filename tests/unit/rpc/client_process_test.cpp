// The client inside its process: signals, forks, the CPU that waiting takes.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <sys/time.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <string>
#include <thread>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"
#include "support/refusal.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Received;
using scripted::Server;

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

TEST(ClientProcess, ASignalStormLosesNothingAndEndsNothingEarly) {
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

TEST(ClientProcess, ASignalHandlerIsServedWithinMilliseconds) {
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

TEST(ClientProcess, AForkedChildLeavesTheParentAlone) {
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

TEST(ClientProcess, ChildrenThatOnlyExitDisturbNobody) {
  Server busy(scripted::echo), idle(scripted::echo);
  Caller c;
  const uint32_t target = c.open(busy.port());
  const uint32_t other = c.open(idle.port());
  EXPECT_EQ("1234", c.ask(other, "1234"));
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      if (i % 2) c.client.end_request();
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

TEST(ClientProcess, ThreeSecondsOfWaitingCostNoCpu) {
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
