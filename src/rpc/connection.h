// One peer of the protocol without its socket: received bytes go in, packets come out, packets go in, bytes come out.
//
// Knows no socket, no clock and no schema: times, nonces and ids are inputs. Both roles. A steady connection allocates
// nothing per packet: bodies are slices of the receive chunk (decrypted in place), packets are framed in the output
// buffer. After the first error it is dead: error() says why, and nothing more comes out except unsent requests and,
// from a server, the handshake error that tells the peer.
//
// The owner's loop:
//   readable:  p = receive_room(n); got = recv(p, n); received(got, now);   (0 → peer_closed(), errno → fail(text))
//              while (next(packet) == Next::packet) …
//   writable:  while (!(b = output()).size == 0) { put = send(b); sent(put); }
// next() and ping() may add output: look at has_output() after them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/buffer.h"
#include "base/result.h"
#include "base/slice.h"
#include "crypto/cipher.h"
#include "rpc/handshake.h"
#include "rpc/packet.h"

namespace vkext::rpc {

enum class ConnectionState : uint8_t {
  nonce,      // set-up; requests may be queued, they go out when ready
  handshake,
  ready,
  draining,   // the other side said FIN: no new requests here, answers still come
  failed,     // see error()
};

enum class PacketKind : uint8_t {
  result,   // client: rpcReqResult; query_id, body (wrappers and result, see headers.h)
  error,    // client: rpcReqError, form A; query_id, body: code and text (parse_error_fields)
  request,  // server: rpcInvokeReq; query_id, body: wrappers and function (parse_request)
  cancel,   // server: rpcCancelReq; query_id
  pong,     // the answer to our ping
  fin,      // client: server wants to go; server: client sends no more requests. State is draining now
};

struct Packet {
  PacketKind kind = PacketKind::result;
  uint32_t length = 0;    // the packet's length field
  uint64_t query_id = 0;
  Slice body;             // after the query id; pins its chunk while it lives
};

enum class Next : uint8_t { none, packet, failed };

// What was tolerated and dropped, and traffic; never reset.
struct ConnectionCounters {
  uint64_t bytes_received = 0;
  uint64_t bytes_sent = 0;
  uint64_t packets_received = 0;
  uint64_t packets_sent = 0;  // framed, which is not yet written
  uint64_t unknown_packets = 0;
  uint64_t unexpected_pongs = 0;
  uint64_t pings_answered = 0;
};

class Connection {
 public:
  // A client has its nonce in the output at once; look at state(): an impossible set-up has failed already.
  explicit Connection(Setup setup);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  ConnectionState state() const { return state_; }
  bool is_ready() const { return state_ == ConnectionState::ready; }
  // The reason of `failed`: code kNoConnection, and a text without host and port.
  const Error& error() const { return error_; }
  // "nonce", "handshake" or "ready": where the set-up stands or stood, for messages.
  const char* phase() const { return phase_; }
  bool encrypted() const { return cipher_on_; }
  bool crc32c() const { return rules_.crc == Crc::castagnoli; }
  int version() const { return version_; }
  const ProcessId& peer_id() const { return peer_id_; }
  const std::string& notice() const { return notice_; }  // process ids that do not match, mostly empty
  int handshake_error() const { return handshake_error_; }  // code of a received handshake error packet, else 0
  const ConnectionCounters& counters() const { return counters_; }

  // --- in ---
  // Memory for the next recv(), n > 0; null when memory is out (then the state is failed).
  uint8_t* receive_room(size_t& n);
  // n bytes were written there, at this time of the monotonic clock.
  void received(size_t n, int64_t now_ns);
  // The next packet for the owner. Set-up packets, pings and unknown packets are served inside. Call until it is not
  // `packet` (or stop early, and call again before the next receive_room()).
  Next next(Packet& packet);
  // True while received bytes may hold another packet, that is: the last next() did not say none.
  bool has_input() const { return has_input_; }
  // recv() said 0. False when this is a quiet end between packets after the set-up (error() says so all the same).
  bool peer_closed();
  // recv() or send() failed, or the owner gives up: the first reason stays.
  void fail(std::string text);
  // A packet has begun and is not complete: since when (0: none has). limits::kPacketTimeMs later it is time to fail.
  int64_t packet_began_ns() const { return packet_began_ns_; }
  // So long nobody read: that is not the peer's fault.
  void excuse(int64_t ns) {
    if (packet_began_ns_) packet_began_ns_ += ns;
  }
  // Fails when a begun packet is overdue. Cheap. Read what has come before calling it: time in which nobody read is not
  // the peer's fault.
  bool check_time(int64_t now_ns);
  // The next bytes belong to a packet that has memory of its own.
  bool in_large_packet() const { return frame_bytes_ > limits::kIoChunkBytes; }
  // When bytes came last (0: never).
  int64_t last_received_ns() const { return last_received_ns_; }

  // --- out ---
  // Queues an rpcInvokeReq: `body` is what follows the query id, head included. Copies it. The value is the packet's
  // sequence number, for begun() and written(). Refused, with nothing queued: too long (kTooLarge), draining, failed,
  // out of memory, sequence numbers used up (kNoConnection).
  Result<uint32_t> send_request(uint64_t query_id, Bytes body);
  // The same for the everyday request; false, with nothing queued: send_request() is to do it or say why not.
  bool send_quickly(uint64_t query_id, Bytes body, uint32_t& seq);
  // The same in two steps: where the body of the next request is to be written, room for `bytes` or more up to `end`;
  // null: send_request() is to do it. Then the end of it, and its packet's length. Nothing may come in between.
  uint8_t* open_request(size_t bytes, uint8_t*& end);
  // The same where the memory is there. False: perhaps it is not.
  bool request_room(size_t bytes, uint8_t*& at, uint8_t*& end);
  uint32_t close_request(uint64_t query_id, const uint8_t* body_end, uint32_t& seq);
  // Any other packet (server answers, cancel). `head` and `body` follow each other; ready or draining only.
  Status send(uint32_t type, Bytes head, Bytes body);
  // Server: the answer to a query: rpcReqResult with the id in front.
  Status send_result(uint64_t query_id, Bytes body);
  Status send_cancel(uint64_t query_id);
  // Client: no more requests will come (after the server's FIN with queries in flight). Server: please go. Sent once,
  // further calls do nothing.
  Status send_fin();
  // False when a ping is outstanding already or the connection is not ready: nothing is sent then.
  bool ping();
  bool ping_outstanding() const { return ping_outstanding_; }

  // Was the last byte of this packet handed out and reported sent? An answer to one that is not is a violation.
  bool written(uint32_t seq) const { return seq < written_; }
  // Was any byte of it?
  bool begun(uint32_t seq) const { return seq < written_ || (seq == written_ && sent_ > boundary_); }

  bool has_output() const { return output_bytes() != 0 && !(is_set_up_ && state_ == ConnectionState::failed); }
  // Everything framed and not yet reported sent; requests that wait for the set-up are not counted.
  size_t output_bytes() const { return out_.size() - sent_; }
  // Bytes to write now, sealed (padded, encrypted) where needed. Stays the same until sent(). Empty: nothing to do.
  Bytes output();
  // The first n bytes of output() were written.
  void sent(size_t n);

  // Takes back every request of which nothing was written (alive: nor sealed): after a failure, or when draining, to
  // queue them elsewhere. Then next_unsent() gives them one after another, in order; views are good until the next
  // call of a function that is not const. Their sequence numbers are void.
  void cut_unsent();
  bool next_unsent(uint64_t& query_id, Bytes& body);

  // The sequence numbers come to their end: open another connection for new requests (2^30 is the wall).
  bool worn_out() const { return next_seq_ > kSeqMax - (1u << 20); }

  // Gives back what a burst took; for idle connections.
  void trim();

 private:
  // Numbers end before C peers see them negative.
  static constexpr uint32_t kSeqMax = 1u << 30;
  static constexpr size_t kRequestHead = kPacketHeadBytes + 8;  // in front of a request's body: the head, the query id
  static constexpr size_t kBehindRequest = 8;                   // behind it: checksum and alignment

  Next all_taken();
  bool quick_result(Packet& packet);
  Next set_up_packet(const Frame& frame);
  Next ready_packet(const Frame& frame, Packet& packet);
  Next ready_control(const Frame& frame, Packet& packet);
  Next broken(std::string text);
  std::string frame_broken(FrameFault fault) const;
  std::string first_bytes() const;
  bool decrypt();
  void note_partial(const Frame& frame);
  bool start_cipher();
  bool enter_ready();
  bool queue(uint32_t type, Bytes head, Bytes body);
  Error refusal(size_t body_bytes) const;
  bool seal();
  [[gnu::cold]] void no_memory();
  uint32_t step_at(size_t offset) const;
  void advance_boundary();

  std::unique_ptr<Handshake> handshake_;  // gone when ready or failed
  crypto::Cipher seal_;
  crypto::Cipher open_;
  ReceiveBuffer in_;
  Buffer out_;     // framed, plain; [0, sent_) is written
  Buffer sealed_;  // encrypted twin of out_'s first bytes, at the same offsets
  Buffer queued_;  // requests framed before the set-up was done: their checksums do not count
  Buffer unsent_;  // what cut_unsent() took
  FrameRules rules_;
  PartialChecksum begun_checksum_;  // of the large frame that is coming in
  size_t sent_ = 0;
  size_t boundary_ = 0;       // where the first packet of out_ starts that is not wholly written
  size_t plain_ = 0;          // encrypted: unread bytes of in_ that are decrypted
  uint32_t first_seq_ = 0;
  uint32_t next_seq_ = 0;     // of the next packet queued
  uint32_t written_ = 0;      // packets with a number >= 0 that are wholly written
  uint32_t skip_words_ = 0;
  uint32_t frame_bytes_ = 0;  // of the frame that is coming in; 0: not known
  uint32_t pongs_waiting_ = 0;
  int32_t expected_seq_ = kNonceSeq;
  ConnectionState state_ = ConnectionState::nonce;
  Role role_ = Role::client;
  bool cipher_on_ = false;
  bool is_set_up_ = false;
  bool has_input_ = false;
  bool ping_outstanding_ = false;
  bool fin_sent_ = false;
  int version_ = 0;
  int handshake_error_ = 0;
  uint64_t ping_id_ = 0;
  int64_t last_received_ns_ = 0;
  int64_t packet_began_ns_ = 0;
  const char* phase_ = "nonce";
  std::string key_text_;  // id of our key where encryption was offered, for messages
  ProcessId peer_id_;
  std::string notice_;
  Error error_;
  ConnectionCounters counters_;
};

// Once per query, into their callers.
inline bool Connection::request_room(size_t bytes, uint8_t*& at, uint8_t*& end) {
  if (state_ != ConnectionState::ready || version_ == 0 || next_seq_ >= kSeqMax) return false;
  if (out_.room() < kRequestHead + bytes + kBehindRequest) return false;
  at = out_.data() + out_.size() + kRequestHead;
  end = out_.room_end() - kBehindRequest;
  return true;
}

inline uint8_t* Connection::open_request(size_t bytes, uint8_t*& end) {
  uint8_t* at = nullptr;
  if (out_.reserve(kRequestHead + bytes + kBehindRequest)) {
    request_room(bytes, at, end);
  } else {
    no_memory();  // the buffer has dropped what it held
  }
  return at;
}

inline uint32_t Connection::close_request(uint64_t query_id, const uint8_t* body_end, uint32_t& seq) {
  uint8_t* p = out_.data() + out_.size();
  const auto length = static_cast<uint32_t>(body_end - p) + 4;
  seq = next_seq_++;
  store_u32(p, length);
  store_u32(p + 4, seq);
  store_u32(p + 8, magic::kInvokeReq);
  store_u64(p + kPacketHeadBytes, query_id);
  store_u32(p + length - 4, checksum(rules_.crc, p, length - 4));
  uint32_t taken = length;
  if (cipher_on_) {
    store_u32(p + length, 0);
    taken = (length + 3) & ~3u;
  }
  out_.end_at(p + taken);
  ++counters_.packets_sent;
  return length;
}

inline bool Connection::send_quickly(uint64_t query_id, Bytes body, uint32_t& seq) {
  uint8_t* end;
  uint8_t* to = body.size <= limits::kIoChunkBytes - limits::kPacketOverhead - 8 ? open_request(body.size, end) : nullptr;
  if (!to) return false;
  copy_bytes(to, body.data, body.size);
  close_request(query_id, to + body.size, seq);
  return true;
}

}  // namespace vkext::rpc
