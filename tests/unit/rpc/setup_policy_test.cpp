// What a new connection offers: by key, by address, by the settings.
#include "rpc/setup_policy.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdio>

#include "base/error_codes.h"
#include "support/hex.h"

namespace vkext::rpc {
namespace {

Address at(const char* host) {
  Address a;
  EXPECT_TRUE(parse_literal(host, 2398, a));
  return a;
}

struct SetupPolicyTest : ::testing::Test {
  SetupPolicyTest() {
    char name[] = "/tmp/vkext-policy-XXXXXX";
    const int fd = mkstemp(name);
    const std::string key = "tkey" + std::string(60, 'k');
    EXPECT_EQ(static_cast<ssize_t>(key.size()), write(fd, key.data(), key.size()));
    close(fd);
    key_file = name;
  }
  ~SetupPolicyTest() override { unlink(key_file.c_str()); }
  Result<rpc::Setup> make(const char* host) {
    SetupPolicy policy(config);
    return policy.make(at(host), Socket());
  }
  std::string key_file;
  ClientConfig config;
};

TEST_F(SetupPolicyTest, WithoutAKey) {
  auto setup = make("10.0.0.1");
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(Encryption::none, setup->encryption);
  EXPECT_EQ(1, setup->version);
  EXPECT_TRUE(setup->crc32c);
  EXPECT_EQ(0x0a000001u, setup->expected_peer.ip);
  EXPECT_EQ(2398, setup->expected_peer.port);
  EXPECT_EQ(0u, make("127.0.0.1")->expected_peer.ip) << "loopback has many addresses";
  config.require_encryption = true;
  setup = make("127.0.0.1");
  ASSERT_FALSE(setup.ok());
  EXPECT_NE(std::string::npos, setup.error().text.find("encryption is required")) << setup.error().text;
}

TEST_F(SetupPolicyTest, AKeyAndTheAddress) {
  config.key_file = key_file;
  EXPECT_EQ(Encryption::either, make("127.0.0.1")->encryption);
  EXPECT_EQ(Encryption::either, make("::1")->encryption);
  EXPECT_EQ(Encryption::aes, make("10.0.0.1")->encryption);
  EXPECT_EQ("746b6579", make("10.0.0.1")->key->id_text());
  Address path;
  ASSERT_TRUE(unix_address("/tmp/engine/2398", path));
  SetupPolicy policy(config);
  auto setup = policy.make(path, Socket());
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(Encryption::either, setup->encryption);
  EXPECT_EQ(2398, setup->remote.port) << "the number at the end of the path";
  config.require_encryption = true;
  EXPECT_EQ(Encryption::aes, make("127.0.0.1")->encryption);
}

TEST_F(SetupPolicyTest, AKeyThatDoesNotLoad) {
  config.key_file = "/nonexistent/key";
  EXPECT_TRUE(make("127.0.0.1").ok()) << "loopback may go without";
  auto setup = make("10.0.0.1");
  ASSERT_FALSE(setup.ok()) << "never a silent downgrade";
  EXPECT_EQ(codes::kNoConnection, setup.error().code);
  EXPECT_NE(std::string::npos, setup.error().text.find("/nonexistent/key"));
}

TEST_F(SetupPolicyTest, AKeyThatLoadsLater) {
  const std::string later = key_file + ".later";
  config.key_file = later;
  SetupPolicy policy(config);
  EXPECT_FALSE(policy.make(at("10.0.0.1"), Socket()).ok());
  ASSERT_EQ(0, rename(key_file.c_str(), later.c_str()));
  auto setup = policy.make(at("10.0.0.1"), Socket());
  ASSERT_EQ(0, rename(later.c_str(), key_file.c_str()));
  ASSERT_TRUE(setup.ok()) << setup.error().text;
  EXPECT_EQ(Encryption::aes, setup->encryption);
  EXPECT_TRUE(policy.make(at("10.0.0.1"), Socket()).ok()) << "and stays";
}

TEST_F(SetupPolicyTest, EachConnectionHasItsOwnNumbers) {
  config.protocol_version = 2;
  config.key_file = key_file;
  SetupPolicy policy(config);
  auto one = policy.make(at("10.0.0.1"), Socket());
  auto two = policy.make(at("10.0.0.1"), Socket());
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(testing::to_hex({one->nonce, 16}), testing::to_hex({two->nonce, 16}));
  EXPECT_NE(testing::to_hex({one->x25519_scalar, 32}), testing::to_hex({two->x25519_scalar, 32}));
  EXPECT_EQ(static_cast<uint16_t>(getpid()), one->self.pid);
}

TEST(Endpoint, ByFamily) {
  EXPECT_EQ(0x0a010203u, endpoint(at("10.1.2.3").storage).ip);
  EXPECT_EQ(2398, endpoint(at("10.1.2.3").storage).port);
  const crypto::Endpoint v6 = endpoint(at("2001:db8::7").storage);
  EXPECT_TRUE(v6.v6);
  EXPECT_EQ(7, v6.address[15]);
  EXPECT_EQ(2398, v6.port);
  Address path;
  ASSERT_TRUE(unix_address("/tmp/99999", path));
  EXPECT_EQ(0, endpoint(path.storage).port) << "no port at all";
}

}  // namespace
}  // namespace vkext::rpc
