// vkext serve: a TL/RPC server to talk to. Reads a schema, listens, says where, serves until a signal.
#include <getopt.h>

#include <cstdio>
#include <memory>

#include "serve/demo_service.h"
#include "serve/mock_service.h"
#include "serve/server.h"
#include "tl/tree_json.h"
#include "tool/command.h"

namespace vkext::tool {

namespace {

const char kHelp[] =
    "Usage: vkext serve --schema FILES [--port N] [--host ADDRESS] [--unix PATH] [--mock]\n"
    "\n"
    "Serves the functions of tl/demo.tl: a key-value store in memory, delays, errors and echoes. Prints\n"
    "\"listening HOST:PORT\" when it is ready; stops cleanly on SIGTERM and SIGINT.\n"
    "\n"
    "  --schema FILES        .tl or .tlo files or a directory, joined by ':'; may be given several times\n"
    "  --port N              TCP port; 0 takes a free one (default: 0, none with --unix alone)\n"
    "  --host ADDRESS        numeric address to listen on (default: 127.0.0.1)\n"
    "  --unix PATH           listen on a unix socket, too\n"
    "  --mock                answer every function of the schema with a made-up value of its type\n"
    "  --seed N              for --mock: another row of values (default: 1); 0 gives zeros and empty lists\n"
    "  --answers FILE.json   for --mock: an object of function names and their answers, {\"$error\": [code, \"text\"]}\n"
    "                        for an error; functions it does not name get made-up values\n"
    "  --max-connections N   hang up on clients beyond so many (default: 10000)\n"
    "  --key-file PATH       encrypt with this key, or with each key in this folder; loopback and unix clients may\n"
    "                        still choose plaintext\n"
    "  --require-encryption  let nobody in without it\n"
    "  --version N           highest protocol version to speak, 0 to 2 (default: 2)\n"
    "  --no-crc32c           keep to the older checksum\n"
    "  --help                this text\n";

constexpr size_t kAnswersBytesMax = 64u << 20;

Status read_answers(const std::string& path, serve::MockService& service) {
  std::string text;
  VKEXT_TRY(text, read_all(path, kAnswersBytesMax));
  tl::Tree table;
  VKEXT_TRY(table, tl::parse_json(text));
  return service.set_answers(std::move(table));
}

struct ServeOptions {
  std::vector<std::string> paths;
  serve::ServerConfig config;
  std::string answers;
  bool mock = false;
  long long seed = 1;
};

// kFine: go on. Otherwise the exit code, or kHelped.
int parse_options(const Command& self, int argc, char** argv, ServeOptions& options) {
  static const option kOptions[] = {
      {"schema", required_argument, nullptr, 's'},   {"port", required_argument, nullptr, 'p'},
      {"host", required_argument, nullptr, 'H'},     {"unix", required_argument, nullptr, 'u'},
      {"mock", no_argument, nullptr, 'm'},           {"seed", required_argument, nullptr, 'S'},
      {"key-file", required_argument, nullptr, 'k'}, {"require-encryption", no_argument, nullptr, 'e'},
      {"version", required_argument, nullptr, 'v'},  {"no-crc32c", no_argument, nullptr, 'c'},
      {"answers", required_argument, nullptr, 'a'},  {"max-connections", required_argument, nullptr, 'x'},
      {"help", no_argument, nullptr, 'h'},           {nullptr, 0, nullptr, 0}};
  bool port_given = false;
  long long number = 0;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "h", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        options.paths.emplace_back(optarg);
        break;
      case 'p':
        if (!parse_integer(optarg, 0, 65535, number)) return usage_error(self, "--port wants a number up to 65535");
        options.config.port = static_cast<int>(number);
        port_given = true;
        break;
      case 'H':
        options.config.host = optarg;
        break;
      case 'u':
        options.config.unix_path = optarg;
        break;
      case 'm':
        options.mock = true;
        break;
      case 'S':
        if (!parse_integer(optarg, 0, INT64_MAX, options.seed)) return usage_error(self, "--seed wants a number");
        break;
      case 'a':
        options.answers = optarg;
        options.mock = true;
        break;
      case 'x':
        if (!parse_integer(optarg, 1, 1'000'000, number)) return usage_error(self, "--max-connections wants a number");
        options.config.connections_max = static_cast<size_t>(number);
        break;
      case 'k':
        options.config.key_file = optarg;
        break;
      case 'e':
        options.config.require_encryption = true;
        break;
      case 'v':
        if (!parse_integer(optarg, 0, 2, number)) return usage_error(self, "--version wants 0, 1 or 2");
        options.config.version = static_cast<int>(number);
        break;
      case 'c':
        options.config.crc32c = false;
        break;
      case 'h':
        print_help(self);
        return kHelped;
      default:
        return unknown_option(self, argv);
    }
  }
  if (optind < argc) return usage_error(self, "what is \"" + std::string(argv[optind]) + "\"?");
  if (options.paths.empty()) return usage_error(self, "--schema is missing (for a start: --schema tl/demo.tl)");
  options.config.tcp = port_given || options.config.unix_path.empty();
  return kFine;
}

Result<std::unique_ptr<serve::Service>> make_service(const ServeOptions& options, const tl::PlanSet& plans,
                                                     const serve::Server& server) {
  if (!options.mock) {
    auto demo = std::make_unique<serve::DemoService>(plans);
    demo->set_identity(server.identity());
    return std::unique_ptr<serve::Service>(std::move(demo));
  }
  auto made_up = std::make_unique<serve::MockService>(plans, static_cast<uint64_t>(options.seed));
  if (!options.answers.empty()) {
    const Status read = read_answers(options.answers, *made_up);
    if (!read.ok()) return Error{read.error().code, options.answers + ": " + read.error().text};
  }
  return std::unique_ptr<serve::Service>(std::move(made_up));
}

int run_serve(const Command& self, int argc, char** argv) {
  ServeOptions options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed == kHelped ? kFine : parsed;
  tl::PlanSet plans;
  if (!load_plans(self, options.paths, plans)) return kFound;
  auto server = serve::Server::open(options.config);
  if (!server.ok()) return failure(self, server.error().text);
  auto service = make_service(options, plans, **server);
  if (!service.ok()) return failure(self, service.error().text);
  for (const std::string& address : (*server)->addresses()) printf("listening %s\n", address.c_str());
  fflush(stdout);
  const Status status = (*server)->run(**service);
  if (!status.ok()) return failure(self, status.error().text);
  return kFine;
}

}  // namespace

const Command kServe = {"serve", "serve a demo engine, or made-up answers for any schema", kHelp, run_serve};

}  // namespace vkext::tool
