// AES-256-CBC against NIST's vectors, in one piece, in many, and in place.
#include "crypto/cipher.h"

#include <gtest/gtest.h>

#include "support/hex.h"
#include "support/refusal.h"

namespace vkext::crypto {
namespace {

using testing::from_hex;
using testing::to_hex;

// NIST SP 800-38A, F.2.5 and F.2.6.
constexpr char kKey[] = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
constexpr char kIv[] = "000102030405060708090a0b0c0d0e0f";
constexpr char kPlain[] =
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
constexpr char kSealed[] =
    "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
    "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b";

DirectionKey published_key() {
  DirectionKey key;
  memcpy(key.key, from_hex(kKey).data(), sizeof key.key);
  memcpy(key.iv, from_hex(kIv).data(), sizeof key.iv);
  return key;
}

#if VKEXT_WITH_OPENSSL

TEST(Cipher, published) {
  std::string bytes = from_hex(kPlain);
  auto* p = reinterpret_cast<uint8_t*>(bytes.data());
  Cipher seal;
  ASSERT_TRUE(seal.start(Cipher::Direction::encrypt, published_key()).ok());
  ASSERT_TRUE(seal.run(p, p, bytes.size()));
  EXPECT_EQ(kSealed, to_hex(bytes));
  Cipher open;
  ASSERT_TRUE(open.start(Cipher::Direction::decrypt, published_key()).ok());
  ASSERT_TRUE(open.run(p, p, bytes.size()));
  EXPECT_EQ(kPlain, to_hex(bytes));
}

// The chain goes through all calls; nothing is held back.
TEST(Cipher, block_by_block) {
  const std::string plain = from_hex(kPlain);
  std::string sealed(plain.size(), '\0');
  Cipher seal;
  ASSERT_TRUE(seal.start(Cipher::Direction::encrypt, published_key()).ok());
  for (size_t at = 0; at < plain.size(); at += kBlockBytes) {
    ASSERT_TRUE(seal.run(reinterpret_cast<const uint8_t*>(plain.data()) + at,
                         reinterpret_cast<uint8_t*>(sealed.data()) + at, kBlockBytes));
  }
  EXPECT_EQ(kSealed, to_hex(sealed));
  Cipher open;
  ASSERT_TRUE(open.start(Cipher::Direction::decrypt, published_key()).ok());
  for (size_t at = 0; at < sealed.size(); at += kBlockBytes) {
    auto* p = reinterpret_cast<uint8_t*>(sealed.data()) + at;
    ASSERT_TRUE(open.run(p, p, kBlockBytes));
  }
  EXPECT_EQ(kPlain, to_hex(sealed));
}

TEST(Cipher, whole_blocks_only) {
  uint8_t bytes[32] = {};
  Cipher seal;
  EXPECT_FALSE(seal.run(bytes, bytes, 16));  // not started
  ASSERT_TRUE(seal.start(Cipher::Direction::encrypt, published_key()).ok());
  EXPECT_FALSE(seal.run(bytes, bytes, 15));
  EXPECT_TRUE(seal.run(bytes, bytes, 0));
}

TEST(Cipher, what_openssl_refuses_is_an_error) {
  for (const char* call : {"EVP_CIPHER_CTX_new", "EVP_CipherInit_ex", "EVP_CIPHER_CTX_set_padding"}) {
    Cipher seal;
    testing::Refusal refusal(call);
    EXPECT_FALSE(seal.start(Cipher::Direction::encrypt, published_key()).ok()) << call;
    EXPECT_EQ(1, refusal.happened()) << call;
    EXPECT_FALSE(seal.started());
    EXPECT_TRUE(seal.start(Cipher::Direction::encrypt, published_key()).ok()) << "the next one: " << call;
  }
  Cipher seal;
  ASSERT_TRUE(seal.start(Cipher::Direction::encrypt, published_key()).ok());
  uint8_t bytes[32] = {};
  testing::Refusal refusal("EVP_CipherUpdate");
  EXPECT_FALSE(seal.run(bytes, bytes, 32));
}

#else

TEST(Cipher, says_that_it_is_missing) {
  Cipher cipher;
  const Status status = cipher.start(Cipher::Direction::encrypt, published_key());
  ASSERT_FALSE(status.ok());
  EXPECT_NE(std::string::npos, status.error().text.find("without OpenSSL"));
  EXPECT_FALSE(available());
}

#endif

}  // namespace
}  // namespace vkext::crypto
