// `vkext`, the command-line tool: one binary, a subcommand for each job. See command.h for what they promise.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include "base/version.h"
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
  fputs(
      "\nvkext COMMAND --help, or vkext help COMMAND, tells about one; vkext --version which version this is.\n"
      "Exit codes: 0 fine, 1 problems were found or a call failed, 2 wrong usage.\n",
      to);
}

const Command* find(const char* name) {
  for (const Command* c : kCommands) {
    if (strcmp(name, c->name) == 0) return c;
  }
  return nullptr;
}

int no_command(const char* name) {
  fprintf(stderr, "vkext: no command \"%s\". There are:", name);
  for (const Command* c : kCommands) fprintf(stderr, " %s", c->name);
  fputs("\nTry: vkext --help\n", stderr);
  return vkext::tool::kUsage;
}

int help(const char* name) {
  if (!name) {
    print_commands(stdout);
    return vkext::tool::kFine;
  }
  const Command* command = find(name);
  return command ? vkext::tool::print_help(*command) : no_command(name);
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
  const char* const word = argv[1];
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return help(nullptr);
  if (strcmp(word, "help") == 0) return help(argv[2]);
  if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
    puts("vkext " VKEXT_VERSION);
    return vkext::tool::kFine;
  }
  const Command* command = find(word);
  return command ? command->run(*command, argc - 1, argv + 1) : no_command(word);
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
