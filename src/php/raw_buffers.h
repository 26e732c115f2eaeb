// What store_* appends to and fetch_* reads: the buffers of the script or of a fork, or a query's while its
// typedStore() or typedFetch() runs.
//
// Each running method has a level of its own, and so has the script below them: what is parsed in a typedFetch() is
// gone with it. A fiber may be suspended in a method: its level is met only by what runs in or below that fiber, never
// by a fork that was begun there, and it is left by its token, in any order. Bytes of an answer are views, their place
// keeps them as long as the level. After a bailout end_request() sweeps.
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
  struct Level {
    Source source;
    Buffer copy;
    Slice slice;
    uint32_t token = 0;
    const void* stack = nullptr;  // on which the method runs
  };
  static constexpr size_t kNotPacking = SIZE_MAX;
  // Of the script, or of a fork.
  struct Own {
    Buffer store;
    Level level;
    size_t pack_from = kNotPacking;  // store_start_gzip_pack(): where the bytes to be packed begin
    int64_t pack_threshold = 0;
  };
  // Whose code runs, and which levels it cannot see.
  struct Scope {
    Own* own = nullptr;
    const void* boundary = nullptr;  // the stack on which a fork began
    size_t first_store = 0;          // of a fork without a stack of its own
    size_t first_level = 0;
  };

  RawBuffers() { scope_.own = &own_; }
  RawBuffers(const RawBuffers&) = delete;

  // A fork goes on, on this stack (null: on that of its caller). What was before, for leave_fork().
  Scope enter_fork(Own& own, const void* stack);
  void leave_fork(const Scope& before) { scope_ = before; }

  Own& own() { return *scope_.own; }
  Buffer& store() { return EXPECTED(stores_.empty()) ? own().store : innermost_store(); }
  // rpc_clean(): what was stored is forgotten.
  void clean() {
    store().clear();
    own().pack_from = kNotPacking;
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
  bool in_custom() const { return UNEXPECTED(!stores_.empty() || !levels_.empty()) && (find_store() || find_level()); }

  void end_request();

 private:
  struct Store {
    Buffer* target;
    const void* stack;
  };

  Buffer& innermost_store();
  Level& innermost_level();
  Level& top() { return EXPECTED(levels_.empty()) ? own().level : innermost_level(); }
  // The innermost one that is to be met now; null: none.
  const Store* find_store() const;
  Level* find_level() const;

  std::vector<Store> stores_;
  std::vector<std::unique_ptr<Level>> levels_;
  Own own_;
  Scope scope_;
  uint32_t last_token_ = 0;
};

}  // namespace vkext::php
