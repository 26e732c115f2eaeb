// What store_* appends to and fetch_* reads: the script's own buffers, or a query's while its typedStore() or
// typedFetch() runs.
//
// Bytes that are read are views: of a copy kept here (rpc_parse), or of an answer that its place keeps. Whoever
// redirects puts the former state back; after a bailout end_request() does.
#pragma once

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/limits.h"

namespace vkext::php {

class RawBuffers {
 public:
  // Bytes being read, and how far. Without `present` nothing was given to read yet.
  struct Source {
    Bytes all;
    size_t at = 0;
    bool present = false;
  };

  Buffer& store() { return *store_; }
  // The script's own again after every query.
  Buffer& own_store() { return own_store_; }
  // Null: the script's own. Returns what was in force before.
  Buffer* redirect_store(Buffer* target) {
    Buffer* const before = store_;
    store_ = target ? target : &own_store_;
    return before;
  }

  Source& fetch() { return fetch_; }
  // Makes a copy the bytes that fetch_* reads. False: memory is out.
  bool read_copy(Bytes bytes) {
    own_fetch_.clear();
    if (!own_fetch_.append(bytes.data, bytes.size)) return false;
    fetch_ = {own_fetch_.bytes(), 0, true};
    return true;
  }
  Source redirect_fetch(Bytes bytes) {
    const Source before = fetch_;
    fetch_ = {bytes, 0, true};
    return before;
  }
  void restore_fetch(const Source& before) { fetch_ = before; }

  void end_request() {
    store_ = &own_store_;
    fetch_ = Source();
    own_store_.clear();
    own_store_.trim(limits::kIoChunkBytes);
    own_fetch_.clear();
    own_fetch_.trim(limits::kIoChunkBytes);
  }

 private:
  Buffer own_store_;
  Buffer own_fetch_;
  Buffer* store_ = &own_store_;
  Source fetch_;
};

}  // namespace vkext::php
