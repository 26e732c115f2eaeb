// ppoll for those who wait, libevent for the rest. See loop.h.
#include "rpc/loop.h"

#include <event2/event.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/syscalls.h"

namespace vkext::rpc {

namespace {

// A signal that comes between asking `interrupted` and falling asleep would be seen only at the end of the sleep. The
// first stretch is this short, so it costs nobody more; the next ones close the gap with the signal mask, two system
// calls that a quick answer never pays.
constexpr int64_t kUnmaskedSleepNs = 2'000'000;

timespec to_timespec(int64_t ns) {
  timespec t;
  t.tv_sec = static_cast<time_t>(ns / 1'000'000'000);
  t.tv_nsec = static_cast<long>(ns % 1'000'000'000);
  return t;
}

// An event base takes an epoll descriptor and a pair of sockets.
bool descriptors_left() {
  int a[2] = {-1, -1}, b[2] = {-1, -1};
  const bool ok = sys::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, a) == 0 &&
                  sys::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, b) == 0;
  for (int fd : {a[0], a[1], b[0], b[1]}) {
    if (fd >= 0) close(fd);
  }
  return ok;
}

// Occupies the numbers 0 to 2 while it lives, where they are free: an event base must not get them any more than a
// socket.
class LowDescriptors {
 public:
  LowDescriptors() {
    int fd = 0;
    while (count_ < 3 && (fd = sys::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0) {
      if (fd > 2) {
        close(fd);
        break;
      }
      held_[count_++] = fd;
    }
  }
  ~LowDescriptors() {
    while (count_ > 0) close(held_[--count_]);
  }
  LowDescriptors(const LowDescriptors&) = delete;
  LowDescriptors& operator=(const LowDescriptors&) = delete;

 private:
  int held_[3] = {};
  int count_ = 0;
};

}  // namespace

event_base* make_event_base() {
  if (!descriptors_left()) return nullptr;
  const LowDescriptors held;
  event_config* config = event_config_new();
  if (!config) return nullptr;
  event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
  event_base* base = event_base_new_with_config(config);
  event_config_free(config);
  return base;
}

struct Loop::Watcher {
  event* ev = nullptr;
  Loop* loop = nullptr;
  uint32_t token = 0;
};

Loop::Loop(Interrupt interrupt) : interrupt_(interrupt) {}

Loop::~Loop() { drop_base(); }

Wake Loop::sleep(pollfd* fds, size_t n, Deadline deadline, bool ask) {
  Wake wake;
  for (int stretch = 0;; ++stretch) {
    const int64_t left = deadline.left_ns(now_ns());
    const bool masked = ask && interrupt_.ask && stretch > 0 && left > 0;
    const timespec timeout = to_timespec(stretch > 0 || left < kUnmaskedSleepNs ? left : kUnmaskedSleepNs);
    int ready = 0;
    int why = 0;
    ++sleeps_;
    if (masked) {
      sigset_t all;
      sigset_t before;
      sigfillset(&all);
      pthread_sigmask(SIG_SETMASK, &all, &before);
      if (interrupt_.asked()) {
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        wake.interrupted = true;
        return wake;
      }
      ready = sys::ppoll(fds, n, &timeout, &before);
      why = errno;
      pthread_sigmask(SIG_SETMASK, &before, nullptr);
    } else {
      ready = sys::ppoll(fds, n, &timeout, nullptr);
      why = errno;
    }
    if (ready < 0) {
      for (size_t i = 0; i < n; ++i) fds[i].revents = 0;
      // Anything but EINTR (no memory, a limit lowered under us) would come back at once and spin.
      if (why != EINTR) usleep(1000);
    }
    wake.ready = ready > 0;
    wake.interrupted = ask && interrupt_.asked();
    if (!wake.ready && deadline.passed()) wake.timeout = true;
    if (wake.ready || wake.interrupted || wake.timeout) return wake;
  }
}

void Loop::note(int, short, void* watcher) {
  auto* w = static_cast<Watcher*>(watcher);
  w->loop->readable_.push_back(w->token);  // watch() made room: nothing is allocated inside libevent's frames
}

bool Loop::watch(int fd, uint32_t token) {
  if (!base_) base_ = make_event_base();
  if (!base_) return false;
  if (token >= watchers_.size()) {
    watchers_.resize(token + 1);
    readable_.reserve(watchers_.capacity());
  }
  unwatch(token);
  auto watcher = std::make_unique<Watcher>();
  watcher->loop = this;
  watcher->token = token;
  watcher->ev = event_new(base_, fd, EV_READ | EV_PERSIST, &Loop::note, watcher.get());
  if (!watcher->ev) return false;
  if (sys::fault_planted(sys::Call::epoll_ctl) || event_add(watcher->ev, nullptr) != 0) {
    event_free(watcher->ev);
    return false;
  }
  watchers_[token] = std::move(watcher);
  ++watched_;
  return true;
}

void Loop::unwatch(uint32_t token) {
  if (token >= watchers_.size() || !watchers_[token]) return;
  event_free(watchers_[token]->ev);
  watchers_[token].reset();
  --watched_;
}

const std::vector<uint32_t>& Loop::turn() {
  readable_.clear();
  // ONCE: with NONBLOCK alone libevent goes on as long as anything is readable, and note() reads nothing.
  if (base_ && watched_ > 0) event_base_loop(base_, EVLOOP_NONBLOCK | EVLOOP_ONCE);
  return readable_;
}

void Loop::after_fork() {
  // event_reinit gives the child an epoll descriptor of its own; before it, every event_del would reach the parent's.
  // When it fails the base is left lying: a few kilobytes, against a deaf parent.
  if (base_ && event_reinit(base_) != 0) {
    for (auto& watcher : watchers_) {
      if (watcher) static_cast<void>(watcher.release());
    }
    base_ = nullptr;
  }
  drop_base();
}

void Loop::drop_base() {
  for (uint32_t token = 0; token < watchers_.size(); ++token) unwatch(token);
  watchers_.clear();
  readable_.clear();
  watched_ = 0;
  if (base_) event_base_free(base_);
  base_ = nullptr;
}

const char* event_library_version() { return event_get_version(); }

}  // namespace vkext::rpc
