// What `vkext call` and `vkext ping` share: their options, and one query over the client that the extension uses.
#pragma once

#include <string>
#include <vector>

#include "base/buffer.h"
#include "rpc/client.h"
#include "tl/plan.h"
#include "tl/tree.h"
#include "tool/command.h"

namespace vkext::tool {

struct Target {
  std::string host;
  int port = 0;
};

// "HOST:PORT", "[::1]:PORT" or "unix:/path".
bool parse_target(const std::string& text, Target& out);

// Options of both commands. Times in seconds.
struct Connecting {
  std::vector<std::string> schema;
  rpc::ClientConfig config;
  double timeout = 1;
  int64_t actor = 0;
  long long count = 4;
  double interval = 0.5;
  bool json = false;
};

// kFine: go on. Otherwise the exit code, or kHelped.
int parse_options(const Command& self, int argc, char** argv, Connecting& out);

struct Reply {
  bool failed = false;
  int code = 0;
  std::string text;
  tl::Tree header;  // flags and extra, or null
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

// Connects within the options' timeout.
Result<uint32_t> connect(rpc::Client& client, const Target& target, const Connecting& options);
// One query over an open client; takes what is in `body`. The answer's header is told apart, a packed one is unpacked.
Reply ask(rpc::Client& client, uint32_t target, Buffer& body, const Connecting& options);

// The protocol's own schema: headers, and what every engine answers. Null when it does not load.
tl::PlanSet* protocol();

}  // namespace vkext::tool
