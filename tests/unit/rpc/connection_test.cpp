// A connection in use: batches, pings, large packets, unsent requests, the graceful end.
#include "rpc/connection.h"

#include <gtest/gtest.h>

#include "base/error_codes.h"
#include "support/rpc_peer.h"

namespace vkext::rpc {
namespace {

using namespace testing;

struct Pair {
  Connection client;
  Connection server;
  explicit Pair(Encryption encryption = Encryption::none)
      : client(client_setup(encryption)), server(server_setup(encryption)) {
    pump(client, server);
    EXPECT_TRUE(client.is_ready()) << client.error().text;
    EXPECT_TRUE(server.is_ready()) << server.error().text;
  }
};

std::vector<Encryption> modes() {
#if VKEXT_WITH_OPENSSL
  return {Encryption::none, Encryption::aes};
#else
  return {Encryption::none};
#endif
}

std::string pattern(size_t size, unsigned seed) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 31 + i / 251 + seed) & 0xff);
  return text;
}

TEST(Connection, batches_of_any_size_in_any_pieces) {
  for (const Encryption mode : modes()) {
    for (const size_t step : {SIZE_MAX, size_t{1}, size_t{777}}) {
      Pair pair(mode);
      std::vector<Seen> at_server;
      std::vector<Seen> at_client;
      for (unsigned i = 1; i <= 200; ++i) {
        ASSERT_TRUE(pair.client.send_request(i, Bytes(pattern(i % 50 * 4, i))).ok());
        ASSERT_TRUE(pair.server.send_result(i, Bytes(pattern(i % 61, i))).ok());  // any length, from version 1 on
        if (i % 17 == 0) pump(pair.client, pair.server, &at_server, &at_client, step);
      }
      pump(pair.client, pair.server, &at_server, &at_client, step);
      ASSERT_EQ(200u, at_server.size()) << pair.server.error().text;
      ASSERT_EQ(200u, at_client.size()) << pair.client.error().text;
      for (unsigned i = 1; i <= 200; ++i) {
        EXPECT_EQ(i, at_server[i - 1].query_id);
        EXPECT_EQ(pattern(i % 50 * 4, i), at_server[i - 1].body);
        EXPECT_EQ(pattern(i % 61, i), at_client[i - 1].body);
      }
      EXPECT_EQ(0, pair.client.packet_began_ns());
    }
  }
}

// Both ways to queue a request write the same bytes, whatever their length, and its answer is read the short way too.
TEST(Connection, the_short_way_is_the_same_on_the_wire) {
  for (const Encryption mode : modes()) {
    Pair quick(mode);
    Pair plain(mode);
    for (unsigned size = 0; size <= 40; ++size) {
      uint32_t seq = 0;
      ASSERT_TRUE(quick.client.send_quickly(size + 1, Bytes(pattern(size, size)), seq));
      EXPECT_EQ(size, seq);
      ASSERT_TRUE(plain.client.send_request(size + 1, Bytes(pattern(size, size))).ok());
      ASSERT_TRUE(quick.server.send_result(size + 1, Bytes(pattern(size, size))).ok());
    }
    std::vector<Seen> at_client;
    const std::string answers = written(quick.server);
    EXPECT_EQ(written(plain.client), written(quick.client));
    const size_t half = answers.size() / 2 + 3;  // inside of a block
    for (const std::string& part : {answers.substr(0, half), answers.substr(half)}) {
      for (Seen& seen : feed(quick.client, part)) at_client.push_back(std::move(seen));
    }
    ASSERT_EQ(41u, at_client.size()) << quick.client.error().text;
    for (unsigned size = 0; size <= 40; ++size) EXPECT_EQ(pattern(size, size), at_client[size].body);
  }
}

// Requests queued before the set-up is done go out with the agreed checksum and cipher.
TEST(Connection, requests_wait_for_the_set_up) {
  for (const Encryption mode : modes()) {
    Connection client(client_setup(mode));
    Connection server(server_setup(mode));
    for (unsigned i = 1; i <= 3; ++i) {
      auto seq = client.send_request(i, Bytes(pattern(i, i)));
      ASSERT_TRUE(seq.ok());
      EXPECT_EQ(i - 1, *seq);
      EXPECT_FALSE(client.begun(*seq));
    }
    std::vector<Seen> at_server;
    pump(client, server, &at_server);
    ASSERT_EQ(3u, at_server.size());
    EXPECT_EQ(pattern(3, 3), at_server[2].body);
    EXPECT_TRUE(client.written(2));
    EXPECT_FALSE(client.written(3));
  }
}

TEST(Connection, the_largest_packet_and_one_more) {
  for (const Encryption mode : modes()) {
    Pair pair(mode);
    const std::string body = pattern(limits::kPacketBytesMax - 16 - 8, 1);
    std::vector<Seen> at_server;
    ASSERT_TRUE(pair.client.send_request(1, Bytes(body)).ok());
    pump(pair.client, pair.server, &at_server);
    ASSERT_EQ(1u, at_server.size());
    EXPECT_TRUE(body == at_server[0].body);
    auto refused = pair.client.send_request(2, Bytes(body + "x"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(codes::kTooLarge, refused.error().code);
    EXPECT_FALSE(pair.client.has_output());
    ASSERT_TRUE(pair.client.send_request(2, Bytes(std::string_view("next"))).ok());  // the connection is intact
    at_server.clear();
    pump(pair.client, pair.server, &at_server);
    EXPECT_EQ(1u, at_server.size());
  }
}

// The checksum of a large packet is taken while its pieces come: every byte of it counts, wherever a piece ends.
TEST(Connection, a_wrong_byte_in_a_large_packet) {
  constexpr size_t kBody = 200'000;
  Pair twin;
  ASSERT_TRUE(twin.server.send_result(1, Bytes(pattern(kBody, 1))).ok());
  const std::string good = written(twin.server);
  for (const size_t step : {size_t{1000}, size_t{65'536}, size_t{200'010}, good.size()}) {
    for (const size_t wrong :
         {size_t{0}, size_t{20}, size_t{65'535}, size_t{65'536}, good.size() - 5, good.size() - 1}) {
      Pair pair;
      ASSERT_TRUE(pair.server.send_result(1, Bytes(pattern(kBody, 1))).ok());
      std::string sent = written(pair.server);
      ASSERT_TRUE(sent == good);
      if (wrong) sent[wrong] = static_cast<char>(sent[wrong] ^ 0x10);
      std::vector<Seen> seen;
      for (size_t at = 0; at < sent.size(); at += step) {
        for (Seen& packet : feed(pair.client, sent.substr(at, step))) seen.push_back(std::move(packet));
      }
      EXPECT_EQ(wrong == 0, seen.size() == 1 && seen[0].body == pattern(kBody, 1)) << step << ' ' << wrong;
      EXPECT_EQ(wrong != 0, pair.client.state() == ConnectionState::failed) << step << ' ' << wrong;
    }
  }
}

TEST(Connection, version_0_sends_multiples_of_4) {
  Connection client(client_setup(Encryption::none, 0));
  auto refused = client.send_request(1, Bytes(std::string_view("abc")));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(codes::kWrongValue, refused.error().code);
}

TEST(Connection, pings_both_ways) {
  Pair pair;
  EXPECT_TRUE(pair.client.ping());
  EXPECT_FALSE(pair.client.ping());  // one at a time
  EXPECT_TRUE(pair.server.ping());
  std::vector<Seen> at_server;
  std::vector<Seen> at_client;
  pump(pair.client, pair.server, &at_server, &at_client);
  ASSERT_EQ(1u, at_client.size());
  EXPECT_EQ(PacketKind::pong, at_client[0].kind);
  ASSERT_EQ(1u, at_server.size());
  EXPECT_FALSE(pair.client.ping_outstanding());
  EXPECT_EQ(1u, pair.client.counters().pings_answered);
  EXPECT_TRUE(pair.client.ping());
}

TEST(Connection, slices_outlive_the_connection) {
  Slice kept;
  {
    Pair pair;
    const std::string body = pattern(1000, 9);
    ASSERT_TRUE(pair.server.send_result(5, Bytes(body)).ok());
    const std::string bytes = written(pair.server);
    size_t room = 0;
    uint8_t* p = pair.client.receive_room(room);
    ASSERT_GE(room, bytes.size());
    memcpy(p, bytes.data(), bytes.size());
    pair.client.received(bytes.size(), 1);
    Packet packet;
    ASSERT_EQ(Next::packet, pair.client.next(packet));
    EXPECT_EQ(bytes.size(), packet.length);
    kept = packet.body;
  }
  EXPECT_EQ(pattern(1000, 9), kept.bytes().text());
}

TEST(Connection, written_and_begun) {
  Pair pair;
  for (unsigned i = 0; i < 3; ++i) ASSERT_TRUE(pair.client.send_request(i + 1, Bytes(pattern(8, i))).ok());
  EXPECT_FALSE(pair.client.begun(0));
  pair.client.sent(1);
  EXPECT_TRUE(pair.client.begun(0));
  EXPECT_FALSE(pair.client.written(0));
  EXPECT_FALSE(pair.client.begun(1));
  pair.client.sent(31);
  EXPECT_TRUE(pair.client.written(0));
  EXPECT_FALSE(pair.client.begun(1));
  pair.client.sent(33);
  EXPECT_TRUE(pair.client.written(1));
  EXPECT_TRUE(pair.client.begun(2));
  EXPECT_FALSE(pair.client.begun(3));
}

std::vector<uint64_t> unsent(Connection& connection) {
  connection.cut_unsent();
  std::vector<uint64_t> ids;
  uint64_t id = 0;
  Bytes body;
  while (connection.next_unsent(id, body)) {
    EXPECT_EQ(pattern(40, static_cast<unsigned>(id)), body.text());
    ids.push_back(id);
  }
  return ids;
}

void queue_ids(Connection& connection, unsigned from, unsigned to) {
  for (unsigned id = from; id <= to; ++id) {
    ASSERT_TRUE(connection.send_request(id, Bytes(pattern(40, id))).ok());
  }
}

using Ids = std::vector<uint64_t>;

TEST(Unsent, before_the_set_up) {
  Connection client(client_setup());
  queue_ids(client, 1, 3);
  client.fail("refused");
  EXPECT_EQ((Ids{1, 2, 3}), unsent(client));
  EXPECT_EQ((Ids{}), unsent(client));
  EXPECT_FALSE(client.send_request(4, {}).ok());
}

// After a failure only what no byte was written of comes back, sealed or not.
TEST(Unsent, after_a_failure) {
  for (const Encryption mode : modes()) {
    for (const size_t sent : {0, 1, 63, 64, 65, 100, 128, 191}) {
      Pair pair(mode);
      queue_ids(pair.client, 1, 3);
      ASSERT_GE(pair.client.output().size, 192u);
      pair.client.sent(sent);
      pair.client.fail("reset");
      EXPECT_FALSE(pair.client.has_output());
      const size_t begun = (sent + 63) / 64;
      EXPECT_EQ(3 - begun, unsent(pair.client).size()) << sent;
    }
  }
}

// A server that wants to go: what is under way stays, the rest goes elsewhere, pongs are still answered.
TEST(Unsent, while_draining) {
  for (const Encryption mode : modes()) {
    Pair pair(mode);
    queue_ids(pair.client, 1, 2);
    std::string wire(pair.client.output().text());
    pair.client.sent(16);
    ASSERT_TRUE(pair.server.ping());
    queue_ids(pair.client, 3, 4);
    ASSERT_TRUE(pair.server.send_fin().ok());
    ASSERT_TRUE(pair.server.send_fin().ok());  // once only
    const auto seen = feed(pair.client, written(pair.server));
    ASSERT_EQ(1u, seen.size());
    EXPECT_EQ(PacketKind::fin, seen[0].kind);
    EXPECT_EQ(ConnectionState::draining, pair.client.state());
    EXPECT_FALSE(pair.client.send_request(9, {}).ok());
    const Ids expected = mode == Encryption::none ? Ids{2, 3, 4} : Ids{3, 4};  // what is sealed stays
    EXPECT_EQ(expected, unsent(pair.client));
    ASSERT_TRUE(pair.client.send_fin().ok());
    const auto at_server = feed(pair.server, wire.substr(0, 16) + written(pair.client));
    ASSERT_NE(ConnectionState::failed, pair.server.state()) << pair.server.error().text;
    ASSERT_EQ(mode == Encryption::none ? 3u : 4u, at_server.size());
    EXPECT_EQ(PacketKind::request, at_server[0].kind);
    EXPECT_EQ(PacketKind::pong, at_server[at_server.size() - 2].kind);
    EXPECT_EQ(PacketKind::fin, at_server.back().kind);
    // Answers still come; a request would be a violation.
    ASSERT_TRUE(pair.server.send_result(1, {}).ok());
    EXPECT_EQ(1u, feed(pair.client, written(pair.server)).size());
  }
}

TEST(Connection, a_request_after_the_clients_fin) {
  Pair pair;
  ASSERT_TRUE(pair.client.send_fin().ok());
  ASSERT_TRUE(pair.client.send_request(1, {}).ok());  // its own state does not forbid it: the server does
  feed(pair.server, written(pair.client));
  EXPECT_EQ(ConnectionState::failed, pair.server.state());
}

// A peer that reads slowly: the written front of the output is dropped on the way.
TEST(Connection, backlog_is_compacted) {
  for (const Encryption mode : modes()) {
    Pair pair(mode);
    std::vector<Seen> at_server;
    for (unsigned round = 0; round < 200; ++round) {
      for (unsigned i = 0; i < 10; ++i) {
        ASSERT_TRUE(pair.client.send_request(round * 10 + i + 1, Bytes(pattern(1000, i))).ok());
      }
      const std::string piece(pair.client.output().first(9'000).text());
      pair.client.sent(piece.size());
      for (Seen& seen : feed(pair.server, piece)) at_server.push_back(std::move(seen));
    }
    pump(pair.client, pair.server, &at_server);
    ASSERT_EQ(2000u, at_server.size()) << pair.server.error().text;
    for (unsigned i = 0; i < 2000; ++i) EXPECT_EQ(i + 1, at_server[i].query_id);
    EXPECT_TRUE(pair.client.written(1999));
    pair.client.trim();
    ASSERT_TRUE(pair.client.send_request(3000, {}).ok());
    pump(pair.client, pair.server, &at_server);
    EXPECT_EQ(2001u, at_server.size());
  }
}

// Numbers end at 2^30, long before a peer in C would see them negative; the owner is told a million before.
TEST(Connection, numbers_come_to_an_end) {
  const auto from = [](uint32_t first, uint32_t& worn_out) {
    rpc::Setup ours = client_setup();
    rpc::Setup theirs = server_setup();
    ours.first_seq = theirs.first_seq = first;
    Connection client(ours);
    Connection server(theirs);
    pump(client, server);
    std::vector<Seen> seen;
    uint32_t sent = 0;
    worn_out = 0;
    while (sent < 20 && client.send_request(sent + 1, Bytes("body", 4)).ok()) {
      ++sent;
      if (!worn_out && client.worn_out()) worn_out = sent;
      pump(client, server, &seen);
    }
    EXPECT_EQ(sent, seen.size());
    EXPECT_TRUE(client.is_ready() && server.is_ready());
    return sent;
  };
  uint32_t worn_out = 0;
  EXPECT_EQ(20u, from((1u << 30) - (1u << 20) - 10, worn_out));
  EXPECT_EQ(11u, worn_out);
  EXPECT_EQ(10u, from((1u << 30) - 10, worn_out));
  EXPECT_EQ(1u, worn_out);
  EXPECT_EQ(20u, from((1u << 31) - (1u << 30) - 4000, worn_out));
}

TEST(Connection, numbers_come_to_an_end_the_short_way_too) {
  rpc::Setup ours = client_setup();
  rpc::Setup theirs = server_setup();
  ours.first_seq = theirs.first_seq = (1u << 30) - 3;
  Connection client(ours);
  Connection server(theirs);
  pump(client, server);
  uint32_t seq = 0;
  int sent = 0;
  while (sent < 20 && client.send_quickly(1, Bytes("body", 4), seq)) ++sent;
  EXPECT_EQ(3, sent);
  EXPECT_FALSE(client.send_cancel(1).ok());
  EXPECT_FALSE(client.ping());
}

// A pong that cannot be numbered any more ends the connection.
TEST(Connection, a_ping_when_the_numbers_are_used_up) {
  rpc::Setup ours = client_setup();
  rpc::Setup theirs = server_setup();
  ours.first_seq = 1u << 30;
  Connection client(ours);
  Connection server(theirs);
  pump(client, server);
  feed(client, frame(static_cast<int32_t>(1u << 30), magic::kPing, std::string(8, 'p'), true));
  EXPECT_EQ(ConnectionState::failed, client.state());
  EXPECT_NE(std::string::npos, client.error().text.find("used up")) << client.error().text;
}

// What was padded is taken back without its padding, set-up packets are never taken back.
TEST(Unsent, behind_skip_words_and_set_up) {
#if VKEXT_WITH_OPENSSL
  Pair pair(Encryption::aes);
  queue_ids(pair.client, 1, 1);
  ASSERT_TRUE(pair.client.send_request(2, Bytes("body", 4)).ok());  // 28 bytes: the flush is padded
  ASSERT_GT(pair.client.output().size, 0u);
  pair.client.sent(16);
  ASSERT_TRUE(pair.client.send_request(3, Bytes("body", 4)).ok());
  pair.client.fail("reset");
  pair.client.cut_unsent();
  uint64_t id = 0;
  Bytes body;
  Ids ids;
  while (pair.client.next_unsent(id, body)) ids.push_back(id);
  EXPECT_EQ((Ids{2, 3}), ids);
#endif
}

// Room for a request that no memory has: what was queued is gone, so nothing is written any more, whatever was before.
TEST(Connection, no_memory_for_a_request) {
  for (const Encryption mode : modes()) {
    Pair pair(mode);
    ASSERT_TRUE(pair.client.send_request(1, Bytes(pattern(100'000, 1))).ok());
    ASSERT_LT(20u, pair.client.output().size);
    pair.client.sent(20);
    uint8_t* end = nullptr;
    EXPECT_EQ(nullptr, pair.client.open_request(SIZE_MAX / 2, end));
    EXPECT_FALSE(pair.client.has_output());
    EXPECT_EQ(0u, pair.client.output().size);
    EXPECT_EQ(ConnectionState::failed, pair.client.state());
    EXPECT_EQ("out of memory", pair.client.error().text);
    pair.client.cut_unsent();
    uint64_t id = 0;
    Bytes body;
    EXPECT_FALSE(pair.client.next_unsent(id, body));
  }
}

TEST(Connection, cancel) {
  Pair pair;
  ASSERT_TRUE(pair.client.send_cancel(77).ok());
  const auto seen = feed(pair.server, written(pair.client));
  ASSERT_EQ(1u, seen.size());
  EXPECT_EQ(PacketKind::cancel, seen[0].kind);
  EXPECT_EQ(77u, seen[0].query_id);
}

TEST(Connection, a_packet_has_its_time) {
  Pair pair;
  ASSERT_TRUE(pair.server.send_result(1, {}).ok());
  const std::string bytes = written(pair.server);
  feed(pair.client, bytes.substr(0, 5), 1, 1'000);
  EXPECT_EQ(1'000, pair.client.packet_began_ns());
  feed(pair.client, bytes.substr(5, 5), 1, 5'000'000'000);
  EXPECT_EQ(1'000, pair.client.packet_began_ns());
  EXPECT_TRUE(pair.client.check_time(10'000'000'999));
  pair.client.excuse(5'000);  // nobody read
  EXPECT_TRUE(pair.client.check_time(10'000'005'999));
  EXPECT_FALSE(pair.client.check_time(10'000'006'000));
  EXPECT_EQ(ConnectionState::failed, pair.client.state());
  Pair other;
  feed(other.client, bytes, 1, 1'000);
  other.client.excuse(5'000);
  EXPECT_EQ(0, other.client.packet_began_ns());
  EXPECT_TRUE(other.client.check_time(INT64_MAX));
}

}  // namespace
}  // namespace vkext::rpc
