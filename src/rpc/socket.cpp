// System calls of one stream socket. See socket.h for the contract.
#include "rpc/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/syscalls.h"

namespace vkext::rpc {

namespace {

IoResult failure(int errnum) { return {Io::error, errnum, 0}; }

// The result of a read or write as one of our four words. EINTR cannot be seen here: the callers retry it, because a
// non-blocking call that was interrupted has moved nothing.
IoResult moved(ssize_t n) {
  if (n >= 0) return {Io::ok, 0, static_cast<size_t>(n)};
  if (errno == EAGAIN || errno == EWOULDBLOCK) return {Io::again, 0, 0};
  return failure(errno);
}

// A descriptor of at least 3, close-on-exec; the low ones are given back.
int above_stdio(int fd) {
  if (fd < 0 || fd > 2) return fd;
  const int high = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  const int saved = errno;
  ::close(fd);
  errno = saved;
  return high;
}

const sockaddr_in& as_ipv4(const Address& a) { return reinterpret_cast<const sockaddr_in&>(a.storage); }
const sockaddr_in6& as_ipv6(const Address& a) { return reinterpret_cast<const sockaddr_in6&>(a.storage); }

}  // namespace

bool Address::is_loopback() const {
  if (family() == AF_INET) return (ntohl(as_ipv4(*this).sin_addr.s_addr) >> 24) == 127;
  if (family() == AF_INET6) {
    const in6_addr& a = as_ipv6(*this).sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(&a) || (IN6_IS_ADDR_V4MAPPED(&a) && a.s6_addr[12] == 127);
  }
  return false;
}

std::string Address::text() const {
  char buffer[INET6_ADDRSTRLEN] = "";
  if (family() == AF_INET) {
    inet_ntop(AF_INET, &as_ipv4(*this).sin_addr, buffer, sizeof buffer);
    return std::string(buffer) + ':' + std::to_string(ntohs(as_ipv4(*this).sin_port));
  }
  if (family() == AF_INET6) {
    inet_ntop(AF_INET6, &as_ipv6(*this).sin6_addr, buffer, sizeof buffer);
    return '[' + std::string(buffer) + "]:" + std::to_string(ntohs(as_ipv6(*this).sin6_port));
  }
  if (family() == AF_UNIX) {
    const auto& u = reinterpret_cast<const sockaddr_un&>(storage);
    return "unix:" + std::string(u.sun_path, strnlen(u.sun_path, sizeof u.sun_path));
  }
  return "?";
}

bool parse_literal(std::string_view host, int port, Address& out) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (host.find(':') == std::string_view::npos) return false;
  }
  char text[INET6_ADDRSTRLEN + IF_NAMESIZE + 2];
  if (host.empty() || host.size() >= sizeof text || host.find('\0') != std::string_view::npos) return false;
  memcpy(text, host.data(), host.size());
  text[host.size()] = 0;

  Address a;
  sockaddr_in v4 = {};
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<uint16_t>(port));
    memcpy(&a.storage, &v4, sizeof v4);
    a.length = sizeof v4;
    out = a;
    return true;
  }
  sockaddr_in6 v6 = {};
  if (char* zone = strchr(text, '%')) {
    *zone = 0;
    v6.sin6_scope_id = if_nametoindex(zone + 1);
    if (!v6.sin6_scope_id) return false;
  }
  if (inet_pton(AF_INET6, text, &v6.sin6_addr) != 1) return false;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(static_cast<uint16_t>(port));
  memcpy(&a.storage, &v6, sizeof v6);
  a.length = sizeof v6;
  out = a;
  return true;
}

bool unix_address(std::string_view path, Address& out) {
  sockaddr_un u = {};
  if (path.empty() || path.size() >= sizeof u.sun_path || path.find('\0') != std::string_view::npos) return false;
  u.sun_family = AF_UNIX;
  memcpy(u.sun_path, path.data(), path.size());
  out = Address();
  memcpy(&out.storage, &u, sizeof u);
  out.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  return true;
}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

void Socket::close() {
  if (fd_ >= 0) ::close(fd_);  // not retried on EINTR: Linux has freed the number by then
  fd_ = -1;
}

IoResult Socket::connect(const Address& address) {
  close();
  fd_ = above_stdio(sys::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (fd_ < 0) return failure(errno);
  if (!address.is_unix()) {
    const int on = 1;
    // Neither is worth failing for: the connection works without them, only slower to answer or to notice.
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  }
  if (sys::connect(fd_, reinterpret_cast<const sockaddr*>(&address.storage), address.length) == 0) return {};
  const int why = errno;
  // An interrupted connect goes on by itself. On a unix socket EAGAIN means a full backlog and nothing is under way.
  if (why == EINPROGRESS || why == EINTR) return {Io::again, 0, 0};
  close();
  return failure(why);
}

IoResult Socket::finish_connect() {
  int why = 0;
  socklen_t n = sizeof why;
  if (getsockopt(fd_, SOL_SOCKET, SO_ERROR, &why, &n) != 0) why = errno;
  return why ? failure(why) : IoResult{};
}

bool Socket::is_connected() const {
  sockaddr_storage peer;
  socklen_t size = sizeof peer;
  return getpeername(fd_, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
}

IoResult Socket::read(void* to, size_t n) {
  ssize_t got;
  do {
    got = sys::recv(fd_, to, n, MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got == 0 && n > 0) return {Io::eof, 0, 0};
  return moved(got);
}

void Socket::allow_patience() {
  // Rounded up to the kernel's tick: 1 to 10 ms. With a timeout set, recv returns on every signal.
  const timeval patience = {0, 1000};
  if (setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0) return;
  fcntl(fd_, F_SETFL, 0);  // it was made with O_NONBLOCK alone
}

IoResult Socket::read_patiently(void* to, size_t n) {
  const ssize_t got = sys::recv(fd_, to, n, 0);
  if (got == 0 && n > 0) return {Io::eof, 0, 0};
  if (got < 0 && errno == EINTR) return {Io::again, 0, 0};
  return moved(got);
}

IoResult Socket::write(const void* from, size_t n) {
  ssize_t put;
  do {
    put = sys::send(fd_, from, n, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (put < 0 && errno == EINTR);
  return moved(put);
}

IoResult Socket::write(const iovec* pieces, int count) {
  msghdr message = {};
  message.msg_iov = const_cast<iovec*>(pieces);
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(count);
  ssize_t put;
  do {
    put = sys::sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (put < 0 && errno == EINTR);
  return moved(put);
}

IoResult Socket::peek() const {
  char byte;
  ssize_t got;
  do {
    got = sys::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return {Io::eof, 0, 0};
  return moved(got);
}

uint32_t Socket::local_ipv4() const {
  Address a;
  a.length = sizeof a.storage;
  if (getsockname(fd_, reinterpret_cast<sockaddr*>(&a.storage), &a.length) != 0) return 0;
  if (a.family() != AF_INET || a.is_loopback()) return 0;
  return ntohl(as_ipv4(a).sin_addr.s_addr);
}

int Socket::local_port() const {
  Address a;
  a.length = sizeof a.storage;
  if (getsockname(fd_, reinterpret_cast<sockaddr*>(&a.storage), &a.length) != 0) return 0;
  if (a.family() == AF_INET) return ntohs(as_ipv4(a).sin_port);
  if (a.family() == AF_INET6) return ntohs(as_ipv6(a).sin6_port);
  return 0;
}

std::string errno_text(int errnum) {
  switch (errnum) {
    case ECONNREFUSED: return "refused";
    case ECONNRESET: return "reset by peer";
    case EPIPE: return "closed by peer";
    case ENETUNREACH: return "network unreachable";
    case EHOSTUNREACH: return "no route to host";
    case ETIMEDOUT: return "timed out in the network";
    case EMFILE: return "this process has no file descriptors left";
    case ENFILE: return "this machine has no file descriptors left";
    case EACCES: return "permission denied";
    case ENOENT: return "no such socket";
    case EAGAIN: return "its backlog is full";
    default: break;
  }
  char buffer[128] = "";
#if defined(__GLIBC__) && defined(_GNU_SOURCE)
  return strerror_r(errnum, buffer, sizeof buffer);
#else
  return strerror_r(errnum, buffer, sizeof buffer) == 0 ? buffer : "error " + std::to_string(errnum);
#endif
}

}  // namespace vkext::rpc
