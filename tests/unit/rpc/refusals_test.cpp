// What the system and the libraries refuse: an error or another way, never a crash, and the next attempt works.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <set>

#include "caller.h"
#include "rpc/client.h"
#include "rpc/loop.h"
#include "rpc/query_table.h"
#include "rpc/resolve.h"
#include "rpc/socket.h"
#include "scripted_peer.h"
#include "support/refusal.h"
#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using scripted::Server;
using vkext::testing::Refusal;

TEST(Refusals, randomness_from_another_place) {
  std::set<uint64_t> seen;
  for (const int error : {EINTR, ENOSYS}) {
    for (int i = 0; i < 10; ++i) {
      Refusal refusal("getrandom", error == EINTR ? 1 : 0, error);
      uint64_t value = 0;
      random_bytes(&value, sizeof value);
      EXPECT_TRUE(seen.insert(value).second);
      EXPECT_GT(refusal.happened(), 0);
    }
  }
}

TEST(Refusals, no_event_base) {
  for (const char* call : {"socketpair", "event_config_new", "event_base_new_with_config", "event_new", "event_add"}) {
    int fd[2] = {-1, -1};
    ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fd));
    Loop loop({});
    {
      Refusal refusal(call, 1, EMFILE);
      EXPECT_FALSE(loop.watch(fd[0], 0)) << call;
      EXPECT_EQ(1, refusal.happened()) << call;
    }
    EXPECT_EQ(0u, loop.watched());
    EXPECT_TRUE(loop.watch(fd[0], 0)) << call;
    loop.unwatch(0);
    close(fd[0]);
    close(fd[1]);
  }
}

TEST(Refusals, a_child_whose_epoll_cannot_be_renewed) {
  int fd[2] = {-1, -1};
  ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fd));
  Loop loop({});
  ASSERT_TRUE(loop.watch(fd[0], 0));
  const pid_t child = fork();
  if (child == 0) {
    bool good = false;
    {
      Refusal refusal("event_reinit", 1, EMFILE);
      loop.after_fork();
      good = refusal.happened() == 1 && loop.watched() == 0;
    }
    vkext::testing::end_child(good);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(0, status);
  EXPECT_EQ(1, write(fd[1], "x", 1));
  EXPECT_EQ(std::vector<uint32_t>{0}, loop.turn());
  loop.unwatch(0);
  close(fd[0]);
  close(fd[1]);
}

TEST(Refusals, a_poll_that_fails_is_asked_again) {
  Loop loop({});
  const Deadline deadline = Deadline::after(0.02);
  Refusal refusal("ppoll", 1, ENOMEM);
  EXPECT_TRUE(loop.sleep(nullptr, 0, deadline, false).timeout);
  EXPECT_EQ(1, refusal.happened());
  EXPECT_TRUE(deadline.passed());
}

TEST(Refusals, a_name_that_cannot_be_asked_for) {
  for (const char* call : {"event_base_new_with_config", "evdns_base_new", "event_new"}) {
    ResolverOptions o;
    o.hosts_file = "/nonexistent";
    o.resolv_conf = "/nonexistent";
    Resolver resolver(o);
    std::vector<Address> out;
    std::string why;
    Refusal refusal(call, 1, EMFILE);
    const Resolved how = resolver.resolve("a.test", 1, Deadline::after(5), {}, out, why);
    EXPECT_NE(Resolved::done, how) << call;
    EXPECT_FALSE(why.empty());
  }
}

TEST(Refusals, sockets) {
  Address nobody;
  ASSERT_TRUE(parse_literal("127.0.0.1", 1, nobody));
  Socket s;
  {
    Refusal refusal("socket", 1, EMFILE);
    EXPECT_EQ(EMFILE, s.connect(nobody).errnum);
  }
  {
    Refusal refusal("connect", 1, EINTR);  // goes on by itself
    EXPECT_EQ(Io::again, s.connect(nobody).status);
  }
  {
    Refusal refusal("getsockopt", 1, EBADF);
    EXPECT_EQ(EBADF, s.finish_connect().errnum);
  }
  {
    Refusal refusal("getsockname", 0, EBADF);
    EXPECT_EQ(0u, s.local_ipv4());
    EXPECT_EQ(0, s.local_port());
  }
  int fd[2] = {-1, -1};
  ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fd));
  Socket a(fd[0]);
  Socket b(fd[1]);
  char byte = 'x';
  EXPECT_EQ(0, a.local_port());
  {
    Refusal refusal("send", 1, EINTR);
    EXPECT_EQ(Io::ok, a.write(&byte, 1).status);
  }
  {
    Refusal refusal("sendmsg", 1, EINTR);
    const iovec piece = {&byte, 1};
    EXPECT_EQ(Io::ok, a.write(&piece, 1).status);
  }
  {
    Refusal refusal("recv", 1, EINTR);
    EXPECT_EQ(Io::ok, b.peek().status);
  }
  {
    Refusal refusal("recv", 1, EINTR);
    EXPECT_EQ(Io::ok, b.read(&byte, 1).status);
  }
  {
    Refusal refusal("recv", 1, EINTR);
    EXPECT_EQ(Io::again, b.read_patiently(&byte, 1).status);
  }
  {
    Refusal refusal("recv", 1, ECONNRESET);
    EXPECT_EQ(ECONNRESET, b.read(&byte, 1).errnum);
  }
  Socket moved;
  moved = std::move(a);
  EXPECT_FALSE(a.open());  // NOLINT: that is what is asked
  moved.close();
  EXPECT_EQ(Io::ok, b.read_patiently(&byte, 1).status);
  EXPECT_EQ(Io::eof, b.read_patiently(&byte, 1).status);
}

// Each call of a whole conversation refused once: an answer, or an error in words; the client works afterwards.
TEST(Refusals, a_conversation) {
  Server server(scripted::echo);
  const std::pair<const char*, int> calls[] = {{"socket", EMFILE},  {"connect", ENETUNREACH}, {"send", ECONNRESET},
                                               {"recv", ECONNRESET}, {"ppoll", ENOMEM},        {"setsockopt", ENOBUFS}};
  for (const auto& [call, error] : calls) {
    for (int nth = 1; nth <= 6; ++nth) {
      Caller c;
      bool good = false;
      {
        Refusal refusal(call, nth, error);
        const uint32_t target = c.open("127.0.0.1", server.port(), 5);
        const int64_t id = target ? c.send(target, "1234", 5) : 0;
        const Answer answer = c.get(id, 5);
        good = answer.state == QueryState::ready ? text_of(answer.body) == "1234" : !c.client.last_failure().text.empty();
      }
      EXPECT_TRUE(good) << call << ' ' << nth;
      EXPECT_EQ("5678", c.ask(c.open_at_last(server.port()), "5678")) << call << ' ' << nth;
    }
  }
}

#if VKEXT_WITH_OPENSSL
using namespace vkext::testing;  // NOLINT: the connections of rpc_peer.h

TEST(Refusals, the_cipher_of_a_connection) {
  // Keys, both directions, the first bytes sealed, the first opened.
  for (const char* call : {"EVP_Digest", "EVP_CipherInit_ex", "EVP_CipherUpdate"}) {
    for (int nth = 1; nth <= 2; ++nth) {
      Connection client(client_setup(Encryption::aes));
      Connection server(server_setup(Encryption::aes));
      feed(server, written(client));
      const std::string nonce = written(server);
      {
        Refusal refusal(call, nth);
        feed(client, nonce);
        written(client);
        EXPECT_EQ(nth == 1 || client.state() == ConnectionState::failed ? 1 : 0, refusal.happened()) << call << nth;
        if (refusal.happened() == 0) continue;
      }
      EXPECT_EQ(ConnectionState::failed, client.state()) << call << nth;
      EXPECT_FALSE(client.error().text.empty());
    }
  }
  Connection client(client_setup(Encryption::aes));
  Connection server(server_setup(Encryption::aes));
  pump(client, server);
  ASSERT_TRUE(client.is_ready());
  ASSERT_TRUE(server.send_result(1, Bytes(std::string(40, 'x'))).ok());
  const std::string answer = written(server);
  Refusal refusal("EVP_CipherUpdate");
  feed(client, answer);
  EXPECT_EQ(ConnectionState::failed, client.state());
  EXPECT_EQ("the cipher failed", client.error().text);
}
#endif

}  // namespace
}  // namespace vkext::rpc
