// The event loop of the server: accepts, reads, writes, timers, signals. The only file of the tool that knows libevent.
//
// Every connection costs one descriptor and, while idle, no buffer memory. Reading stops while a client does not read
// its answers. Set-up and packets that do not get complete end after limits::kPacketTimeMs.
#include <event2/event.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <list>

#include "base/clock.h"
#include "rpc/query_table.h"
#include "rpc/setup_policy.h"
#include "serve/listen.h"
#include "serve/server.h"

namespace vkext::serve {

namespace {

struct FreeEvent {
  void operator()(event* e) const { event_free(e); }
};
using EventPointer = std::unique_ptr<event, FreeEvent>;
struct FreeBase {
  void operator()(event_base* b) const { event_base_free(b); }
};

// One read gets at most this many rounds before others have their turn.
constexpr int kRoundsMax = 8;
// After the signal: how long answers may still go out.
constexpr int64_t kStopNs = 500'000'000;
constexpr timeval kTick = {1, 0};
constexpr timeval kStopTick = {0, 10'000};
constexpr timeval kAcceptPause = {0, 100'000};

struct Listener {
  rpc::Socket socket;
  rpc::Address address;
  EventPointer event;
};

}  // namespace

struct Server::Impl {
  struct Client {
    Impl* server = nullptr;
    rpc::Socket socket;
    std::unique_ptr<Session> session;
    EventPointer read;
    EventPointer write;
    EventPointer timer;
    int64_t accepted_ns = 0;
    int64_t armed_ns = INT64_MAX;
    bool reading = true;
    bool writing = false;
    std::list<Client>::iterator self;
  };

  ~Impl() {
    clients.clear();
    listeners.clear();
    if (!config.unix_path.empty() && bound_unix) (void)unlink(config.unix_path.c_str());
  }

  Status open();
  Status run(Service& service);
  void accept_all(Listener& listener);
  void add_client(rpc::Socket socket, const rpc::Address& peer);
  Result<rpc::Setup> setup_for(const rpc::Socket& socket, const rpc::Address& peer) const;
  void readable(Client& c);
  // Serves what came in and writes what there is to write; false: the client is gone.
  bool proceed(Client& c, int64_t now);
  bool flush(Client& c);
  void drop(Client& c) { clients.erase(c.self); }
  void arm(Client& c, int64_t now);
  void tick();
  void begin_stop();
  bool watch(EventPointer& event, evutil_socket_t fd, short what, event_callback_fn callback, void* argument);

  ServerConfig config;
  std::shared_ptr<const crypto::Key> key;
  std::shared_ptr<const std::vector<std::shared_ptr<const crypto::Key>>> keys;  // when there are several
  ServerState state;
  std::vector<std::string> addresses;
  bool bound_unix = false;
  std::unique_ptr<event_base, FreeBase> base;
  std::list<Listener> listeners;
  std::list<Client> clients;
  EventPointer tick_event;
  EventPointer stop_tick_event;
  EventPointer pause_event;
  EventPointer term_event;
  EventPointer int_event;
  int64_t stop_at_ns = INT64_MAX;
};

bool Server::Impl::watch(EventPointer& event, evutil_socket_t fd, short what, event_callback_fn callback,
                         void* argument) {
  event.reset(event_new(base.get(), fd, what, callback, argument));
  return event != nullptr;
}

Status Server::Impl::open() {
  if (!config.key_file.empty()) {
    std::vector<std::shared_ptr<const crypto::Key>> all;
    VKEXT_TRY(all, crypto::Key::all_from(config.key_file));
    key = all.front();
    if (all.size() > 1) keys = std::make_shared<const std::vector<std::shared_ptr<const crypto::Key>>>(std::move(all));
    if (!crypto::available()) return Error{0, "a key was given, and this build has no OpenSSL"};
  } else if (config.require_encryption) {
    return Error{0, "encryption is required and there is no key"};
  }
  if (config.tcp) {
    Listener l;
    VKEXT_TRY(l.socket, listen_tcp(config.host, config.port, l.address));
    state.identity.port = static_cast<uint16_t>(l.socket.local_port());
    if (!l.address.is_loopback()) state.identity.ip = l.socket.local_ipv4();
    listeners.push_back(std::move(l));
  }
  if (!config.unix_path.empty()) {
    Listener l;
    VKEXT_TRY(l.socket, listen_unix(config.unix_path, l.address));
    bound_unix = true;
    if (!config.tcp) state.identity.port = rpc::endpoint(l.address.storage).port;
    listeners.push_back(std::move(l));
  }
  for (const Listener& l : listeners) addresses.push_back(l.address.text());
  state.identity.pid = static_cast<uint16_t>(getpid());
  state.identity.start_time = static_cast<uint32_t>(time(nullptr));
  base.reset(event_base_new());
  if (!base) return Error{0, "libevent cannot make an event loop"};
  return Done{};
}

Result<rpc::Setup> Server::Impl::setup_for(const rpc::Socket& socket, const rpc::Address& peer) const {
  const bool trusted = peer.is_unix() || peer.is_loopback();
  rpc::Setup setup;
  setup.role = rpc::Role::server;
  setup.version = config.version;
  setup.crc32c = config.crc32c;
  setup.key = key;
  setup.other_keys = keys;
  if (key) {
    setup.encryption = trusted && !config.require_encryption ? rpc::Encryption::either : rpc::Encryption::aes;
  }
  rpc::random_bytes(setup.nonce, sizeof setup.nonce);
  rpc::random_bytes(setup.x25519_scalar, sizeof setup.x25519_scalar);
  setup.unix_time = static_cast<uint32_t>(time(nullptr));
  setup.self = state.identity;
  sockaddr_storage own = {};
  socklen_t size = sizeof own;
  if (getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&own), &size) != 0) return Error{0, rpc::errno_text(errno)};
  setup.local = rpc::endpoint(own);
  // The port a client dialled: on a unix socket the number in its name, whatever the TCP port beside it is.
  if (peer.is_unix()) setup.self.port = setup.local.port;
  if (!peer.is_unix()) setup.remote = rpc::endpoint(peer.storage);
  return setup;
}

void Server::Impl::accept_all(Listener& listener) {
  for (int i = 0; i < 64; ++i) {
    rpc::Address peer;
    int errnum = 0;
    rpc::Socket s = accept_client(listener.socket, peer, errnum);
    if (!s.open()) {
      if (errnum == EMFILE || errnum == ENFILE || errnum == ENOMEM || errnum == ENOBUFS) {
        // Out of descriptors: the waiting client stays readable, so look away for a moment instead of spinning.
        for (Listener& l : listeners) event_del(l.event.get());
        event_add(pause_event.get(), &kAcceptPause);
      }
      if (errnum != ECONNABORTED && errnum != EINTR) return;
      continue;
    }
    if (clients.size() < config.connections_max) add_client(std::move(s), peer);
  }
}

void Server::Impl::add_client(rpc::Socket socket, const rpc::Address& peer) {
  auto setup = setup_for(socket, peer);
  if (!setup.ok()) return;
  Client& c = clients.emplace_back();
  c.self = std::prev(clients.end());
  c.server = this;
  c.socket = std::move(socket);
  c.session = std::make_unique<Session>(std::move(*setup), state);
  c.accepted_ns = now_ns();
  ++state.connections;
  const auto on_read = [](evutil_socket_t, short, void* p) {
    Client& client = *static_cast<Client*>(p);
    client.server->readable(client);
  };
  const auto on_write = [](evutil_socket_t, short, void* p) {
    Client& client = *static_cast<Client*>(p);
    client.server->proceed(client, now_ns());
  };
  const auto on_timer = [](evutil_socket_t, short, void* p) {
    Client& client = *static_cast<Client*>(p);
    client.armed_ns = INT64_MAX;
    client.server->proceed(client, now_ns());
  };
  const int fd = c.socket.fd();
  if (!watch(c.read, fd, EV_READ | EV_PERSIST, on_read, &c) ||
      !watch(c.write, fd, EV_WRITE | EV_PERSIST, on_write, &c) || !watch(c.timer, -1, 0, on_timer, &c) ||
      event_add(c.read.get(), nullptr) != 0) {
    drop(c);
  }
}

void Server::Impl::readable(Client& c) {
  rpc::Connection& connection = c.session->connection();
  for (int round = 0; round < kRoundsMax; ++round) {
    size_t room = 0;
    uint8_t* to = connection.receive_room(room);
    if (!to) return drop(c);
    const rpc::IoResult got = c.socket.read(to, room);
    if (got.status == rpc::Io::again) return;
    if (got.status != rpc::Io::ok) return drop(c);
    const int64_t now = now_ns();
    connection.received(got.bytes, now);
    if (!proceed(c, now) || got.bytes < room || !c.reading) return;
  }
}

bool Server::Impl::proceed(Client& c, int64_t now) {
  c.session->answer_due(now);
  for (;;) {
    const bool alive = c.session->serve(now);
    if (!flush(c)) return false;
    if (!alive) {
      drop(c);  // what could be said was written; nobody waits for a peer that broke the protocol
      return false;
    }
    if (!c.session->connection().has_input() || !c.session->wants_input()) break;
  }
  arm(c, now);
  return true;
}

bool Server::Impl::flush(Client& c) {
  rpc::Connection& connection = c.session->connection();
  while (connection.has_output()) {
    const Bytes out = connection.output();
    if (out.size == 0) break;
    const rpc::IoResult put = c.socket.write(out.data, out.size);
    if (put.status == rpc::Io::again) break;
    if (put.status != rpc::Io::ok) {
      drop(c);
      return false;
    }
    connection.sent(put.bytes);
  }
  const bool more = connection.has_output();
  if (more != c.writing) {
    c.writing = more;
    if (more) {
      event_add(c.write.get(), nullptr);
    } else {
      event_del(c.write.get());
    }
  }
  const bool read = c.session->wants_input();
  if (read != c.reading) {
    c.reading = read;
    if (read) {
      event_add(c.read.get(), nullptr);
    } else {
      event_del(c.read.get());
    }
  }
  return true;
}

void Server::Impl::arm(Client& c, int64_t now) {
  const int64_t due = c.session->next_due_ns();
  if (due == c.armed_ns) return;
  c.armed_ns = due;
  if (due == INT64_MAX) {
    event_del(c.timer.get());
    return;
  }
  const int64_t us = due > now ? (due - now + 999) / 1000 : 0;
  const timeval in = {static_cast<time_t>(us / 1'000'000), static_cast<suseconds_t>(us % 1'000'000)};
  event_add(c.timer.get(), &in);
}

void Server::Impl::tick() {
  const int64_t now = now_ns();
  bool idle = true;
  for (auto it = clients.begin(); it != clients.end();) {
    Client& c = *it++;
    rpc::Connection& connection = c.session->connection();
    const bool setting_up =
        connection.state() == rpc::ConnectionState::nonce || connection.state() == rpc::ConnectionState::handshake;
    if (!connection.check_time(now) || (setting_up && now - c.accepted_ns > limits::kPacketTimeMs * 1'000'000)) {
      drop(c);
      continue;
    }
    if (connection.has_output()) {
      idle = false;
    } else if (now - connection.last_received_ns() > kTick.tv_sec * 1'000'000'000) {
      c.session->trim();
    }
  }
  if (state.stopping && (clients.empty() || idle || now >= stop_at_ns)) event_base_loopbreak(base.get());
}

void Server::Impl::begin_stop() {
  if (state.stopping) {  // the second signal does not wait
    event_base_loopbreak(base.get());
    return;
  }
  state.stopping = true;
  const int64_t now = now_ns();
  stop_at_ns = now + kStopNs;
  listeners.clear();
  event_del(pause_event.get());
  for (auto it = clients.begin(); it != clients.end();) {
    Client& c = *it++;
    c.session->stop();
    (void)flush(c);
  }
  event_add(stop_tick_event.get(), &kStopTick);
}

Status Server::Impl::run(Service& service) {
  state.service = &service;
  const auto on_tick = [](evutil_socket_t, short, void* p) { static_cast<Impl*>(p)->tick(); };
  const auto on_signal = [](evutil_socket_t, short, void* p) { static_cast<Impl*>(p)->begin_stop(); };
  const auto on_pause = [](evutil_socket_t, short, void* p) {
    for (Listener& l : static_cast<Impl*>(p)->listeners) event_add(l.event.get(), nullptr);
  };
  bool ok = watch(tick_event, -1, EV_PERSIST, on_tick, this) && watch(stop_tick_event, -1, EV_PERSIST, on_tick, this) &&
            watch(pause_event, -1, 0, on_pause, this) &&
            watch(term_event, SIGTERM, EV_SIGNAL | EV_PERSIST, on_signal, this) &&
            watch(int_event, SIGINT, EV_SIGNAL | EV_PERSIST, on_signal, this);
  for (Listener& l : listeners) {
    const auto on_accept = [](evutil_socket_t fd, short, void* p) {
      Impl& server = *static_cast<Impl*>(p);
      for (Listener& candidate : server.listeners) {
        if (candidate.socket.fd() == fd) return server.accept_all(candidate);
      }
    };
    ok = ok && watch(l.event, l.socket.fd(), EV_READ | EV_PERSIST, on_accept, this) &&
         event_add(l.event.get(), nullptr) == 0;
  }
  if (!ok || event_add(tick_event.get(), &kTick) != 0 || event_add(term_event.get(), nullptr) != 0 ||
      event_add(int_event.get(), nullptr) != 0) {
    return Error{0, "libevent cannot watch a socket or a signal"};
  }
  if (event_base_dispatch(base.get()) < 0) return Error{0, "libevent's loop failed"};
  return Done{};
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServerConfig& config) {
  auto impl = std::make_unique<Impl>();
  impl->config = config;
  VKEXT_CHECK(impl->open());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

const std::vector<std::string>& Server::addresses() const { return impl_->addresses; }
const rpc::ProcessId& Server::identity() const { return impl_->state.identity; }
const ServerState& Server::state() const { return impl_->state; }
Status Server::run(Service& service) { return impl_->run(service); }

}  // namespace vkext::serve
