// Targets, handles, slots and the back-off, without a network.
// rows: api-4.8
#include "rpc/pool.h"

#include <gtest/gtest.h>

namespace vkext::rpc {
namespace {

TEST(Pool, TargetsAreHostAndPort) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  const uint32_t a = pool.find("db", 2398, why);
  EXPECT_EQ(a, pool.find("db", 2398, why));
  EXPECT_NE(a, pool.find("db", 2399, why));
  EXPECT_NE(a, pool.find("DB", 2398, why));
  EXPECT_EQ("db:2398", pool.target(a).label);
  EXPECT_EQ("[::1]:1", pool.target(pool.find("::1", 1, why)).label);
  EXPECT_EQ("[::1]:1", pool.target(pool.find("[::1]", 1, why)).label);
  const uint32_t path = pool.find("unix:/run/x", 5, why);
  EXPECT_EQ(path, pool.find("unix:/run/x", 6, why)) << "a path has no port";
  EXPECT_EQ("unix:/run/x", pool.target(path).label);
  EXPECT_EQ(kNone, pool.find("db", 0, why));
  EXPECT_EQ(kNone, pool.find("db", -1, why));
  EXPECT_EQ(kNone, pool.find("db", 65536, why));
  EXPECT_EQ(kNone, pool.find("", 1, why));
  EXPECT_EQ(kNone, pool.find("unix:" + std::string(108, 'x'), 1, why));
}

TEST(Pool, HandlesOfARequest) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  const uint32_t target = pool.find("db", 2398, why);
  const uint32_t a = pool.make_handle(target, 0.3, 17);
  EXPECT_EQ(1u, a);
  EXPECT_EQ(a, pool.make_handle(target, 0.3, 17));
  EXPECT_EQ(2u, pool.make_handle(target, 0.5, 17));
  ASSERT_NE(nullptr, pool.handle(2));
  EXPECT_EQ(0.5, pool.handle(2)->connect_limit_s);
  EXPECT_EQ(nullptr, pool.handle(0));
  EXPECT_EQ(nullptr, pool.handle(3));
  pool.drop_handles();
  EXPECT_EQ(nullptr, pool.handle(1));
}

TEST(Pool, ManyHandlesOfOneTarget) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  const uint32_t target = pool.find("127.0.0.1", 1, why);
  EXPECT_EQ(1u, pool.make_handle(target, 1, 17));
  EXPECT_EQ(2u, pool.make_handle(target, 1, 18));
  for (uint32_t i = 3; i <= 2000; ++i) EXPECT_EQ(i, pool.make_handle(target, i, 17));
  EXPECT_EQ(1990u, pool.make_handle(target, 1990, 17));
  EXPECT_EQ(2001u, pool.make_handle(target, 1, 17)) << "too long ago to be looked for";
  pool.drop_handles();
  EXPECT_EQ(nullptr, pool.handle(1));
}

TEST(Pool, PausesDoubleWithJitterUpToTheCap) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  Target& target = pool.target(pool.find("db", 2398, why));
  double longest = 0;
  for (int round = 0; round < 200; ++round) {
    pool.lost(target, false, "", 1);
    EXPECT_EQ(0, target.retry_at_ns) << "the first retry after a connection that worked is at once";
    double bound = 0.1;
    for (int i = 0; i < 8; ++i) {
      pool.set_up_failed(target, "refused", "connect", 1.0);
      const double pause = static_cast<double>(target.retry_at_ns - target.failed_at_ns) * 1e-9;
      EXPECT_GE(pause, 0);
      EXPECT_LE(pause, bound + 1e-9);
      longest = std::max(longest, pause);
      bound = std::min(bound * 2, 1.0);
    }
  }
  EXPECT_GT(longest, 0.9);
  EXPECT_LE(longest, 1.0);
  EXPECT_EQ("refused", target.failure);
}

TEST(Pool, ShortLivesCountAsFailures) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  Target& target = pool.target(pool.find("db", 2398, why));
  pool.lost(target, true, "closed", 1);
  EXPECT_EQ(0, target.retry_at_ns);
  for (int i = 0; i < 20 && target.retry_at_ns == 0; ++i) pool.lost(target, true, "closed", 1);
  EXPECT_GT(target.retry_at_ns, 0);
}

TEST(Pool, SlotsAreBoundedAndUsedAgain) {
  ClientConfig config;
  config.max_connections = 3;
  Pool pool(config);
  Loop loop({});
  std::string why;
  const uint32_t target = pool.find("db", 2398, why);
  Link* links[3];
  for (Link*& link : links) {
    link = pool.take_slot(target);
    ASSERT_NE(nullptr, link);
    link->state = LinkState::connecting;
  }
  EXPECT_EQ(nullptr, pool.take_slot(target));
  EXPECT_EQ(nullptr, pool.oldest_idle());
  EXPECT_EQ(3u, pool.target(target).links.size());
  pool.close(*links[1], loop);
  EXPECT_EQ(2u, pool.target(target).links.size());
  EXPECT_EQ(links[1], pool.take_slot(target));
  links[1]->state = LinkState::connecting;
  EXPECT_EQ(3u, pool.slots());
  for (Link* link : links) pool.close(*link, loop);
  EXPECT_EQ(0u, pool.open_links());
}

TEST(Pool, ManyUnusedTargetsAreForgotten) {
  const ClientConfig config;
  Pool pool(config);
  std::string why;
  for (int i = 1; i <= 2000; ++i) pool.find("host" + std::to_string(i), 2398, why);
  pool.forget_unused();
  EXPECT_EQ(0u, pool.find("fresh", 1, why)) << "the numbers are used again";
}

}  // namespace
}  // namespace vkext::rpc
