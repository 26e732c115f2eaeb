// Key files, and derived keys against the protocol's published numbers.
#include "crypto/key_schedule.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "support/hex.h"
#include "support/json.h"
#include "support/refusal.h"

namespace vkext::crypto {
namespace {

using testing::from_hex;
using testing::Json;
using testing::to_hex;

// A directory of its own, gone afterwards.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/vkext_key_XXXXXX";
    path_ = mkdtemp(name) ? name : "";
  }
  ~Folder() {
    for (const std::string& name : names_) unlink(name.c_str());
    rmdir(path_.c_str());
  }
  std::string write(const std::string& name, const std::string& content) {
    names_.push_back(path_ + "/" + name);
    FILE* file = fopen(names_.back().c_str(), "wb");
    fwrite(content.data(), 1, content.size(), file);
    fclose(file);
    return names_.back();
  }
  void link(const std::string& target, const std::string& name) {
    names_.push_back(path_ + "/" + name);
    EXPECT_EQ(0, symlink(target.c_str(), names_.back().c_str()));
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::vector<std::string> names_;
};

std::string failure(const std::string& path) {
  auto key = Key::from_file(path);
  return key.ok() ? "" : key.error().text;
}

TEST(Key, the_whole_file_and_nothing_else) {
  Folder folder;
  const std::string content = "tkey" + std::string(27, '\xff') + "\n";
  auto key = Key::from_file(folder.write("a", content));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(content, (*key)->secret().text());
  EXPECT_EQ(0x79656b74u, (*key)->id());
  EXPECT_EQ("746b6579", (*key)->id_text());
}

TEST(Key, lengths) {
  Folder folder;
  EXPECT_EQ("", failure(folder.write("32", std::string(32, 'k'))));
  EXPECT_EQ("", failure(folder.write("256", std::string(256, 'k'))));
  EXPECT_NE(std::string::npos, failure(folder.write("31", std::string(31, 'k'))).find("this file 31"));
  EXPECT_NE(std::string::npos, failure(folder.write("257", std::string(257, 'k'))).find("this file 257"));
  EXPECT_NE(std::string::npos, failure(folder.write("0", "")).find("this file 0"));
  EXPECT_NE(std::string::npos, failure(folder.write("id", std::string(40, '\0'))).find("must not be zero"));
}

TEST(Key, a_folder_with_a_default) {
  Folder folder;
  EXPECT_NE(std::string::npos, failure(folder.path()).find("/default: No such file"));
  folder.write("one", std::string(32, '1'));
  folder.write("two", std::string(32, '2'));
  folder.link("two", "default");
  auto key = Key::from_file(folder.path());
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(std::string(32, '2'), (*key)->secret().text());
}

TEST(Key, all_of_a_folder) {
  Folder folder;
  EXPECT_FALSE(Key::all_from(folder.path()).ok());
  folder.write("b", std::string(40, 'b'));
  const std::string a = folder.write("a", std::string(40, 'a'));
  folder.write("too short", "aaaa");
  folder.link("b", "default");
  folder.link("/etc/passwd", "elsewhere");
  auto keys = Key::all_from(folder.path());
  ASSERT_TRUE(keys.ok()) << keys.error().text;
  ASSERT_EQ(2u, keys->size());
  EXPECT_EQ("62626262", (*keys)[0]->id_text()) << "the default comes first";
  EXPECT_EQ("61616161", (*keys)[1]->id_text());
  const auto one = Key::all_from(a);
  ASSERT_TRUE(one.ok()) << one.error().text;
  EXPECT_EQ(1u, one->size());
  folder.write("c", std::string(41, 'a'));
  keys = Key::all_from(folder.path());
  ASSERT_FALSE(keys.ok());
  EXPECT_NE(std::string::npos, keys.error().text.find("have the id 61616161")) << keys.error().text;
}

TEST(Key, not_a_file) {
  Folder folder;
  EXPECT_NE(std::string::npos, failure(folder.path() + "/none").find("No such file"));
  const std::string pipe = folder.path() + "/default";
  ASSERT_EQ(0, mkfifo(pipe.c_str(), 0600));
  EXPECT_NE(std::string::npos, failure(folder.path()).find("not a file"));  // and does not wait for a writer
  unlink(pipe.c_str());
}

TEST(Key, no_secret_in_any_message) {
  Folder folder;
  for (const size_t size : {size_t{31}, size_t{300}}) {
    EXPECT_EQ(std::string::npos, failure(folder.write("s", std::string(size, 'S'))).find("SSS"));
  }
}

TEST(Key, bytes_of_a_keys_length) {
  EXPECT_FALSE(Key::from_bytes(Bytes(std::string(31, 'k'))).ok());
  EXPECT_FALSE(Key::from_bytes(Bytes(std::string(257, 'k'))).ok());
  EXPECT_TRUE(Key::from_bytes(Bytes(std::string(32, 'k'))).ok());
  EXPECT_TRUE(Key::from_bytes(Bytes(std::string(256, 'k'))).ok());
  EXPECT_FALSE(Key::all_from("/nonexistent/key").ok());
}

#if VKEXT_WITH_OPENSSL

// The protocol's own example: a four byte secret, all fields distinct.
KeyInputs example(int version) {
  KeyInputs in;
  in.version = version;
  memcpy(in.server_nonce, "ABCDEFGHIJKLMNOP", 16);
  memcpy(in.client_nonce, "abcdefghijklmnop", 16);
  in.client_time = 0x01020304;
  in.server_time = 0x0d0e0f10;
  in.server.ip = 0x0d0e0f10;
  in.client.ip = 0x05060708;
  in.server.port = 0x1112;
  in.client.port = 0x090a;
  return in;
}

TEST(KeySchedule, published) {
  ConnectionKeys keys;
  ASSERT_TRUE(derive_keys(Bytes(std::string_view("hren")), example(0), keys).ok());
  EXPECT_EQ("28b5a5313b3ea9e2f6f0293e0748b2f743b0e112779faa77a3ee9d71ae70dda6", to_hex({keys.to_server.key, 32}));
  EXPECT_EQ("80387128489168b336d998762bce6fef", to_hex({keys.to_server.iv, 16}));
  EXPECT_EQ("e3cf8557ea4ad963c3b637d466388403841d2e989a1fc684ac691c44b05ac9bb", to_hex({keys.to_client.key, 32}));
  EXPECT_EQ("1efd4c8aa43a87d1ea5488a1bc669269", to_hex({keys.to_client.iv, 16}));
  ASSERT_TRUE(derive_keys(Bytes(std::string_view("hren")), example(1), keys).ok());
  EXPECT_EQ("373374076f52d8f6bb5b063f17b9eb9fb4194e429cf02e207300add4c28a8e57", to_hex({keys.to_server.key, 32}));
  EXPECT_EQ("cea8f827019de36741f73e5948aea5be", to_hex({keys.to_server.iv, 16}));
}

// RFC 7748, 6.1.
TEST(X25519, published) {
  const std::string alice = from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const std::string alice_point = from_hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  const std::string bob_point = from_hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  uint8_t point[kPointBytes];
  ASSERT_TRUE(x25519_public(reinterpret_cast<const uint8_t*>(alice.data()), point).ok());
  EXPECT_EQ(to_hex(alice_point), to_hex({point, 32}));
  uint8_t shared[kPointBytes];
  ASSERT_TRUE(x25519_shared(reinterpret_cast<const uint8_t*>(alice.data()),
                            reinterpret_cast<const uint8_t*>(bob_point.data()), shared)
                  .ok());
  EXPECT_EQ("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", to_hex({shared, 32}));
}

TEST(X25519, small_order_points_are_refused) {
  uint8_t scalar[kPointBytes] = {1};
  uint8_t shared[kPointBytes] = {};
  for (const uint8_t first : {uint8_t{0}, uint8_t{1}}) {
    const uint8_t point[kPointBytes] = {first};
    EXPECT_FALSE(x25519_shared(scalar, point, shared).ok());
  }
}

TEST(KeySchedule, what_openssl_refuses_is_an_error) {
  ConnectionKeys keys;
  const Bytes secret(std::string_view("hren"));
  for (int nth = 1; nth <= 6; ++nth) {  // two hashes, three times, for each direction
    testing::Refusal refusal("EVP_Digest", nth);
    const Status status = derive_keys(secret, example(1), keys);
    ASSERT_FALSE(status.ok()) << nth;
    EXPECT_NE(std::string::npos, status.error().text.find("MD5"));
  }
  EXPECT_FALSE(derive_keys(Bytes(std::string(257, 'k')), example(1), keys).ok());
  EXPECT_TRUE(derive_keys(secret, example(1), keys).ok());
  const uint8_t scalar[kPointBytes] = {1};
  const uint8_t nine[kPointBytes] = {9};
  uint8_t point[kPointBytes] = {};
  for (const char* call : {"EVP_PKEY_new_raw_private_key", "EVP_PKEY_get_raw_public_key"}) {
    testing::Refusal refusal(call);
    EXPECT_FALSE(x25519_public(scalar, point).ok()) << call;
  }
  for (const char* call : {"EVP_PKEY_new_raw_private_key", "EVP_PKEY_new_raw_public_key", "EVP_PKEY_CTX_new",
                           "EVP_PKEY_derive_init", "EVP_PKEY_derive_set_peer", "EVP_PKEY_derive"}) {
    testing::Refusal refusal(call);
    EXPECT_FALSE(x25519_shared(scalar, nine, point).ok()) << call;
    EXPECT_EQ(1, refusal.happened()) << call;
  }
  EXPECT_TRUE(x25519_shared(scalar, nine, point).ok());
}

TEST(KeySchedule, recorded) {
  const Json file = Json::load(testing::shared_path("vectors/rpc-vectors.json"));
  if (!file) GTEST_SKIP() << "no recorded vectors";
  const Json& group = file["key_derivation"];
  const std::string shared = from_hex(group["x25519"]["shared"].text());
  size_t checked = 0;
  for (const Json& item : group["cases"].items()) {
    KeyInputs in = example(static_cast<int>(item["version"].integer()));
    memcpy(in.shared, shared.data(), kPointBytes);
    const std::string& variant = item["variant"].text();
    const std::string material = from_hex(item["material"].text());
    if (!variant.empty()) in.client.ip = in.server.ip = 0;
    if (variant.find("C engines") != std::string::npos) {
      // The addresses of the example stand behind the second server nonce.
      in.client.v6 = in.server.v6 = true;
      const size_t at = 16 + 16 + 4 + 4 + 2 + 6 + 4 + 2 + 4 + 16;
      memcpy(in.client.address, material.data() + at, 16);
      memcpy(in.server.address, material.data() + at + 16, 16);
    } else if (!variant.empty()) {
      in.client.port = load_u16(material.data() + 40);
      in.server.port = load_u16(material.data() + 52);
    }
    ConnectionKeys keys;
    ASSERT_TRUE(derive_keys(Bytes(std::string_view("hren")), in, keys).ok());
    const DirectionKey& key = item["direction"].text() == "CLIENT" ? keys.to_server : keys.to_client;
    EXPECT_EQ(item["key"].text(), to_hex({key.key, 32})) << variant;
    EXPECT_EQ(item["iv"].text(), to_hex({key.iv, 16})) << variant;
    ++checked;
  }
  EXPECT_EQ(12u, checked);
}

#endif

}  // namespace
}  // namespace vkext::crypto
