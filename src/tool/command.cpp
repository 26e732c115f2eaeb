// Help, complaints, files, numbers, schemas: shared by the subcommands. See command.h.
#include "tool/command.h"

#include <getopt.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tl/load.h"

namespace vkext::tool {

int print_help(const Command& command) {
  printf("%s\n\n%s", command.summary, command.help);
  return kFine;
}

int usage_error(const Command& command, const std::string& text) {
  fprintf(stderr, "vkext %s: %s\nTry: vkext %s --help\n", command.name, text.c_str(), command.name);
  return kUsage;
}

int unknown_option(const Command& command, char** argv) {
  return usage_error(command,
                     std::string("unknown option, or one without its value: ") + argv[optind > 0 ? optind - 1 : 0]);
}

int parse_flags(const Command& command, int argc, char** argv, std::initializer_list<Flag> flags) {
  std::vector<option> options;
  for (const Flag& f : flags) options.push_back({f.name, no_argument, nullptr, 'f'});
  options.push_back({"help", no_argument, nullptr, 'h'});
  options.push_back({nullptr, 0, nullptr, 0});
  opterr = 0;
  int at = 0;
  for (int c; (c = getopt_long(argc, argv, "h", options.data(), &at)) != -1;) {
    if (c == 'h') {
      print_help(command);
      return kHelped;
    }
    if (c != 'f') return unknown_option(command, argv);
    *flags.begin()[at].given = true;
  }
  return kFine;
}

std::string printable(std::string_view text) {
  std::string out;
  const auto hex = [&out](char c) {
    char four[8];
    snprintf(four, sizeof four, "\\x%02x", static_cast<unsigned>(static_cast<uint8_t>(c)));
    out += four;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    const uint8_t next = i + 1 < text.size() ? static_cast<uint8_t>(text[i + 1]) : 0;
    if (c == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F: terminals obey these, too
      hex(text[i]);
      hex(text[++i]);
    } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) {
      hex(text[i]);
    } else {
      out += text[i];
    }
  }
  return out;
}

int failure(const Command& command, const std::string& text) {
  fprintf(stderr, "vkext %s: %s\n", command.name, printable(text).c_str());
  return kFound;
}

Result<std::string> read_all(const std::string& path, size_t limit) {
  FILE* in = path == "-" ? stdin : fopen(path.c_str(), "rb");
  if (!in) return Error{0, path + ": " + strerror(errno)};
  std::string out;
  char chunk[1 << 14];
  size_t n = 0;
  while ((n = fread(chunk, 1, sizeof chunk, in)) > 0 && out.size() <= limit) out.append(chunk, n);
  const bool bad = ferror(in);
  if (in != stdin) fclose(in);
  if (bad) return Error{0, path + ": cannot be read"};
  if (out.size() > limit) return Error{0, path + ": longer than " + std::to_string(limit) + " bytes"};
  return out;
}

bool parse_integer(const char* text, long long low, long long high, long long& out) {
  char* end = nullptr;
  errno = 0;
  out = strtoll(text, &end, 10);
  return errno == 0 && end != text && *end == '\0' && out >= low && out <= high;
}

bool parse_seconds(const char* text, double& out) {
  char* end = nullptr;
  out = strtod(text, &end);
  return end != text && *end == '\0' && std::isfinite(out) && out > 0 && out <= 86'400;
}

void print_diagnostics(const tl::Diagnostics& diagnostics) {
  for (const tl::Diagnostic& d : diagnostics) fprintf(stderr, "%s\n", d.format().c_str());
}

bool load_schema(const Command& command, const std::vector<std::string>& paths, tl::Schema& out, bool warn) {
  std::string joined;
  for (const std::string& p : paths) joined += (joined.empty() ? "" : ":") + p;
  tl::Diagnostics diagnostics;
  const bool ok = tl::load_path(joined, out, diagnostics);
  if (!ok || warn) print_diagnostics(diagnostics);
  if (!ok && diagnostics.empty()) failure(command, joined + " cannot be loaded");
  return ok;
}

bool load_plans(const Command& command, const std::vector<std::string>& paths, tl::PlanSet& out) {
  tl::Schema schema;
  if (!load_schema(command, paths, schema)) return false;
  auto set = tl::PlanSet::compile(std::move(schema));
  if (!set.ok()) {
    failure(command, set.error().text);
    return false;
  }
  out = std::move(*set);
  return true;
}

}  // namespace vkext::tool
