// A server for the client's tests: slow, obvious, and written from the protocol's description alone.
//
// Shares no line with src/: its own checksum, framing and set-up. Each accepted connection runs the test's script in a
// thread of its own. Blocking I/O throughout; a script ends when its client is gone or the server is destroyed.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace scripted {

// Bit by bit, remembered per byte value: without the table the large bodies would take the tests' time.
inline uint32_t slow_crc(const std::string& bytes, uint32_t polynomial) {
  uint32_t of_byte[256];
  for (uint32_t value = 0; value < 256; ++value) {
    uint32_t crc = value;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) ? (crc >> 1) ^ polynomial : crc >> 1;
    of_byte[value] = crc;
  }
  uint32_t crc = 0xffffffffu;
  const char* p = bytes.data();
  for (size_t left = bytes.size(); left != 0; --left) crc = (crc >> 8) ^ of_byte[(crc ^ static_cast<unsigned char>(*p++)) & 255];
  return ~crc;
}

inline std::string word(uint32_t v) {
  std::string s;
  for (int i = 0; i < 4; ++i) s += static_cast<char>(v >> (8 * i) & 255);
  return s;
}
inline std::string two_words(uint64_t v) { return word(static_cast<uint32_t>(v)) + word(static_cast<uint32_t>(v >> 32)); }
inline uint32_t word_at(const std::string& s, size_t at) {
  uint32_t v = 0;
  for (int i = 0; i < 4; ++i) v |= static_cast<uint32_t>(static_cast<unsigned char>(s[at + static_cast<size_t>(i)])) << (8 * i);
  return v;
}
inline uint64_t two_words_at(const std::string& s, size_t at) {
  return word_at(s, at) | static_cast<uint64_t>(word_at(s, at + 4)) << 32;
}
inline std::string tl_string(const std::string& s) {  // short ones only
  std::string out(1, static_cast<char>(s.size()));
  out += s;
  while (out.size() % 4) out += '\0';
  return out;
}

constexpr uint32_t kNonce = 0x7acb87aa, kHandshake = 0x7682eef5, kPing = 0x5730a2df, kPong = 0x8430eaa7;
constexpr uint32_t kRequest = 0x2374df3d, kResult = 0x63aeda4e, kError = 0x7ae432f5;
constexpr uint32_t kServerFin = 0xa8ddbc46, kClientFin = 0x0b73429e;

struct Received {
  bool ok = false;
  int32_t seq = 0;
  uint32_t type = 0;
  std::string body;
  uint64_t id() const { return body.size() >= 8 ? two_words_at(body, 0) : 0; }
};

class Conversation {
 public:
  explicit Conversation(int fd) : fd_(fd) {}
  int fd() const { return fd_; }

  bool read_exactly(std::string& out, size_t n) {
    out.clear();
    while (out.size() < n) {
      char buffer[65536];
      const size_t want = n - out.size() < sizeof buffer ? n - out.size() : sizeof buffer;
      const ssize_t got = recv(fd_, buffer, want, 0);
      if (got <= 0) return false;
      out.append(buffer, static_cast<size_t>(got));
    }
    return true;
  }
  bool write_all(const std::string& bytes) {
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t put = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
      if (put <= 0) return false;
      done += static_cast<size_t>(put);
    }
    return true;
  }

  Received read_packet() {
    Received r;
    std::string head, rest;
    if (!read_exactly(head, 4)) return r;
    const uint32_t length = word_at(head, 0);
    if (length < 16 || length > (1u << 24)) return r;
    if (!read_exactly(rest, length - 4)) return r;
    const std::string all = head + rest;
    if (slow_crc(all.substr(0, length - 4), polynomial_) != word_at(all, length - 4)) return r;
    r.seq = static_cast<int32_t>(word_at(all, 4));
    r.type = word_at(all, 8);
    r.body = all.substr(12, length - 16);
    r.ok = true;
    return r;
  }
  // The next request; pings on the way are answered, as any server does.
  Received read_request() {
    for (;;) {
      Received r = read_packet();
      if (!r.ok || r.type == kRequest) return r;
      if (r.type == kPing) write_all(packet(kPong, r.body));
    }
  }

  std::string packet_with_seq(int32_t seq, uint32_t type, const std::string& body) {
    std::string p = word(static_cast<uint32_t>(body.size() + 16)) + word(static_cast<uint32_t>(seq)) + word(type) + body;
    return p + word(slow_crc(p, polynomial_));
  }
  // Uses up a sequence number: send what it returns, in order.
  std::string packet(uint32_t type, const std::string& body) { return packet_with_seq(next_seq_++, type, body); }
  std::string result(uint64_t id, const std::string& body) { return packet(kResult, two_words(id) + body); }
  bool answer(uint64_t id, const std::string& body) { return write_all(result(id, body)); }

  // Nonce and handshake, in the clear. `agree`: CRC32C if the client can.
  bool set_up(bool agree = true) {
    Received nonce = read_packet();
    if (!nonce.ok || nonce.seq != -2 || nonce.type != kNonce || nonce.body.size() != 28) return false;
    const char version = nonce.body[5];
    if (!write_all(packet_with_seq(-2, kNonce, word(0) + std::string(1, '\0') + std::string(1, version) +
                                                   std::string(22, '\0')))) {
      return false;
    }
    Received hand = read_packet();
    if (!hand.ok || hand.seq != -1 || hand.type != kHandshake || hand.body.size() != 28) return false;
    const bool castagnoli = agree && (word_at(hand.body, 0) & 0x800);
    const std::string own = word(0) + word(0) + word(0);
    const std::string theirs = hand.body.substr(4, 12);
    if (!write_all(packet_with_seq(-1, kHandshake, word(castagnoli ? 0x800 : 0) + own + theirs))) return false;
    if (castagnoli) polynomial_ = 0x82f63b78;
    return true;
  }

 private:
  int fd_;
  int32_t next_seq_ = 0;
  uint32_t polynomial_ = 0xedb88320;
};

using Script = std::function<void(Conversation&)>;

// Answers every request with its own body.
inline void echo(Conversation& c) {
  if (!c.set_up()) return;
  for (;;) {
    Received r = c.read_request();
    if (!r.ok || !c.answer(r.id(), r.body.substr(8))) return;
  }
}
// Accepts and says nothing until the client goes.
inline void silent(Conversation& c) {
  std::string ignored;
  c.read_exactly(ignored, size_t{1} << 40);
}

// The first connection follows the script, each later one echoes.
inline Script only_first(Script script) {
  const auto connections = std::make_shared<std::atomic<int>>(0);
  return [connections, script = std::move(script)](Conversation& c) { (*connections)++ > 0 ? echo(c) : script(c); };
}

class Server {
 public:
  explicit Server(Script script, int port = 0, int backlog = 64) : script_(std::move(script)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in a = {};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    a.sin_port = htons(static_cast<uint16_t>(port));
    bind(listener_, reinterpret_cast<sockaddr*>(&a), sizeof a);
    listen(listener_, backlog);
    socklen_t n = sizeof a;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&a), &n);
    port_ = ntohs(a.sin_port);
    run();
  }
  Server(Script script, const std::string& path) : script_(std::move(script)) {
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un a = {};
    a.sun_family = AF_UNIX;
    strncpy(a.sun_path, path.c_str(), sizeof a.sun_path - 1);
    unlink(path.c_str());
    bind(listener_, reinterpret_cast<sockaddr*>(&a), sizeof a);
    listen(listener_, 64);
    run();
  }
  ~Server() { stop(); }

  int port() const { return port_; }
  int accepted() const { return accepted_; }

  // The process dies: nothing is accepted any more and every connection ends. `reset`: with RST instead of FIN.
  void stop(bool reset = false) {
    if (stopping_.exchange(true)) return;
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (int fd : open_) {
        if (reset) {
          const linger hard = {1, 0};
          setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        }
        shutdown(fd, reset ? SHUT_RD : SHUT_RDWR);
      }
    }
    for (std::thread& t : threads_) t.join();
  }

 private:
  void run() {
    acceptor_ = std::thread([this] {
      for (;;) {
        const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) {
          if (stopping_) return;
          if (errno == EINTR) continue;
          if (errno != EMFILE) return;  // the process is short of descriptors while a test wants it so: later, then
          usleep(1'000);
          continue;
        }
        ++accepted_;
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        std::lock_guard<std::mutex> lock(mutex_);
        open_.push_back(fd);
        threads_.emplace_back([this, fd] {
          Conversation c(fd);
          script_(c);
          std::lock_guard<std::mutex> inner(mutex_);
          for (size_t i = 0; i < open_.size(); ++i) {
            if (open_[i] == fd) open_.erase(open_.begin() + static_cast<long>(i));
          }
          close(fd);
        });
      }
    });
  }

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> accepted_{0};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// A port where nobody listens now.
inline int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a = {};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bind(fd, reinterpret_cast<sockaddr*>(&a), sizeof a);
  socklen_t n = sizeof a;
  getsockname(fd, reinterpret_cast<sockaddr*>(&a), &n);
  close(fd);
  return ntohs(a.sin_port);
}

}  // namespace scripted
