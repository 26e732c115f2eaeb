// vkext call: one query to a server, its answer as JSON.
#include <getopt.h>

#include <cmath>
#include <cstdio>

#include "base/error_codes.h"
#include "tl/tree_json.h"
#include "tool/asking.h"
#include "tool/codec.h"
#include "tool/command.h"

namespace vkext::tool {

namespace {

using tl::Tree;

constexpr size_t kQueryBytesMax = 64u << 20;

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

// The query as it is given, or as standard input has it.
Result<Tree> read_query(const char* argument) {
  std::string text = argument;
  if (text == "-") {
    VKEXT_TRY(text, read_all("-", kQueryBytesMax));
  }
  return tl::parse_json(text);
}

// The answer's value; a reply that does not decode becomes an error.
Tree result_of(const tl::PlanSet& plans, const tl::ResultShape& shape, Reply& reply) {
  if (reply.failed) return {};
  auto decoded = decode_answer(plans, shape, Bytes(reply.body));
  if (decoded.ok()) return std::move(*decoded);
  reply = Reply::error(codes::kBadResponse, decoded.error().text);
  return {};
}

int run_call(const Command& self, int argc, char** argv) {
  Connecting options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed == kHelped ? kFine : parsed;
  if (argc - optind != 2) return usage_error(self, "HOST:PORT and one JSON value are wanted");
  Target target;
  if (!parse_target(argv[optind], target))
    return usage_error(self, "HOST:PORT or unix:/path is wanted, not " + std::string(argv[optind]));
  auto query = read_query(argv[optind + 1]);
  if (!query.ok()) return failure(self, query.error().text);
  tl::PlanSet loaded;
  if (!options.schema.empty() && !load_plans(self, options.schema, loaded)) return kFound;
  const tl::PlanSet* plans = options.schema.empty() ? protocol() : &loaded;
  if (!plans) return failure(self, "the built-in schema does not load");
  Buffer body;
  tl::ResultShape shape;
  const Status encoded = encode_query(*plans, *query, body, shape);
  if (!encoded.ok()) return failure(self, encoded.error().text);

  rpc::Client client(options.config);
  auto opened = connect(client, target, options);
  Reply reply = opened.ok() ? ask(client, *opened, body, options) : Reply::error(opened.error().code, opened.error().text);
  const Tree result = result_of(*plans, shape, reply);
  return print_reply(self, options, reply, result);
}

}  // namespace

const Command kCall = {"call", "send one query to a server", kCallHelp, run_call};

}  // namespace vkext::tool
