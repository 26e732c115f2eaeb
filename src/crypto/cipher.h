// AES-256-CBC over a stream, one object per direction.
//
// Whole blocks only: the protocol pads. The chain runs through the whole connection. Built without OpenSSL it cannot be
// started, and says so. Never sees key files; wipes what it holds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "crypto/key_schedule.h"

namespace vkext::crypto {

constexpr size_t kBlockBytes = 16;

class Cipher {
 public:
  enum class Direction : uint8_t { encrypt, decrypt };

  Cipher() = default;
  ~Cipher();
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;

  Status start(Direction direction, const DirectionKey& key);
  bool started() const { return context_ != nullptr; }
  // `size` is a multiple of kBlockBytes; `to` may be `from`. False only when the library fails.
  bool run(const uint8_t* from, uint8_t* to, size_t size);

 private:
  void* context_ = nullptr;  // EVP_CIPHER_CTX
};

// The library behind AES, or "not built in"; for phpinfo().
const char* library_version();

}  // namespace vkext::crypto
