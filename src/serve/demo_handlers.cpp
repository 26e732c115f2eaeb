// The functions of tl/demo.tl, one handler each, over Trees.
//
// Arguments were decoded by their plans: fields are there and of their kinds. Handlers never block; whatever a client
// asks for is bounded (bytes of a blob, keys of a list).
#include <algorithm>

#include "base/clock.h"
#include "base/limits.h"
#include "serve/demo_service.h"

namespace vkext::serve {

namespace {

using tl::Tree;

constexpr int64_t kSleepMsMax = 600'000;
constexpr int kNotACounter = -2;

const std::string& text_of(const Tree& a, const char* name) { return a.find(name)->as_text(); }
int64_t int_of(const Tree& a, const char* name) { return a.find(name)->as_int(); }

Tree named(const char* constructor) { return std::move(Tree::map().set("_", Tree::text(constructor))); }

Tree value_tree(const StoredValue* v) {
  if (!v) return named("demo.notFound");
  switch (v->kind) {
    case ValueKind::bytes:
      return std::move(named("demo.bytes").set("value", Tree::text(v->bytes)));
    case ValueKind::counter:
      return std::move(named("demo.counter").set("value", Tree::integer(v->number)));
    case ValueKind::words:
      break;
  }
  Tree words = Tree::list();
  for (const std::string& w : v->words) words.push(Tree::text(w));
  return std::move(named("demo.words").set("words", std::move(words)));
}

}  // namespace

const DemoService::NamedHandler DemoService::kHandlers[] = {
    {"demo.get", &DemoService::get},
    {"demo.set", &DemoService::set},
    {"demo.add", &DemoService::add},
    {"demo.setWords", &DemoService::set_words},
    {"demo.incr", &DemoService::incr},
    {"demo.delete", &DemoService::erase},
    {"demo.multiGet", &DemoService::multi_get},
    {"demo.list", &DemoService::list},
    {"demo.stat", &DemoService::stat},
    {"demo.sleep", &DemoService::sleep},
    {"demo.fail", &DemoService::fail},
    {"demo.blob", &DemoService::blob},
    {"demo.timed", &DemoService::timed},
    {"demo.echoBoxed", &DemoService::echo_boxed},
    {"engine.nop", &DemoService::nop},
    {"engine.pid", &DemoService::pid},
    {"engine.stat", &DemoService::engine_stat},
    {nullptr, nullptr},
};

Outcome DemoService::get(const Tree& a, Tree& r) {
  r = value_tree(store_.get(text_of(a, "key"), now_ns_));
  return Outcome::done();
}

Outcome DemoService::set(const Tree& a, Tree& r) {
  StoredValue& v = store_.put(text_of(a, "key"), now_ns_, int_of(a, "lifetime"));
  v.kind = ValueKind::bytes;
  v.bytes = text_of(a, "value");
  store_.resized(0, v);
  r = Tree::boolean(true);
  return Outcome::done();
}

Outcome DemoService::add(const Tree& a, Tree& r) {
  if (store_.find(text_of(a, "key"), now_ns_)) {
    r = Tree::boolean(false);
    return Outcome::done();
  }
  return set(a, r);
}

Outcome DemoService::set_words(const Tree& a, Tree& r) {
  StoredValue& v = store_.put(text_of(a, "key"), now_ns_, 0);
  v.kind = ValueKind::words;
  for (const Tree& w : a.find("words")->items()) v.words.push_back(w.as_text());
  store_.resized(0, v);
  r = Tree::boolean(true);
  return Outcome::done();
}

Outcome DemoService::incr(const Tree& a, Tree& r) {
  StoredValue* v = store_.find(text_of(a, "key"), now_ns_);
  if (v && v->kind != ValueKind::counter) {
    return Outcome::error(kNotACounter, "the value of \"" + text_of(a, "key") + "\" is not a counter");
  }
  if (!v) {
    v = &store_.put(text_of(a, "key"), now_ns_, 0);
    v->kind = ValueKind::counter;
  } else {
    store_.count_write();
  }
  v->number = static_cast<int64_t>(static_cast<uint64_t>(v->number) + static_cast<uint64_t>(int_of(a, "by")));
  r = Tree::integer(v->number);
  return Outcome::done();
}

Outcome DemoService::erase(const Tree& a, Tree& r) {
  r = Tree::boolean(store_.erase(text_of(a, "key"), now_ns_));
  return Outcome::done();
}

Outcome DemoService::multi_get(const Tree& a, Tree& r) {
  r.become_list(a.find("keys")->size());
  for (const Tree& key : a.find("keys")->items()) r.push(value_tree(store_.get(key.as_text(), now_ns_)));
  return Outcome::done();
}

Outcome DemoService::list(const Tree& a, Tree& r) {
  const std::string& prefix = text_of(a, "prefix");
  const int64_t limit = int_of(a, "limit");
  const auto mask = static_cast<uint32_t>(int_of(a, "fields_mask"));
  int64_t total = 0;
  Tree items = Tree::list();
  for (auto it = store_.all().lower_bound(prefix); it != store_.all().end(); ++it) {
    if (it->first.compare(0, prefix.size(), prefix) != 0) break;
    const StoredValue& v = it->second;
    if (v.expires_ns <= now_ns_) continue;
    if (total++ >= limit) continue;
    Tree item = Tree::map();
    item.set("key", Tree::text(it->first));
    if (mask & 1) item.set("value", value_tree(&v));
    if (mask & 2) item.set("length", Tree::integer(Store::size_of(v)));
    if (mask & 4) item.set("reads", Tree::integer(v.reads));
    if (mask & 8) item.set("age", Tree::real(static_cast<double>(now_ns_ - v.set_ns) / 1e9));
    items.push(std::move(item));
  }
  r.become_map();
  r.set("total_count", Tree::integer(total)).set("vector", std::move(items));
  return Outcome::done();
}

Outcome DemoService::stat(const Tree&, Tree& r) {
  r.become_map();
  r.set("keys", Tree::integer(static_cast<int64_t>(store_.all().size())))
      .set("bytes", Tree::integer(store_.bytes()))
      .set("reads", Tree::integer(store_.reads()))
      .set("hits", Tree::integer(store_.hits()))
      .set("writes", Tree::integer(store_.writes()))
      .set("calls", Tree::integer(calls_))
      .set("uptime", Tree::integer((now_ns_ - started_ns_) / 1'000'000'000));
  return Outcome::done();
}

Outcome DemoService::sleep(const Tree& a, Tree& r) {
  Outcome o;
  o.delay_ms = std::clamp<int64_t>(int_of(a, "milliseconds"), 0, kSleepMsMax);
  r.become_list(0);
  return o;
}

Outcome DemoService::fail(const Tree& a, Tree&) {
  return Outcome::error(static_cast<int>(int_of(a, "code")), text_of(a, "text"));
}

Outcome DemoService::blob(const Tree& a, Tree& r) {
  const int64_t size = int_of(a, "size");
  // Around the bytes: packet, query id, magic, the string's length and padding.
  if (size < 0 || size > int64_t{limits::kPacketBytesMax} - limits::kPacketOverhead - 8 - 4 - 8) {
    return Outcome::error(errors::kTooLarge, "no answer is that large");
  }
  static constexpr char kPattern[] = "0123456789abcdef";
  std::string bytes(static_cast<size_t>(size), '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = kPattern[i % 16];
  r = Tree::text(bytes);
  return Outcome::done();
}

Outcome DemoService::timed(const Tree& a, Tree& r) {
  // Queries nest at most limits::kQueryNestingMax deep, which bounds this recursion.
  const Tree& query = *a.find("query");
  const int64_t began = now_ns();
  Tree inner;
  Outcome o = execute(query.find("_")->as_text(), query, inner);
  if (o.failed) return o;
  r.become_map();
  r.set("nanoseconds", Tree::integer(now_ns() - began + o.delay_ms * 1'000'000)).set("result", std::move(inner));
  return o;
}

Outcome DemoService::echo(const Tree& a, Tree& r) {
  r = *a.find("x");
  return Outcome::done();
}

Outcome DemoService::echo_boxed(const Tree& a, Tree& r) {
  Tree pair = Tree::map();
  pair.set("a", *a.find("x")).set("b", *a.find("y"));
  r.become_map();
  r.set("a", std::move(pair)).set("b", *a.find("z"));
  return Outcome::done();
}

Outcome DemoService::nop(const Tree&, Tree& r) {
  r.become_list(0);
  return Outcome::done();
}

Outcome DemoService::pid(const Tree&, Tree& r) {
  r.become_map();
  r.set("ip", Tree::integer(identity_.ip))
      .set("port_pid", Tree::integer(int64_t{identity_.pid} << 16 | identity_.port))
      .set("utime", Tree::integer(identity_.start_time));
  return Outcome::done();
}

Outcome DemoService::engine_stat(const Tree& a, Tree& r) {
  Tree numbers;
  stat(a, numbers);
  r.become_map();
  for (const Tree::Entry& e : numbers.entries()) r.set(e.key.text, Tree::text(std::to_string(e.value.as_int())));
  return Outcome::done();
}

}  // namespace vkext::serve
