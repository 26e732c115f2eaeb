// One connection with its socket: connect, set up, move bytes. The bridge between socket.h and connection.h.
//
// Every call returns at once. It tries its addresses one after another inside one deadline; what went wrong is kept in
// words. Which queries travel on it is only a list here: the exchange gives it meaning. A broken link is never repaired
// in place; it is closed and its slot used again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/clock.h"
#include "rpc/connection.h"
#include "rpc/query_table.h"
#include "rpc/setup_policy.h"
#include "rpc/socket.h"

namespace vkext::rpc {

// A connection that moved bytes this recently is not asked again whether it lives: in a row of quick calls the question
// would be one system call of four.
constexpr int64_t kTrustNs = 1'000'000;

enum class LinkState : uint8_t {
  closed,      // slot free
  connecting,  // the socket is
  setting_up,  // nonce and handshake
  ready,       // requests travel; also while draining: see Connection::state()
  failed,      // the set-up, on every address; see failure
};

struct Link {
  uint32_t index = 0;
  uint32_t target = kNone;
  LinkState state = LinkState::closed;
  Socket socket;
  std::unique_ptr<Connection> connection;  // from the moment the socket is connected
  QueryList queries;                       // waiting for answers, or to be sent once ready

  // Set-up.
  std::vector<Address> addresses;
  size_t address = 0;             // the one in use
  int64_t began_ns = 0;
  Deadline deadline;              // of the whole set-up
  Deadline address_deadline;      // of the address in use
  Deadline pause;                 // a unix socket's backlog is full: again at this time
  bool pausing = false;
  double limit_s = 0;             // as the script gave it, for messages
  double retry_cap_s = 17;        // longest pause after a failure
  std::string failure;            // why, without host and port
  const char* phase = "connect";

  // Traffic.
  bool blocked = false;           // the kernel takes no more bytes now
  int64_t ready_ns = 0;
  int64_t used_ns = 0;            // last time a request was queued
  int64_t looked_ns = 0;          // last time its socket was looked at, by a read or by a sleep
  int64_t ping_ns = 0;            // when the outstanding ping went out; 0 for none, INT64_MAX while it is only queued
  Buffer inherited;               // requests of a broken link: records of u64 id, u32 size, bytes; sent when ready
  uint32_t inherited_seqs = 0;    // packets below this sequence number were inherited: they move only once

  const Address& peer() const { return addresses[address]; }
  bool is_open() const { return state != LinkState::closed; }
  bool in_setup() const { return state == LinkState::connecting || state == LinkState::setting_up; }
  bool is_draining() const { return connection && connection->state() == ConnectionState::draining; }
  bool has_output() const { return state == LinkState::ready && connection->has_output(); }
  // Neither waits for anything nor has anything to say.
  bool is_idle() const {
    return state == LinkState::ready && queries.count == 0 && !connection->has_output() && !is_draining();
  }
  int64_t last_heard_ns() const {
    const int64_t heard = connection ? connection->last_received_ns() : 0;
    return heard > ready_ns ? heard : ready_ns;
  }
  int64_t last_active_ns() const { return last_heard_ns() > used_ns ? last_heard_ns() : used_ns; }

  // Begins with the first address. The list is not empty.
  void begin(std::vector<Address> where, Deadline until, double limit, SetupPolicy& policy);
  // When advance() must be called though nothing happened.
  Deadline step_deadline() const { return pausing ? earlier(pause, address_deadline) : address_deadline; }
  // The next step of the set-up, when its descriptor is ready or its step_deadline() has passed. Afterwards the state is
  // ready, failed, or still in_setup(). `descriptor_ready` false: only time has passed.
  void advance(bool descriptor_ready, SetupPolicy& policy);
  // What ppoll should look for during the set-up; 0 while pausing.
  short setup_events() const;

  // Writes until nothing is left or the kernel takes no more. False: broken, the connection has the reason.
  bool flush();
  enum class Fill : uint8_t { some, all, nothing, broken };
  // One recv. some: there may be more; all: the kernel had no more than this. Packets are then in the connection.
  // `patient`: sleeps in it for a few milliseconds; `now` is the time afterwards.
  Fill fill(int64_t& now, bool patient = false);

  // Its socket is being looked at again. A packet that has begun is not late for the time in which nobody did.
  void look(int64_t now) {
    if (now <= looked_ns) return;
    connection->excuse(now - looked_ns);
    looked_ns = now;
  }

  // Closes the socket and frees the slot's memory; the lists must be empty, the loop must not watch it any more.
  void reset();

 private:
  void first_try(SetupPolicy& policy);
  void try_address(SetupPolicy& policy);
  void next_address(std::string why, SetupPolicy& policy);
  void start_setup(SetupPolicy& policy);
  void setup_input(SetupPolicy& policy);
};

}  // namespace vkext::rpc
