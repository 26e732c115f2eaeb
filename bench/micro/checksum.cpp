// How fast the two checksums are, over the lengths that packets have. The table engine stands beside the chosen one.
#include <benchmark/benchmark.h>

#include <vector>

#include "base/crc32.h"

namespace {

using Engine = uint32_t (*)(uint32_t, const void*, size_t);

void run(benchmark::State& state, Engine engine) {
  const std::vector<uint8_t> data(static_cast<size_t>(state.range(0)), 0x5a);
  for (auto _ : state) benchmark::DoNotOptimize(engine(0, data.data(), data.size()));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

#define LENGTHS ->Arg(16)->Arg(64)->Arg(256)->Arg(4096)->Arg(1 << 20)
BENCHMARK_CAPTURE(run, crc32, vkext::crc32) LENGTHS;
BENCHMARK_CAPTURE(run, crc32_table, vkext::crc32_table) LENGTHS;
BENCHMARK_CAPTURE(run, crc32c, vkext::crc32c) LENGTHS;
BENCHMARK_CAPTURE(run, crc32c_table, vkext::crc32c_table) LENGTHS;

}  // namespace

BENCHMARK_MAIN();
