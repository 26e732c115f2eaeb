// The peer's life: set-up, packets in, packets out, the end.
//
// Input is parsed where it was received and decrypted where it lies; output is framed once and sealed on its way. Every
// length is checked by packet.cpp before this file believes it.
#include "rpc/connection.h"

#include <cstdio>

#include "base/error_codes.h"

namespace vkext::rpc {
namespace {

// A peer that pings and does not read would fill our memory with pongs.
constexpr uint32_t kPongsWaitingMax = 1024;
// Numbers end before C peers see them negative.
constexpr uint32_t kSeqMax = 1u << 30;
// Written packets are dropped from the front of the output once they are this much.
constexpr size_t kCompactBytes = 256u << 10;
constexpr size_t kShownBytes = 32;

}  // namespace

Connection::Connection(Setup setup) : role_(setup.role) {
  if (setup.key && setup.encryption != Encryption::none) key_text_ = setup.key->id_text();
  version_ = setup.version;
  handshake_ = std::make_unique<Handshake>(std::move(setup));
  rules_.length_max = limits::kSetupPacketBytesMax;
  Buffer body;
  Status status = handshake_->start(body);
  if (!status.ok()) {
    broken(std::move(status.error().text));
  } else if (role_ == Role::client) {
    append_packet(out_, kNonceSeq, magic::kNonce, body.bytes(), {}, Crc::ieee, false);
  }
}

Connection::~Connection() = default;

// --- failing ---

void Connection::fail(std::string text) {
  if (state_ == ConnectionState::failed) return;
  state_ = ConnectionState::failed;
  error_ = {codes::kNoConnection, std::move(text)};
  handshake_.reset();
  has_input_ = false;
  packet_began_ns_ = 0;
}

Next Connection::broken(std::string text) {
  fail(std::move(text));
  return Next::failed;
}

std::string Connection::first_bytes() const {
  std::string text = "\"";
  const uint8_t* p = in_.unread();
  const size_t size = in_.size() < kShownBytes ? in_.size() : kShownBytes;
  for (size_t i = 0; i < size; ++i) {
    char piece[8];
    const bool plain = p[i] >= 0x20 && p[i] < 0x7f && p[i] != '"' && p[i] != '\\';
    snprintf(piece, sizeof piece, plain ? "%c" : "\\x%02x", p[i]);
    text += piece;
  }
  return text + '"';
}

std::string Connection::frame_broken(FrameFault fault) const {
  if (!is_set_up_ && cipher_on_) {
    return "what follows the nonce does not decrypt: keys with the same id (" + key_text_ +
           ") but different contents";
  }
  if (state_ == ConnectionState::nonce && fault != FrameFault::crc) {
    const std::string_view start = Bytes(in_.unread(), in_.size()).text();
    const auto starts_with = [&](std::string_view word) { return start.substr(0, word.size()) == word; };
    const char* guess = "this is not TL/RPC";
    if (starts_with("HTTP") || starts_with("GET ") || starts_with("POST") || starts_with("HEAD")) {
      guess = "this is HTTP";
    } else if (start.size() >= 2 && (start[0] == 0x15 || start[0] == 0x16) && start[1] == 3) {
      guess = "this is TLS";
    }
    return std::string(guess) + ": the first bytes are " + first_bytes();
  }
  std::string text = frame_fault_text(fault);
  if (fault == FrameFault::length && in_.size() >= 4) {
    text += " " + std::to_string(load_u32(in_.unread()));
    if (rules_.multiple_of_4) text += " (protocol version 0)";
  }
  return text + " in packet " + std::to_string(expected_seq_);
}

bool Connection::peer_closed() {
  if (state_ == ConnectionState::failed) return true;
  if (state_ == ConnectionState::nonce) {
    if (role_ == Role::server) {
      fail("closed by the client before its nonce");
    } else if (key_text_.empty()) {
      fail("closed by the peer after our nonce: most likely it wants encryption, or does not speak this protocol");
    } else {
      fail("closed by the peer after our nonce: most likely it has no key with id " + key_text_ +
           ", or does not speak this protocol");
    }
    return true;
  }
  if (state_ == ConnectionState::handshake) {
    fail(cipher_on_ ? "closed by the peer after the nonces: keys with the same id (" + key_text_ +
                          ") but different contents"
                    : std::string("closed by the peer before its handshake"));
    return true;
  }
  const size_t rest = in_.size();
  if (rest == 0) {
    fail("closed by the peer");
    return false;
  }
  fail("closed by the peer inside a packet (after " + std::to_string(rest) +
       (frame_bytes_ ? " of " + std::to_string(frame_bytes_) + " bytes)" : " bytes)"));
  return true;
}

bool Connection::check_time(int64_t now_ns) {
  if (packet_began_ns_ == 0 || now_ns - packet_began_ns_ < limits::kPacketTimeMs * 1'000'000) return true;
  fail("a packet was not complete after " + std::to_string(limits::kPacketTimeMs) + " ms");
  return false;
}

// --- in ---

uint8_t* Connection::receive_room(size_t& n) {
  uint8_t* room = in_.room(frame_bytes_, n);
  if (!room) fail("out of memory");
  return room;
}

void Connection::received(size_t n, int64_t now_ns) {
  if (n == 0 || state_ == ConnectionState::failed) return;
  in_.received(n);
  counters_.bytes_received += n;
  last_received_ns_ = now_ns;
  has_input_ = true;
}

// Whole blocks of what has come, in place; the rest waits for its other bytes.
bool Connection::decrypt() {
  const size_t ready = (in_.size() - plain_) & ~(crypto::kBlockBytes - 1);
  if (ready == 0) return true;
  uint8_t* p = in_.unread() + plain_;
  if (!open_.run(p, p, ready)) return false;
  plain_ += ready;
  return true;
}

void Connection::note_partial(const Frame& frame) {
  has_input_ = false;
  frame_bytes_ = frame.length;
  // The block that holds the last byte may hold others behind it.
  if (cipher_on_ && frame.length) frame_bytes_ += 3 + crypto::kBlockBytes - 1;
  if (in_.size() == 0) {
    packet_began_ns_ = 0;
  } else if (packet_began_ns_ == 0) {
    packet_began_ns_ = last_received_ns_;
  }
}

Next Connection::next(Packet& packet) {
  for (;;) {
    if (state_ == ConnectionState::failed) return Next::failed;
    if (!has_input_) return Next::none;
    if (cipher_on_ && !decrypt()) return broken("the cipher failed");
    const Frame frame = next_frame({in_.unread(), cipher_on_ ? plain_ : in_.size()}, rules_, skip_words_);
    if (frame.fault != FrameFault::none) return broken(frame_broken(frame.fault));
    const size_t taken = frame.complete ? frame.total : frame.skipped;
    if (!frame.complete) {
      in_.consume(taken);
      if (cipher_on_) plain_ -= taken;
      note_partial(frame);
      return Next::none;
    }
    if (frame.seq != expected_seq_) {
      return broken("packet number " + std::to_string(frame.seq) + " where " + std::to_string(expected_seq_) +
                    " was due");
    }
    if (expected_seq_ == INT32_MAX) return broken("packet numbers are used up");
    ++expected_seq_;
    ++counters_.packets_received;
    // The frame still looks into in_; consuming only moves the start, and a slice keeps the chunk.
    const Next done = is_set_up_ ? ready_packet(frame, packet) : set_up_packet(frame);
    if (done == Next::failed) return done;
    in_.consume(taken);
    if (cipher_on_ && plain_) plain_ -= taken;
    packet_began_ns_ = 0;
    frame_bytes_ = 0;
    if (done == Next::packet) return done;
  }
}

Next Connection::set_up_packet(const Frame& frame) {
  Buffer reply;
  uint32_t reply_type = 0;
  const bool was_nonce = state_ == ConnectionState::nonce;
  Status status = handshake_->packet(frame.seq, frame.type, frame.body, reply, reply_type);
  handshake_error_ = handshake_->peer_error();
  version_ = handshake_->version();
  rules_.skip_words = true;  // from the second packet on
  // A server's nonce still goes out in the clear; everything behind it does not.
  const auto append_reply = [&] {
    const int32_t seq = reply_type == magic::kNonce ? kNonceSeq : kHandshakeSeq;
    if (reply_type) append_packet(out_, seq, reply_type, reply.bytes(), {}, Crc::ieee, cipher_on_);
  };
  if (!status.ok()) {
    append_reply();
    return broken(std::move(status.error().text));
  }
  if (was_nonce && role_ == Role::server) append_reply();
  if (was_nonce && handshake_->encrypted() && !start_cipher()) return Next::failed;
  if (!was_nonce || role_ == Role::client) append_reply();
  if (was_nonce) {
    state_ = ConnectionState::handshake;
    phase_ = "handshake";
  }
  if (handshake_->state() == SetupState::ready && !enter_ready()) return Next::failed;
  return out_.failed() ? broken("out of memory") : Next::none;
}

bool Connection::start_cipher() {
  const crypto::ConnectionKeys& keys = handshake_->keys();
  const bool client = role_ == Role::client;
  Status status = seal_.start(crypto::Cipher::Direction::encrypt, client ? keys.to_server : keys.to_client);
  if (status.ok()) {
    status = open_.start(crypto::Cipher::Direction::decrypt, client ? keys.to_client : keys.to_server);
  }
  handshake_->release_keys();
  if (!status.ok()) {
    broken(std::move(status.error().text));
    return false;
  }
  sealed_.append(out_.data(), out_.size());  // what is not written yet of the nonce
  cipher_on_ = true;
  plain_ = 0;
  rules_.aligned = true;
  return true;
}

bool Connection::enter_ready() {
  peer_id_ = handshake_->peer_id();
  notice_ = handshake_->notice();
  rules_.crc = handshake_->crc();
  rules_.length_max = limits::kPacketBytesMax;
  rules_.multiple_of_4 = version_ == 0;
  handshake_.reset();
  state_ = ConnectionState::ready;
  is_set_up_ = true;
  phase_ = "ready";
  // Requests that waited: framed anew, now that the checksum and the alignment are known.
  const uint8_t* p = queued_.data();
  for (size_t left = queued_.size(); left;) {
    const uint32_t length = load_u32(p);
    if (rules_.multiple_of_4 && length % 4) {
      fail("the peer speaks protocol version 0, a queued request is not a multiple of 4 bytes");
      return false;
    }
    const Bytes body(p + kPacketHeadBytes, length - limits::kPacketOverhead);
    append_packet(out_, static_cast<int32_t>(load_u32(p + 4)), load_u32(p + 8), body, {}, rules_.crc, cipher_on_);
    p += length;
    left -= length;
  }
  if (out_.failed()) return true;  // the caller looks
  queued_.clear();
  queued_.trim(0);
  return true;
}

Next Connection::ready_packet(const Frame& frame, Packet& packet) {
  const bool client = role_ == Role::client;
  if (frame.type == (client ? magic::kReqResult : magic::kInvokeReq)) {
    packet.kind = client ? PacketKind::result : PacketKind::request;
    if (!client && state_ == ConnectionState::draining) {
      return broken("a request after the client said there would be no more");
    }
  } else if (frame.type == (client ? magic::kReqError : magic::kCancelReq)) {
    packet.kind = client ? PacketKind::error : PacketKind::cancel;
  } else {
    return ready_control(frame, packet);
  }
  if (frame.body.size < 8) {
    return broken("a packet of " + std::to_string(frame.length) + " bytes is too short for its query id");
  }
  packet.length = frame.length;
  packet.query_id = load_u64(frame.body.data);
  packet.body = in_.slice(static_cast<size_t>(frame.body.data + 8 - in_.unread()), frame.body.size - 8);
  return Next::packet;
}

Next Connection::ready_control(const Frame& frame, Packet& packet) {
  switch (frame.type) {
    case magic::kPing:
      if (frame.body.size != 8) return broken("a ping of " + std::to_string(frame.length) + " bytes");
      if (++pongs_waiting_ > kPongsWaitingMax) return broken("the peer pings and does not read");
      ++counters_.pings_answered;
      return queue(magic::kPong, frame.body, {}) ? Next::none : broken(refusal(frame.body.size).text);
    case magic::kPong:
      if (frame.body.size != 8) return broken("a pong of " + std::to_string(frame.length) + " bytes");
      if (!ping_outstanding_ || load_u64(frame.body.data) != ping_id_) {
        ++counters_.unexpected_pongs;
        return Next::none;
      }
      ping_outstanding_ = false;
      packet.kind = PacketKind::pong;
      break;
    case magic::kServerWantsFin:
    case magic::kClientWantsFin:
      if ((frame.type == magic::kServerWantsFin) != (role_ == Role::client)) {
        ++counters_.unknown_packets;
        return Next::none;
      }
      if (state_ == ConnectionState::draining) return Next::none;
      state_ = ConnectionState::draining;
      packet.kind = PacketKind::fin;
      break;
    case magic::kNonce:
    case magic::kHandshake: return broken("a second set-up on a connection that is set up");
    case magic::kHandshakeError:
      if (frame.body.size >= 4) handshake_error_ = static_cast<int>(load_u32(frame.body.data));
      return broken("the peer refused the handshake with error " + std::to_string(handshake_error_));
    default: ++counters_.unknown_packets; return Next::none;
  }
  packet.length = frame.length;
  packet.query_id = 0;
  packet.body.reset();
  return Next::packet;
}

// --- out ---

// False with nothing queued: refusal() says why.
bool Connection::queue(uint32_t type, Bytes head, Bytes body) {
  const size_t length = limits::kPacketOverhead + head.size + body.size;
  if (state_ == ConnectionState::failed || length > limits::kPacketBytesMax || (version_ == 0 && length % 4) ||
      next_seq_ >= kSeqMax) {
    return false;
  }
  Buffer& to = is_set_up_ ? out_ : queued_;
  if (!append_packet(to, static_cast<int32_t>(next_seq_), type, head, body, rules_.crc, is_set_up_ && cipher_on_)) {
    fail("out of memory");
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
    fail("out of memory");
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
    next_seq_ = 0;
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
