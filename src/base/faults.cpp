// Planted faults, in builds with -DVKEXT_FAULTS only: the n-th call of one kind fails, once.
//
//   VKEXT_FAULT=recv:17       the 17th recv fails with the first error that is likely for it; recv:17:4 with errno 4
//   VKEXT_FAULT_LOG=FILE      one line for the first call of each kind from each place ("recv 17 PLACE"), PLACE being a
//                             hash of the innermost frames, and one when the fault happens ("fault recv 17"); then, of
//                             this process and of those that it starts: "crash SIGNAL" with a stack, and "left N" when
//                             sockets or pollers of ours are open at the end
//   VKEXT_FAULT=leak:1        plants what a test must see: memory that nobody gives back; a socket (open:0); a write
//                             through a null pointer (crash:1)
//
// Knows nothing of who calls. Never compiled into what is installed.
#include "base/syscalls.h"

#if defined(VKEXT_FAULTS)

#include <execinfo.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <new>

// The first and the last byte of the module that this is linked into, by the linker.
extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start[];
extern "C" __attribute__((visibility("hidden"))) const char _end[];

namespace vkext::sys {

namespace {

constexpr const char* kNames[kCalls] = {"malloc", "new",       "socket", "connect", "send",
                                        "recv",   "epoll_ctl", "ppoll",  "open",    "getrandom"};
constexpr int kErrors[kCalls] = {ENOMEM,     ENOMEM, EMFILE, ENETUNREACH, ECONNRESET,
                                 ECONNRESET, ENOSPC, ENOMEM, EMFILE,      ENOSYS};
constexpr int kFrames = 7;
constexpr size_t kPlacesMax = 1 << 14;

struct State {
  int call = -1;  // which kind fails
  long number = 0;
  int error = 0;
  int log = -1;
  std::atomic<long> counts[kCalls] = {};  // unit tests have threads
  uint64_t places[kPlacesMax] = {};  // seen already; a place without room is not noted
};

void note(State& s, const char* form, int call, long count, uint64_t place) {
  char line[96];
  const int n = snprintf(line, sizeof line, form, kNames[call], count, static_cast<unsigned long>(place));
  if (s.log >= 0 && n > 0) static_cast<void>(!write(s.log, line, static_cast<size_t>(n)));
}

int log_of_ends = -1;

// The process is lost: only what is allowed in a signal handler, and a stack, which may be more than it can do.
void note_crash(int signal) {
  char line[] = "crash 00\n";
  line[6] = static_cast<char>('0' + signal / 10);
  line[7] = static_cast<char>('0' + signal % 10);
  static_cast<void>(!write(log_of_ends, line, sizeof line - 1));
  void* frames[48];
  backtrace_symbols_fd(frames, backtrace(frames, 48), log_of_ends);
  raise(signal);
}

void watch_for_crashes() {
  struct sigaction action = {};
  action.sa_handler = note_crash;
  action.sa_flags = SA_RESETHAND | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigaction(signal, &action, nullptr);
}

constexpr int kDescriptorsMax = 1024;  // that are looked at
bool was_open[kDescriptorsMax] = {};

bool is_socket_or_poller(int fd) {
  char name[32], target[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(name, target, sizeof target - 1);
  if (n <= 0) return false;
  target[n] = 0;
  return strncmp(target, "socket:", 7) == 0 || strstr(target, "[eventpoll]") != nullptr;
}

// What the process was given by the one that started it: PHP's streams are not closed on exec.
__attribute__((constructor)) void note_start() {
  for (int fd = 3; fd < kDescriptorsMax; ++fd) was_open[fd] = is_socket_or_poller(fd);
}

// Sockets and pollers are ours when PHP is through with its own.
__attribute__((destructor)) void note_end() {
  int open = 0;
  for (int fd = 3; fd < kDescriptorsMax && log_of_ends >= 0; ++fd) open += !was_open[fd] && is_socket_or_poller(fd);
  char line[32];
  const int n = snprintf(line, sizeof line, "left %d\n", open);
  if (open > 0) static_cast<void>(!write(log_of_ends, line, static_cast<size_t>(n)));
}

void plant(const char* text) {
  if (strcmp(text, "leak:1") == 0) {
    char* lost = static_cast<char*>(::malloc(100));
    if (lost) *static_cast<volatile char*>(lost) = 1;
  }
  if (strcmp(text, "open:0") == 0) static_cast<void>(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (strcmp(text, "crash:1") == 0) *static_cast<volatile int*>(nullptr) = 1;
}

State* read_environment() {
  static State state;
  if (const char* path = getenv("VKEXT_FAULT_LOG")) {
    state.log = log_of_ends = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    watch_for_crashes();
  }
  if (const char* text = getenv("VKEXT_FAULT")) {
    plant(text);
    for (int i = 0; i < kCalls; ++i) {
      const size_t n = strlen(kNames[i]);
      if (strncmp(text, kNames[i], n) != 0 || text[n] != ':') continue;
      char* end = nullptr;
      state.call = i;
      state.number = strtol(text + n + 1, &end, 10);
      state.error = *end == ':' ? static_cast<int>(strtol(end + 1, nullptr, 10)) : kErrors[i];
    }
  }
  return &state;
}

// Offsets within this module, of its own frames only: the same in every process, wherever it was loaded.
uint64_t place_of_caller() {
  void* frames[kFrames];
  const int n = backtrace(frames, kFrames);
  uint64_t hash = 1469598103934665603u;
  for (int i = 2; i < n; ++i) {
    const auto* at = static_cast<const char*>(frames[i]);
    if (at < __ehdr_start || at >= _end) continue;
    hash ^= static_cast<uint64_t>(at - __ehdr_start);
    hash *= 1099511628211u;
  }
  return hash | 1;
}

void note_place(State& s, int call, long count) {
  const uint64_t place = place_of_caller() + static_cast<uint64_t>(call);
  for (size_t i = place % kPlacesMax, tries = 0; tries < 64; i = (i + 1) % kPlacesMax, ++tries) {
    if (s.places[i] == place) return;
    if (s.places[i] != 0) continue;
    s.places[i] = place;
    return note(s, "%s %ld %lx\n", call, count, place);
  }
}

}  // namespace

bool fault_planted(Call which) {
  static State* const state = read_environment();
  static thread_local bool busy = false;  // backtrace() allocates at its first use
  if (busy) return false;
  const int call = static_cast<int>(which);
  const int saved = errno;
  busy = true;
  const long count = ++state->counts[call];
  const bool now = state->call == call && count == state->number;
  if (state->log >= 0 && state->call < 0) note_place(*state, call, count);
  if (now) note(*state, "fault %s %ld\n", call, count, 0);
  busy = false;
  errno = now ? state->error : saved;
  return now;
}

}  // namespace vkext::sys

// What ours allocate by `new`, inlined or not; the standard library's own calls stay as they are.
void* operator new(size_t n) {
  void* p = vkext::sys::fault_planted(vkext::sys::Call::new_) ? nullptr : malloc(n ? n : 1);
  if (!p) throw std::bad_alloc();
  return p;
}
void operator delete(void* p) noexcept { free(p); }
void operator delete(void* p, size_t) noexcept { free(p); }

#endif
