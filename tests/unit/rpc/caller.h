// What the client's tests call it with: short words for open, send and get, and two clocks.
//
// Only for tests; the client is used through its public face alone.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "base/clock.h"
#include "rpc/client.h"

namespace vkext::rpc {

inline std::string text_of(const Slice& s) { return std::string(s.bytes().text()); }

// A deadline is never early, exactly. Late is only what a hang would be: the machine may be slow and busy, so limits that
// are not meant to pass are kLimitS, and what must not wait for one takes less than kPatienceS.
constexpr double kLimitS = 30;
constexpr double kPatienceS = 15;
// A wait that spins would take its whole time.
constexpr double kIdleCpuS = 0.05;

struct Caller {
  explicit Caller(ClientConfig config = {}) : client(std::move(config)) {}

  uint32_t open(int port, double limit = kLimitS) { return open("127.0.0.1", port, limit); }
  uint32_t open(const std::string& host, int port, double limit) {
    auto r = client.open(host, port, Deadline::after(limit), limit, 17);
    if (r.ok()) return *r;
    error = r.error().text;
    return 0;
  }
  int64_t send(uint32_t target, const std::string& body, double limit = kLimitS, bool flush = true) {
    SendOptions o;
    o.target = target;
    o.deadline = Deadline::after(limit);
    o.limit_s = limit;
    o.flush = flush;
    Buffer b;
    b.append(body.data(), body.size());
    auto r = client.send(o, b);
    if (!r.ok()) {
      error = r.error().text;
      code = r.error().code;
      return 0;
    }
    return r->id;
  }
  Answer get(int64_t id, double limit = kLimitS) {
    client.wait(id, Deadline::after(limit));
    return client.take(id);
  }
  // Until it opens: a pause after a failure is random and may be long.
  uint32_t open_at_last(int port) {
    const int64_t start = now_ns();
    uint32_t target = 0;
    while (!(target = open(port)) && static_cast<double>(now_ns() - start) * 1e-9 < kLimitS) usleep(5'000);
    return target;
  }
  std::string ask(uint32_t target, const std::string& body) { return text_of(get(send(target, body)).body); }

  Client client;
  std::string error;
  int code = 0;
};

// What another thread does at its own pace.
template <class Flag>
bool happened(const Flag& flag) {
  const int64_t start = now_ns();
  while (!flag && static_cast<double>(now_ns() - start) * 1e-9 < kLimitS) usleep(500);
  return flag;
}

// The word on which a scripted peer goes on. Behind give() it has done its part, and a connection that nobody used
// meanwhile is looked at again before it is used (kTrustNs, a millisecond).
class Cue {
 public:
  bool give() {
    given_ = true;
    if (!happened(done_)) return false;
    usleep(2'000);
    return true;
  }
  void wait() const { happened(given_); }
  void done() { done_ = true; }

 private:
  std::atomic<bool> given_{false};
  std::atomic<bool> done_{false};
};

inline double seconds_since(int64_t t) { return static_cast<double>(now_ns() - t) * 1e-9; }
inline double cpu_seconds() {
  rusage u = {};
  getrusage(RUSAGE_THREAD, &u);
  return static_cast<double>(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         static_cast<double>(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

}  // namespace vkext::rpc
