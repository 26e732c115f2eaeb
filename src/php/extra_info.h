// What a script asked to know of its requests and answers besides their values: sizes and times.
//
// Sizes of requests are kept beside the object the script passed, since only KPHP's own class has room for them. An
// object is held until nobody else holds it; everything goes at the end of the request.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rpc/client.h"
#include "zend/compat.h"

namespace vkext::php {

struct ResponseInfo {
  uint32_t bytes = 0;  // 0: not arrived yet
  double seconds = 0;
};

class ExtraInfo {
 public:
  // Takes over `sizes`, an array. May run destructors.
  void put_request(zend_object* object, zval* sizes);
  // Null: nothing is known of it.
  zval* request(zend_object* object);

  // Sizes and times of this query's answer will be asked for.
  void want(int64_t id);
  bool wants_any() const { return !responses_.empty(); }
  void arrived(int64_t id, const rpc::Answer& answer);
  // Null: not asked for, or taken before.
  ResponseInfo* response(int64_t id);
  void forget(int64_t id) { responses_.erase(id); }

  void end_request();

 private:
  static constexpr size_t kSweepMin = 64;

  void sweep();
  void release_dying();

  std::unordered_map<zend_object*, zval> requests_;
  std::unordered_map<int64_t, ResponseInfo> responses_;
  std::vector<zend_object*> dying_;  // here, not on the stack: their destructors run PHP code
  size_t sweep_at_ = kSweepMin;
};

}  // namespace vkext::php
