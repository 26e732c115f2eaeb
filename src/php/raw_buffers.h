// What store_* appends to and fetch_* reads: the script's own buffers, or a query's while its typedStore() or
// typedFetch() runs.
//
// Each running method has a level of its own, and so has the script below them: what is parsed in a typedFetch() is gone
// with it. A fiber may be suspended in a method: its level is met only by what runs in or below that fiber, and it is
// left by its token, in any order. Bytes of an answer are views, their place keeps them as long as the level. After a
// bailout end_request() sweeps.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "base/slice.h"
#include "zend/fibers.h"

namespace vkext::php {

class RawBuffers {
 public:
  // Bytes being read, and how far: past the end when the last string's padding was missing. Without `present` nothing
  // was given to read yet.
  struct Source {
    Bytes all;
    size_t at = 0;
    bool present = false;

    size_t left() const { return at < all.size ? all.size - at : 0; }
  };

  Buffer& store() { return EXPECTED(stores_.empty()) ? own_store_ : innermost_store(); }
  // rpc_clean(): what was stored is forgotten.
  void clean() {
    store().clear();
    pack_from = kNotPacking;
  }
  void enter_store(Buffer& target) { stores_.push_back({&target, zend::running_stack()}); }
  void leave_store(Buffer& target);

  Source& fetch() { return top().source; }
  // Makes a copy the bytes that fetch_* reads. False: memory is out.
  bool read_copy(Bytes bytes);
  // The same for bytes of an answer, without a copy.
  void read_shared(Slice body);
  // A token for leave_fetch().
  uint32_t enter_fetch(Bytes bytes);
  void leave_fetch(uint32_t token);

  // A typedStore() or typedFetch() runs.
  bool in_custom() const { return UNEXPECTED(!stores_.empty() || !levels_.empty()) && leads_to_one(); }

  // store_start_gzip_pack(): where the bytes to be packed begin, or kNotPacking.
  static constexpr size_t kNotPacking = SIZE_MAX;
  size_t pack_from = kNotPacking;
  int64_t pack_threshold = 0;

  void end_request();

 private:
  struct Store {
    Buffer* target;
    const void* stack;  // on which the method runs
  };
  struct Level {
    Source source;
    Buffer copy;
    Slice slice;
    uint32_t token = 0;
    const void* stack = nullptr;
  };

  Buffer& innermost_store();
  Level& innermost_level();
  Level& top() { return EXPECTED(levels_.empty()) ? own_level_ : innermost_level(); }
  bool leads_to_one() const;

  Buffer own_store_;
  std::vector<Store> stores_;
  Level own_level_;
  std::vector<std::unique_ptr<Level>> levels_;
  uint32_t last_token_ = 0;
};

}  // namespace vkext::php
