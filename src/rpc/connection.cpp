// The receiving half of a connection: set-up, packets in, the end.
//
// Input is parsed where it was received and decrypted where it lies. Every length is checked by packet.cpp before this
// file believes it. The sending half is connection_out.cpp.
#include "rpc/connection.h"

#include <cstdio>

#include "base/error_codes.h"

namespace vkext::rpc {
namespace {

// A peer that pings and does not read would fill our memory with pongs.
constexpr uint32_t kPongsWaitingMax = 1024;
constexpr size_t kShownBytes = 32;

}  // namespace

Connection::Connection(Setup setup) : role_(setup.role) {
  if (setup.key && setup.encryption != Encryption::none) key_text_ = setup.key->id_text();
  version_ = setup.version;
  next_seq_ = written_ = first_seq_ = setup.first_seq;
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
  if (frame.length > limits::kIoChunkBytes) {
    const size_t come = cipher_on_ ? plain_ : in_.size();
    begun_checksum_.extend(rules_.crc, in_.unread(), come < frame.length - 4 ? come : frame.length - 4);
  }
  if (in_.size() == 0) {
    packet_began_ns_ = 0;
  } else if (packet_began_ns_ == 0) {
    packet_began_ns_ = last_received_ns_;
  }
}

// What came last ended with a packet.
inline Next Connection::all_taken() {
  has_input_ = false;
  frame_bytes_ = 0;
  packet_began_ns_ = 0;
  return Next::none;
}

// The everyday packet: a client's whole result, in the clear or decrypted. False, with nothing taken: next() is to look
// closer.
inline bool Connection::quick_result(Packet& packet) {
  const size_t left = cipher_on_ ? plain_ : in_.size();
  if (left < limits::kPacketOverhead + 8 || !is_set_up_ || role_ != Role::client) return false;
  const uint8_t* p = in_.unread();
  const uint32_t length = load_u32(p);
  if (length < limits::kPacketOverhead + 8 || length > left || length > limits::kIoChunkBytes ||
      ((rules_.multiple_of_4 || rules_.aligned) && length % 4)) {
    return false;
  }
  if (load_u32(p + 4) != static_cast<uint32_t>(expected_seq_) || expected_seq_ == INT32_MAX ||
      load_u32(p + 8) != magic::kReqResult || checksum(rules_.crc, p, length - 4) != load_u32(p + length - 4)) {
    return false;
  }
  packet.kind = PacketKind::result;
  packet.length = length;
  packet.query_id = load_u64(p + kPacketHeadBytes);
  in_.slice(kPacketHeadBytes + 8, length - limits::kPacketOverhead - 8, packet.body);
  in_.consume(length);
  if (cipher_on_) plain_ -= length;
  ++expected_seq_;
  ++counters_.packets_received;
  skip_words_ = 0;
  packet_began_ns_ = 0;
  frame_bytes_ = 0;
  return true;
}

Next Connection::next(Packet& packet) {
  for (;;) {
    if (state_ == ConnectionState::failed) return Next::failed;
    if (!has_input_) return Next::none;
    if (in_.size() == 0) return all_taken();
    if (cipher_on_ && !decrypt()) return broken("the cipher failed");
    if (quick_result(packet)) return Next::packet;
    const Frame frame = next_frame({in_.unread(), cipher_on_ ? plain_ : in_.size()}, rules_, skip_words_,
                                   begun_checksum_);
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
    begun_checksum_ = {};
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
  expected_seq_ = static_cast<int32_t>(first_seq_);
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

}  // namespace vkext::rpc
