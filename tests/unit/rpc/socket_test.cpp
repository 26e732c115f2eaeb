// Sockets and addresses: literals, paths, and what one call may not do.
#include "rpc/socket.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "scripted_peer.h"

namespace vkext::rpc {
namespace {

TEST(Address, LiteralsAndNothingElse) {
  Address a;
  ASSERT_TRUE(parse_literal("10.0.0.1", 2398, a));
  EXPECT_EQ("10.0.0.1:2398", a.text());
  EXPECT_FALSE(a.is_loopback());
  ASSERT_TRUE(parse_literal("127.3.2.1", 1, a));
  EXPECT_TRUE(a.is_loopback());
  for (const char* v6 : {"::1", "[::1]"}) {
    ASSERT_TRUE(parse_literal(v6, 2398, a)) << v6;
    EXPECT_EQ("[::1]:2398", a.text());
    EXPECT_TRUE(a.is_loopback());
  }
  ASSERT_TRUE(parse_literal("::ffff:127.0.0.1", 1, a));
  EXPECT_TRUE(a.is_loopback());
  ASSERT_TRUE(parse_literal("2001:db8::1", 1, a));
  EXPECT_FALSE(a.is_loopback());
  for (const char* bad : {"", "localhost", "1.2.3", "1.2.3.4.5", "[1.2.3.4]", "[::1", "::1]", "1.2.3.4 ", "fe80::1%nowhere"}) {
    EXPECT_FALSE(parse_literal(bad, 1, a)) << bad;
  }
  EXPECT_FALSE(parse_literal(std::string_view("1.2.3.4\0x", 9), 1, a));
}

TEST(Address, UnixPathsUpTo107Bytes) {
  Address a;
  ASSERT_TRUE(unix_address("/tmp/x", a));
  EXPECT_EQ("unix:/tmp/x", a.text());
  EXPECT_TRUE(unix_address(std::string(107, 'x'), a));
  EXPECT_EQ("unix:" + std::string(107, 'x'), a.text());
  EXPECT_FALSE(unix_address(std::string(108, 'x'), a));
  EXPECT_FALSE(unix_address("", a));
  EXPECT_FALSE(unix_address(std::string_view("a\0b", 3), a));
}

int wait_for(int fd, short events) {
  pollfd p = {fd, events, 0};
  poll(&p, 1, 1000);
  return p.revents;
}

TEST(Socket, OptionsAndNumbers) {
  scripted::Server server(scripted::silent);
  Address a;
  ASSERT_TRUE(parse_literal("127.0.0.1", server.port(), a));
  Socket s;
  const IoResult r = s.connect(a);
  ASSERT_TRUE(r.status == Io::ok || r.status == Io::again);
  wait_for(s.fd(), POLLOUT);
  EXPECT_EQ(Io::ok, s.finish_connect().status);
  EXPECT_TRUE(fcntl(s.fd(), F_GETFD) & FD_CLOEXEC);
  EXPECT_TRUE(fcntl(s.fd(), F_GETFL) & O_NONBLOCK);
  int on = 0;
  socklen_t n = sizeof on;
  getsockopt(s.fd(), IPPROTO_TCP, TCP_NODELAY, &on, &n);
  EXPECT_NE(0, on);
  getsockopt(s.fd(), SOL_SOCKET, SO_KEEPALIVE, &on, &n);
  EXPECT_NE(0, on);
  EXPECT_EQ(0u, s.local_ipv4()) << "loopback is no address for others";
  EXPECT_GT(s.local_port(), 0);
}

TEST(Socket, NeverTakesTheLowDescriptors) {
  // A listener nobody accepts from: no other thread may take the free number first.
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in in = {};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t n = sizeof in;
  bind(listener, reinterpret_cast<sockaddr*>(&in), n);
  listen(listener, 4);
  getsockname(listener, reinterpret_cast<sockaddr*>(&in), &n);
  Address a;
  parse_literal("127.0.0.1", ntohs(in.sin_port), a);
  const int saved = dup(0);
  close(0);
  {
    Socket s;
    s.connect(a);
    EXPECT_GE(s.fd(), 3);
    EXPECT_TRUE(fcntl(s.fd(), F_GETFD) & FD_CLOEXEC);
    EXPECT_EQ(-1, fcntl(0, F_GETFD));
  }
  dup2(saved, 0);
  close(saved);
  close(listener);
}

TEST(Socket, RefusedAndClosedInOurWords) {
  Address a;
  parse_literal("127.0.0.1", scripted::free_port(), a);
  Socket s;
  IoResult r = s.connect(a);
  if (r.status == Io::again) {
    wait_for(s.fd(), POLLOUT);
    r = s.finish_connect();
  }
  EXPECT_EQ(Io::error, r.status);
  EXPECT_EQ("refused", errno_text(r.errnum));

  int pair[2];
  ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  Socket mine(pair[0]);
  EXPECT_EQ(Io::again, mine.peek().status);
  char byte = 0;
  EXPECT_EQ(Io::again, mine.read(&byte, 1).status);
  ASSERT_EQ(1, write(pair[1], "x", 1));
  EXPECT_EQ(Io::ok, mine.peek().status);
  EXPECT_EQ(1u, mine.read(&byte, 1).bytes);
  close(pair[1]);
  EXPECT_EQ(Io::eof, mine.peek().status);
  EXPECT_EQ(Io::eof, mine.read(&byte, 1).status);
  signal(SIGPIPE, SIG_DFL);
  r = mine.write("x", 1);
  EXPECT_EQ(Io::error, r.status);
  EXPECT_EQ("closed by peer", errno_text(r.errnum));
}

TEST(Socket, WritesWhatTheKernelTakes) {
  int pair[2];
  ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  Socket mine(pair[0]);
  const std::string big(64 << 20, 'x');
  const IoResult first = mine.write(big.data(), big.size());
  EXPECT_EQ(Io::ok, first.status);
  EXPECT_LT(first.bytes, big.size());
  EXPECT_EQ(Io::again, mine.write(big.data(), big.size()).status);
  close(pair[1]);
}

TEST(Socket, WritesPiecesAndMoves) {
  scripted::Server server(scripted::silent);
  Address a;
  ASSERT_TRUE(parse_literal("127.0.0.1", server.port(), a));
  Socket first;
  const IoResult began = first.connect(a);
  ASSERT_TRUE(began.status == Io::ok || began.status == Io::again);
  ASSERT_TRUE(wait_for(first.fd(), POLLOUT) & POLLOUT);
  ASSERT_EQ(Io::ok, first.finish_connect().status);
  Socket s;
  s = std::move(first);
  EXPECT_FALSE(first.open());
  char one[] = "one", two[] = "two";
  const iovec pieces[] = {{one, 3}, {two, 3}};
  const IoResult put = s.write(pieces, 2);
  EXPECT_EQ(Io::ok, put.status);
  EXPECT_EQ(6u, put.bytes);
  EXPECT_EQ(Io::again, s.peek().status);
  server.stop();
  ASSERT_TRUE(wait_for(s.fd(), POLLIN) & POLLIN);
  EXPECT_NE(Io::again, s.peek().status);
  EXPECT_EQ(0, Socket().local_port());
  EXPECT_EQ(0u, Socket().local_ipv4());
}

TEST(Socket, ReasonsInWords) {
  for (const int errnum : {ECONNREFUSED, ECONNRESET, EPIPE, ENETUNREACH, EHOSTUNREACH, ETIMEDOUT, EMFILE, ENFILE, EACCES,
                           ENOENT, EAGAIN, EINVAL, 9999}) {
    EXPECT_FALSE(errno_text(errnum).empty()) << errnum;
  }
  EXPECT_EQ("no route to host", errno_text(EHOSTUNREACH));
}

}  // namespace
}  // namespace vkext::rpc
