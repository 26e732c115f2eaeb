// Entering and leaving the levels of raw_buffers.h. Runs no PHP code.
#include "php/raw_buffers.h"

#include <algorithm>

namespace vkext::php {

void RawBuffers::leave_store(Buffer& target) {
  const auto it =
      std::find_if(stores_.rbegin(), stores_.rend(), [&target](const Store& s) { return s.target == &target; });
  if (it != stores_.rend()) stores_.erase(std::next(it).base());
}

RawBuffers::Scope RawBuffers::enter_fork(Own& own, const void* stack) {
  const Scope before = scope_;
  scope_.own = &own;
  if (stack) {
    scope_.boundary = stack;
    scope_.first_store = scope_.first_level = 0;
  } else {
    scope_.first_store = stores_.size();
    scope_.first_level = levels_.size();
  }
  return before;
}

const RawBuffers::Store* RawBuffers::find_store() const {
  for (size_t i = stores_.size(); i-- > scope_.first_store;) {
    if (zend::leads_here(stores_[i].stack, scope_.boundary)) return &stores_[i];
  }
  return nullptr;
}

RawBuffers::Level* RawBuffers::find_level() const {
  for (size_t i = levels_.size(); i-- > scope_.first_level;) {
    if (zend::leads_here(levels_[i]->stack, scope_.boundary)) return levels_[i].get();
  }
  return nullptr;
}

Buffer& RawBuffers::innermost_store() {
  const Store* found = find_store();
  return found ? *found->target : own().store;
}

RawBuffers::Level& RawBuffers::innermost_level() {
  Level* found = find_level();
  return found ? *found : own().level;
}

bool RawBuffers::read_copy(Bytes bytes) {
  Level& level = top();
  level.source = Source();
  level.slice.reset();
  level.copy.clear();
  if (bytes.size && !level.copy.append(bytes.data, bytes.size)) return false;
  level.source = {level.copy.bytes(), 0, true};
  return true;
}

void RawBuffers::read_shared(Slice body) {
  Level& level = top();
  level.copy.clear();
  level.slice = std::move(body);
  level.source = {level.slice.bytes(), 0, true};
}

uint32_t RawBuffers::enter_fetch(Bytes bytes) {
  levels_.push_back(std::make_unique<Level>());
  Level& level = *levels_.back();
  level.source = {bytes, 0, true};
  level.token = ++last_token_;
  level.stack = zend::running_stack();
  return level.token;
}

void RawBuffers::leave_fetch(uint32_t token) {
  const auto it = std::find_if(levels_.begin(), levels_.end(), [token](const auto& l) { return l->token == token; });
  if (it != levels_.end()) levels_.erase(it);
}

void RawBuffers::end_request() {
  stores_.clear();
  levels_.clear();
  scope_ = Scope();
  scope_.own = &own_;
  own_.level.source = Source();
  own_.level.slice.reset();
  own_.level.copy.clear();
  own_.level.copy.trim(limits::kIoChunkBytes);
  own_.store.clear();
  own_.store.trim(limits::kIoChunkBytes);
  own_.pack_from = kNotPacking;
  own_.pack_threshold = 0;
}

}  // namespace vkext::php
