// The cipher over OpenSSL's EVP, or the words that say it is not there.
#include "crypto/cipher.h"

#include "base/error_codes.h"

#if VKEXT_WITH_OPENSSL
#include <openssl/crypto.h>
#include <openssl/evp.h>
#endif

namespace vkext::crypto {

#if VKEXT_WITH_OPENSSL

Cipher::~Cipher() { EVP_CIPHER_CTX_free(static_cast<EVP_CIPHER_CTX*>(context_)); }

Status Cipher::start(Direction direction, const DirectionKey& key) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  if (!context) return Error{codes::kNoConnection, "out of memory"};
  const int encrypt = direction == Direction::encrypt;
  if (EVP_CipherInit_ex(context, EVP_aes_256_cbc(), nullptr, key.key, key.iv, encrypt) != 1 ||
      EVP_CIPHER_CTX_set_padding(context, 0) != 1) {
    EVP_CIPHER_CTX_free(context);
    return Error{codes::kNoConnection, "OpenSSL refuses AES-256-CBC"};
  }
  EVP_CIPHER_CTX_free(static_cast<EVP_CIPHER_CTX*>(context_));
  context_ = context;
  return Done{};
}

bool Cipher::run(const uint8_t* from, uint8_t* to, size_t size) {
  constexpr size_t kPiece = 1u << 30;  // EVP counts in int
  auto* context = static_cast<EVP_CIPHER_CTX*>(context_);
  if (!context || size % kBlockBytes) return false;
  while (size) {
    const size_t piece = size < kPiece ? size : kPiece;
    int written = 0;
    if (EVP_CipherUpdate(context, to, &written, from, static_cast<int>(piece)) != 1) return false;
    if (static_cast<size_t>(written) != piece) return false;
    from += piece;
    to += piece;
    size -= piece;
  }
  return true;
}

const char* library_version() { return OpenSSL_version(OPENSSL_VERSION); }

#else

Cipher::~Cipher() = default;

Status Cipher::start(Direction, const DirectionKey&) {
  return Error{codes::kNoConnection, "no encryption: vkext was built without OpenSSL"};
}

bool Cipher::run(const uint8_t*, uint8_t*, size_t) { return false; }

const char* library_version() { return "not built in"; }

#endif

}  // namespace vkext::crypto
