// Makes one call of this thread to the system, to OpenSSL or to libevent fail, where a test cannot make the real one.
//
// The names are those of the functions in refusal.cpp, which stand in front of the real ones in the test's binary and go
// on to them otherwise. Sources under test are as they are shipped.
#pragma once

#include <unistd.h>

namespace vkext::testing {

// While it lives, the nth call of this name fails, once; 0: every call does. One at a time in a thread.
class Refusal {
 public:
  explicit Refusal(const char* name, int nth = 1, int error = 0);
  ~Refusal();
  Refusal(const Refusal&) = delete;
  Refusal& operator=(const Refusal&) = delete;
  // Calls that failed.
  int happened() const;
};

// The end of a forked child: as _exit(), but what a coverage build has counted is kept.
[[noreturn]] void end_child(bool good);

}  // namespace vkext::testing
