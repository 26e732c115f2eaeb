// `vkext`, the command-line tool: one binary, a subcommand for each job. See command.h for what they promise.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

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

// Called by `new` when there is no memory: nothing here may ask for any.
void end_without_memory() {
  constexpr char kText[] = "vkext: out of memory\n";
  const ssize_t ignored = write(STDERR_FILENO, kText, sizeof kText - 1);
  (void)ignored;
  _exit(vkext::tool::kFound);
}

// A file or a socket must not become our standard output because that was closed: it gets something that takes nothing.
void keep_standard_numbers() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) < 0) (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

int run(int argc, char** argv) {
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

}  // namespace

int main(int argc, char** argv) {
  keep_standard_numbers();
  std::set_new_handler(end_without_memory);
  const int code = run(argc, argv);
  // Whoever reads half of what there was to say must not take it for the whole.
  const bool failed_before = ferror(stdout) != 0;
  errno = 0;
  if (fflush(stdout) == 0 && (!failed_before || code != vkext::tool::kFine)) return code;
  fprintf(stderr, "vkext: standard output cannot be written%s%s\n", errno ? ": " : "", errno ? strerror(errno) : "");
  return vkext::tool::kFound;
}
