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

int run_serve(const Command& self, int argc, char** argv) {
  static const option kOptions[] = {
      {"schema", required_argument, nullptr, 's'},   {"port", required_argument, nullptr, 'p'},
      {"host", required_argument, nullptr, 'H'},     {"unix", required_argument, nullptr, 'u'},
      {"mock", no_argument, nullptr, 'm'},           {"seed", required_argument, nullptr, 'S'},
      {"key-file", required_argument, nullptr, 'k'}, {"require-encryption", no_argument, nullptr, 'e'},
      {"version", required_argument, nullptr, 'v'},  {"no-crc32c", no_argument, nullptr, 'c'},
      {"answers", required_argument, nullptr, 'a'},  {"max-connections", required_argument, nullptr, 'x'},
      {"help", no_argument, nullptr, 'h'},           {nullptr, 0, nullptr, 0}};
  std::vector<std::string> paths;
  serve::ServerConfig config;
  std::string answers;
  bool mock = false;
  bool port_given = false;
  long long number = 0;
  long long seed = 1;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "h", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        paths.emplace_back(optarg);
        break;
      case 'p':
        if (!parse_integer(optarg, 0, 65535, number)) return usage_error(self, "--port wants a number up to 65535");
        config.port = static_cast<int>(number);
        port_given = true;
        break;
      case 'H':
        config.host = optarg;
        break;
      case 'u':
        config.unix_path = optarg;
        break;
      case 'm':
        mock = true;
        break;
      case 'S':
        if (!parse_integer(optarg, 0, INT64_MAX, seed)) return usage_error(self, "--seed wants a number");
        break;
      case 'a':
        answers = optarg;
        mock = true;
        break;
      case 'x':
        if (!parse_integer(optarg, 1, 1'000'000, number)) return usage_error(self, "--max-connections wants a number");
        config.connections_max = static_cast<size_t>(number);
        break;
      case 'k':
        config.key_file = optarg;
        break;
      case 'e':
        config.require_encryption = true;
        break;
      case 'v':
        if (!parse_integer(optarg, 0, 2, number)) return usage_error(self, "--version wants 0, 1 or 2");
        config.version = static_cast<int>(number);
        break;
      case 'c':
        config.crc32c = false;
        break;
      case 'h':
        return print_help(self);
      default:
        return unknown_option(self, argv);
    }
  }
  if (optind < argc) return usage_error(self, "what is \"" + std::string(argv[optind]) + "\"?");
  if (paths.empty()) return usage_error(self, "--schema is missing (for a start: --schema tl/demo.tl)");
  config.tcp = port_given || config.unix_path.empty();

  tl::PlanSet plans;
  if (!load_plans(self, paths, plans)) return kFound;
  auto server = serve::Server::open(config);
  if (!server.ok()) return failure(self, server.error().text);
  std::unique_ptr<serve::Service> service;
  if (mock) {
    auto made_up = std::make_unique<serve::MockService>(plans, static_cast<uint64_t>(seed));
    if (!answers.empty()) {
      const Status read = read_answers(answers, *made_up);
      if (!read.ok()) return failure(self, answers + ": " + read.error().text);
    }
    service = std::move(made_up);
  } else {
    auto demo = std::make_unique<serve::DemoService>(plans);
    demo->set_identity((*server)->identity());
    service = std::move(demo);
  }
  for (const std::string& address : (*server)->addresses()) printf("listening %s\n", address.c_str());
  fflush(stdout);
  const Status status = (*server)->run(*service);
  if (!status.ok()) return failure(self, status.error().text);
  return kFine;
}

}  // namespace

const Command kServe = {"serve", "serve a demo engine, or made-up answers for any schema", kHelp, run_serve};

}  // namespace vkext::tool
