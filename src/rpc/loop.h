// Sleeping, and noticing what happens on connections nobody waits for.
//
// A wait sleeps in ppoll over the descriptors it is about: libevent's loop swallows EINTR, and a signal handler of the
// script would run only after the wait. Idle connections are libevent's: a turn of its loop, never a sleep in it.
// Its callbacks only note which descriptor is readable. The event base is made on first use, so it never crosses a
// fork unnoticed; libevent's process-wide settings (memory, log, locks) belong to others and are left alone.
#pragma once

#include <poll.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.h"

struct event_base;

namespace vkext::rpc {

// How the caller says that something of its own must run now. May be empty.
struct Interrupt {
  bool (*ask)(void*) = nullptr;
  void* context = nullptr;

  bool asked() const { return ask && ask(context); }
};

struct Wake {
  bool ready = false;        // at least one descriptor has revents
  bool interrupted = false;  // the caller wants the thread
  bool timeout = false;      // the deadline has passed; never set before it
};

// A new event base without locks, or null: also when descriptors are short, because libevent ends the process then.
event_base* make_event_base();

class Loop {
 public:
  explicit Loop(Interrupt interrupt);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  const Interrupt& interrupt() const { return interrupt_; }

  // Sleeps until a descriptor is ready, the deadline has passed or the caller is wanted. Looks at the descriptors at
  // least once, also with a deadline in the past. revents are filled in. With `ask` false the caller cannot be
  // interrupted: a signal handler has run, but what it wants from the script waits until the sleep is over.
  Wake sleep(pollfd* fds, size_t n, Deadline deadline, bool ask);

  // Watches a descriptor for input under a token (small numbers: they index a table). False when libevent cannot.
  bool watch(int fd, uint32_t token);
  // Must be called before the descriptor is closed.
  void unwatch(uint32_t token);
  size_t watched() const { return watched_; }
  // One turn without sleeping; the tokens that are readable now. Valid until the next call.
  const std::vector<uint32_t>& turn();

  // In a child: takes the inherited base out of use without touching what the parent still uses.
  void after_fork();

  uint64_t sleeps() const { return sleeps_; }

 private:
  struct Watcher;
  static void note(int fd, short what, void* watcher);
  void drop_base();

  Interrupt interrupt_;
  event_base* base_ = nullptr;
  std::vector<std::unique_ptr<Watcher>> watchers_;  // by token
  std::vector<uint32_t> readable_;
  size_t watched_ = 0;
  uint64_t sleeps_ = 0;
};

// Version of the library in use, for phpinfo().
const char* event_library_version();

}  // namespace vkext::rpc
