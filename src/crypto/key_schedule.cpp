// Key files and key derivation. The mixed material contains the secret: it lives on the stack and is wiped.
#include "crypto/key_schedule.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/error_codes.h"
#include "base/syscalls.h"

#if VKEXT_WITH_OPENSSL
#include <openssl/evp.h>
#endif

namespace vkext::crypto {
namespace {

constexpr size_t kSecretRoom = 4096;  // one page

Error failure(std::string text) { return Error{codes::kNoConnection, std::move(text)}; }

struct File {
  int fd;
  ~File() {
    if (fd >= 0) close(fd);
  }
};

}  // namespace

void wipe(void* p, size_t n) {
  memset(p, 0, n);
  __asm__ volatile("" : : "r"(p) : "memory");  // the bytes count as looked at: the stores stay
}

Result<std::shared_ptr<const Key>> Key::from_bytes(Bytes bytes) {
  if (bytes.size < kKeyFileBytesMin || bytes.size > kKeyFileBytesMax) {
    return failure("a key has 32 to 256 bytes, this one " + std::to_string(bytes.size));
  }
  if (load_u32(bytes.data) == 0) return failure("the first four bytes of a key are its id and must not be zero");
  void* page = mmap(nullptr, kSecretRoom, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return failure("out of memory");
#ifdef MADV_DONTDUMP
  madvise(page, kSecretRoom, MADV_DONTDUMP);
#endif
  std::shared_ptr<Key> key(new Key);
  key->bytes_ = static_cast<uint8_t*>(page);
  key->size_ = bytes.size;
  memcpy(page, bytes.data, bytes.size);
  return std::shared_ptr<const Key>(std::move(key));
}

Result<std::shared_ptr<const Key>> Key::from_file(const std::string& path) {
  std::string name = path;
  struct stat info;
  if (stat(name.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) name += "/default";
  // Not blocking: the name may lead to a pipe.
  File file{sys::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0) return failure("key file " + name + ": " + strerror(errno));
  if (fstat(file.fd, &info) != 0 || !S_ISREG(info.st_mode)) return failure("key file " + name + ": not a file");
  if (info.st_size < static_cast<off_t>(kKeyFileBytesMin) || info.st_size > static_cast<off_t>(kKeyFileBytesMax)) {
    return failure("key file " + name + ": a key has 32 to 256 bytes, this file " + std::to_string(info.st_size));
  }
  uint8_t bytes[kKeyFileBytesMax + 1];
  size_t size = 0;
  while (size < sizeof bytes) {
    const ssize_t got = read(file.fd, bytes + size, sizeof bytes - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<size_t>(got);
  }
  auto key = from_bytes({bytes, size});
  wipe(bytes, sizeof bytes);
  if (!key) return failure("key file " + name + ": " + key.error().text);
  return key;
}

Result<std::vector<std::shared_ptr<const Key>>> Key::all_from(const std::string& path) {
  std::vector<std::shared_ptr<const Key>> keys;
  struct stat info;
  if (stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    auto one = from_file(path);
    if (!one) return std::move(one.error());
    keys.push_back(std::move(*one));
    return keys;
  }
  std::vector<std::string> names;
  if (DIR* folder = opendir(path.c_str())) {
    while (const dirent* entry = readdir(folder)) names.push_back(path + '/' + entry->d_name);
    closedir(folder);
  }
  if (auto first = from_file(path)) keys.push_back(std::move(*first));
  for (const std::string& name : names) {
    if (lstat(name.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    auto key = from_file(name);
    if (!key) continue;  // no key's length: something else may lie there
    bool known = false;
    for (const auto& other : keys) {
      if (other->id() != (*key)->id()) continue;
      if (other->secret().text() != (*key)->secret().text()) {
        return failure("two different keys in " + path + " have the id " + (*key)->id_text());
      }
      known = true;
    }
    if (!known) keys.push_back(std::move(*key));
  }
  if (keys.empty()) return failure("no key of 32 to 256 bytes in " + path);
  return keys;
}

Key::~Key() {
  if (!bytes_) return;
  wipe(bytes_, size_);
  munmap(bytes_, kSecretRoom);
}

std::string Key::id_text() const {
  static const char kHex[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += kHex[bytes_[i] >> 4];
    text += kHex[bytes_[i] & 15];
  }
  return text;
}

#if VKEXT_WITH_OPENSSL

namespace {

// What is digested: at most 16+16+4+4+2+6+4+2+256+16+32+16+32 bytes.
class Material {
 public:
  ~Material() { wipe(bytes_, sizeof bytes_); }
  void add(const void* p, size_t n) {
    memcpy(bytes_ + size_, p, n);
    size_ += n;
  }
  void add_u16(uint16_t v) {
    store_u16(bytes_ + size_, v);
    size_ += 2;
  }
  void add_u32(uint32_t v) {
    store_u32(bytes_ + size_, v);
    size_ += 4;
  }
  Bytes bytes() const { return {bytes_, size_}; }

 private:
  uint8_t bytes_[256 + 160] = {};
  size_t size_ = 0;
};

bool digest(const EVP_MD* kind, Bytes bytes, uint8_t* out) {
  return EVP_Digest(bytes.data, bytes.size, out, nullptr, kind, nullptr) == 1;
}

bool derive_direction(Bytes secret, const KeyInputs& in, const char* direction, DirectionKey& out) {
  const bool addresses = in.version == 0;
  const bool v6 = addresses && (in.client.v6 || in.server.v6);
  Material m;
  m.add(in.server_nonce, kNonceBytes);
  m.add(in.client_nonce, kNonceBytes);
  m.add_u32(in.client_time);
  m.add_u32(addresses ? in.server.ip : in.server_time);
  m.add_u16(addresses ? in.client.port : 0);
  m.add(direction, 6);
  m.add_u32(addresses ? in.client.ip : 0);
  m.add_u16(addresses ? in.server.port : 0);
  m.add(secret.data, secret.size);
  m.add(in.server_nonce, kNonceBytes);
  if (v6) {
    m.add(in.client.address, sizeof in.client.address);
    m.add(in.server.address, sizeof in.server.address);
  }
  m.add(in.client_nonce, kNonceBytes);
  if (in.version >= 2) m.add(in.shared, kPointBytes);

  uint8_t md5[16];
  const bool ok = digest(EVP_md5(), m.bytes().drop(1), md5) && digest(EVP_sha1(), m.bytes(), out.key + 12) &&
                  digest(EVP_md5(), m.bytes().drop(2), out.iv);
  memcpy(out.key, md5, 12);  // SHA-1 stands from 12 to 32 already
  wipe(md5, sizeof md5);
  return ok;
}

struct PrivateKey {
  EVP_PKEY* key;
  explicit PrivateKey(const uint8_t* scalar)
      : key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar, kPointBytes)) {}
  ~PrivateKey() { EVP_PKEY_free(key); }
};

}  // namespace

bool available() { return true; }

Status derive_keys(Bytes secret, const KeyInputs& inputs, ConnectionKeys& keys) {
  if (secret.size > kKeyFileBytesMax) return failure("key too long");
  if (derive_direction(secret, inputs, "CLIENT", keys.to_server) &&
      derive_direction(secret, inputs, "SERVER", keys.to_client)) {
    return Done{};
  }
  return failure("OpenSSL refuses MD5 or SHA-1, which the protocol's keys need");
}

Status x25519_public(const uint8_t scalar[kPointBytes], uint8_t point[kPointBytes]) {
  PrivateKey own(scalar);
  size_t size = kPointBytes;
  if (!own.key || EVP_PKEY_get_raw_public_key(own.key, point, &size) != 1 || size != kPointBytes) {
    return failure("OpenSSL refuses X25519");
  }
  return Done{};
}

Status x25519_shared(const uint8_t scalar[kPointBytes], const uint8_t point[kPointBytes], uint8_t shared[kPointBytes]) {
  PrivateKey own(scalar);
  EVP_PKEY* peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, point, kPointBytes);
  EVP_PKEY_CTX* context = own.key && peer ? EVP_PKEY_CTX_new(own.key, nullptr) : nullptr;
  size_t size = kPointBytes;
  const bool derived = context && EVP_PKEY_derive_init(context) == 1 &&
                       EVP_PKEY_derive_set_peer(context, peer) == 1 &&
                       EVP_PKEY_derive(context, shared, &size) == 1 && size == kPointBytes;
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(peer);
  uint8_t any = 0;
  for (size_t i = 0; derived && i < kPointBytes; ++i) any |= shared[i];
  if (!any) return failure("the peer's X25519 point gives no shared secret");
  return Done{};
}

#else

namespace {
constexpr char kMissing[] = "no encryption: vkext was built without OpenSSL";
}

bool available() { return false; }
Status derive_keys(Bytes, const KeyInputs&, ConnectionKeys&) { return failure(kMissing); }
Status x25519_public(const uint8_t[kPointBytes], uint8_t[kPointBytes]) { return failure(kMissing); }
Status x25519_shared(const uint8_t[kPointBytes], const uint8_t[kPointBytes], uint8_t[kPointBytes]) {
  return failure(kMissing);
}

#endif

}  // namespace vkext::crypto
