// vkext ping: whether a server is there, and how fast it answers.
#include <getopt.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/clock.h"
#include "tl/tree_json.h"
#include "tool/asking.h"
#include "tool/command.h"
#include "wire/writer.h"

namespace vkext::tool {

namespace {

using tl::Tree;

constexpr uint32_t kEngineNop = 0x166bb7c6;
constexpr uint32_t kBoxedTrue = 0x3fedd339;

const char kPingHelp[] =
    "Usage: vkext ping HOST:PORT [-c COUNT] [-i SECONDS]\n"
    "\n"
    "Connects, says how, and asks engine.nop COUNT times. Exit code 1 when an answer was missing.\n"
    "\n"
    "  -c, --count N         how often (default: 4)\n"
    "  -i, --interval S      pause between two (default: 0.5)\n"
    "  --timeout SECONDS     for the connection and for each answer (default: 1)\n"
    "  --key FILE, --actor N, --require-encryption, --version N: as for vkext call\n"
    "  --json                {\"address\", \"encrypted\", \"version\", \"crc32c\", \"sent\", \"answered\",\n"
    "                        \"milliseconds\": {\"min\", \"median\", \"max\"}}\n"
    "  --help                this text\n";

// Connected a moment ago: the entry of the pool that says how.
rpc::PoolEntry connection_facts(rpc::Client& client) {
  const std::vector<rpc::PoolEntry> all = client.pool_status();
  return all.empty() ? rpc::PoolEntry() : all.front();
}

void pause_for(double seconds) {
  timespec t;
  t.tv_sec = static_cast<time_t>(seconds);
  t.tv_nsec = static_cast<long>((seconds - static_cast<double>(t.tv_sec)) * 1e9);
  nanosleep(&t, nullptr);
}

void print_connected(const rpc::PoolEntry& facts, int64_t began_ns) {
  printf("%s: connected in %.3f ms, version %d, %s, %s\n", facts.address.c_str(),
         static_cast<double>(now_ns() - began_ns) / 1e6, facts.version, facts.encrypted ? "encrypted" : "plain",
         facts.crc32c ? "CRC32C" : "CRC32");
  fflush(stdout);
}

// One question. False: no answer, or another than it should be; `why` says which.
bool ping_once(rpc::Client& client, uint32_t target, const Connecting& options, double& ms, std::string& why) {
  Buffer body;
  wire::Writer(body).store_int(kEngineNop);
  const int64_t from = now_ns();
  const Reply r = ask(client, target, body, options);
  ms = static_cast<double>(now_ns() - from) / 1e6;
  if (!r.failed && r.body.size() == 4 && load_u32(r.body.data()) == kBoxedTrue) return true;
  why = r.failed ? "error " + std::to_string(r.code) + ": " + r.text : "not boxed True";
  return false;
}

// The times of the answers that came, in milliseconds, in order of size.
std::vector<double> ping(rpc::Client& client, uint32_t target, const Connecting& options) {
  std::vector<double> times;
  for (long long i = 0; i < options.count; ++i) {
    if (i) pause_for(options.interval);
    double ms = 0;
    std::string why;
    const bool good = ping_once(client, target, options, ms, why);
    if (good) times.push_back(ms);
    if (options.json) continue;
    if (good) {
      printf("engine.nop %lld: %.3f ms\n", i + 1, ms);
    } else {
      printf("engine.nop %lld: %s\n", i + 1, printable(why).c_str());
    }
    fflush(stdout);
  }
  std::sort(times.begin(), times.end());
  return times;
}

void print_report(const rpc::PoolEntry& facts, const Connecting& options, const std::vector<double>& times) {
  const double low = times.empty() ? 0 : times.front();
  const double middle = times.empty() ? 0 : times[times.size() / 2];
  const double high = times.empty() ? 0 : times.back();
  if (!options.json) {
    printf("%zu of %lld answered; min %.3f, median %.3f, max %.3f ms\n", times.size(), options.count, low, middle, high);
    return;
  }
  Tree spread = Tree::map();
  spread.set("min", Tree::real(low)).set("median", Tree::real(middle)).set("max", Tree::real(high));
  Tree report = Tree::map();
  report.set("address", Tree::text(facts.address))
      .set("encrypted", Tree::boolean(facts.encrypted))
      .set("version", Tree::integer(facts.version))
      .set("crc32c", Tree::boolean(facts.crc32c))
      .set("sent", Tree::integer(options.count))
      .set("answered", Tree::integer(static_cast<int64_t>(times.size())))
      .set("milliseconds", std::move(spread));
  printf("%s\n", tl::to_json(report, tl::JsonStyle::indented).c_str());
}

int run_ping(const Command& self, int argc, char** argv) {
  Connecting options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed == kHelped ? kFine : parsed;
  Target target;
  if (argc - optind != 1 || !parse_target(argv[optind], target))
    return usage_error(self, "one HOST:PORT or unix:/path is wanted");
  rpc::Client client(options.config);
  const int64_t began = now_ns();
  auto opened = connect(client, target, options);
  if (!opened.ok()) return failure(self, opened.error().text);
  const rpc::PoolEntry facts = connection_facts(client);
  if (!options.json) print_connected(facts, began);
  const std::vector<double> times = ping(client, *opened, options);
  print_report(facts, options, times);
  return times.size() == static_cast<size_t>(options.count) ? kFine : kFound;
}

}  // namespace

const Command kPing = {"ping", "ask a server whether it is there, and how fast", kPingHelp, run_ping};

}  // namespace vkext::tool
