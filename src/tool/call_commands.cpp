// vkext call and ping: one query to a server, and how long it takes. The same client that the extension uses.
#include <getopt.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>

#include "base/clock.h"
#include "base/error_codes.h"
#include "rpc/client.h"
#include "rpc/headers.h"
#include "tl/decode.h"
#include "tl/load.h"
#include "tl/protocol_text.h"
#include "tl/tree_json.h"
#include "tl/tree_sink.h"
#include "tool/codec.h"
#include "tool/command.h"
#include "wire/writer.h"

namespace vkext::tool {

namespace {

using tl::Tree;

constexpr uint32_t kEngineNop = 0x166bb7c6;
constexpr uint32_t kBoxedTrue = 0x3fedd339;
constexpr size_t kQueryBytesMax = 64u << 20;
constexpr size_t kUnpackedMax = 16u << 20;  // decision of the field: more than this is an attack

struct Target {
  std::string host;
  int port = 0;
};

// "HOST:PORT", "[::1]:PORT" or "unix:/path".
bool parse_target(const std::string& text, Target& out) {
  if (text.compare(0, 5, "unix:") == 0) {
    out.host = text;
    return text.size() > 5;
  }
  const size_t colon = text.rfind(':');
  long long port = 0;
  if (colon == std::string::npos || colon == 0 || !parse_integer(text.c_str() + colon + 1, 1, 65535, port))
    return false;
  out.host = text.substr(0, colon);
  out.port = static_cast<int>(port);
  return true;
}

struct Reply {
  bool failed = false;
  int code = 0;
  std::string text;
  Tree header;  // flags and extra, or null
  std::string body;
  double seconds = 0;
  uint32_t request_bytes = 0;
  uint32_t response_bytes = 0;

  static Reply error(int code, std::string text) {
    Reply r;
    r.failed = true;
    r.code = code;
    r.text = std::move(text);
    return r;
  }
};

// The protocol's own schema: headers, and what every engine answers.
tl::PlanSet* protocol() {
  static tl::PlanSet* set = [] {
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    if (!tl::load_text({{"tl/rpc.tl", tl::kProtocolText}}, schema, diagnostics))
      return static_cast<tl::PlanSet*>(nullptr);
    auto compiled = tl::PlanSet::compile(std::move(schema));
    return compiled.ok() ? new tl::PlanSet(std::move(*compiled)) : nullptr;
  }();
  return set;
}

// The fields of reqResultHeader; drops them from `rest`.
bool read_header(Bytes& rest, Tree& out) {
  const tl::PlanSet* set = protocol();
  if (!set) return false;
  uint32_t extra = tl::kNone;
  for (uint32_t p = 0; p < set->plans.size(); ++p) {
    if (set->name(set->plans[p].name) == "rpcReqResultExtra") extra = p;
  }
  if (extra == tl::kNone) return false;
  wire::Cursor in(rest);
  const uint32_t flags = in.fetch_int();
  tl::TreeSink sink(*set);
  const tl::DecodeOptions options;
  tl::Decoder<tl::TreeSink> decoder(*set, sink, in, options);
  Tree fields;
  decoder.fields_of(extra, &flags, &fields);
  if (!in.ok()) return false;
  out = std::move(Tree::map().set("flags", Tree::integer(flags)).set("extra", std::move(fields)));
  rest = rest.drop(in.offset());
  return true;
}

Reply read_answer(const rpc::Answer& answer) {
  Reply r;
  r.seconds = answer.duration_s;
  r.request_bytes = answer.request_bytes;
  r.response_bytes = answer.response_bytes;
  if (answer.state != rpc::QueryState::ready) {
    r.failed = true;
    r.code = answer.error_code;
    r.text = answer.error_text;
    return r;
  }
  Bytes rest = answer.body.bytes();
  rpc::AnswerView view = rpc::classify_answer(rest);
  if (view.kind == rpc::AnswerKind::header) {
    rest = view.rest;
    if (!read_header(rest, r.header)) return Reply::error(codes::kBadResponse, "the answer's header does not decode");
    view = rpc::classify_answer(rest);
  }
  Buffer unpacked;
  if (view.kind == rpc::AnswerKind::gzip) {
    const Status status = rpc::unpack_gzip(view.rest, kUnpackedMax, unpacked);
    if (!status.ok()) return Reply::error(codes::kBadResponse, status.error().text);
    rest = unpacked.bytes();
    view = rpc::classify_answer(rest);
  }
  switch (view.kind) {
    case rpc::AnswerKind::result:
      r.body.assign(view.rest.text());
      return r;
    case rpc::AnswerKind::error:
      r.failed = true;
      r.code = view.code;
      r.text = std::string(view.text);
      return r;
    case rpc::AnswerKind::tl2:
      return Reply::error(codes::kBadResponse, "the answer is TL2");
    default:
      return Reply::error(codes::kBadResponse, "the answer does not decode");
  }
}

// One query over an open client.
Reply ask(rpc::Client& client, uint32_t target, Buffer& body, double timeout, int64_t actor) {
  rpc::SendOptions options;
  options.actor = actor;
  options.target = target;
  options.deadline = Deadline::after(timeout);
  options.limit_s = timeout;
  auto sent = client.send(options, body);
  if (!sent.ok()) return Reply::error(sent.error().code, sent.error().text);
  while (client.wait(sent->id, options.deadline) == rpc::Wait::interrupted) {
  }
  const rpc::Answer answer = client.take(sent->id);
  if (answer.state == rpc::QueryState::waiting) return Reply::error(codes::kTimeout, "timeout");
  return read_answer(answer);
}

// Options of both commands.
struct Connecting {
  std::vector<std::string> schema;
  rpc::ClientConfig config;
  double timeout = 1;
  int64_t actor = 0;
  long long count = 4;
  double interval = 0.5;
  bool json = false;
};

const option kOptions[] = {
    {"schema", required_argument, nullptr, 's'},   {"timeout", required_argument, nullptr, 't'},
    {"key-file", required_argument, nullptr, 'k'}, {"key", required_argument, nullptr, 'k'},
    {"actor", required_argument, nullptr, 'a'},    {"require-encryption", no_argument, nullptr, 'e'},
    {"version", required_argument, nullptr, 'v'},  {"count", required_argument, nullptr, 'c'},
    {"interval", required_argument, nullptr, 'i'}, {"json", no_argument, nullptr, 'j'},
    {"help", no_argument, nullptr, 'h'},           {nullptr, 0, nullptr, 0}};

// kFine: go on; -1: help was printed.
int parse_options(const Command& self, int argc, char** argv, Connecting& out) {
  long long number = 0;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "hc:i:", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        out.schema.emplace_back(optarg);
        break;
      case 't':
        if (!parse_seconds(optarg, out.timeout)) return usage_error(self, "--timeout wants seconds");
        break;
      case 'k':
        out.config.key_file = optarg;
        break;
      case 'a':
        if (!parse_integer(optarg, INT64_MIN, INT64_MAX, number)) return usage_error(self, "--actor wants a number");
        out.actor = number;
        break;
      case 'e':
        out.config.require_encryption = true;
        break;
      case 'v':
        if (!parse_integer(optarg, 0, 2, number)) return usage_error(self, "--version wants 0, 1 or 2");
        out.config.protocol_version = static_cast<int>(number);
        break;
      case 'c':
        if (!parse_integer(optarg, 1, 1'000'000'000, out.count)) return usage_error(self, "--count wants a number");
        break;
      case 'i':
        if (!parse_seconds(optarg, out.interval)) return usage_error(self, "--interval wants seconds");
        break;
      case 'j':
        out.json = true;
        break;
      case 'h':
        print_help(self);
        return -1;
      default:
        return unknown_option(self, argv);
    }
  }
  return kFine;
}

// ------------------------------------------------------------------------------------------------------------- call

const char kCallHelp[] =
    "Usage: vkext call HOST:PORT JSON [--schema FILES] [--key FILE] [--actor N] [--timeout SECONDS]\n"
    "\n"
    "Sends one query and prints its answer as JSON: vkext call 127.0.0.1:2398 '[\"demo.get\", \"a\"]' --schema "
    "tl/demo.tl\n"
    "unix:/path instead of HOST:PORT is a unix socket. JSON - reads standard input. An error answer: exit code 1.\n"
    "\n"
    "  --schema FILES        .tl or .tlo files or a directory; may be given several times (default: what every engine\n"
    "                        knows, such as engine.nop and engine.pid)\n"
    "  --timeout SECONDS     for all of it (default: 1)\n"
    "  --actor N             for a proxy: the engine that is meant\n"
    "  --key FILE            encrypt, except to loopback and unix sockets of servers that want plaintext;\n"
    "                        --key-file is the same\n"
    "  --require-encryption  encrypt or fail\n"
    "  --version N           highest protocol version to offer, 0 to 2 (default: 1)\n"
    "  --json                {\"result\" or \"error\" and \"code\", \"header\", \"milliseconds\", \"request_bytes\",\n"
    "                        \"response_bytes\"}\n"
    "  --help                this text\n";

int print_reply(const Command& self, const Connecting& options, const Reply& r, const Tree& result) {
  if (!options.json) {
    if (r.failed) return failure(self, "error " + std::to_string(r.code) + ": " + r.text);
    printf("%s\n", tl::to_json(result, tl::JsonStyle::indented).c_str());
    return kFine;
  }
  Tree report = Tree::map();
  if (r.failed) {
    report.set("error", Tree::text(r.text)).set("code", Tree::integer(r.code));
  } else {
    report.set("result", result);
  }
  if (!r.header.is_null()) report.set("header", r.header);
  report.set("milliseconds", Tree::real(std::round(r.seconds * 1e6) / 1e3))
      .set("request_bytes", Tree::integer(r.request_bytes))
      .set("response_bytes", Tree::integer(r.response_bytes));
  printf("%s\n", tl::to_json(report, tl::JsonStyle::indented).c_str());
  return r.failed ? kFound : kFine;
}

int run_call(const Command& self, int argc, char** argv) {
  Connecting options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed < 0 ? kFine : parsed;
  if (argc - optind != 2) return usage_error(self, "HOST:PORT and one JSON value are wanted");
  Target target;
  if (!parse_target(argv[optind], target))
    return usage_error(self, "HOST:PORT or unix:/path is wanted, not " + std::string(argv[optind]));
  std::string text = argv[optind + 1];
  if (text == "-") {
    auto input = read_all("-", kQueryBytesMax);
    if (!input.ok()) return failure(self, input.error().text);
    text = std::move(*input);
  }
  auto query = tl::parse_json(text);
  if (!query.ok()) return failure(self, query.error().text);
  tl::PlanSet loaded;
  if (!options.schema.empty() && !load_plans(self, options.schema, loaded)) return kFound;
  const tl::PlanSet* own = options.schema.empty() ? protocol() : &loaded;
  if (!own) return failure(self, "the built-in schema does not load");
  const tl::PlanSet& plans = *own;
  Buffer body;
  tl::ResultShape shape;
  const Status encoded = encode_query(plans, *query, body, shape);
  if (!encoded.ok()) return failure(self, encoded.error().text);

  rpc::Client client(options.config);
  auto opened =
      client.open(target.host, target.port, Deadline::after(options.timeout), options.timeout, options.timeout);
  Reply reply = opened.ok() ? ask(client, *opened, body, options.timeout, options.actor)
                            : Reply::error(opened.error().code, opened.error().text);
  Tree result;
  if (!reply.failed) {
    auto decoded = decode_answer(plans, shape, Bytes(reply.body));
    if (decoded.ok()) {
      result = std::move(*decoded);
    } else {
      reply = Reply::error(codes::kBadResponse, decoded.error().text);
    }
  }
  return print_reply(self, options, reply, result);
}

// ------------------------------------------------------------------------------------------------------------- ping

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

int run_ping(const Command& self, int argc, char** argv) {
  Connecting options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed < 0 ? kFine : parsed;
  Target target;
  if (argc - optind != 1 || !parse_target(argv[optind], target))
    return usage_error(self, "one HOST:PORT or unix:/path is wanted");
  rpc::Client client(options.config);
  const int64_t began = now_ns();
  auto opened =
      client.open(target.host, target.port, Deadline::after(options.timeout), options.timeout, options.timeout);
  if (!opened.ok()) return failure(self, opened.error().text);
  const rpc::PoolEntry facts = connection_facts(client);
  if (!options.json) {
    printf("%s: connected in %.3f ms, version %d, %s, %s\n", facts.address.c_str(),
           static_cast<double>(now_ns() - began) / 1e6, facts.version, facts.encrypted ? "encrypted" : "plain",
           facts.crc32c ? "CRC32C" : "CRC32");
    fflush(stdout);
  }
  std::vector<double> times;
  for (long long i = 0; i < options.count; ++i) {
    if (i) pause_for(options.interval);
    Buffer body;
    wire::Writer(body).store_int(kEngineNop);
    const int64_t from = now_ns();
    const Reply r = ask(client, *opened, body, options.timeout, options.actor);
    const double ms = static_cast<double>(now_ns() - from) / 1e6;
    const bool good = !r.failed && r.body.size() == 4 && load_u32(r.body.data()) == kBoxedTrue;
    if (good) times.push_back(ms);
    if (options.json) continue;
    if (good) {
      printf("engine.nop %lld: %.3f ms\n", i + 1, ms);
    } else {
      printf("engine.nop %lld: %s\n", i + 1,
             r.failed ? ("error " + std::to_string(r.code) + ": " + r.text).c_str() : "not boxed True");
    }
    fflush(stdout);
  }
  std::sort(times.begin(), times.end());
  const double low = times.empty() ? 0 : times.front();
  const double middle = times.empty() ? 0 : times[times.size() / 2];
  const double high = times.empty() ? 0 : times.back();
  if (options.json) {
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
  } else {
    printf("%zu of %lld answered; min %.3f, median %.3f, max %.3f ms\n", times.size(), options.count, low, middle,
           high);
  }
  return times.size() == static_cast<size_t>(options.count) ? kFine : kFound;
}

}  // namespace

const Command kCall = {"call", "send one query to a server", kCallHelp, run_call};
const Command kPing = {"ping", "ask a server whether it is there, and how fast", kPingHelp, run_ping};

}  // namespace vkext::tool
