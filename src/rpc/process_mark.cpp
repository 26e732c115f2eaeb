// The page that a fork wipes. See process_mark.h.
#include "rpc/process_mark.h"

#include <sys/mman.h>
#include <unistd.h>

namespace vkext::rpc {

namespace {
constexpr size_t kPageBytes = 4096;  // mmap rounds up where pages are larger

#ifdef MADV_WIPEONFORK
// Emulators of user programs (qemu 7.2) agree to every advice and follow none: then they agree also to one that is none.
bool is_wiped_on_fork(void* page) {
  constexpr int kNoAdvice = -1;
  return madvise(page, kPageBytes, kNoAdvice) != 0 && madvise(page, kPageBytes, MADV_WIPEONFORK) == 0;
}
#endif
}  // namespace

ProcessMark::ProcessMark() {
#ifdef MADV_WIPEONFORK
  void* page = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page != MAP_FAILED) {
    if (is_wiped_on_fork(page)) {
      page_ = static_cast<volatile uint32_t*>(page);
    } else {
      munmap(page, kPageBytes);
    }
  }
#endif
  renew();
}

ProcessMark::~ProcessMark() {
  if (page_) munmap(const_cast<uint32_t*>(page_), kPageBytes);
}

void ProcessMark::renew() {
  if (page_) *page_ = 1;
  pid_ = getpid();
}

bool ProcessMark::other_process() const { return pid_ != getpid(); }

}  // namespace vkext::rpc
