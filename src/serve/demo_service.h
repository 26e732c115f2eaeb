// The engine behind `vkext serve`: a key-value store and echoes, for the functions of tl/demo.tl.
//
// Any function of the loaded schema whose name it knows is served through plans and Trees; the few that benchmarks
// measure go straight from bytes to bytes, by the same cursor and writer. A schema without these names gets errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/handshake.h"
#include "serve/service.h"
#include "serve/store.h"
#include "tl/plan.h"
#include "tl/tree.h"
#include "wire/cursor.h"
#include "wire/writer.h"

namespace vkext::serve {

class DemoService : public Service {
 public:
  explicit DemoService(const tl::PlanSet& set);
  // For engine.pid.
  void set_identity(const rpc::ProcessId& identity) { identity_ = identity; }
  // False: everything through plans, for the test that both ways answer alike.
  void use_fast_paths(bool use) { fast_ = use; }

  Outcome call(Bytes body, Buffer& out) override;

 private:
  using Tree = tl::Tree;
  using Handler = Outcome (DemoService::*)(const Tree& arguments, Tree& result);
  struct NamedHandler {
    const char* name;
    Handler handler;
  };
  struct Magics {  // of the functions and constructors with a fast path; 0: not in this schema
    uint32_t get = 0;
    uint32_t set = 0;
    uint32_t multi_get = 0;
    uint32_t incr = 0;
    uint32_t echo_string = 0;
    uint32_t not_found = 0;
    uint32_t bytes = 0;
    uint32_t counter = 0;
    uint32_t words = 0;
  };
  static const NamedHandler kHandlers[];

  // True when it was served.
  bool fast_call(Bytes body, Buffer& out, Outcome& outcome);
  void find_magics();
  Outcome slow_call(Bytes body, Buffer& out);
  Outcome execute(std::string_view function, const Tree& arguments, Tree& result);
  void store_value(wire::Writer& out, const StoredValue* v) const;

  Outcome get(const Tree& a, Tree& r);
  Outcome set(const Tree& a, Tree& r);
  Outcome add(const Tree& a, Tree& r);
  Outcome set_words(const Tree& a, Tree& r);
  Outcome incr(const Tree& a, Tree& r);
  Outcome erase(const Tree& a, Tree& r);
  Outcome multi_get(const Tree& a, Tree& r);
  Outcome list(const Tree& a, Tree& r);
  Outcome stat(const Tree& a, Tree& r);
  Outcome sleep(const Tree& a, Tree& r);
  Outcome fail(const Tree& a, Tree& r);
  Outcome blob(const Tree& a, Tree& r);
  Outcome timed(const Tree& a, Tree& r);
  Outcome echo(const Tree& a, Tree& r);
  Outcome echo_boxed(const Tree& a, Tree& r);
  Outcome nop(const Tree& a, Tree& r);
  Outcome pid(const Tree& a, Tree& r);
  Outcome engine_stat(const Tree& a, Tree& r);

  const tl::PlanSet& set_;
  std::vector<Handler> handlers_;  // by function index; null: not ours
  Magics magics_;
  Store store_;
  rpc::ProcessId identity_;
  int64_t started_ns_;
  int64_t now_ns_ = 0;  // of the call at hand
  int64_t calls_ = 0;
  bool fast_ = true;
};

}  // namespace vkext::serve
