// One non-blocking stream socket, and the addresses it can go to.
//
// Every call returns at once; waiting is loop.h's business. Descriptors are close-on-exec from birth, never 0, 1 or 2
// (a daemon may have closed those, and PHP-FPM reopens them), and no write raises SIGPIPE. Never looks at the bytes.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vkext::rpc {

// Where a socket goes. Large enough for IPv4, IPv6 and unix paths; owns nothing.
struct Address {
  sockaddr_storage storage = {};
  socklen_t length = 0;

  int family() const { return storage.ss_family; }
  bool is_unix() const { return storage.ss_family == AF_UNIX; }
  // 127.0.0.0/8, ::1 and 127/8 mapped into IPv6.
  bool is_loopback() const;
  // "10.0.0.1:2398", "[::1]:2398", "unix:/run/engine/2398"
  std::string text() const;
};

// Numeric literals only: 1.2.3.4, ::1, [::1], fe80::1%eth0. False when the text is anything else.
bool parse_literal(std::string_view host, int port, Address& out);
// False when the path does not fit into sun_path (107 bytes) or has a NUL byte.
bool unix_address(std::string_view path, Address& out);

enum class Io : uint8_t {
  ok,     // `bytes` were moved
  again,  // nothing could be moved now
  eof,    // the peer closed its side
  error,  // `errnum` says why
};

struct IoResult {
  Io status = Io::ok;
  int errnum = 0;
  size_t bytes = 0;
};

class Socket {
 public:
  Socket() = default;
  // Takes the descriptor over; for tests that bring their own pair.
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void close();

  // Starts to connect. ok: connected; again: wait until it is writable, then finish_connect(); error: errnum.
  IoResult connect(const Address& address);
  IoResult finish_connect();
  // Whether a connect that is under way is done, well; a question without a wait.
  bool is_connected() const;

  IoResult read(void* to, size_t n);
  // From now on read_patiently() may be used. All other calls stay non-blocking: they say so each time.
  void allow_patience();
  // Sleeps in recv itself for a few milliseconds at most: one system call where poll and recv are two. again: nothing
  // came, or a signal did.
  IoResult read_patiently(void* to, size_t n);
  IoResult write(const void* from, size_t n);
  IoResult write(const iovec* pieces, int count);

  // What stands at the door of a connection that should be silent: again = nothing, ok = input waits, eof or error =
  // it is dead. One system call; takes nothing out.
  IoResult peek() const;

  // Local IPv4 in host order, for the handshake; 0 for loopback, IPv6 and unix sockets.
  uint32_t local_ipv4() const;
  int local_port() const;

 private:
  int fd_ = -1;
};

// "connection refused" and friends in short words: what a message says after host:port.
std::string errno_text(int errnum);

}  // namespace vkext::rpc
