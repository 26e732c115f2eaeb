// The scheduler of forks. See forks.h.
//
// Only step() looks at sockets and at the clock, in the context of the outermost waiter; a fork is resumed from there
// and comes back there. What a resumed fork throws is its outcome, and waits for whoever waits for it.
#include "php/forks.h"

#include <algorithm>

#include "php/runtime.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

// The function of a closure.
zend_string* name_of(zval* closure) {
  const zend_function* function = zend_get_closure_method_def(zend::property_owner(closure));
  return function && function->common.function_name ? zend_string_copy(function->common.function_name) : nullptr;
}

}  // namespace

Forks::~Forks() { end_request(true); }

Fork* Forks::add() {
  // Whole before it is listed: memory may run out at each step.
  auto made = std::make_unique<Fork>();
  Fork* fork = made.get();
  fork->id = ++last_id_;
  ZVAL_UNDEF(&fork->outcome);
  forks_.emplace(fork->id, std::move(made));
  return fork;
}

Fork* Forks::find(zend_long id) {
  const auto it = forks_.find(id);
  if (it == forks_.end()) return nullptr;
  Fork& fork = *it->second;
  // Somebody else may have resumed it to its end: its Fiber is within a script's reach. One that has ended just now is
  // met by a signal's handler, before whoever resumed it goes on.
  if (fork.entered || !fork.fiber || fork.state == ForkState::finished || !zend::has_ended(fork.fiber)) return &fork;
  settle(fork);  // its destructors may take the fork
  const auto after = forks_.find(id);
  return after == forks_.end() ? nullptr : after->second.get();
}

// --- beginning and ending ---

zend_long Forks::finished(zval* value) {
  Fork* fork = add();
  ZVAL_COPY_DEREF(&fork->outcome, value);
  fork->state = ForkState::finished;
  return fork->id;
}

zend_long Forks::start(zval* closure, const zend::Arguments& arguments) {
  const bool fibers = zend::can_switch_fibers() && !zend::is_closing();
  zend_object* fiber = fibers ? zend::new_fiber(closure) : nullptr;
  if (fibers && !fiber) return 0;
  Fork& fork = *add();
  const zend_long id = fork.id;
  fork.fiber = fiber;
  fork.name = name_of(closure);
  fork.raw = std::make_unique<RawBuffers::Own>();
  Fork* before = nullptr;
  enter(fork, before);
  if (fiber) {
    zend::start_fiber(fiber, arguments);
  } else {
    zend::call_closure(closure, arguments, &fork.outcome);
  }
  leave(fork, before);
  settle(fork);  // its destructors may take the fork: it is not touched again
  return EG(exception) ? 0 : id;
}

void Forks::enter(Fork& fork, Fork*& before) {
  before = current_;
  current_ = &fork;
  fork.state = ForkState::running;
  fork.entered = true;
  fork.raw_outside = runtime().raw().enter_fork(*fork.raw, fork.fiber ? zend::stack_of(fork.fiber) : nullptr);
  zend::exchange(fork.callbacks);
  fork.resumed_ns = now_ns();
}

void Forks::leave(Fork& fork, Fork* before) {
  fork.worked_ns += now_ns() - fork.resumed_ns;
  zend::exchange(fork.callbacks);
  runtime().raw().leave_fork(fork.raw_outside);
  current_ = before;
  fork.entered = false;
}

// A fork has come back: it has ended, waits, or was suspended by the script itself, which is a way to yield.
void Forks::settle(Fork& fork) {
  if (fork.fiber && !zend::has_ended(fork.fiber)) {
    if (fork.state == ForkState::running && zend::is_suspended(fork.fiber)) wake(fork);
    return;
  }
  if (EG(exception)) {
    if (!zend::is_exit_pending()) {
      zend_object* thrown = EG(exception);
      GC_ADDREF(thrown);
      zend_clear_exception();
      ZVAL_OBJ(&fork.outcome, thrown);
      fork.threw = true;
    }
  } else if (fork.fiber) {
    zval* result = zend::fiber_result(fork.fiber);
    if (Z_TYPE_P(result) != IS_UNDEF) ZVAL_COPY(&fork.outcome, result);
  }
  end(fork);
}

// One whose Fiber was resumed to its end by a script itself, which nobody has been told of. False: there is none.
bool Forks::settle_ended() {
  for (auto& [id, fork] : forks_) {
    if (fork->entered || !fork->fiber || !zend::has_ended(fork->fiber)) continue;
    settle(*fork);  // its destructors may change the table
    return true;
  }
  return false;
}

void Forks::end(Fork& fork) {
  unlist(fork);
  fork.state = ForkState::finished;
  zend_object* fiber = fork.fiber;
  fork.fiber = nullptr;
  fork.raw.reset();
  if (fork.queue) {
    const auto it = queues_.find(fork.queue);
    if (it != queues_.end()) it->second.done.push_back(fork.id);
    wake_all(Wakes::fork, -fork.queue);
  }
  wake_all(Wakes::fork, fork.id);
  if (fiber) OBJ_RELEASE(fiber);
}

void Forks::take(Fork& fork, zval* out) {
  leave_queue(fork);
  zval outcome;
  ZVAL_COPY_VALUE(&outcome, &fork.outcome);
  const bool threw = fork.threw;
  zend_string* name = fork.name;
  forks_.erase(fork.id);
  if (name) zend_string_release(name);
  ZVAL_UNDEF(out);
  if (threw) {
    zend_throw_exception_object(&outcome);
  } else {
    ZVAL_COPY_VALUE(out, &outcome);
  }
}

// --- who is woken by what ---

void Forks::enlist(Fork& fork, Wakes wakes, int64_t key, Deadline deadline) {
  // Said after each step, not before: memory may run out in it.
  if (wakes != Wakes::nothing) fork.waiter = waiters(wakes).emplace(key, &fork);
  fork.wakes = wakes;
  if (deadline.at_ns != Deadline::never().at_ns) {
    fork.timer = timers_.emplace(deadline.at_ns, &fork);
    fork.has_timer = true;
  }
  fork.state = ForkState::waiting;
}

void Forks::unlist(Fork& fork) {
  if (fork.has_timer) timers_.erase(fork.timer);
  if (fork.wakes != Wakes::nothing) waiters(fork.wakes).erase(fork.waiter);
  if (fork.state == ForkState::ready) {
    const auto it = std::find(ready_.begin(), ready_.end(), &fork);
    if (it != ready_.end()) ready_.erase(it);
  }
  fork.has_timer = false;
  fork.wakes = Wakes::nothing;
}

void Forks::wake(Fork& fork) {
  unlist(fork);
  fork.state = ForkState::ready;
  ready_.push_back(&fork);
}

void Forks::wake_all(Wakes wakes, int64_t key) {
  auto& map = waiters(wakes);
  for (auto it = map.find(key); it != map.end(); it = map.find(key)) wake(*it->second);
}

void Forks::wake_woken() {
  woken_.swap(runtime().client().woken());
  for (int64_t key : woken_) wake_all(Wakes::rpc, key);
  woken_.clear();
}

void Forks::wake_due(int64_t now) {
  while (!timers_.empty() && timers_.begin()->first <= now) wake(*timers_.begin()->second);
}

// --- waiting ---

Blocked Forks::block(Wakes wakes, int64_t key, Deadline deadline) {
  return in_fork() ? suspend(wakes, key, deadline) : step(deadline);
}

Blocked Forks::suspend(Wakes wakes, int64_t key, Deadline deadline) {
  Fork& self = *current_;
  enlist(self, wakes, key, deadline);
  zend::suspend_fiber();
  // run_ready() has set the state. Otherwise the fiber is being destroyed, or a script resumed it by itself.
  const bool ours = self.state == ForkState::running;
  if (!ours) {
    unlist(self);
    seized_ = true;
  }
  // Nobody entered it: its frames unwind and put back what they found. The request ends, PHP's own is nobody's.
  if (zend::is_closing()) zend::exchange(self.callbacks);
  self.state = ForkState::running;
  if (EG(exception)) return Blocked::failed;
  return ours ? Blocked::looked : Blocked::ran;
}

bool Forks::run_ready() {
  for (size_t n = ready_.size(); n > 0 && !ready_.empty(); --n) {
    Fork& fork = *ready_.front();
    ready_.pop_front();
    fork.state = ForkState::running;
    if (!fork.fiber || !zend::is_suspended(fork.fiber)) continue;  // a script goes on with it by itself
    Fork* before = nullptr;
    enter(fork, before);
    zend::resume_fiber(fork.fiber);
    leave(fork, before);
    settle(fork);
    if (EG(exception)) return false;
  }
  return true;
}

// False: an exception is pending.
bool Forks::look(Deadline deadline) {
  const rpc::Wait wait = runtime().client().turn(deadline);
  wake_woken();
  wake_due(now_ns());
  if (wait == rpc::Wait::interrupted) zend::serve_vm_interrupt();
  return EG(exception) == nullptr;
}

Blocked Forks::step(Deadline deadline) {
  const bool any = may_run() && !ready_.empty();
  if (any && !run_ready()) return Blocked::failed;
  if (any && ready_.empty()) return Blocked::ran;
  if (any) deadline = Deadline::at(0);  // some only yield: the sockets have a turn
  if (may_run() && !timers_.empty()) deadline = earlier(deadline, Deadline::at(timers_.begin()->first));
  if ((seized_ || deadline.at_ns == Deadline::never().at_ns) && settle_ended()) return Blocked::ran;
  if (deadline.at_ns == Deadline::never().at_ns) return Blocked::stuck;
  return look(deadline) ? Blocked::looked : Blocked::failed;
}

bool Forks::wait_query(int64_t id, Deadline limit) {
  rpc::Client& client = runtime().client();
  bool looked = false;
  while (client.is_waiting(id)) {
    // A deadline is believed only after the sockets were looked at.
    if (looked && (client.settle(id) || limit.passed())) return true;
    client.watch(id);
    const Blocked how = block(Wakes::rpc, id, earlier(limit, client.deadline_of(id)));
    if (how == Blocked::failed) return false;
    looked = how == Blocked::looked;
  }
  return true;
}

bool Forks::wait_rpc_queue(int64_t queue, Deadline limit, int64_t& id) {
  rpc::Client& client = runtime().client();
  bool looked = false;
  while (!client.queue_take(queue, id)) {
    if (looked) client.queue_settle(queue);
    if (looked && client.queue_take(queue, id)) break;
    if (looked && limit.passed()) return true;
    client.watch_queue(queue);
    const Blocked how = block(Wakes::rpc, -queue, earlier(limit, client.queue_deadline(queue)));
    if (how == Blocked::failed) return false;
    looked = how == Blocked::looked;
  }
  // Others that wait for the next of this queue have nothing to wait for any more.
  if (client.queue_empty(queue)) wake_all(Wakes::rpc, -queue);
  return true;
}

bool Forks::wait_link(const rpc::LinkWait& wait, Deadline limit) {
  const int64_t key = runtime().client().watch(wait);
  if (key == 0) limit = earlier(limit, Deadline::after(rpc::Client::kPollS));
  const Blocked how = block(key ? Wakes::rpc : Wakes::nothing, key, limit);
  // A deadline is believed only after the sockets were looked at.
  if (how == Blocked::ran && limit.passed()) return look(Deadline::at(0));
  return how != Blocked::failed;
}

bool Forks::flush(uint32_t target, Deadline limit) {
  rpc::Client& client = runtime().client();
  const uint64_t losses = client.losses();
  bool looked = false;
  while (client.write_watched(target)) {
    if (looked && limit.passed()) return false;
    const Blocked how = block(Wakes::rpc, rpc::Client::kOutputKey, limit);
    if (how == Blocked::failed) return false;
    looked = how == Blocked::looked;
  }
  return client.losses() == losses;
}

bool Forks::wait_fork(zend_long id, Deadline limit) {
  bool looked = false;
  for (;;) {
    Fork* fork = find(id);
    if (!fork || fork->state == ForkState::finished || (looked && limit.passed())) return true;
    Blocked how = fork == current_ ? Blocked::stuck : block(Wakes::fork, id, limit);
    if (how == Blocked::failed) return false;
    if (how == Blocked::stuck) {
      zend::warn(find(id) == current_ ? "a fork cannot wait for itself"
                                      : "the fork never ends: everybody waits for each other");
      return EG(exception) == nullptr;
    }
    looked = how == Blocked::looked;
  }
}

bool Forks::wait_queue(zend_long queue, Deadline limit, zend_long& id) {
  bool looked = false;
  while ((id = queue_take(queue)) == 0 && !queue_empty(queue)) {
    if (looked && limit.passed()) return true;
    const Blocked how = block(Wakes::fork, -queue, limit);
    if (how == Blocked::failed) return false;
    if (how == Blocked::stuck) {
      zend::warn("no fork of the queue ever ends: everybody waits for each other");
      return EG(exception) == nullptr;
    }
    looked = how == Blocked::looked;
  }
  return true;
}

bool Forks::yield(double seconds) {
  const Deadline until = seconds > 0 ? Deadline::after(seconds) : Deadline::at(0);
  if (seconds <= 0) {
    // A fork is woken at once, after the sockets were looked at, behind those that are ready.
    if (in_fork()) return suspend(Wakes::nothing, 0, until) != Blocked::failed;
    return look(until) && (!may_run() || run_ready());
  }
  while (!until.passed()) {
    if (block(Wakes::nothing, 0, until) == Blocked::failed) return false;
  }
  return true;
}

// --- queues of forks ---

zend_long Forks::queue_create() { return ++last_queue_; }

void Forks::queue_push(zend_long queue, zend_long id) {
  Fork* fork = find(id);
  if (queue <= kFirstQueue || queue > last_queue_ || !fork || fork->queue) return;
  Queue& into = queues_[queue];
  fork->queue = queue;
  ++into.size;
  if (fork->state != ForkState::finished) return;
  into.done.push_back(id);
  wake_all(Wakes::fork, -queue);
}

bool Forks::queue_empty(zend_long queue) const {
  const auto it = queues_.find(queue);
  return it == queues_.end() || it->second.size == 0;
}

void Forks::leave_queue(Fork& fork) {
  const auto it = queues_.find(fork.queue);
  if (it != queues_.end() && --it->second.size == 0) {
    queues_.erase(it);
    wake_all(Wakes::fork, -fork.queue);
  }
  fork.queue = 0;
}

// The next that has finished, out of the queue; 0: none has.
zend_long Forks::queue_take(zend_long queue) {
  const auto it = queues_.find(queue);
  if (it == queues_.end()) return 0;
  auto& done = it->second.done;
  while (!done.empty()) {
    const zend_long id = done.front();
    done.pop_front();
    Fork* fork = find(id);
    if (!fork || fork->queue != queue) continue;
    leave_queue(*fork);  // the queue may go with its last fork
    return id;
  }
  return 0;
}

// --- the end ---

void Forks::end_request(bool bailout) {
  current_ = nullptr;
  seized_ = false;
  ready_.clear();
  timers_.clear();
  rpc_waiters_.clear();
  fork_waiters_.clear();
  for (auto& [id, fork] : forks_) {
    fork->has_timer = false;
    fork->wakes = Wakes::nothing;
    if (fork->fiber) zend::drop_fiber_stack(fork->fiber);
  }
  // Destructors may run: each finds only what is still listed.
  while (!forks_.empty()) {
    const auto first = forks_.begin();
    zend_object* const fiber = first->second->fiber;
    zend_string* const name = first->second->name;
    zval outcome;
    ZVAL_COPY_VALUE(&outcome, &first->second->outcome);
    forks_.erase(first);
    if (bailout) continue;  // the engine's heap goes as a whole
    if (fiber) OBJ_RELEASE(fiber);
    if (name) zend_string_release(name);
    zval_ptr_dtor(&outcome);
  }
  queues_.clear();
}

}  // namespace vkext::php
