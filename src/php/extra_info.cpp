// Keeping and dropping what extra_info.h describes.
#include "php/extra_info.h"

#include "base/limits.h"

namespace vkext::php {

void ExtraInfo::put_request(zend_object* object, zval* sizes) {
  zval& slot = requests_.try_emplace(object, zval{}).first->second;
  if (Z_TYPE(slot) == IS_ARRAY) {
    zval_ptr_dtor(&slot);  // numbers in arrays: no PHP code
  } else {
    GC_ADDREF(object);
  }
  ZVAL_COPY_VALUE(&slot, sizes);
  if (requests_.size() >= sweep_at_) sweep();
}

zval* ExtraInfo::request(zend_object* object) {
  const auto it = requests_.find(object);
  return it == requests_.end() ? nullptr : &it->second;
}

// Objects that the script has let go of go too.
void ExtraInfo::sweep() {
  for (auto it = requests_.begin(); it != requests_.end();) {
    if (GC_REFCOUNT(it->first) > 1) {
      ++it;
      continue;
    }
    dying_.push_back(it->first);
    zval_ptr_dtor(&it->second);
    it = requests_.erase(it);
  }
  sweep_at_ = requests_.size() * 2 < kSweepMin ? kSweepMin : requests_.size() * 2;
  release_dying();
}

void ExtraInfo::release_dying() {
  while (!dying_.empty()) {
    zend_object* object = dying_.back();
    dying_.pop_back();
    OBJ_RELEASE(object);
  }
}

void ExtraInfo::want(int64_t id) {
  // More than can be in flight are only kept by scripts that never ask.
  if (responses_.size() < limits::kQueriesMax) responses_.emplace(id, ResponseInfo());
}

void ExtraInfo::arrived(int64_t id, const rpc::Answer& answer) {
  const auto it = responses_.find(id);
  if (it == responses_.end() || it->second.bytes != 0) return;
  if (answer.response_bytes == 0) {
    responses_.erase(it);  // it never will
    return;
  }
  it->second.bytes = answer.response_bytes;
  it->second.seconds = answer.duration_s;
}

ResponseInfo* ExtraInfo::response(int64_t id) {
  const auto it = responses_.find(id);
  return it == responses_.end() ? nullptr : &it->second;
}

void ExtraInfo::end_request() {
  responses_.clear();
  for (auto& [object, sizes] : requests_) {
    dying_.push_back(object);
    zval_ptr_dtor(&sizes);
  }
  requests_.clear();
  sweep_at_ = kSweepMin;
  release_dying();
}

}  // namespace vkext::php
