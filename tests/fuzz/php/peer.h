// The server that fuzz_php_store talks to: a unix socket of this process, read and written between the calls of PHP.
//
// Test side only; its framing is its own. Only the set-up has a thread, since new_rpc_connection() waits for it: what a
// server says there is the same for everybody, and is said at once. Everything else happens in turn, so a run depends
// on nothing but the fuzzer's bytes. Never waits, never speaks unasked.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <cstring>
#include <string>
#include <thread>

#include "base/bytes.h"
#include "php/php.h"

namespace vkext::fuzz {

class Peer {
 public:
  // Listens for as long as the process lives.
  explicit Peer(const std::string& path) : listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) die("a path that is too long");
    memcpy(address.sun_path, path.data(), path.size());
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 8) != 0) {
      die("the peer cannot listen");
    }
    std::thread([this] { greet_all(); }).detach();
  }

  // A request that has come whole.
  bool take(int64_t& id, std::string& body) {
    receive();
    while (in_.size() >= 4 && in_.size() >= word(0)) {
      const std::string packet = in_.substr(0, word(0));
      if (packet.size() < 16) die("the client sent no packet");
      const uint32_t type = word(8);
      in_.erase(0, packet.size());
      if (type != kInvokeReq) continue;
      id = static_cast<int64_t>(load_u64(reinterpret_cast<const uint8_t*>(packet.data()) + 12));
      body = packet.substr(20, packet.size() - 24);
      return true;
    }
    return false;
  }

  void result(int64_t id, const std::string& answer) { say(packet(seq_++, kReqResult, number(id) + answer)); }
  void error(int64_t id, int code, const std::string& fields) {
    say(packet(seq_++, kReqError, number(id) + le32(static_cast<uint32_t>(code)) + fields));
  }
  void say(const std::string& bytes) {
    if (fd_ < 0) return;
    const ssize_t n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n != static_cast<ssize_t>(bytes.size())) hang_up();  // it does not fit, and nobody reads meanwhile
  }
  bool is_connected() const { return fd_ >= 0; }
  // A part of a request is there: the client could not send more of it, since nobody read meanwhile.
  bool has_part() const { return !in_.empty(); }
  void hang_up() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  static constexpr uint32_t kNonce = 0x7acb87aa, kHandshake = 0x7682eef5;
  static constexpr uint32_t kInvokeReq = 0x2374df3d, kReqResult = 0x63aeda4e, kReqError = 0x7ae432f5;

  static std::string le32(uint32_t v) { return std::string(reinterpret_cast<const char*>(&v), 4); }
  static std::string number(int64_t v) { return std::string(reinterpret_cast<const char*>(&v), 8); }
  static std::string packet(int32_t seq, uint32_t type, const std::string& body) {
    const std::string head =
        le32(static_cast<uint32_t>(body.size() + 16)) + le32(static_cast<uint32_t>(seq)) + le32(type) + body;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(head.data()), static_cast<uInt>(head.size()));
    return head + le32(static_cast<uint32_t>(crc));
  }
  uint32_t word(size_t at) const { return load_u32(reinterpret_cast<const uint8_t*>(in_.data()) + at); }

  void greet_all() {
    const std::string greeting = packet(-2, kNonce, le32(0) + le32(0x100) + std::string(20, '\0')) +
                                 packet(-1, kHandshake, std::string(28, '\0'));
    for (;;) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const int old = fresh_.exchange(fd);  // first: whoever has read the greeting looks for it here
      if (old >= 0) close(old);
      static_cast<void>(!send(fd, greeting.data(), greeting.size(), MSG_NOSIGNAL));
    }
  }
  void receive() {
    const int fresh = fresh_.exchange(-1);
    if (fresh >= 0) {
      hang_up();
      fd_ = fresh;
      in_.clear();
      seq_ = 0;
    }
    char piece[16384];
    for (ssize_t n; fd_ >= 0 && (n = recv(fd_, piece, sizeof piece, MSG_DONTWAIT)) > 0;) in_.append(piece, n);
  }

  const int listener_;
  std::atomic<int> fresh_{-1};
  int fd_ = -1;
  int32_t seq_ = 0;
  std::string in_;
};

}  // namespace vkext::fuzz
