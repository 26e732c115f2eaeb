// Fuzz target: two honest connections and a transport that cuts, delays and stops as the input says.
//
// Each byte of the input is a step: queue something, move some bytes, take requests back, shrink. A model keeps the
// requests that must arrive: each once, in order, unchanged; those taken back, never.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "crypto/key_schedule.h"
#include "rpc/connection.h"

namespace {

using namespace vkext;
using namespace vkext::rpc;

std::string body_of(uint64_t id, size_t size) {
  std::string body(size, '\0');
  for (size_t i = 0; i < size; ++i) body[i] = static_cast<char>(id * 7 + i);
  return body;
}

void require(bool holds) {
  if (!holds) abort();
}

class World {
 public:
  explicit World(uint8_t choice)
      : client_(make(Role::client, choice)), server_(make(Role::server, choice)), odd_((choice >> 1 & 3) != 0) {}

  void step(uint8_t op, uint8_t amount) {
    switch (op % 10) {
      case 0:
      case 1: ask(amount); break;
      case 2: move(client_, server_, amount, true); break;
      case 3: move(server_, client_, amount, false); break;
      case 4: answer(amount); break;
      case 5: client_.ping(); break;
      case 6: server_.ping(); break;
      case 7:
        if (server_.is_ready()) (void)server_.send_fin();
        break;
      case 8: take_back(); break;
      case 9: client_.trim(); server_.trim(); break;
    }
  }
  void finish() {
    for (int i = 0; i < 10'000 && (client_.has_output() || server_.has_output()); ++i) {
      move(client_, server_, 255, true);
      move(server_, client_, 255, false);
    }
    require(client_.state() != ConnectionState::failed && server_.state() != ConnectionState::failed);
    require(expected_.empty() || !client_.is_ready());
  }

 private:
  static Setup make(Role role, uint8_t choice) {
    Setup setup;
    setup.role = role;
    setup.version = std::min(choice >> 1 & 3, 2);
    setup.crc32c = choice >> 3 & 1;
    setup.unix_time = 1'700'000'000;
    memset(setup.nonce, role == Role::client ? 0x5a : 0xa5, sizeof setup.nonce);
    memset(setup.x25519_scalar, role == Role::client ? 1 : 2, sizeof setup.x25519_scalar);
    if (choice & 1) {
      auto key = crypto::Key::from_bytes(Bytes(std::string(64, 'k')));
      require(key.ok());
      setup.key = *key;
      setup.encryption = Encryption::aes;
    }
    return setup;
  }
  size_t size_of(uint8_t amount) const {
    const size_t size = amount < 250 ? amount : (amount - 249) * 40'000u;
    return odd_ ? size : size & ~size_t{3};
  }
  void ask(uint8_t amount) {
    if (expected_.size() > 200) return;
    const uint64_t id = ++last_id_;
    const size_t size = size_of(amount);
    if (client_.send_request(id, Bytes(body_of(id, size))).ok()) expected_.emplace_back(id, size);
  }
  void answer(uint8_t amount) {
    if (to_answer_.empty() || server_.state() == ConnectionState::failed) return;
    const uint64_t id = to_answer_.front();
    to_answer_.pop_front();
    const size_t size = size_of(amount);
    require(server_.send_result(id, Bytes(body_of(~id, size))).ok());
    answers_.emplace_back(id, size);
  }
  void move(Connection& from, Connection& to, uint8_t amount, bool asks) {
    const Bytes out = from.output();
    if (!out.size) return;
    size_t room = 0;
    uint8_t* p = to.receive_room(room);
    require(p && room);
    const size_t n = std::min({out.size, room, amount < 128 ? size_t{amount} + 1 : size_t{amount} * 300});
    memcpy(p, out.data, n);
    from.sent(n);
    to.received(n, 1);
    Packet packet;
    while (to.next(packet) == Next::packet) {
      if (packet.kind == PacketKind::pong || packet.kind == PacketKind::fin) continue;
      auto& due = asks ? expected_ : answers_;
      require(!due.empty() && due.front().first == packet.query_id);
      require(packet.body.bytes().text() == body_of(asks ? packet.query_id : ~packet.query_id, due.front().second));
      due.pop_front();
      if (asks) to_answer_.push_back(packet.query_id);
      if (packet.query_id % 5 == 0) held_.push_back(std::move(packet.body));
      if (held_.size() > 20) held_.clear();
    }
    require(to.state() != ConnectionState::failed);
  }
  void take_back() {
    client_.cut_unsent();
    uint64_t id = 0;
    Bytes body;
    std::vector<std::pair<uint64_t, size_t>> back;
    while (client_.next_unsent(id, body)) {
      require(body.text() == body_of(id, body.size));
      back.emplace_back(id, body.size);
    }
    // They were the last ones, in order.
    require(back.size() <= expected_.size());
    for (; !back.empty(); back.pop_back(), expected_.pop_back()) require(back.back() == expected_.back());
  }

  Connection client_;
  Connection server_;
  bool odd_;
  uint64_t last_id_ = 0;
  std::deque<std::pair<uint64_t, size_t>> expected_;  // on their way to the server
  std::deque<std::pair<uint64_t, size_t>> answers_;
  std::deque<uint64_t> to_answer_;
  std::vector<Slice> held_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  uint8_t choice = data[0];
  if (!vkext::crypto::available()) choice &= 0xfe;
  World world(choice);
  for (size_t i = 1; i + 1 < size && i < 600; i += 2) world.step(data[i], data[i + 1]);
  world.finish();
  return 0;
}
