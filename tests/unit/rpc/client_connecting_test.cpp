// The client against servers that refuse, are silent or speak something else while it connects.
#include "rpc/client.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Conversation;
using scripted::Server;

std::string at_port(int port) { return "127.0.0.1:" + std::to_string(port); }
bool starts_with(const std::string& s, const std::string& start) { return s.compare(0, start.size(), start) == 0; }

TEST(ClientConnecting, RefusedAtOnceThenFailFastThenBack) {
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

TEST(ClientConnecting, ABlackHoleEndsAtTheConnectLimit) {
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

TEST(ClientConnecting, ASilentServerEndsAtTheConnectLimitNamingThePhase) {
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

TEST(ClientConnecting, ClosedAfterTheNonceIsSaidClearly) {
  Server server([](Conversation& c) { c.read_packet(); });
  Caller c;
  EXPECT_EQ(0u, c.open(server.port()));
  EXPECT_NE(std::string::npos, c.error.find("closed by the peer after our nonce")) << c.error;
}

TEST(ClientConnecting, SomethingElseThanRpcIsShown) {
  Server server([](Conversation& c) {
    c.read_packet();
    c.write_all("HTTP/1.1 400 Bad Request\r\n\r\n");
    scripted::silent(c);
  });
  Caller c;
  EXPECT_EQ(0u, c.open(server.port()));
  EXPECT_NE(std::string::npos, c.error.find("HTTP")) << c.error;
}

TEST(ClientConnecting, WrongNamesAndPorts) {
  Caller c;
  EXPECT_EQ(0u, c.open("127.0.0.1", 0, 0.1));
  EXPECT_EQ(0u, c.open("127.0.0.1", 65536, 0.1));
  EXPECT_EQ(0u, c.open("", 2398, 0.1));
  EXPECT_EQ(0u, c.open("no such name", 2398, 0.1));
  EXPECT_EQ("no such name:2398: not a host name", c.error);
  EXPECT_EQ(0u, c.open(std::string(5000, 'a'), 2398, 0.1));
  EXPECT_EQ(0u, c.open("unix:", 0, 0.1));
}

TEST(ClientConnecting, NoAddressOfASilentFamilyEatsTheDeadline) {
  Server v4(scripted::echo);
  Caller c;
  // localhost may have ::1 first, where nobody listens.
  const uint32_t target = c.open("localhost", v4.port(), kLimitS);
  ASSERT_NE(0u, target) << c.error;
  EXPECT_EQ("1234", c.ask(target, "1234"));
}

TEST(ClientConnecting, ManyDeadTargetsLeakNoDescriptors) {
  Caller c;
  const int probe = dup(0);
  close(probe);
  for (int i = 0; i < 200; ++i) c.open(scripted::free_port());
  const int after = dup(0);
  close(after);
  EXPECT_LE(after, probe + 4);  // the event base may have come
}

}  // namespace
}  // namespace vkext::rpc
