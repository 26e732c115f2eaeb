// What store_* appends to and fetch_* reads: the script's own buffers, or a query's while its typedStore() or
// typedFetch() runs.
//
// Bytes that are read are views: of what is kept here (rpc_parse, rpc_get_and_parse), or of an answer that its place
// keeps. Whoever redirects puts the former state back; after a bailout end_request() does.
#pragma once

#include <utility>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "base/slice.h"

namespace vkext::php {

class RawBuffers {
 public:
  // Bytes being read, and how far: past the end when the last string's padding was missing. Without `present` nothing
  // was given to read yet.
  struct Source {
    Bytes all;
    size_t at = 0;
    bool present = false;
    uint32_t generation = 0;  // of the bytes kept here; 0: an answer's

    size_t left() const { return at < all.size ? all.size - at : 0; }
  };

  Buffer& store() { return *store_; }
  // The script's own again after every query.
  Buffer& own_store() { return own_store_; }
  // rpc_clean(): what was stored is forgotten.
  void clean() {
    store_->clear();
    pack_from = kNotPacking;
  }
  // Null: the script's own. Returns what was in force before.
  Buffer* redirect_store(Buffer* target) {
    Buffer* const before = store_;
    store_ = target ? target : &own_store_;
    return before;
  }

  Source& fetch() { return fetch_; }
  // Makes a copy the bytes that fetch_* reads. False: memory is out.
  bool read_copy(Bytes bytes) {
    drop_own();
    if (bytes.size && !own_fetch_.append(bytes.data, bytes.size)) return false;
    fetch_ = {own_fetch_.bytes(), 0, true, generation_};
    return true;
  }
  // The same for bytes of an answer, without a copy.
  void read_shared(Slice body) {
    drop_own();
    own_slice_ = std::move(body);
    fetch_ = {own_slice_.bytes(), 0, true, generation_};
  }
  Source redirect_fetch(Bytes bytes) {
    const Source before = fetch_;
    fetch_ = {bytes, 0, true, 0};
    ++redirected_;
    return before;
  }
  void restore_fetch(const Source& before) {
    // What was read before is gone when something else was parsed meanwhile.
    fetch_ = before.generation && before.generation != generation_ ? Source() : before;
    if (redirected_) --redirected_;
  }
  // A typedStore() or typedFetch() runs.
  bool in_custom() const { return redirected_ || store_ != &own_store_; }

  // store_start_gzip_pack(): where the bytes to be packed begin, or kNotPacking.
  static constexpr size_t kNotPacking = SIZE_MAX;
  size_t pack_from = kNotPacking;
  int64_t pack_threshold = 0;

  void end_request() {
    store_ = &own_store_;
    redirected_ = 0;
    drop_own();
    own_store_.clear();
    own_store_.trim(limits::kIoChunkBytes);
    own_fetch_.trim(limits::kIoChunkBytes);
    pack_from = kNotPacking;
    pack_threshold = 0;
  }

 private:
  void drop_own() {
    fetch_ = Source();
    own_fetch_.clear();
    own_slice_.reset();
    if (++generation_ == 0) generation_ = 1;
  }

  Buffer own_store_;
  Buffer own_fetch_;
  Slice own_slice_;
  Buffer* store_ = &own_store_;
  Source fetch_;
  uint32_t generation_ = 0;
  uint32_t redirected_ = 0;
};

}  // namespace vkext::php
