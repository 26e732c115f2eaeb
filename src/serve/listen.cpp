// bind, listen, accept. See listen.h.
#include "serve/listen.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace vkext::serve {

namespace {

constexpr int kBacklog = 1024;

Error failure(const std::string& what, int errnum) { return {0, what + ": " + rpc::errno_text(errnum)}; }

Result<rpc::Socket> bind_and_listen(rpc::Address& address, const std::string& what) {
  rpc::Socket s(socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!s.open()) return failure(what, errno);
  const int on = 1;
  if (!address.is_unix()) (void)setsockopt(s.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(s.fd(), reinterpret_cast<const sockaddr*>(&address.storage), address.length) != 0 ||
      listen(s.fd(), kBacklog) != 0) {
    return failure(what, errno);
  }
  if (!address.is_unix()) {
    address.length = sizeof address.storage;
    if (getsockname(s.fd(), reinterpret_cast<sockaddr*>(&address.storage), &address.length) != 0) {
      return failure(what, errno);
    }
  }
  return s;
}

}  // namespace

Result<rpc::Socket> listen_tcp(const std::string& host, int port, rpc::Address& address) {
  if (!rpc::parse_literal(host, port, address)) return Error{0, host + " is not a numeric address"};
  return bind_and_listen(address, "cannot listen on " + host + ":" + std::to_string(port));
}

Result<rpc::Socket> listen_unix(const std::string& path, rpc::Address& address) {
  if (!rpc::unix_address(path, address)) return Error{0, path + " is too long for a unix socket"};
  struct stat st;
  if (lstat(path.c_str(), &st) == 0 && S_ISSOCK(st.st_mode)) {
    rpc::Socket probe;
    const rpc::IoResult r = probe.connect(address);
    if (r.status == rpc::Io::ok) return Error{0, "somebody listens on " + path + " already"};
    if (r.errnum == ECONNREFUSED) (void)unlink(path.c_str());
  }
  return bind_and_listen(address, "cannot listen on " + path);
}

rpc::Socket accept_client(const rpc::Socket& listener, rpc::Address& peer, int& errnum) {
  peer.length = sizeof peer.storage;
  rpc::Socket s(
      accept4(listener.fd(), reinterpret_cast<sockaddr*>(&peer.storage), &peer.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
  errnum = s.open() ? 0 : errno;
  if (s.open() && !peer.is_unix()) {
    const int on = 1;
    (void)setsockopt(s.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  return s;
}

}  // namespace vkext::serve
