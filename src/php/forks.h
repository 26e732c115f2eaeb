// Forks of a script (fork, wait, …) and the scheduler that lets them wait at the same time.
//
// A fork is a Fiber. A wait inside of one suspends it; the outermost waiter, be it the script or a Fiber of the
// script's own, runs what is ready and sleeps in the one poll over all that is waited for. Before PHP 8.1, and where
// Fibers may not be switched, a fork's body runs at once.
//
// Each wait is a loop: look whether it is over, else block(). Nothing of ours stands on a stack while PHP code runs;
// the registries live here and are dropped in end_request(), after a bailout without touching a value.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "php/raw_buffers.h"
#include "rpc/client.h"
#include "zend/fibers.h"

namespace vkext::php {

enum class ForkState : uint8_t { running, waiting, ready, finished };

// What a waiting fork is woken by: the end of a query, the end of a fork. Under negative numbers: queues of them.
enum class Wakes : uint8_t { nothing, rpc, fork };

struct Fork {
  zend_long id = 0;
  ForkState state = ForkState::running;
  bool threw = false;  // `outcome` is what it threw
  bool entered = false;  // somebody waits for it to come back, and will settle it
  zend_object* fiber = nullptr;
  zval outcome;                 // undefined until it has finished
  zend_string* name = nullptr;  // of its function
  zend_long queue = 0;          // of wait_queue_*, 0: in none
  int64_t worked_ns = 0;        // without what it does now
  int64_t resumed_ns = 0;
  // What it stores and fetches: forks may wait in the middle of either.
  std::unique_ptr<RawBuffers::Own> raw;
  RawBuffers::Scope raw_outside;
  zend::CallbackState callbacks;  // while it runs: that of whoever runs it
  // While waiting: where it stands in the registries.
  std::multimap<int64_t, Fork*>::iterator timer;
  std::multimap<int64_t, Fork*>::iterator waiter;
  bool has_timer = false;
  Wakes wakes = Wakes::nothing;
};

enum class Blocked : uint8_t {
  looked,  // the sockets and the clock were looked at
  ran,     // something ran: look again
  stuck,   // nothing ever will: everybody waits for each other
  failed,  // an exception is pending
};

class Forks {
 public:
  Forks() = default;
  ~Forks();
  Forks(const Forks&) = delete;

  // Runs a closure as a fork until it first waits; its number. 0: an exception is pending.
  zend_long start(zval* closure, const zend::Arguments& arguments);
  // The number of a fork that has finished with this value.
  zend_long finished(zval* value);
  // Null: unknown, or its outcome was taken.
  Fork* find(zend_long id);
  // The innermost one that runs; 0: none.
  zend_long running() const { return current_ && (!current_->fiber || zend::is_in_fiber()) ? current_->id : 0; }
  // Moves the outcome out, and forgets the fork: the value, or undefined with what it threw pending.
  void take(Fork& fork, zval* out);

  // --- waiting. False: an exception is pending ---
  bool wait_query(int64_t id, Deadline limit);
  bool wait_rpc_queue(int64_t queue, Deadline limit, int64_t& id);
  // Until the connection that open() or send() wait for has changed, or the limit.
  bool wait_link(const rpc::LinkWait& wait, Deadline limit);
  // Until what is queued for the target (0: for any) is written. False as well when it was not, in time.
  bool flush(uint32_t target, Deadline limit);
  // Finished or not afterwards; with a warning when it never can.
  bool wait_fork(zend_long id, Deadline limit);
  bool wait_queue(zend_long queue, Deadline limit, zend_long& id);
  // Lets the others run for so long; 0: once.
  bool yield(double seconds);

  // --- wait_queue_* ---
  zend_long queue_create();
  void queue_push(zend_long queue, zend_long id);
  bool queue_empty(zend_long queue) const;

  // `bailout`: values must not be touched.
  void end_request(bool bailout);

 private:
  static constexpr zend_long kFirstQueue = 1 << 30;  // told apart from forks at a glance

  struct Queue {  // an empty one takes no room
    uint32_t size = 0;
    std::deque<zend_long> done;  // finished, oldest first; some may have left
  };
  Fork* add();
  bool in_fork() const { return current_ && current_->fiber && zend::may_suspend(current_->fiber); }
  // In a signal handler, or where a Fiber is being destroyed, the others stand still.
  static bool may_run() { return zend::can_switch_fibers() && !zend::is_closing(); }
  // The running fork waits, or the outermost waiter does something useful.
  Blocked block(Wakes wakes, int64_t key, Deadline deadline);
  Blocked suspend(Wakes wakes, int64_t key, Deadline deadline);
  Blocked step(Deadline deadline);
  bool look(Deadline deadline);
  bool run_ready();
  void enter(Fork& fork, Fork*& before);
  void leave(Fork& fork, Fork* before);
  void settle(Fork& fork);
  bool settle_ended();
  void end(Fork& fork);

  std::multimap<int64_t, Fork*>& waiters(Wakes wakes) { return wakes == Wakes::rpc ? rpc_waiters_ : fork_waiters_; }
  void enlist(Fork& fork, Wakes wakes, int64_t key, Deadline deadline);
  void unlist(Fork& fork);
  void wake(Fork& fork);
  void wake_all(Wakes wakes, int64_t key);
  void wake_woken();
  void wake_due(int64_t now);
  void leave_queue(Fork& fork);
  zend_long queue_take(zend_long queue);

  std::unordered_map<zend_long, std::unique_ptr<Fork>> forks_;
  std::unordered_map<zend_long, Queue> queues_;
  std::deque<Fork*> ready_;
  std::multimap<int64_t, Fork*> timers_;
  std::multimap<int64_t, Fork*> rpc_waiters_;
  std::multimap<int64_t, Fork*> fork_waiters_;
  std::vector<int64_t> woken_;
  Fork* current_ = nullptr;
  bool seized_ = false;  // a script has resumed a fork by itself: that one may end without our knowing
  zend_long last_id_ = 0;
  zend_long last_queue_ = kFirstQueue;
};

}  // namespace vkext::php
