// Names: literals, the hosts file, the cache, and a name server written here.
// rows: api-4.5
#include "rpc/resolve.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

#include "support/refusal.h"

namespace vkext::rpc {
namespace {

// Answers A queries for one.test with 127.0.0.5 and 127.0.0.6, AAAA with nothing, others with "no such name".
class NameServer {
 public:
  explicit NameServer(bool mute = false, int delay_us = 0) : mute_(mute), delay_us_(delay_us) {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in a = {};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t n = sizeof a;
    EXPECT_EQ(0, bind(fd_, reinterpret_cast<sockaddr*>(&a), n));
    getsockname(fd_, reinterpret_cast<sockaddr*>(&a), &n);
    port = ntohs(a.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~NameServer() {
    stop_ = true;
    thread_.join();
    close(fd_);
  }
  int port = 0;
  std::atomic<int> asked{0};
  std::atomic<bool> hold{false};  // answers wait until this is over

 private:
  void run() {
    while (!stop_) {
      pollfd p = {fd_, POLLIN, 0};
      if (poll(&p, 1, 20) <= 0) continue;
      unsigned char packet[512];
      sockaddr_in from = {};
      socklen_t n = sizeof from;
      const ssize_t got = recvfrom(fd_, packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&from), &n);
      if (got < 17) continue;
      ++asked;
      if (mute_) continue;
      while (hold && !stop_) usleep(500);
      if (delay_us_) usleep(static_cast<useconds_t>(delay_us_));
      std::string name;
      size_t at = 12;
      while (packet[at]) {
        name.append(reinterpret_cast<char*>(packet + at + 1), packet[at]);
        name += '.';
        at += packet[at] + 1u;
      }
      const bool is_a = packet[at + 2] == 1;
      const size_t question_end = at + 5;
      std::string answer(reinterpret_cast<char*>(packet), question_end);
      const bool known = name == "one.test.";
      answer[2] = static_cast<char>(0x81);
      answer[3] = static_cast<char>(known ? 0x80 : 0x83);  // 3: no such name
      answer[7] = static_cast<char>(known && is_a ? 2 : 0);
      answer[11] = 0;
      if (known && is_a) {
        for (char last : {5, 6}) {
          const char record[] = {'\xc0', 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, last};
          answer.append(record, sizeof record);
        }
      }
      sendto(fd_, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&from), n);
    }
  }
  bool mute_;
  int delay_us_;
  int fd_ = -1;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

struct Files {
  Files() {
    char directory[] = "/tmp/vkext-names-XXXXXX";
    path = mkdtemp(directory);
  }
  ~Files() {
    for (const char* name : {"/hosts", "/resolv"}) unlink((path + name).c_str());
    rmdir(path.c_str());
  }
  std::string write(const std::string& name, const std::string& content) {
    const std::string file = path + "/" + name;
    FILE* f = fopen(file.c_str(), "w");
    fwrite(content.data(), 1, content.size(), f);
    fclose(f);
    return file;
  }
  std::string path;
};

struct Names : ::testing::Test {
  Resolver& with(int port) {
    ResolverOptions o;
    o.hosts_file = files.write("hosts", "# comment\n10.1.2.3 Box box.local # more\nfe00::7 box\nnonsense line\n");
    o.resolv_conf = files.write("resolv", "nameserver 127.0.0.1:" + std::to_string(port) + "\n");
    o.keep_failure_s = 0.4;
    resolver = std::make_unique<Resolver>(o);
    return *resolver;
  }
  Resolved ask(const std::string& host, double limit = 30, Interrupt interrupt = {}, bool sleep = true) {
    return resolver->resolve(host, 2398, Deadline::after(limit), {interrupt, sleep}, out, why);
  }
  Files files;
  std::unique_ptr<Resolver> resolver;
  std::vector<Address> out;
  std::string why;
};

TEST_F(Names, LiteralsAndTheHostsFileAskNobody) {
  NameServer server;
  with(server.port);
  EXPECT_EQ(Resolved::done, ask("10.0.0.1"));
  EXPECT_EQ("10.0.0.1:2398", out[0].text());
  EXPECT_EQ(Resolved::done, ask("BOX"));
  ASSERT_EQ(2u, out.size());
  EXPECT_EQ("10.1.2.3:2398", out[0].text());
  EXPECT_EQ("[fe00::7]:2398", out[1].text());
  EXPECT_EQ(Resolved::done, ask("box.local"));
  EXPECT_EQ(Resolved::done, ask("localhost"));
  EXPECT_EQ("127.0.0.1:2398", out[0].text());
  for (const char* bad : {"", "a b", "a/b", "a:b", "[x]", "x]", "a%b", "a@b", "a#b", "a\x7f", "a\nb"}) EXPECT_EQ(Resolved::failed, ask(bad)) << bad;
  EXPECT_EQ(Resolved::failed, ask(std::string(300, 'a')));
  std::string many;  // of one name's addresses only so many can be tried
  for (int i = 1; i <= 50; ++i) many += "10.2.0." + std::to_string(i) + " crowd\n";
  files.write("hosts", many);
  EXPECT_EQ(Resolved::done, ask("crowd"));
  EXPECT_EQ(32u, out.size());
  files.write("hosts", "# comment\n10.1.2.3 Box box.local # more\nfe00::7 box\nnonsense line\n");
  EXPECT_EQ(0, server.asked);
  // The file is read again when it changes.
  files.write("hosts", "10.9.9.9 moved.local another.name.to.change.the.size\n");
  EXPECT_EQ(Resolved::done, ask("moved.local"));
  EXPECT_EQ("10.9.9.9:2398", out[0].text());
}

TEST_F(Names, TheNameServerIsAskedOnce) {
  NameServer server;
  with(server.port);
  ASSERT_EQ(Resolved::done, ask("one.test")) << why;
  ASSERT_EQ(2u, out.size());
  EXPECT_EQ("127.0.0.5:2398", out[0].text());
  EXPECT_EQ("127.0.0.6:2398", out[1].text());
  const int asked = server.asked;
  EXPECT_GT(asked, 0);
  EXPECT_EQ(Resolved::done, ask("ONE.test"));
  EXPECT_EQ(asked, server.asked);
  EXPECT_EQ(1u, resolver->asked());
}

TEST_F(Names, UnknownNamesAreRememberedForAWhile) {
  NameServer server;
  with(server.port);
  const int64_t start = now_ns();
  EXPECT_EQ(Resolved::failed, ask("two.test"));
  EXPECT_EQ("unknown host", why);
  const int asked = server.asked;
  EXPECT_EQ(Resolved::failed, ask("two.test"));
  EXPECT_EQ("unknown host", why);
  if (now_ns() - start < 400'000'000) {
    EXPECT_EQ(asked, server.asked);
  }
  usleep(450'000);
  EXPECT_EQ(Resolved::failed, ask("two.test"));
  EXPECT_GT(server.asked, asked);
}

TEST_F(Names, ASilentServerCostsTheDeadline) {
  NameServer server(true);
  with(server.port);
  const int64_t start = now_ns();
  EXPECT_EQ(Resolved::timeout, ask("one.test", 0.15));
  EXPECT_GE(now_ns() - start, 150'000'000);
  EXPECT_LT(now_ns() - start, 15'000'000'000);
  EXPECT_EQ("no answer from the name servers", why);
}

TEST_F(Names, AnInterruptedLookupGoesOn) {
  NameServer server;
  server.hold = true;
  with(server.port);
  Interrupt always{[](void*) { return true; }, nullptr};
  Resolved how = ask("one.test", 30, always);
  EXPECT_EQ(Resolved::interrupted, how);
  server.hold = false;
  const int64_t start = now_ns();
  while ((how = ask("one.test", 30, always)) == Resolved::interrupted) {
    ASSERT_LT(now_ns() - start, 30'000'000'000);
  }
  EXPECT_EQ(Resolved::done, how) << why;
  EXPECT_EQ(1u, resolver->asked());
  // One that nobody comes back for is freed.
  server.hold = true;
  EXPECT_EQ(Resolved::interrupted, ask("three.test", 30, always));
  resolver->forget_lookups();
}

// For callers who sleep elsewhere: look-ups go on side by side, and no call waits.
TEST_F(Names, LookupsWithoutSleep) {
  NameServer server(false, 20'000);
  with(server.port);
  std::vector<std::string> names = {"one.test", "two.test", "one.test.", "four.test"};
  std::vector<Resolved> outcomes(names.size(), Resolved::interrupted);
  const int64_t start = now_ns();
  int64_t longest_ns = 0;
  for (size_t left = names.size(); left > 0 && now_ns() - start < 30'000'000'000; usleep(1000)) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (outcomes[i] != Resolved::interrupted) continue;
      const int64_t before = now_ns();
      outcomes[i] = ask(names[i], 30, {}, false);
      longest_ns = std::max(longest_ns, now_ns() - before);
      if (outcomes[i] == Resolved::done) {
        EXPECT_EQ("127.0.0.5:2398", out[0].text());
      }
      left -= outcomes[i] != Resolved::interrupted;
    }
  }
  EXPECT_EQ(Resolved::done, outcomes[0]);
  EXPECT_EQ(Resolved::failed, outcomes[1]);
  EXPECT_EQ(Resolved::done, outcomes[2]);
  EXPECT_EQ(Resolved::failed, outcomes[3]);
  EXPECT_EQ(4u, resolver->asked());
  EXPECT_LT(longest_ns, 10'000'000'000);
}

TEST_F(Names, WithoutSleepASilentServerCostsTheDeadlineToo) {
  NameServer server(true);
  with(server.port);
  const Deadline deadline = Deadline::after(0.15);
  Resolved how = Resolved::interrupted;
  while (how == Resolved::interrupted) {
    how = resolver->resolve("one.test", 2398, deadline, {{}, false}, out, why);
    if (how == Resolved::interrupted) usleep(1000);
  }
  EXPECT_EQ(Resolved::timeout, how);
  EXPECT_TRUE(deadline.passed());
}

// A child goes on without its parent's look-ups.
TEST_F(Names, AChildAsksForItself) {
  NameServer server(true);
  with(server.port);
  EXPECT_EQ(Resolved::interrupted, ask("one.test", 30, {}, false));
  for (const bool renewed : {true, false}) {
    const pid_t child = fork();
    if (child == 0) {
      {
        vkext::testing::Refusal refusal(renewed ? "nothing" : "event_reinit", 1, EMFILE);
        resolver->after_fork();
      }
      vkext::testing::end_child(ask("one.test", 30, {}, false) == Resolved::interrupted && resolver->asked() == 2);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(0, status);
  }
  EXPECT_EQ(1u, resolver->asked());
}

// Only so many at once: the next one waits for its turn, and in the end for nothing.
TEST_F(Names, ManyLookupsWithoutSleep) {
  NameServer server(true);
  with(server.port);
  for (int i = 0; i < 70; ++i) EXPECT_EQ(Resolved::interrupted, ask("n" + std::to_string(i) + ".test", 30, {}, false));
  EXPECT_EQ(64u, resolver->asked());
  resolver->forget_lookups();
  EXPECT_EQ(Resolved::interrupted, ask("n69.test", 30, {}, false));
  EXPECT_EQ(65u, resolver->asked());
}

}  // namespace
}  // namespace vkext::rpc
