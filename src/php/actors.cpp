// Reading vkext.actors, connecting, numbering. See actors.h.
#include "php/actors.h"

#include <charconv>

#include "php/api_rpc.h"
#include "php/globals.h"
#include "php/runtime.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_place(std::string_view where, ActorPlace& place) {
  place = ActorPlace();
  if (where.substr(0, 5) == "unix:") {
    place.host = where;
    place.port = 1;  // without meaning there
    return where.size() > 5;
  }
  if (const size_t at = where.rfind('@'); at != where.npos) {
    if (!read_number(where.substr(at + 1), place.actor)) return false;
    where = where.substr(0, at);
  }
  const size_t colon = where.rfind(':');
  if (colon == where.npos || colon == 0) return false;
  place.host = where.substr(0, colon);
  return read_number(where.substr(colon + 1), place.port) && place.port > 0 && place.port <= 65535;
}

}  // namespace

bool find_actor(std::string_view setting, std::string_view name, ActorPlace& place) {
  while (!setting.empty() && !name.empty()) {
    const size_t end = setting.find_first_of(" ,\t\n\r");
    const std::string_view entry = setting.substr(0, end);
    setting = end == setting.npos ? std::string_view() : setting.substr(end + 1);
    const size_t equals = entry.find('=');
    if (equals != entry.npos && entry.substr(0, equals) == name) return read_place(entry.substr(equals + 1), place);
  }
  return false;
}

zend_long connection_of_actor(zend_string* name) {
  auto& known = runtime().actors;
  if (const auto it = known.find(std::string(zend::view(name))); it != known.end()) return it->second;
  ActorPlace place;
  if (!find_actor(VKEXT_G(actors) ? VKEXT_G(actors) : "", zend::view(name), place)) {
    zend::warn("no host:port for actor '%s' in vkext.actors", ZSTR_VAL(name));
    return 0;
  }
  zval host;
  zend::set_string(&host, place.host);
  const zend_long number = open_actor(&host, place.port, place.actor);
  zval_ptr_dtor(&host);
  if (number) known[std::string(zend::view(name))] = number;
  return number;
}

int64_t ActorQueries::give(int64_t query) {
  queries_[++last_] = query;
  numbers_[query] = last_;
  return last_;
}

void ActorQueries::forget(int64_t query) {
  const auto it = numbers_.find(query);
  if (it == numbers_.end()) return;
  queries_.erase(it->second);
  numbers_.erase(it);
}

void ActorQueries::end_request() {
  queries_.clear();
  numbers_.clear();
  last_ = 0;
}

}  // namespace vkext::php
