// Set-up over several addresses, and plain reading and writing. See link.h.
#include "rpc/link.h"

#include <poll.h>

#include <cerrno>
#include <cstdio>

namespace vkext::rpc {

namespace {

// A full backlog of a unix socket says EAGAIN at once, and nothing tells when there is room.
constexpr int64_t kBacklogPauseNs = 2'000'000;

std::string not_in(const char* what, double seconds) {
  char text[64];
  snprintf(text, sizeof text, "%s in %.3f s", what, seconds);
  return text;
}

}  // namespace

void Link::begin(std::vector<Address> where, Deadline until, double limit, SetupPolicy& policy) {
  addresses = std::move(where);
  address = 0;
  began_ns = looked_ns = now_ns();
  deadline = until;
  limit_s = limit;
  failure.clear();
  phase = "connect";
  ready_ns = used_ns = ping_ns = 0;
  blocked = false;
  inherited_seqs = 0;
  first_try(policy);
}

void Link::first_try(SetupPolicy& policy) {
  // Each address gets its share of what is left and at least a third of it; the last one gets everything.
  const int64_t now = now_ns();
  const auto rest = static_cast<int64_t>(addresses.size() - address);
  address_deadline = rest <= 1 ? deadline : Deadline::at(now + deadline.left_ns(now) / (rest < 3 ? rest : 3));
  try_address(policy);
}

void Link::try_address(SetupPolicy& policy) {
  connection.reset();
  pausing = false;
  state = LinkState::connecting;
  phase = "connect";
  const IoResult r = socket.connect(peer());
  // Inside of this machine a connection is made before connect() comes back and says that it is under way.
  if (r.status == Io::ok || (r.status == Io::again && peer().is_loopback() && socket.is_connected())) {
    start_setup(policy);
  } else if (r.status == Io::error && r.errnum == EAGAIN && peer().is_unix() && !address_deadline.passed()) {
    pausing = true;
    pause = Deadline::at(now_ns() + kBacklogPauseNs);
  } else if (r.status != Io::again) {
    next_address(errno_text(r.errnum), policy);
  }
}

void Link::next_address(std::string why, SetupPolicy& policy) {
  socket.close();
  // Earlier addresses stay in the text: the last one alone may hide the interesting failure.
  if (addresses.size() > 1) why += " (" + peer().text() + ")";
  failure = failure.empty() ? std::move(why) : std::move(why) + ", before that " + failure;
  if (address + 1 >= addresses.size() || deadline.passed()) {
    state = LinkState::failed;
    return;
  }
  ++address;
  first_try(policy);  // depth: at most one frame per address, and those are bounded by the resolver
}

void Link::start_setup(SetupPolicy& policy) {
  auto setup = policy.make(peer(), socket);
  if (!setup.ok()) {
    next_address(setup.error().text, policy);
    return;
  }
  connection = std::make_unique<Connection>(std::move(setup.value()));
  state = LinkState::setting_up;  // not before there is a connection: memory may run out on the way
  phase = connection->phase();
  if (connection->state() == ConnectionState::failed || !flush()) next_address(connection->error().text, policy);
}

short Link::setup_events() const {
  if (pausing) return 0;
  if (state == LinkState::connecting) return POLLOUT;
  return static_cast<short>(POLLIN | (connection->has_output() ? POLLOUT : 0));
}

void Link::setup_input(SetupPolicy& policy) {
  blocked = false;
  bool alive = flush();
  while (alive && state == LinkState::setting_up) {
    int64_t now = now_ns();
    const Fill filled = fill(now);
    if (filled == Fill::nothing) break;
    if (filled == Fill::broken) {
      alive = false;
      break;
    }
    Packet packet;
    const Next next = connection->next(packet);
    phase = connection->phase();
    if (next == Next::failed) {
      connection->output();  // a handshake error packet may stand there: say it if it can be said at once
      flush();
      alive = false;
      break;
    }
    if (connection->is_ready() || is_draining()) {
      state = LinkState::ready;
      ready_ns = now_ns();
      socket.allow_patience();
      alive = flush();
      break;
    }
    alive = flush();
  }
  if (!alive) next_address(connection->error().text, policy);
}

void Link::advance(bool descriptor_ready, SetupPolicy& policy) {
  if (state == LinkState::connecting && descriptor_ready) {
    const IoResult r = socket.finish_connect();
    if (r.status == Io::ok) {
      start_setup(policy);
    } else {
      next_address(errno_text(r.errnum), policy);
    }
    return;
  }
  if (state == LinkState::setting_up && descriptor_ready) setup_input(policy);
  if (!in_setup() || !step_deadline().passed()) return;
  if (pausing && !address_deadline.passed()) {
    try_address(policy);
    return;
  }
  const char* what = "no connection";
  if (pausing) what = "its backlog was full and no connection";
  if (state == LinkState::setting_up) {
    what = connection->state() == ConnectionState::nonce ? "no nonce" : "no handshake";
  }
  next_address(not_in(what, static_cast<double>(now_ns() - began_ns) * 1e-9), policy);
}

bool Link::flush() {
  while (!blocked && connection->has_output()) {
    const Bytes out = connection->output();
    if (out.size == 0) return connection->state() != ConnectionState::failed;
    const IoResult r = socket.write(out.data, out.size);
    if (r.status == Io::ok) {
      connection->sent(r.bytes);
      if (ping_ns == INT64_MAX) ping_ns = now_ns();
    } else if (r.status == Io::again) {
      blocked = true;
    } else {
      connection->fail(errno_text(r.errnum));
      return false;
    }
  }
  return true;
}

Link::Fill Link::fill(int64_t& now, bool patient) {
  size_t room = 0;
  uint8_t* to = connection->receive_room(room);
  if (!to) return Fill::broken;
  const IoResult r = patient ? socket.read_patiently(to, room) : socket.read(to, room);
  if (patient) now = now_ns();
  switch (r.status) {
    case Io::ok:
      connection->received(r.bytes, now);
      return r.bytes < room ? Fill::all : Fill::some;
    case Io::again: return Fill::nothing;
    case Io::eof: connection->peer_closed(); return Fill::broken;
    case Io::error: break;
  }
  connection->fail(errno_text(r.errnum));
  return Fill::broken;
}

void Link::reset() {
  socket.close();
  connection.reset();
  addresses.clear();
  address = 0;
  failure.clear();
  inherited.clear();
  inherited.trim(0);
  state = LinkState::closed;
  target = kNone;
  blocked = pausing = false;
}

}  // namespace vkext::rpc
