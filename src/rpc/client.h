// The RPC client as the rest of the house sees it: open a target, send, wait, take the answer.
//
// One Client per process (per thread under ZTS), made on first use after a fork. It carries opaque bytes and a cookie
// per query: it knows no schema and no zval, and it never calls back into its caller except for `interrupted`.
// Nothing here throws on network trouble; every failure is an Error with one of base/error_codes.h.
//
// Fork: every entry compares the process id. In a child all inherited descriptors are closed without a byte written,
// inherited queries end with kNoConnection ("belongs to another process"), and ids start again from fresh randomness.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/slice.h"
#include "rpc/stats.h"

namespace vkext::rpc {

struct ClientConfig {
  int protocol_version = 1;         // 0, 1 or 2: the highest we offer
  bool offer_crc32c = true;
  std::string key_file;             // "" = no key; a file, or a directory with a link `default`
  bool require_encryption = false;
  bool strict_pid = false;
  int connections_per_host = 1;     // 1…16
  int max_connections = 256;
  double max_idle_s = 300;          // 0 = never
  double max_age_s = 0;             // 0 = never
  double ping_timeout_s = 0.1;
  bool use_unix = false;            // 127.0.0.1 → <unix_socket_directory>/<user>/<port> first
  std::string unix_socket_directory = "/var/run/engine";
  // Asked after every return from sleep: true makes the wait return Wait::interrupted. May be null.
  bool (*interrupted)(void*) = nullptr;
  void* interrupted_context = nullptr;
};

// What went wrong, for rpc_get_last_error(). Times in seconds.
struct FailureDetail {
  int code = 0;
  std::string text;     // the whole sentence, host:port and phase included
  std::string host;
  int port = 0;
  const char* phase = "";  // resolve, connect, nonce, handshake, queued, sent, waiting
  double elapsed_s = 0;
  double limit_s = 0;
};

enum class QueryState : uint8_t {
  unknown,  // no such id, or taken, or of another request
  waiting,  // queued or sent
  ready,    // the answer's body is there
  failed,   // the server's error, or one of ours
};

struct Answer {
  QueryState state = QueryState::unknown;
  Slice body;          // ready: what follows the query id; headers included
  int error_code = 0;  // failed (an error at packet level, or ours)
  std::string error_text;
  uint64_t cookie = 0;
  uint32_t request_bytes = 0;   // packet sizes, as KPHP counts them (length field included)
  uint32_t response_bytes = 0;
  double duration_s = 0;        // from send to answer

  // After take_ready(): nothing else is set.
  void clear_ready() {
    state = QueryState::unknown;
    body.reset();
    cookie = 0;
  }
  // As new, without giving the text's memory back.
  void clear() {
    state = QueryState::unknown;
    body.reset();
    error_code = 0;
    error_text.clear();
    cookie = 0;
    request_bytes = response_bytes = 0;
    duration_s = 0;
  }
};

enum class Wait : uint8_t { done, timeout, interrupted };

// Where a caller that does not sleep in open() or send() stands with the connection it needs. A new one for each call
// that may have to be repeated.
struct LinkWait {
  int64_t began_ns = 0;
  int64_t link_began_ns = 0;
  uint32_t link = UINT32_MAX;    // the connection that is coming; none: its host's name is being asked for
  uint32_t target = UINT32_MAX;
  bool full = false;             // it is there, but has no room
  int tries = 0;
};

struct SendOptions {
  uint32_t target = 0;        // from open()
  Deadline deadline;          // absolute, for the whole query
  double limit_s = 0;         // the timeout as given, for messages
  bool ignore_answer = false; // no id is kept; the header carries no_result
  int64_t actor = 0;          // connection's actor; 0 = none
  int32_t custom_timeout_ms = 0;  // > 0: written into the request header
  bool flush = true;          // false: only queue (rpc_send_noflush, the inside of a batch)
  uint64_t cookie = 0;
  int64_t now_ns = 0;         // the time, when the caller has just looked; 0: send() looks
  LinkWait* wait = nullptr;   // set: send() does not sleep, see kMustWait
};

// An answer that is there and not taken yet: good until anything else is done with the client.
struct Ready {
  Bytes body;
  uint64_t cookie = 0;
  void* query = nullptr;  // the client's business
};

// Several queries one after another on one connection: what is the same for all of them is looked at once. It closes by
// itself when anything else is done with the client.
struct Lane {
  void* link = nullptr;  // the client's business
  uint64_t epoch = 0;
  int64_t deadline_ns = 0;
  float limit_s = 0;
  bool flush = false;
};

// Where the next query of a lane is to be stored: at least kLaneBytes.
struct LaneRoom {
  uint8_t* at;
  uint8_t* end;
};
constexpr size_t kLaneBytes = 1024;

struct Sent {
  int64_t id = 0;             // > 0; -1 for ignore_answer
  bool actor_overridden = false;      // both the connection and the body named an actor: the connection's won
  int64_t body_actor = 0;
  bool no_result_cleared = false;     // the body asked for no result but the call wants one
  uint32_t packet_bytes = 0;
};

struct PoolEntry {  // one connection, for vkext_pool_status()
  std::string host;
  int port = 0;
  std::string state;        // connecting, ready, draining, down
  std::string address;      // of the peer
  bool encrypted = false;
  bool crc32c = false;
  int version = 0;
  uint32_t in_flight = 0;
  double idle_s = 0;
  double age_s = 0;
  double retry_in_s = 0;    // down: until the next attempt
  std::string last_error;
};

class Client {
 public:
  explicit Client(ClientConfig config);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Opens `host:port` or finds it open and alive; waits until it is ready or the deadline. A number that send() takes.
  // host: a name, an IPv4 or IPv6 literal ([v6] too), or "unix:/path" (port is ignored then).
  Result<uint32_t> open(std::string_view host, int port, Deadline deadline, double limit_s, double reconnect_timeout_s,
                        LinkWait* wait = nullptr);
  // May be called again after Wait::interrupted was served: open() returns an Error with code kInterrupted then.
  static constexpr int kInterrupted = 1;
  // With `wait` set, open() and send() fail with this instead of sleeping for a connection or for room in a full one.
  // Nothing is done then; the caller watches `wait`, sleeps in turn() until that or the deadline, and calls again.
  static constexpr int kMustWait = 2;

  // Queues one query. The body may use the room in front of it; its content is taken (the buffer comes back cleared or
  // swapped). On failure nothing was sent and no id exists: the code is one of storing (kNetwork when the target is
  // down), the detail is in last_failure() (kNoConnection then).
  Result<Sent> send(const SendOptions& options, Buffer& body);

  // The same for the everyday query, without a question asked; its id. 0, with nothing done: send() is to do it or say
  // why not. With a lane, send_next() can go on where this ended.
  int64_t send_quickly(const SendOptions& options, Buffer& body, Lane* lane = nullptr);
  // One more query with the options that opened the lane, but for cookie and time. 0, with nothing done: as above.
  int64_t send_next(const Lane& lane, Buffer& body, uint64_t cookie, int64_t now_ns);
  // The same in two steps, without a copy: where the body may be written, and its end, with the time of its sending.
  // False, or 0: nothing is done, as above. Nothing else may be done with the client in between.
  bool lane_room(const Lane& lane, int64_t now_ns, LaneRoom& room);
  int64_t lane_send(const Lane& lane, const LaneRoom& room, const uint8_t* end, uint64_t cookie, int64_t now_ns);

  // Writes everything queued on every connection, or on those of the target of open(). False when a connection failed
  // or the deadline passed.
  bool flush(Deadline deadline, uint32_t target = 0);

  // Waits until the query is no longer waiting; its own deadline bounds it too. Flushes first.
  Wait wait(int64_t id, Deadline limit);
  // Waits until none of them is waiting.
  Wait wait_all(const int64_t* ids, size_t count, Deadline limit);
  // Some query, of whomever.
  bool anything_waits() const;

  QueryState state(int64_t id);
  // Moves the answer out; the id is unknown afterwards. A query still waiting is forgotten: state waiting is returned.
  Answer take(int64_t id);
  // The same into a place that is used again; `out` is cleared first.
  void take(int64_t id, Answer& out);
  // The everyday case of take(): the answer is there. False: nothing is done, take() tells the rest.
  bool take_ready(int64_t id, Slice& body, uint64_t& cookie);
  // The same in two steps, without moving anything: a look at the answer where it lies, and its end.
  bool look_ready(int64_t id, Ready& ready);
  void drop_ready(const Ready& ready);
  // Copy of what is known without taking it.
  const Answer* peek(int64_t id);
  // When a live query was sent, on now_ns()'s clock; 0 for an unknown id.
  int64_t sent_ns(int64_t id) const;
  // Every live query, answered or not.
  uint32_t pending() const;

  // Queues of rpc_queue_*.
  int64_t queue_create();
  bool queue_exists(int64_t queue) const;
  // False when the id is unknown or stands in a queue already.
  bool queue_push(int64_t queue, int64_t id);
  // True when nothing is in it (unknown queues too).
  bool queue_empty(int64_t queue) const;
  // Takes the next finished query out of the queue into `id`; 0 with Wait::done when the queue is empty or unknown,
  // and with Wait::timeout when nothing finished in time. limit at never(): the latest deadline in the queue.
  Wait queue_next(int64_t queue, Deadline limit, int64_t& id);

  // --- for a caller that waits for many things at once: it looks, and sleeps in turn() until something it watches
  // changed. Only turn() looks at sockets ---

  // Still queued or sent.
  bool is_waiting(int64_t id);
  // Ends the query when its own deadline has passed: to be called after a turn(). True when it is not waiting (any more).
  bool settle(int64_t id);
  // Of a waiting query, on now_ns()'s clock; never for the others.
  Deadline deadline_of(int64_t id);
  // The same of a queue: takes the next finished query out, or 0. True when there was one, or the queue is empty.
  bool queue_take(int64_t queue, int64_t& id);
  void queue_settle(int64_t queue);
  Deadline queue_deadline(int64_t queue);
  void watch(int64_t id);
  void watch_queue(int64_t queue);
  // What open() or send() wait for: the key that woken() will have, or 0 when only time tells: then in kPollS again.
  int64_t watch(const LinkWait& wait);
  static constexpr double kPollS = 0.005;
  // The steps of flush(): writes what the kernel takes. True when something still waits to be written: woken() will have
  // kOutputKey when that changes.
  bool write_watched(uint32_t target);
  static constexpr int64_t kOutputKey = INT64_MIN;
  // Queries that a broken or impossible connection took along, so far.
  uint64_t losses() const;
  // Ids that were watched and wait no longer; queues that were watched and changed, as negative numbers. The caller
  // empties it.
  std::vector<int64_t>& woken();
  // One round over every connection that matters: sleeps until something came, the limit, or an interruption.
  Wait turn(Deadline limit);

  // The request is over: queries, queues and handles go; connections stay. What the cookies of queries stand for is
  // the caller's to drop.
  void end_request();

  const FailureDetail& last_failure() const;
  std::vector<PoolEntry> pool_status();
  Stats& stats();
  const ClientConfig& config() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vkext::rpc
