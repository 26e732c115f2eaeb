// Every call of ours that the system may refuse, in one small table, so that a test can refuse each of them.
//
// In an ordinary build each function is the call itself and nothing else. With -DVKEXT_FAULTS it first asks
// fault_planted(), which counts and now and then says yes (faults.cpp, docs/testing.md). `new` is in the table as well:
// faults.cpp replaces it. Names and results are those of the C library.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace vkext::sys {

enum class Call { malloc, new_, socket, connect, send, recv, epoll_ctl, ppoll, open, getrandom };
constexpr int kCalls = 10;

#if defined(VKEXT_FAULTS)
// Whether this call is the one to fail; errno is set then.
bool fault_planted(Call call);
#else
constexpr bool fault_planted(Call) { return false; }
#endif

inline void* malloc(size_t n) { return fault_planted(Call::malloc) ? nullptr : ::malloc(n); }
// Fresh memory, null when there is none; counts as malloc.
inline void* map(size_t n) {
  if (fault_planted(Call::malloc)) return nullptr;
  void* p = ::mmap(nullptr, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return p == MAP_FAILED ? nullptr : p;
}
inline int socket(int domain, int type, int protocol) {
  return fault_planted(Call::socket) ? -1 : ::socket(domain, type, protocol);
}
inline int socketpair(int domain, int type, int protocol, int* fds) {
  return fault_planted(Call::socket) ? -1 : ::socketpair(domain, type, protocol, fds);
}
inline int connect(int fd, const sockaddr* address, socklen_t length) {
  return fault_planted(Call::connect) ? -1 : ::connect(fd, address, length);
}
inline ssize_t send(int fd, const void* from, size_t n, int flags) {
  return fault_planted(Call::send) ? -1 : ::send(fd, from, n, flags);
}
inline ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  return fault_planted(Call::send) ? -1 : ::sendmsg(fd, message, flags);
}
inline ssize_t recv(int fd, void* to, size_t n, int flags) {
  return fault_planted(Call::recv) ? -1 : ::recv(fd, to, n, flags);
}
inline int ppoll(pollfd* fds, nfds_t n, const timespec* timeout, const sigset_t* mask) {
  return fault_planted(Call::ppoll) ? -1 : ::ppoll(fds, n, timeout, mask);
}
inline int open(const char* path, int flags) { return fault_planted(Call::open) ? -1 : ::open(path, flags); }
inline FILE* fopen(const char* path, const char* mode) {
  return fault_planted(Call::open) ? nullptr : ::fopen(path, mode);
}
inline ssize_t getrandom(void* to, size_t n, unsigned flags) {
  return fault_planted(Call::getrandom) ? -1 : ::getrandom(to, n, flags);
}

}  // namespace vkext::sys
