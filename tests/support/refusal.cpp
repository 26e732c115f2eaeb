// The stand-ins of refusal.h. No header of the functions is included: their declarations differ between libraries'
// versions in what does not matter here (exception specifications, names of pointer types).
#include "support/refusal.h"

#include <dlfcn.h>

#include <cerrno>
#include <cstring>

namespace vkext::testing {
namespace {

struct Plan {
  const char* name = nullptr;
  int nth = 0;
  int error = 0;
  int seen = 0;
  int happened = 0;
};
thread_local Plan plan;

bool refused(const char* name) {
  if (!plan.name || strcmp(plan.name, name) != 0) return false;
  ++plan.seen;
  if (plan.nth != 0 && plan.seen != plan.nth) return false;
  ++plan.happened;
  errno = plan.error;
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

Refusal::Refusal(const char* name, int nth, int error) { plan = {name, nth, error, 0, 0}; }
Refusal::~Refusal() { plan = {}; }
int Refusal::happened() const { return plan.happened; }

extern "C" __attribute__((weak)) int __llvm_profile_write_file(void);
void end_child(bool good) {
  if (__llvm_profile_write_file) __llvm_profile_write_file();
  _exit(good ? 0 : 1);
}

}  // namespace vkext::testing

using Opaque = void*;

#define VKEXT_STAND_IN(result, name, parameters, arguments, failure)                          \
  extern "C" __attribute__((visibility("default"))) result name parameters {                  \
    static auto* const next = vkext::testing::real<result parameters>(#name);                 \
    return vkext::testing::refused(#name) ? static_cast<result>(failure) : next arguments;    \
  }

VKEXT_STAND_IN(Opaque, EVP_CIPHER_CTX_new, (void), (), nullptr)
VKEXT_STAND_IN(int, EVP_CipherInit_ex, (Opaque a, Opaque b, Opaque c, Opaque d, Opaque e, int f), (a, b, c, d, e, f), 0)
VKEXT_STAND_IN(int, EVP_CIPHER_CTX_set_padding, (Opaque a, int b), (a, b), 0)
VKEXT_STAND_IN(int, EVP_CipherUpdate, (Opaque a, Opaque b, Opaque c, Opaque d, int e), (a, b, c, d, e), 0)
VKEXT_STAND_IN(int, EVP_Digest, (Opaque a, size_t b, Opaque c, Opaque d, Opaque e, Opaque f), (a, b, c, d, e, f), 0)
VKEXT_STAND_IN(Opaque, EVP_PKEY_new_raw_private_key, (int a, Opaque b, Opaque c, size_t d), (a, b, c, d), nullptr)
VKEXT_STAND_IN(Opaque, EVP_PKEY_new_raw_public_key, (int a, Opaque b, Opaque c, size_t d), (a, b, c, d), nullptr)
VKEXT_STAND_IN(int, EVP_PKEY_get_raw_public_key, (Opaque a, Opaque b, Opaque c), (a, b, c), 0)
VKEXT_STAND_IN(Opaque, EVP_PKEY_CTX_new, (Opaque a, Opaque b), (a, b), nullptr)
VKEXT_STAND_IN(int, EVP_PKEY_derive_init, (Opaque a), (a), 0)
VKEXT_STAND_IN(int, EVP_PKEY_derive_set_peer, (Opaque a, Opaque b), (a, b), 0)
VKEXT_STAND_IN(int, EVP_PKEY_derive, (Opaque a, Opaque b, Opaque c), (a, b, c), 0)

VKEXT_STAND_IN(Opaque, event_config_new, (void), (), nullptr)
VKEXT_STAND_IN(Opaque, event_base_new_with_config, (Opaque a), (a), nullptr)
VKEXT_STAND_IN(Opaque, event_new, (Opaque a, int b, short c, Opaque d, Opaque e), (a, b, c, d, e), nullptr)
VKEXT_STAND_IN(int, event_add, (Opaque a, Opaque b), (a, b), -1)
VKEXT_STAND_IN(int, event_reinit, (Opaque a), (a), -1)
VKEXT_STAND_IN(Opaque, evdns_base_new, (Opaque a, int b), (a, b), nullptr)

VKEXT_STAND_IN(ssize_t, getrandom, (Opaque a, size_t b, unsigned c), (a, b, c), -1)
VKEXT_STAND_IN(int, socket, (int a, int b, int c), (a, b, c), -1)
VKEXT_STAND_IN(int, socketpair, (int a, int b, int c, Opaque d), (a, b, c, d), -1)
VKEXT_STAND_IN(int, connect, (int a, Opaque b, unsigned c), (a, b, c), -1)
VKEXT_STAND_IN(int, getsockopt, (int a, int b, int c, Opaque d, Opaque e), (a, b, c, d, e), -1)
VKEXT_STAND_IN(int, getsockname, (int a, Opaque b, Opaque c), (a, b, c), -1)
VKEXT_STAND_IN(ssize_t, recv, (int a, Opaque b, size_t c, int d), (a, b, c, d), -1)
VKEXT_STAND_IN(ssize_t, send, (int a, Opaque b, size_t c, int d), (a, b, c, d), -1)
VKEXT_STAND_IN(ssize_t, sendmsg, (int a, Opaque b, int c), (a, b, c), -1)
VKEXT_STAND_IN(int, ppoll, (Opaque a, unsigned long b, Opaque c, Opaque d), (a, b, c, d), -1)
VKEXT_STAND_IN(int, getpwuid_r, (unsigned a, Opaque b, Opaque c, size_t d, Opaque e), (a, b, c, d, e), 2)
VKEXT_STAND_IN(int, setsockopt, (int a, int b, int c, Opaque d, unsigned e), (a, b, c, d, e), -1)
