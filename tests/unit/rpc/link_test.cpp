// A set-up over several addresses: dead ones cost their share of the time, the last reason does not hide the first.
#include "rpc/link.h"

#include <gtest/gtest.h>

#include "caller.h"
#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Server;

Address at(int port) {
  Address a;
  EXPECT_TRUE(parse_literal("127.0.0.1", port, a));
  return a;
}

// Carries the set-up to its end, as the exchange does.
void finish(Link& link, SetupPolicy& policy) {
  while (link.in_setup()) {
    pollfd fd = {link.socket.fd(), link.setup_events(), 0};
    const int64_t left_ms = link.step_deadline().left_ns(now_ns()) / 1'000'000 + 1;
    const int ready = poll(&fd, 1, static_cast<int>(left_ms < 1000 ? left_ms : 1000));
    link.advance(ready > 0, policy);
  }
}

struct LinkTest : ::testing::Test {
  ClientConfig config;
  SetupPolicy policy{config};
  Link link;
  ~LinkTest() override { link.reset(); }
};

TEST_F(LinkTest, DeadAddressesAreSteppedOver) {
  Server server(scripted::echo);
  link.begin({at(scripted::free_port()), at(scripted::free_port()), at(server.port())}, Deadline::after(kLimitS),
             kLimitS, policy);
  finish(link, policy);
  EXPECT_EQ(LinkState::ready, link.state) << link.failure;
  EXPECT_EQ(server.port(), ntohs(reinterpret_cast<const sockaddr_in&>(link.peer().storage).sin_port));
}

TEST_F(LinkTest, ASilentAddressCostsItsShareOnly) {
  Server mute(scripted::silent);
  Server server(scripted::echo);
  const int64_t start = now_ns();
  link.begin({at(mute.port()), at(server.port())}, Deadline::after(1.0), 1.0, policy);
  finish(link, policy);
  EXPECT_EQ(LinkState::ready, link.state) << link.failure;
  EXPECT_GE(seconds_since(start), 0.5) << "half of the time for the first of two";
}

TEST_F(LinkTest, ACloseAfterTheNonceTriesTheNext) {
  Server rude([](scripted::Conversation& c) { c.read_packet(); });
  Server server(scripted::echo);
  link.begin({at(rude.port()), at(server.port())}, Deadline::after(kLimitS), kLimitS, policy);
  finish(link, policy);
  EXPECT_EQ(LinkState::ready, link.state) << link.failure;
}

TEST_F(LinkTest, EveryReasonIsTold) {
  Server rude([](scripted::Conversation& c) { c.read_packet(); });
  const int nobody = scripted::free_port();
  link.begin({at(rude.port()), at(nobody)}, Deadline::after(kLimitS), kLimitS, policy);
  finish(link, policy);
  EXPECT_EQ(LinkState::failed, link.state);
  EXPECT_EQ(0u, link.failure.find("refused (127.0.0.1:" + std::to_string(nobody) + ")")) << link.failure;
  EXPECT_NE(std::string::npos, link.failure.find("closed by the peer after our nonce")) << link.failure;
}

TEST_F(LinkTest, TheDeadlineEndsTheRow) {
  Server mute(scripted::silent), also(scripted::silent);
  const int64_t start = now_ns();
  link.begin({at(mute.port()), at(also.port())}, Deadline::after(0.3), 0.3, policy);
  finish(link, policy);
  EXPECT_EQ(LinkState::failed, link.state);
  EXPECT_GE(seconds_since(start), 0.3);
  EXPECT_LT(seconds_since(start), kPatienceS);
  EXPECT_NE(std::string::npos, link.failure.find("no nonce in 0.")) << link.failure;
}

}  // namespace
}  // namespace vkext::rpc
