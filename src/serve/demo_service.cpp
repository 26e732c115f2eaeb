// The demo engine: dispatch, the byte-to-byte paths, and everything around a handler. Handlers: demo_handlers.cpp.
#include "serve/demo_service.h"

#include "base/clock.h"
#include "base/limits.h"
#include "serve/decode_call.h"
#include "tl/plan_magics.h"
#include "tl/tree_source.h"

namespace vkext::serve {

namespace {

constexpr uint32_t kBoxedLong = 0x22076cba;
constexpr uint32_t kBoxedString = 0xb5286e24;

}  // namespace

DemoService::DemoService(const tl::PlanSet& set) : set_(set), started_ns_(now_ns()) {
  handlers_.resize(set_.functions.size(), nullptr);
  for (const NamedHandler* h = kHandlers; h->name; ++h) {
    const uint32_t index = set_.find_function(h->name);
    if (index != tl::kNone) handlers_[index] = h->handler;
  }
  for (size_t i = 0; i < set_.functions.size(); ++i) {
    const std::string_view name = set_.name(set_.functions[i].name);
    if (!handlers_[i] && name.substr(0, 9) == "demo.echo") handlers_[i] = &DemoService::echo;
  }
  find_magics();
}

void DemoService::find_magics() {
  const auto function = [this](const char* name, uint32_t& magic) {
    const uint32_t index = set_.find_function(name);
    if (index != tl::kNone) magic = set_.functions[index].magic;
  };
  const auto constructor = [this](std::string_view name, uint32_t& magic) {
    for (const tl::Plan& p : set_.plans) {
      if (!(p.flags & tl::kPlanItem) && p.name != tl::kNone && set_.name(p.name) == name) magic = p.magic;
    }
  };
  constructor("demo.notFound", magics_.not_found);
  constructor("demo.bytes", magics_.bytes);
  constructor("demo.counter", magics_.counter);
  constructor("demo.words", magics_.words);
  if (!magics_.not_found || !magics_.bytes || !magics_.counter || !magics_.words) return;
  function("demo.get", magics_.get);
  function("demo.set", magics_.set);
  function("demo.multiGet", magics_.multi_get);
  function("demo.incr", magics_.incr);
  function("demo.echoString", magics_.echo_string);
}

Outcome DemoService::call(Bytes body, Buffer& out) {
  Outcome outcome;
  now_ns_ = now_ns();
  ++calls_;
  if (fast_ && fast_call(body, out, outcome)) return outcome;
  return slow_call(body, out);
}

void DemoService::store_value(wire::Writer& out, const StoredValue* v) const {
  if (!v) return out.store_int(magics_.not_found);
  switch (v->kind) {
    case ValueKind::bytes:
      out.store_int(magics_.bytes);
      out.store_string(v->bytes);
      return;
    case ValueKind::counter:
      out.store_int(magics_.counter);
      out.store_long(static_cast<uint64_t>(v->number));
      return;
    case ValueKind::words:
      out.store_int(magics_.words);
      out.store_int(static_cast<uint32_t>(v->words.size()));
      for (const std::string& w : v->words) out.store_string(w);
      return;
  }
}

// Anything odd falls through to the plans, which say what is wrong and where.
bool DemoService::fast_call(Bytes body, Buffer& buffer, Outcome& outcome) {
  wire::Cursor in(body);
  wire::Writer out(buffer);
  const uint32_t magic = in.fetch_int();
  if (magic == 0) return false;
  if (magic == magics_.get) {
    const std::string_view key = in.fetch_string();
    if (!in.ok() || !in.at_end()) return false;
    store_value(out, store_.get(key, now_ns_));
  } else if (magic == magics_.set) {
    const std::string_view key = in.fetch_string();
    const std::string_view value = in.fetch_string();
    const auto lifetime = static_cast<int32_t>(in.fetch_int());
    if (!in.ok() || !in.at_end()) return false;
    StoredValue& v = store_.put(key, now_ns_, lifetime);
    v.kind = ValueKind::bytes;
    v.bytes.assign(value);
    store_.resized(0, v);
    out.store_int(tl::magic::kBoolTrue);
  } else if (magic == magics_.multi_get) {
    const uint32_t n = in.fetch_count(4);
    out.store_int(tl::magic::kVector);
    out.store_int(n);
    for (uint32_t i = 0; i < n; ++i) store_value(out, store_.get(in.fetch_string(), now_ns_));
    if (!in.ok() || !in.at_end()) {
      buffer.truncate(0);
      return false;
    }
  } else if (magic == magics_.incr) {
    const std::string_view key = in.fetch_string();
    const uint64_t by = in.fetch_long();
    if (!in.ok() || !in.at_end()) return false;
    StoredValue* v = store_.find(key, now_ns_);
    if (!v || v->kind != ValueKind::counter) return false;
    store_.count_write();
    v->number = static_cast<int64_t>(static_cast<uint64_t>(v->number) + by);
    out.store_int(kBoxedLong);
    out.store_long(static_cast<uint64_t>(v->number));
  } else if (magic == magics_.echo_string) {
    const std::string_view x = in.fetch_string();
    if (!in.ok() || !in.at_end()) return false;
    out.store_int(kBoxedString);
    out.store_string(x);
  } else {
    return false;
  }
  outcome = Outcome::done();
  return true;
}

Outcome DemoService::slow_call(Bytes body, Buffer& out) {
  Tree arguments;
  tl::ResultShape shape;
  Outcome outcome = decode_call(set_, body, arguments, shape);
  if (outcome.failed) return outcome;
  Tree result;
  outcome = execute(set_.name(set_.functions[shape.data()[0]].name), arguments, result);
  if (outcome.failed) return outcome;
  const Outcome encoded = encode_answer(set_, shape, result, out);
  return encoded.failed ? encoded : outcome;
}

Outcome DemoService::execute(std::string_view function, const Tree& arguments, Tree& result) {
  const uint32_t index = set_.find_function(function);
  if (index == tl::kNone || !handlers_[index]) {
    return Outcome::error(errors::kUnknownFunction, std::string(function) + " is not served here");
  }
  return (this->*handlers_[index])(arguments, result);
}

}  // namespace vkext::serve
