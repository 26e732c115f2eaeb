// Entering and leaving the levels of raw_buffers.h. Runs no PHP code.
#include "php/raw_buffers.h"

#include <algorithm>

namespace vkext::php {

void RawBuffers::leave_store(Buffer& target) {
  const auto it =
      std::find_if(stores_.rbegin(), stores_.rend(), [&target](const Store& s) { return s.target == &target; });
  if (it != stores_.rend()) stores_.erase(std::next(it).base());
}

Buffer& RawBuffers::innermost_store() {
  for (auto it = stores_.rbegin(); it != stores_.rend(); ++it) {
    if (zend::leads_here(it->stack)) return *it->target;
  }
  return own_store_;
}

RawBuffers::Level& RawBuffers::innermost_level() {
  for (auto it = levels_.rbegin(); it != levels_.rend(); ++it) {
    if (zend::leads_here((*it)->stack)) return **it;
  }
  return own_level_;
}

bool RawBuffers::leads_to_one() const {
  return std::any_of(stores_.begin(), stores_.end(), [](const Store& s) { return zend::leads_here(s.stack); }) ||
         std::any_of(levels_.begin(), levels_.end(), [](const auto& l) { return zend::leads_here(l->stack); });
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
  own_level_.source = Source();
  own_level_.slice.reset();
  own_level_.copy.clear();
  own_level_.copy.trim(limits::kIoChunkBytes);
  own_store_.clear();
  own_store_.trim(limits::kIoChunkBytes);
  pack_from = kNotPacking;
  pack_threshold = 0;
}

}  // namespace vkext::php
