// What every subcommand of `vkext` looks like, and the little they share.
//
// A command gets its own arguments (argv[0] is its name), prints results to stdout and complaints to stderr, and
// returns an exit code: kFine, kFound (problems in what it was given, a failed call) or kUsage.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tl/diagnostic.h"
#include "tl/plan.h"
#include "tl/schema.h"

namespace vkext::tool {

constexpr int kFine = 0;
constexpr int kFound = 1;
constexpr int kUsage = 2;
// Not an exit code: what a reader of options returns when --help was asked for, and printed.
constexpr int kHelped = -1;

struct Command {
  const char* name;
  const char* summary;  // one line of `vkext --help`
  const char* help;     // what `vkext NAME --help` prints, without the summary
  int (*run)(const Command& self, int argc, char** argv);
};

extern const Command kServe;
extern const Command kCompile;
extern const Command kCheck;
extern const Command kShow;
extern const Command kDiff;
extern const Command kJson;
extern const Command kEncode;
extern const Command kDecode;
extern const Command kCall;
extern const Command kPing;
extern const Command kPhp;

int print_help(const Command& command);
// "vkext NAME: TEXT", and where help is. Returns kUsage.
int usage_error(const Command& command, const std::string& text);
// For getopt_long's '?': names the argument at fault.
int unknown_option(const Command& command, char** argv);
struct Flag {
  const char* name;  // without --
  bool* given;
};
// Of a command whose options take no values: sets those that were given. kFine: go on; otherwise the exit code, or
// kHelped. What is left begins at argv[optind].
int parse_flags(const Command& command, int argc, char** argv, std::initializer_list<Flag> flags);
// A text of somebody else's for a terminal: control characters, but for line ends and tabs, as \xNN.
std::string printable(std::string_view text);
// "vkext NAME: TEXT", made printable. Returns kFound.
int failure(const Command& command, const std::string& text);

// All of standard input or of a file ("-" is standard input), at most `limit` bytes.
Result<std::string> read_all(const std::string& path, size_t limit);

// Decimal integer within bounds; false when the text is anything else.
bool parse_integer(const char* text, long long low, long long high, long long& out);
// Decimal number of seconds > 0.
bool parse_seconds(const char* text, double& out);

// Loads and checks what the paths name (see tl/load.h). False: the errors were printed to stderr. Warnings are printed
// only when asked for: most commands are not about the schema.
bool load_schema(const Command& command, const std::vector<std::string>& paths, tl::Schema& out, bool warn = false);
bool load_plans(const Command& command, const std::vector<std::string>& paths, tl::PlanSet& out);
void print_diagnostics(const tl::Diagnostics& diagnostics);

}  // namespace vkext::tool
