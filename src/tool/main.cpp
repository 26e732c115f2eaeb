// `vkext`, the command-line tool: one binary, a subcommand for each job. See command.h for what they promise.
#include <cstdio>
#include <cstring>

#include "tool/command.h"

namespace {

using vkext::tool::Command;

const Command* const kCommands[] = {
    &vkext::tool::kServe, &vkext::tool::kCompile, &vkext::tool::kCheck,  &vkext::tool::kShow, &vkext::tool::kDiff,
    &vkext::tool::kJson,  &vkext::tool::kEncode,  &vkext::tool::kDecode, &vkext::tool::kCall, &vkext::tool::kPing,
    &vkext::tool::kPhp,
};

void print_commands(FILE* to) {
  fputs("vkext: TL schemas and TL/RPC servers from the command line.\n\nUsage: vkext COMMAND [OPTIONS] …\n\n", to);
  for (const Command* c : kCommands) fprintf(to, "  %-8s %s\n", c->name, c->summary);
  fputs("\nvkext COMMAND --help tells about one. Exit codes: 0 fine, 1 problems were found, 2 wrong usage.\n", to);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    print_commands(stderr);
    return vkext::tool::kUsage;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
    print_commands(stdout);
    return vkext::tool::kFine;
  }
  for (const Command* c : kCommands) {
    if (strcmp(argv[1], c->name) == 0) return c->run(*c, argc - 1, argv + 1);
  }
  fprintf(stderr, "vkext: no command \"%s\"\nTry: vkext --help\n", argv[1]);
  return vkext::tool::kUsage;
}
