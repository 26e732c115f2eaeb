// A session without sockets: our own client's connection on the other side, bytes carried by hand.
//
// What stands on the wire is proven by tests/peer against a running server; here the rules of serving are.
#include "serve/session.h"

#include <gtest/gtest.h>

#include <map>

#include "serve/demo_service.h"
#include "support/codec.h"
#include "support/schema_file.h"
#include "wire/writer.h"

namespace vkext::test {
namespace {

using rpc::Packet;
using rpc::PacketKind;

const tl::PlanSet& plans() {
  static const tl::PlanSet set = plans_of(schema_of("tl/demo.tl"));
  return set;
}

rpc::Setup setup(rpc::Role role) {
  rpc::Setup s;
  s.role = role;
  memset(s.nonce, role == rpc::Role::client ? 0x11 : 0x22, sizeof s.nonce);
  s.unix_time = 1'700'000'000;
  return s;
}

struct SessionTest : ::testing::Test {
  SessionTest() : service(plans()), session(setup(rpc::Role::server), state()), client(setup(rpc::Role::client)) {
    carry();
  }

  serve::ServerState& state() {
    server.service = &service;
    server.identity.pid = 77;
    server.identity.start_time = 1'700'000'000;
    return server;
  }
  void move(rpc::Connection& from, rpc::Connection& to) {
    while (from.has_output()) {
      const Bytes out = from.output();
      size_t room = 0;
      uint8_t* in = to.receive_room(room);
      ASSERT_NE(in, nullptr);
      const size_t n = out.size < room ? out.size : room;
      memcpy(in, out.data, n);
      to.received(n, now);
      from.sent(n);
    }
  }
  // Everything both sides have to say.
  void carry() {
    for (int i = 0; i < 8; ++i) {
      move(client, session.connection());
      alive = session.serve(now);
      move(session.connection(), client);
      Packet p;
      while (client.next(p) == rpc::Next::packet) {
        if (p.kind == PacketKind::result) answers[p.query_id] = to_hex(p.body.bytes());
        fin |= p.kind == PacketKind::fin;
      }
    }
  }
  void send(uint64_t id, std::string_view hex) {
    const std::string body = from_hex(hex);
    ASSERT_TRUE(client.send_request(id, Bytes(body)).ok());
    carry();
  }
  std::string error_hex(uint64_t id, int code, std::string_view text) {
    Buffer b;
    rpc::append_error(b, id, code, text);
    return to_hex(b.bytes());
  }

  serve::DemoService service;
  serve::ServerState server;
  serve::Session session;
  rpc::Connection client;
  std::map<uint64_t, std::string> answers;
  int64_t now = 1'000'000'000;
  bool alive = true;
  bool fin = false;
};

constexpr char kNop[] = "c6b76b16";
constexpr char kTrue[] = "39d3ed3f";
// demo.sleep 100
constexpr char kSleep[] = "399c541c 64000000";

TEST_F(SessionTest, Answers) {
  ASSERT_TRUE(client.is_ready());
  send(5, kNop);
  EXPECT_EQ(answers[5], kTrue);
  send(6, "366e9d55");  // engine.pid
  EXPECT_EQ(answers[6],
            "cf9c4046"
            "00000000"
            "00004d00"
            "00f15365");
  send(7, "efbeadde");
  EXPECT_EQ(answers[7], error_hex(7, -2000, "unknown function 0xdeadbeef"));
  EXPECT_EQ(server.requests, 3u);
  EXPECT_EQ(server.errors, 1u);
}

TEST_F(SessionTest, DelayedAnswersBlockNobody) {
  send(1, kSleep);
  send(2, kNop);
  EXPECT_EQ(answers.count(1), 0u);
  EXPECT_EQ(answers[2], kTrue);
  EXPECT_EQ(session.next_due_ns(), now + 100'000'000);
  now += 99'999'999;
  session.answer_due(now);
  carry();
  EXPECT_EQ(answers.count(1), 0u);
  now += 1;
  session.answer_due(now);
  carry();
  EXPECT_EQ(answers[1], kTrue);
  EXPECT_EQ(session.next_due_ns(), INT64_MAX);
}

TEST_F(SessionTest, OneLiveQueryPerId) {
  send(1, kSleep);
  send(1, kNop);
  EXPECT_EQ(answers[1], error_hex(1, -4000, "a query with this id is being served"));
}

TEST_F(SessionTest, CancelDropsADelayedAnswer) {
  send(1, kSleep);
  ASSERT_TRUE(client.send_cancel(1).ok());
  carry();
  EXPECT_EQ(session.next_due_ns(), INT64_MAX);
  ASSERT_TRUE(client.send_cancel(99).ok());
  carry();
  EXPECT_TRUE(alive);
}

TEST_F(SessionTest, NoResultMeansNoAnswer) {
  send(1, std::string("5e0352e3 80000000") + kNop);
  send(2, std::string("5e0352e3 80000000") + "efbeadde");
  send(3, kNop);
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[3], kTrue);
  EXPECT_EQ(server.requests, 3u);
}

TEST_F(SessionTest, HeadersForWhoAsked) {
  // return_pid and return_request_sizes
  send(1, std::string("5e0352e3 0c000000") + kNop);
  EXPECT_EQ(answers[1], std::string("e14cc88c"
                                    "0c000000"
                                    "00000000"
                                    "00004d00"
                                    "00f15365"
                                    "24000000"
                                    "38000000") +
                            kTrue);
  // Bits it does not know of an answer are not answered.
  send(2, std::string("f7aca5f0 0500000000000000 00000000") + kNop);
  EXPECT_EQ(answers[2], kTrue);
  send(3, std::string("5e0352e3 10000000") + "efbeadde");
  EXPECT_EQ(answers[3],
            "e14cc88c"
            "10000000"
            "00000000" +
                error_hex(3, -2000, "unknown function 0xdeadbeef"));
  // A head that does not decode.
  send(4, "5e0352e3");
  EXPECT_EQ(answers[4].substr(0, 8), "f532e47a");
  EXPECT_EQ(answers[4].substr(24, 8), "16fcffff");  // -1002
}

TEST_F(SessionTest, CustomTimeoutEndsASleep) {
  send(1, std::string("5e0352e3 00008000 0a000000") + kSleep);
  EXPECT_EQ(session.next_due_ns(), now + 10'000'000);
  now += 10'000'000;
  session.answer_due(now);
  carry();
  EXPECT_EQ(answers[1], error_hex(1, -3000, "timeout"));
}

TEST_F(SessionTest, Stop) {
  send(1, kSleep);
  server.stopping = true;
  session.stop();
  carry();
  EXPECT_EQ(answers[1], error_hex(1, -2014, "the server is shutting down"));
  EXPECT_TRUE(fin);
}

TEST_F(SessionTest, BrokenStreamEndsTheSession) {
  size_t room = 0;
  uint8_t* in = session.connection().receive_room(room);
  memset(in, 0xff, 64);
  session.connection().received(64, now);
  EXPECT_FALSE(session.serve(now));
}

}  // namespace
}  // namespace vkext::test
