// The executors alone, over a sink that drops everything: what a plan costs before PHP comes into it. And the primitives
// below them.
#include <benchmark/benchmark.h>

#include <string>

#include "base/buffer.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/load.h"
#include "tl/plan.h"
#include "tl/tree_source.h"
#include "wire/writer.h"

namespace {

using namespace vkext;      // NOLINT
using namespace vkext::tl;  // NOLINT

constexpr std::string_view kSchema = R"(
vector {t:Type} # [t] = Vector t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
boolFalse = Bool;
boolTrue = Bool;
user id:long name:string email:string age:int score:double active:Bool city:string created:int visits:int balance:long
     rating:float bio:string = User;
---functions---
@any users = Vector %User;
@any ints = Vector int;
@any counters = Dictionary int;
@any strings = Vector string;
@any doubles = Vector double;
)";

class NullSink {
 public:
  struct Slot {};
  struct Record {};
  struct List {};
  struct Dictionary {};
  void set_int(Slot, int64_t v) { sum += static_cast<uint64_t>(v); }
  void set_double(Slot, double) { ++sum; }
  void set_bool(Slot, bool) { ++sum; }
  void set_true(Slot) {}
  void set_absent(Slot) {}
  void set_empty_list(Slot) {}
  bool set_string(Slot, std::string_view s) {
    sum += s.size();
    return true;
  }
  bool begin_record(Slot, uint32_t, bool, Record&) { return true; }
  Slot field(Record&, const Op&, uint32_t) { return {}; }
  void absent(Record&, const Op&, uint32_t) {}
  bool filled(Record&, const Op&, uint32_t) { return true; }
  void end_record(Record&) {}
  bool begin_list(Slot, uint32_t, List&) { return true; }
  Slot item(List&, uint32_t) { return {}; }
  bool fill_numbers(List&, uint32_t, OpCode, wire::Cursor&) { return false; }
  void end_list(List&, uint32_t) {}
  bool begin_dictionary(Slot, uint32_t, Dictionary&) { return true; }
  Slot entry(Dictionary&, std::string_view) { return {}; }
  Slot entry(Dictionary&, int64_t) { return {}; }
  Slot begin_result(Slot, uint32_t) { return {}; }
  bool proceed() { return true; }
  uint64_t sum = 0;
};

const PlanSet& plans() {
  static const PlanSet set = [] {
    Schema schema;
    Diagnostics diagnostics;
    load_text({{"bench", std::string(kSchema)}}, schema, diagnostics);
    return std::move(PlanSet::compile(std::move(schema)).value());
  }();
  return set;
}

void user(wire::Writer& out, uint32_t i) {
  out.store_long(i);
  out.store_string("user number 17");
  out.store_string("user17@example.com");
  out.store_int(i % 60);
  out.store_double(1.25 * i);
  out.store_int(0x997275b5);
  out.store_string("Saint Petersburg");
  out.store_int(1700000000 + i);
  out.store_int(i % 1000);
  out.store_long(i * 100);
  out.store_float(4.5f);
  out.store_string("likes long walks and short queries");
}

// Boxed: what stands in front of a Vector or a Dictionary is found by decoding an empty one of each magic.
Buffer answer(const char* function, void (*element)(wire::Writer&, uint32_t), uint32_t n) {
  Buffer out;
  wire::Writer writer(out);
  const Op& op = plans().ops[plans().functions[plans().find_function(function)].result];
  writer.store_int(op.magic);
  writer.store_int(n);
  for (uint32_t i = 0; i < n; ++i) element(writer, i);
  return out;
}

void decode(benchmark::State& state, const char* function, void (*element)(wire::Writer&, uint32_t)) {
  const auto n = static_cast<uint32_t>(state.range(0));
  const Buffer body = answer(function, element, n);
  const uint32_t shape[] = {plans().find_function(function)};
  NullSink sink;
  for (auto _ : state) {
    wire::Cursor in(body.bytes());
    Decoder<NullSink> decoder(plans(), sink, in, {});
    decoder.result({shape}, {});
    if (!in.ok() || !in.at_end()) state.SkipWithError("the answer cannot be decoded");
  }
  benchmark::DoNotOptimize(sink.sum);
  state.SetItemsProcessed(state.iterations() * n);
}
BENCHMARK_CAPTURE(decode, users, "users", user)->Arg(1)->Arg(1000);
BENCHMARK_CAPTURE(decode, ints, "ints", [](wire::Writer& out, uint32_t i) { out.store_int(i); })->Arg(1000);
BENCHMARK_CAPTURE(decode, counters, "counters", [](wire::Writer& out, uint32_t i) {
  out.store_string("counter");
  out.store_int(i);
})->Arg(1000);

BENCHMARK_CAPTURE(decode, strings, "strings", [](wire::Writer& out, uint32_t) { out.store_string("a string"); })->Arg(1000);
BENCHMARK_CAPTURE(decode, doubles, "doubles", [](wire::Writer& out, uint32_t i) { out.store_double(i); })->Arg(1000);

void write_users(benchmark::State& state) {
  Buffer out;
  wire::Writer writer(out);
  for (auto _ : state) {
    user(writer, 17);
    if (out.size() > (1u << 16)) out.clear();
  }
}
BENCHMARK(write_users);

void find_function(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(plans().find_function("counters"));
}
BENCHMARK(find_function);

}  // namespace

BENCHMARK_MAIN();
