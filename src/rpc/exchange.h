// Where queries meet connections: one round of I/O, what an answer means, what a lost connection means.
//
// A query in state waiting stands in the list of exactly one link. When a link breaks, queries of which a byte was sent
// fail at once; the others move to a fresh connection, one time. Nothing here calls back into the script: finished
// queries are only marked. No function sleeps past the deadline it is given.
#pragma once

#include <poll.h>

#include <cstdint>
#include <string>
#include <vector>

#include "rpc/client.h"
#include "rpc/link.h"
#include "rpc/loop.h"
#include "rpc/pool.h"
#include "rpc/query_table.h"
#include "rpc/wait_queue.h"

namespace vkext::rpc {

class Exchange {
 public:
  Exchange(const ClientConfig& config, Stats& stats);
  ~Exchange();

  QueryTable& table() { return table_; }
  WaitQueues& queues() { return queues_; }
  Pool& pool() { return pool_; }
  const FailureDetail& detail() const { return detail_; }
  // Watched queries that stopped waiting, and watched queues (as negative numbers) that changed, oldest first.
  std::vector<int64_t>& woken() { return woken_; }
  // Queries that a broken or impossible connection took along, so far.
  uint64_t losses() const { return losses_; }

  // A connection of the handle's target on which a request can be queued now. Connects when there is none, inside the
  // deadline. `spread`: a busy one is a reason to open one more, up to connections_per_host. `ask`: may end with
  // Client::kInterrupted; the attempt goes on with the next call. The error's text names the target.
  Result<Link*> ready_link(const Handle& handle, Deadline deadline, bool spread, bool ask);

  // The same in steps, for those who sleep elsewhere: null while it is coming; `wait` says what. Call again when
  // something has changed or the deadline has passed, after a look at the sockets. `sleep`: it may, for a name.
  Result<Link*> approach(const Handle& handle, Deadline deadline, bool spread, bool ask, bool sleep, LinkWait& wait);
  bool is_coming(const LinkWait& wait) {
    const Link* link = wait.link == kNone ? nullptr : &pool_.link(wait.link);
    return link && link->in_setup() && link->began_ns == wait.link_began_ns;  // its slot may hold another one by now
  }
  int64_t watch(const LinkWait& wait);
  void watch_output() { output_watched_ = true; }

  // The same without a question asked, when the answer is plain: the target's only connection, in use just now. Null:
  // ask ready_link().
  Link* quick_link(const Handle& handle, int64_t now) {
    const Target& target = pool_.target(handle.target);
    if (target.links.size() != 1 || config_.connections_per_host > 1 || config_.max_age_s > 0) return nullptr;
    Link& link = pool_.link(target.links[0]);
    const bool good = link.state == LinkState::ready && link.connection->is_ready() &&
                      now - link.last_active_ns() <= kTrustNs && !link.connection->worn_out() &&
                      (link.ping_ns == 0 || now - link.ping_ns <= ping_patience_ns_);
    return good ? &link : nullptr;
  }

  // When the link's quiet is long enough for a ping in front of the next request.
  bool is_stale(const Link& link, int64_t now) const {
    return link.queries.count == 0 && !link.connection->has_output() && now - link.last_heard_ns() >= ping_after_ns_;
  }

  // One round: writes what is queued, sleeps until something happens on a connection that matters or the deadline, and
  // serves it. Looks at the sockets at least once.
  Wake round(Deadline deadline, bool ask);
  // Connections nobody waits for: pings, ends, late answers. Never sleeps; cheap when called often.
  void tend(int64_t now);

  // Writes what the link has, as far as the kernel takes it. False when the link broke: it is closed then, and its
  // queries have failed or moved.
  bool flush(Link& link);
  // The same for every connection. True when something still waits to be written, on the connections of `target` only
  // if it is given.
  bool write_all(uint32_t target = kNone);
  // A connection whose Connection has failed: closes it; its queries fail or move.
  // `except`: a request that does not move, because its sender repeats it.
  void lose(Link& link, int64_t now, int64_t except = 0);

  // The end of a waiting query. The text is the whole sentence.
  void fail(Query& query, int code, std::string text, const char* phase, int64_t now);
  // Its time is over.
  void expire(Query& query, int64_t now);
  // It is not wanted any more: out of its link's list and its queue; the slot is free.
  void forget(Query& query);

  // Request end: nothing half-written stays, attempts without queries stop, idle memory goes.
  void settle_down(Deadline deadline);
  // In a child: closes everything without a byte, ends the waiting queries.
  void after_fork();

  // Closes a connection nobody is waiting on, without blame.
  void close_quietly(Link& link);

  std::vector<PoolEntry> status();
  // Brings the counters up to date that the connections keep for themselves.
  void refresh_stats();

  Error report(const Target& target, std::string what, const char* phase, double elapsed_s, double limit_s);

 private:
  enum class Verdict : uint8_t { good, suspect, bad };
  Link* pick(uint32_t target, bool spread, bool& all_busy);
  Verdict usable(Link& link, int64_t& now);
  // Begins a connection for the handle, or says why there can be none now. It may have failed already: is_open().
  Result<Link*> connect(const Handle& handle, Deadline deadline, bool ask, bool sleep, const LinkWait& wait);
  // `in_place`: of one that is about to be closed and has no socket any more, so that the limit does not count it.
  Link* start(uint32_t target, std::vector<Address> addresses, Deadline deadline, double limit_s, bool in_place = false);
  // Acts on a set-up that has come to an end; nothing while it has not.
  void settle(Link& link);
  void send_inherited(Link& link);
  // Reads and serves what one link has. False when nothing came. `patient`: sleeps in the first read.
  bool service(Link& link, int64_t& now, bool patient = false);
  // The parts of a round: what it listens to, and what is done for those that are awake.
  void choose_sockets(Deadline& until);
  void serve_awake(int64_t& now);
  // Flushes what can be. A connection that breaks may move its requests to any slot: look at the slots afterwards.
  void write_now();
  bool take_packets(Link& link, int64_t now);
  void take_answer(Link& link, Packet& packet, int64_t now);
  void take_error(Query& query, Link& link, Packet& packet, int64_t now);
  void finish(Query& query, Link& link, QueryState state, int64_t now);
  void note_end(Query& query);
  void note_progress(const Link& link);
  void drain(Link& link);
  // What cannot move fails: `why` it had to.
  void rehome(Link& from, const std::string& why, int64_t now, int64_t except = 0);
  void fail_lost(Query& query, bool begun, const std::string& why, int64_t now);
  void close(Link& link);
  static void add_counters(const ConnectionCounters& from, ConnectionCounters& to);
  void check_times(Link& link, int64_t now);

  const ClientConfig& config_;
  Stats& stats_;
  Loop loop_;
  QueryTable table_;
  WaitQueues queues_;
  Pool pool_;
  FailureDetail detail_;
  std::vector<pollfd> fds_;
  std::vector<uint32_t> fd_links_;
  std::vector<uint32_t> candidates_;
  std::vector<int64_t> woken_;
  int64_t tended_ns_ = 0;
  int64_t ping_patience_ns_ = 0;
  int64_t ping_after_ns_ = 0;
  ConnectionCounters closed_;  // of connections that are gone
  uint64_t losses_ = 0;
  uint64_t patient_reads_ = 0;
  bool output_watched_ = false;
};

}  // namespace vkext::rpc
