// Tells, without a system call, whether this is still the process that made the mark.
//
// A page that the kernel wipes in a child (MADV_WIPEONFORK) answers after every kind of fork, also one that no
// pthread_atfork handler hears of. Where the kernel cannot, the process id is compared. Never touches anything else.
#pragma once

#include <cstdint>

namespace vkext::rpc {

class ProcessMark {
 public:
  ProcessMark();
  ~ProcessMark();
  ProcessMark(const ProcessMark&) = delete;
  ProcessMark& operator=(const ProcessMark&) = delete;

  // True in a child of the process that constructed or last renewed the mark.
  bool forked() const { return page_ ? *page_ == 0 : other_process(); }
  // False for certain, without a system call; where that cannot be told, forked() is to be asked.
  bool is_here() const { return page_ && *page_ != 0; }
  // This process owns the mark from now on.
  void renew();

 private:
  bool other_process() const;

  volatile uint32_t* page_ = nullptr;
  long pid_ = 0;
};

}  // namespace vkext::rpc
