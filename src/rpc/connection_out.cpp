// The sending half of a connection: framing, sealing, what was written, what can be taken back.
//
// A packet is framed once into the output buffer and sealed on its way to the socket. Everything here is our own bytes:
// lengths in the output buffer are trusted.
#include "base/error_codes.h"
#include "rpc/connection.h"

namespace vkext::rpc {
namespace {

// Written packets are dropped from the front of the output once they are this much.
constexpr size_t kCompactBytes = 256u << 10;

}  // namespace

void Connection::no_memory() { fail("out of memory"); }

// False with nothing queued: refusal() says why.
bool Connection::queue(uint32_t type, Bytes head, Bytes body) {
  const size_t length = limits::kPacketOverhead + head.size + body.size;
  if (state_ == ConnectionState::failed || length > limits::kPacketBytesMax || (version_ == 0 && length % 4) ||
      next_seq_ >= kSeqMax) {
    return false;
  }
  Buffer& to = is_set_up_ ? out_ : queued_;
  if (!append_packet(to, static_cast<int32_t>(next_seq_), type, head, body, rules_.crc, is_set_up_ && cipher_on_)) {
    no_memory();
    return false;
  }
  ++counters_.packets_sent;
  ++next_seq_;
  return true;
}

Error Connection::refusal(size_t body_bytes) const {
  if (state_ == ConnectionState::failed) return error_;
  const size_t length = limits::kPacketOverhead + body_bytes;
  if (length > limits::kPacketBytesMax) {
    return {codes::kTooLarge, "a packet of " + std::to_string(length) + " bytes is over the protocol's limit of " +
                                  std::to_string(limits::kPacketBytesMax)};
  }
  if (version_ == 0 && length % 4) {
    return {codes::kWrongValue, "protocol version 0 carries multiples of 4 bytes only"};
  }
  return {codes::kNoConnection, "the connection's packet numbers are used up"};
}

Result<uint32_t> Connection::send_request(uint64_t query_id, Bytes body) {
  if (state_ == ConnectionState::draining) return Error{codes::kNoConnection, "the peer takes no more requests"};
  uint8_t id[8];
  store_u64(id, query_id);
  if (!queue(magic::kInvokeReq, {id, sizeof id}, body)) return refusal(sizeof id + body.size);
  return next_seq_ - 1;
}

Status Connection::send(uint32_t type, Bytes head, Bytes body) {
  if (!is_set_up_) return Error{codes::kNoConnection, "the connection is not set up"};
  if (!queue(type, head, body)) return refusal(head.size + body.size);
  return Done{};
}

Status Connection::send_result(uint64_t query_id, Bytes body) {
  uint8_t id[8];
  store_u64(id, query_id);
  return send(magic::kReqResult, {id, sizeof id}, body);
}

Status Connection::send_cancel(uint64_t query_id) {
  uint8_t id[8];
  store_u64(id, query_id);
  return send(magic::kCancelReq, {id, sizeof id}, {});
}

Status Connection::send_fin() {
  if (fin_sent_) return Done{};
  VKEXT_CHECK(send(role_ == Role::client ? magic::kClientWantsFin : magic::kServerWantsFin, {}, {}));
  fin_sent_ = true;
  return Done{};
}

bool Connection::ping() {
  if (!is_set_up_ || ping_outstanding_) return false;
  uint8_t id[8];
  store_u64(id, ++ping_id_);
  ping_outstanding_ = queue(magic::kPing, {id, sizeof id}, {});
  return ping_outstanding_;
}

// Seals up to a piece of what is not sealed. Inside a flush pieces end on blocks; its end is padded with skip words.
bool Connection::seal() {
  size_t piece = out_.size() - sealed_.size();
  if (piece > limits::kIoChunkBytes) {
    piece = limits::kIoChunkBytes;
  } else {
    for (; piece % crypto::kBlockBytes; piece += 4) {
      uint8_t* word = out_.append(4);
      if (!word) return false;
      store_u32(word, 4);
    }
  }
  const size_t from = sealed_.size();
  uint8_t* to = sealed_.append(piece);
  return to && seal_.run(out_.data() + from, to, piece);
}

Bytes Connection::output() {
  if (!has_output()) return {};
  if (!cipher_on_) return out_.bytes().drop(sent_);
  if (sealed_.size() == sent_ && !seal()) {
    no_memory();
    return {};
  }
  return sealed_.bytes().drop(sent_);
}

// The bytes that the packet or skip word at this offset of out_ takes.
uint32_t Connection::step_at(size_t offset) const {
  const uint32_t length = load_u32(out_.data() + offset);
  return cipher_on_ ? (length + 3) & ~3u : length;
}

void Connection::advance_boundary() {
  while (boundary_ < sent_) {
    const uint32_t step = step_at(boundary_);
    if (boundary_ + step > sent_) return;
    if (step > 4 && static_cast<int32_t>(load_u32(out_.data() + boundary_ + 4)) >= 0) ++written_;
    boundary_ += step;
  }
}

void Connection::sent(size_t n) {
  counters_.bytes_sent += n;
  sent_ += n;
  advance_boundary();
  if (sent_ == out_.size()) {
    out_.clear();
    sealed_.clear();
    sent_ = boundary_ = 0;
    pongs_waiting_ = 0;
  } else if (boundary_ > kCompactBytes && boundary_ > out_.size() / 2) {
    out_.consume(boundary_);
    out_.compact();
    if (cipher_on_) {
      sealed_.consume(boundary_);
      sealed_.compact();
    }
    sent_ -= boundary_;
    boundary_ = 0;
  }
}

void Connection::cut_unsent() {
  unsent_.clear();
  if (!is_set_up_) {
    unsent_.swap(queued_);
    queued_.clear();
    next_seq_ = first_seq_;
    return;
  }
  // Sealed bytes cannot be taken back while the connection lives: the chain goes through them.
  const bool alive = state_ != ConnectionState::failed;
  const size_t fixed = alive && cipher_on_ ? sealed_.size() : sent_;
  size_t cut = boundary_;
  while (cut < fixed) cut += step_at(cut);
  if (cut >= out_.size()) return;
  Buffer tail;
  tail.append(out_.data() + cut, out_.size() - cut);
  if (tail.failed()) return;
  out_.truncate(cut);
  // Pongs and the like stay, with new numbers.
  bool numbered = false;
  for (size_t offset = 0; offset < tail.size();) {
    const uint8_t* p = tail.data() + offset;
    const uint32_t length = load_u32(p);
    offset += cipher_on_ ? (length + 3) & ~3u : length;
    if (length == 4) continue;
    const auto seq = static_cast<int32_t>(load_u32(p + 4));
    if (seq < 0) continue;
    if (!numbered) next_seq_ = static_cast<uint32_t>(seq);
    numbered = true;
    const uint32_t type = load_u32(p + 8);
    if (type == magic::kInvokeReq) {
      unsent_.append(p, length);
    } else if (alive) {
      const Bytes body(p + kPacketHeadBytes, length - limits::kPacketOverhead);
      append_packet(out_, static_cast<int32_t>(next_seq_++), type, body, {}, rules_.crc, cipher_on_);
    }
  }
}

bool Connection::next_unsent(uint64_t& query_id, Bytes& body) {
  if (unsent_.size() < limits::kPacketOverhead + 8) return false;
  const uint8_t* p = unsent_.data();
  const uint32_t length = load_u32(p);
  query_id = load_u64(p + kPacketHeadBytes);
  body = {p + kPacketHeadBytes + 8, length - limits::kPacketOverhead - 8};
  unsent_.consume(length);
  return true;
}

void Connection::trim() {
  if (!has_output()) {
    out_.trim(limits::kIoChunkBytes);
    sealed_.trim(limits::kIoChunkBytes);
  }
  unsent_.trim(0);
  if (in_.size() == 0) in_.reset();
}

}  // namespace vkext::rpc
