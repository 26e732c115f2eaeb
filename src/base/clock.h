// Monotonic time and deadlines. Wall-clock time appears only where the protocol asks for it (the nonce).
#pragma once

#include <cstdint>
#include <ctime>

namespace vkext {

// Nanoseconds of CLOCK_MONOTONIC; a clock jump never changes it.
inline int64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

// A point on the monotonic clock that waiting must not pass.
struct Deadline {
  int64_t at_ns = 0;

  static Deadline after(double seconds) { return {now_ns() + static_cast<int64_t>(seconds * 1e9)}; }
  static Deadline never() { return {INT64_MAX}; }
  static Deadline at(int64_t ns) { return {ns}; }

  bool passed() const { return now_ns() >= at_ns; }
  bool passed(int64_t now) const { return now >= at_ns; }
  int64_t left_ns(int64_t now) const { return at_ns > now ? at_ns - now : 0; }
};

inline Deadline earlier(Deadline a, Deadline b) { return a.at_ns < b.at_ns ? a : b; }
inline Deadline later(Deadline a, Deadline b) { return a.at_ns > b.at_ns ? a : b; }

}  // namespace vkext
