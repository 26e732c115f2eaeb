// The client at the edges of its surroundings: descriptors, families, backlogs, age, encryption that cannot be.
#include "rpc/client.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Server;

TEST(ClientLimits, DescriptorsBeyondASelectSet) {
  Server server(scripted::echo);
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlimit before = limit;
  limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
  setrlimit(RLIMIT_NOFILE, &limit);
  std::vector<int> taken;
  while (taken.size() < 1100) taken.push_back(open("/dev/null", O_RDONLY));
  const bool enough = taken.back() >= 1024;
  if (enough) {
    Caller c;
    const uint32_t target = c.open(server.port());
    ASSERT_NE(0u, target) << c.error;
    EXPECT_EQ("1234", c.ask(target, "1234"));
  }
  for (int fd : taken) close(fd);
  setrlimit(RLIMIT_NOFILE, &before);
  if (!enough) GTEST_SKIP() << "not so many descriptors here";
}

TEST(ClientLimits, NoDescriptorsLeftIsAnErrorAndPasses) {
  Server server(scripted::echo);
  Caller c;
  rlimit before = {};
  getrlimit(RLIMIT_NOFILE, &before);
  const int next = dup(0);
  close(next);
  for (int spare = 0; spare < 5; ++spare) {  // also too few for the event base, which would end the process
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(next + spare);
    setrlimit(RLIMIT_NOFILE, &none);
    const uint32_t target = c.open(server.port(), 0.1);
    setrlimit(RLIMIT_NOFILE, &before);
    if (spare == 0) {
      EXPECT_EQ(0u, target);
      EXPECT_NE(std::string::npos, c.error.find("no file descriptors left")) << c.error;
    }
  }
  const uint32_t target = c.open_at_last(server.port());
  EXPECT_EQ("1234", c.ask(target, "1234"));
}

TEST(ClientLimits, IPv6) {
  const int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 a = {};
  a.sin6_family = AF_INET6;
  a.sin6_addr = in6addr_loopback;
  socklen_t n = sizeof a;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&a), n) != 0) GTEST_SKIP() << "no IPv6 here";
  listen(listener, 4);
  getsockname(listener, reinterpret_cast<sockaddr*>(&a), &n);
  std::thread server([listener] {
    for (int i = 0; i < 2; ++i) {
      const int fd = accept(listener, nullptr, nullptr);
      Conversation c(fd);
      scripted::echo(c);
      close(fd);
    }
  });
  for (const char* host : {"::1", "[::1]"}) {
    Caller c;
    const uint32_t target = c.open(host, ntohs(a.sin6_port), kLimitS);
    EXPECT_NE(0u, target) << c.error;
    EXPECT_EQ("1234", c.ask(target, "1234"));
    EXPECT_EQ("[::1]:" + std::to_string(ntohs(a.sin6_port)), c.client.pool_status()[0].address);
  }
  server.join();
  close(listener);
  Caller c;
  EXPECT_EQ(0u, c.open("::1", scripted::free_port(), 0.2));
  EXPECT_EQ("[::1]:", c.error.substr(0, 6));
}

TEST(ClientLimits, AFullBacklogOfAUnixSocketIsTriedAgain) {
  char directory[] = "/tmp/vkext-test-XXXXXX";
  ASSERT_NE(nullptr, mkdtemp(directory));
  const std::string path = std::string(directory) + "/full";
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un a = {};
  a.sun_family = AF_UNIX;
  strncpy(a.sun_path, path.c_str(), sizeof a.sun_path - 1);
  ASSERT_EQ(0, bind(listener, reinterpret_cast<sockaddr*>(&a), sizeof a));
  listen(listener, 0);
  const int filler = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(0, connect(filler, reinterpret_cast<sockaddr*>(&a), sizeof a));
  {
    Caller c;
    const int64_t start = now_ns();
    const double cpu = cpu_seconds();
    EXPECT_EQ(0u, c.open("unix:" + path, 0, 0.1));
    EXPECT_GE(seconds_since(start), 0.1);
    EXPECT_LT(seconds_since(start), kPatienceS);
    EXPECT_LT(cpu_seconds() - cpu, kIdleCpuS);
    EXPECT_NE(std::string::npos, c.error.find("backlog")) << c.error;
  }
  std::thread server([listener] {
    usleep(50'000);
    close(accept(listener, nullptr, nullptr));  // the filler goes
    const int fd = accept(listener, nullptr, nullptr);
    Conversation c(fd);
    scripted::echo(c);
    close(fd);
  });
  {
    Caller c;
    const uint32_t target = c.open("unix:" + path, 0, kLimitS);
    EXPECT_NE(0u, target) << c.error;
    EXPECT_EQ("1234", c.ask(target, "1234"));
  }
  server.join();
  close(filler);
  close(listener);
}

TEST(ClientLimits, OldConnectionsAreReplaced) {
  Server server(scripted::echo);
  ClientConfig config;
  config.max_age_s = 0.4;
  Caller c(config);
  const int64_t start = now_ns();
  const uint32_t target = c.open(server.port());
  EXPECT_EQ("1234", c.ask(target, "1234"));
  const int first = server.accepted();
  if (seconds_since(start) < config.max_age_s) {
    EXPECT_EQ(1, first);
  }
  usleep(450'000);
  EXPECT_EQ("1234", c.ask(target, "1234"));
  EXPECT_EQ(first + 1, server.accepted());
}

TEST(ClientLimits, EncryptionWithoutAKeySendsNothing) {
  Server server(scripted::echo);
  ClientConfig config;
  config.require_encryption = true;
  Caller c(config);
  EXPECT_EQ(0u, c.open(server.port()));
  EXPECT_NE(std::string::npos, c.error.find("encryption is required")) << c.error;
  config.key_file = "/nonexistent/key";
  Caller d(config);
  EXPECT_EQ(0u, d.open(server.port()));
  EXPECT_NE(std::string::npos, d.error.find("/nonexistent/key")) << d.error;
}

TEST(ClientLimits, ManyHostsStayWithinTheCap) {
  std::vector<std::unique_ptr<Server>> servers;
  for (int i = 0; i < 12; ++i) servers.push_back(std::make_unique<Server>(scripted::echo));
  ClientConfig config;
  config.max_connections = 4;
  Caller c(config);
  for (int round = 0; round < 3; ++round) {
    for (auto& server : servers) {
      const uint32_t target = c.open(server->port());
      ASSERT_NE(0u, target) << c.error;
      ASSERT_EQ("1234", c.ask(target, "1234"));
    }
    EXPECT_EQ(4u, c.client.stats().connections_active);
    c.client.end_request();
  }
  // All busy: a fifth has no place, and says so.
  Server mute([](Conversation& conversation) {
    if (conversation.set_up()) scripted::silent(conversation);
  });
  ClientConfig one;
  one.max_connections = 1;
  Caller d(one);
  const uint32_t busy = d.open(mute.port());
  ASSERT_GT(d.send(busy, "1234"), 0);
  EXPECT_EQ(0u, d.open(servers[0]->port()));
  EXPECT_NE(std::string::npos, d.error.find("all 1 connections are busy")) << d.error;
}

}  // namespace
}  // namespace vkext::rpc
