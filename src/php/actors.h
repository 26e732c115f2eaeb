// K2's actors: targets by name, and the small numbers that its queries have.
//
// vkext.actors says where a name is: "name=host:port" or "name=host:port@actor", or "name=unix:/path", with commas or
// spaces in between. K2 counts its queries from 1 in each request; those numbers are taken wherever a query id is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "zend/compat.h"

namespace vkext::php {

// The parts of an entry; views into the setting.
struct ActorPlace {
  std::string_view host;
  int port = 0;
  int64_t actor = 0;
};
// False: there is no such name, or its entry is not of the form above.
bool find_actor(std::string_view setting, std::string_view name, ActorPlace& place);

// The number of the connection to an actor, made once a request; 0 after a warning.
zend_long connection_of_actor(zend_string* name);

class ActorQueries {
 public:
  // The small number of a query.
  int64_t give(int64_t query);
  // The query behind a number: itself, unless it is a small one.
  int64_t query(int64_t id) const {
    if (EXPECTED(last_ == 0) || id > last_ || id <= 0) return id;
    const auto it = queries_.find(id);
    return it == queries_.end() ? id : it->second;
  }
  // The number that a script knows the query by.
  int64_t number(int64_t query) const {
    const auto it = EXPECTED(last_ == 0) ? numbers_.end() : numbers_.find(query);
    return it == numbers_.end() ? query : it->second;
  }
  bool any() const { return last_ != 0; }
  void forget(int64_t query);
  void end_request();

 private:
  std::unordered_map<int64_t, int64_t> queries_;  // by number
  std::unordered_map<int64_t, int64_t> numbers_;  // by query
  int64_t last_ = 0;
};

}  // namespace vkext::php
