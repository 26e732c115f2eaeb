// Sleeping and watching: deadlines, signals, idle descriptors, forks.
#include "rpc/loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "rpc/process_mark.h"
#include "support/refusal.h"

namespace vkext::rpc {
namespace {

struct Pair {
  Pair() { EXPECT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fd)); }
  ~Pair() {
    close(fd[0]);
    close(fd[1]);
  }
  void say() { EXPECT_EQ(1, write(fd[1], "x", 1)); }
  int fd[2] = {-1, -1};
};

TEST(Loop, SleepsToTheDeadlineAndNeverLess) {
  Loop loop({});
  Pair pair;
  pollfd fds = {pair.fd[0], POLLIN, 0};
  for (int us : {1, 500, 1999, 2001, 30'000}) {
    const int64_t start = now_ns();
    const Wake wake = loop.sleep(&fds, 1, Deadline::at(start + us * 1000), true);
    EXPECT_TRUE(wake.timeout);
    EXPECT_FALSE(wake.ready);
    EXPECT_GE(now_ns() - start, us * 1000);
  }
  // A deadline in the past still looks once.
  pair.say();
  const Wake wake = loop.sleep(&fds, 1, Deadline::at(0), true);
  EXPECT_TRUE(wake.ready);
  EXPECT_FALSE(wake.timeout);
  EXPECT_EQ(POLLIN, fds.revents);
}

volatile sig_atomic_t g_caught = 0;
void catch_it(int) { g_caught = g_caught + 1; }

TEST(Loop, AsksAfterEverySignalAndBeforeLongSleeps) {
  struct sigaction action = {};
  struct sigaction before = {};
  action.sa_handler = catch_it;
  sigaction(SIGUSR2, &action, &before);
  Loop loop({[](void*) { return g_caught > 0; }, nullptr});
  Pair pair;
  pollfd fds = {pair.fd[0], POLLIN, 0};
  // The signal is there before the sleep begins: as if it had come between asking and sleeping.
  raise(SIGUSR2);
  const int64_t start = now_ns();
  Wake wake = loop.sleep(&fds, 1, Deadline::after(30), true);
  EXPECT_TRUE(wake.interrupted);
  EXPECT_LT(now_ns() - start, 15'000'000'000);
  // A sleep that cannot be interrupted goes on, and does not spin.
  const uint64_t sleeps = loop.sleeps();
  wake = loop.sleep(&fds, 1, Deadline::after(0.05), false);
  EXPECT_FALSE(wake.interrupted);
  EXPECT_TRUE(wake.timeout);
  EXPECT_LE(loop.sleeps() - sleeps, 3u);
  // Blocked signals of the script stay as they were.
  sigset_t now;
  pthread_sigmask(SIG_SETMASK, nullptr, &now);
  EXPECT_EQ(0, sigismember(&now, SIGUSR2));
  sigaction(SIGUSR2, &before, nullptr);
}

TEST(Loop, TurnsNameTheReadableAndComeBackAtOnce) {
  Loop loop({});
  EXPECT_TRUE(loop.turn().empty());
  Pair a, b;
  ASSERT_TRUE(loop.watch(a.fd[0], 3));
  ASSERT_TRUE(loop.watch(b.fd[0], 1));
  EXPECT_EQ(2u, loop.watched());
  EXPECT_TRUE(loop.turn().empty());
  b.say();
  EXPECT_EQ(std::vector<uint32_t>{1}, loop.turn());
  EXPECT_EQ(std::vector<uint32_t>{1}, loop.turn()) << "unread input is named again";
  a.say();
  EXPECT_EQ(2u, loop.turn().size());
  loop.unwatch(1);
  EXPECT_EQ(std::vector<uint32_t>{3}, loop.turn());
  loop.unwatch(3);
  loop.unwatch(17);
  EXPECT_EQ(0u, loop.watched());
}

TEST(Loop, AChildLeavesTheParentsBaseHearing) {
  Loop loop({});
  Pair pair;
  ASSERT_TRUE(loop.watch(pair.fd[0], 0));
  const pid_t child = fork();
  if (child == 0) {
    loop.after_fork();
    Pair own;
    const bool good = loop.watched() == 0 && loop.watch(own.fd[0], 0);
    own.say();
    vkext::testing::end_child(good && loop.turn().size() == 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(0, status);
  pair.say();
  EXPECT_EQ(std::vector<uint32_t>{0}, loop.turn());
}

TEST(ProcessMark, KnowsAFork) {
  ProcessMark mark;
  EXPECT_FALSE(mark.forked());
  const pid_t child = fork();
  if (child == 0) {
    const bool first = mark.forked();
    mark.renew();
    vkext::testing::end_child(first && !mark.forked());
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(0, status);
  EXPECT_FALSE(mark.forked());
}

}  // namespace
}  // namespace vkext::rpc
