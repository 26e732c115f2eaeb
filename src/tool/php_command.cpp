// vkext php: the PHP classes of a schema, for typed RPC.
#include <getopt.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unordered_map>

#include "tool/command.h"
#include "tool/php_layout.h"
#include "tool/php_modern.h"
#include "tool/php_names.h"
#include "tool/php_tree.h"
#include "tool/php_writer.h"

namespace vkext::tool {

namespace {

using php::Difference;

constexpr size_t kManyFiles = 1000;  // from here on progress is told even when nobody sits at the terminal

const char kPhpHelp[] =
    "Usage: vkext php SCHEMA… -o DIR [OPTIONS]\n"
    "\n"
    "Writes a class for every function of the schema and every type that functions reach, below DIR/VK/TL: the files\n"
    "that the reference generator of typed RPC writes. SCHEMA: .tl files, folders of them, or a .tlo file.\n"
    "DIR/VK/TL is replaced as a whole, when everything is ready.\n"
    "\n"
    "  -o, --output DIR        where VK/TL goes; -d, --output-directory are the same\n"
    "  -f, --force             replace files that this command did not write; they are left alone otherwise, and\n"
    "                          nothing is written\n"
    "  -i, --gen-tl-internals  functions marked @internal too; $TL2PHP_GEN_TL_INTERNALS=1 is the same\n"
    "  -c, --comments          the TL of each class in its comment\n"
    "      --modern            for PHP 8.1 and later: declared types, promoted constructors, enums\n"
    "      --check             write nothing; name the files that differ, and exit with 1 if there are any\n"
    "  -q, --quiet             no summary, no progress\n"
    "      --help              this text\n";

struct PhpOptions {
  std::string output;
  bool force = false;
  bool modern = false;
  bool check = false;
  bool quiet = false;
  php::LayoutOptions layout;
  php::TextOptions text;
};

// On a case-insensitive disk two files would become one; namespaces can differ in case where classes do not.
std::string clash(const std::vector<php::File>& files) {
  std::unordered_map<std::string, const std::string*> seen;
  for (const php::File& f : files) {
    const auto [at, fresh] = seen.emplace(php::lower(f.path), &f.path);
    if (!fresh) return *at->second + " and " + f.path + " differ at most in case";
  }
  return {};
}

const char* word_for(Difference::Kind kind) {
  switch (kind) {
    case Difference::missing:
      return "missing";
    case Difference::differs:
      return "differs";
    case Difference::stale:
      return "stale";
    case Difference::foreign:
      break;
  }
  return "foreign";
}

int report(const std::vector<Difference>& differences, const std::vector<php::File>& files, bool quiet) {
  int found = kFine;
  std::unordered_map<std::string, bool> wanted;
  for (const php::File& f : files) wanted[f.path] = true;
  for (const Difference& d : differences) {
    if (d.kind == Difference::foreign && !wanted.count(d.path)) continue;
    printf("%s: %s\n", word_for(d.kind), d.path.c_str());
    found = kFound;
  }
  if (found == kFine && !quiet) printf("%zu files, none differs\n", files.size());
  return found;
}

int write(const Command& self, const PhpOptions& options, const std::vector<php::File>& files,
          const std::vector<Difference>& differences) {
  size_t foreign = 0;
  for (const Difference& d : differences) foreign += d.kind == Difference::foreign;
  if (foreign && !options.force) {
    const std::string first = options.output + "/" + differences[differences.size() - foreign].path;
    return failure(self, first + (foreign > 1 ? " and " + std::to_string(foreign - 1) + " more" : "") +
                             ": not written by this command (--force goes over it)");
  }
  size_t classes = 0;
  for (const php::File& f : files) classes += f.classes;
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const bool progress = !options.quiet && (terminal ? files.size() >= 100 : files.size() >= kManyFiles);
  const auto tell = [&](size_t n) {
    if (!progress || (n % (terminal ? 50 : kManyFiles) != 0 && n != files.size())) return;
    fprintf(stderr, "%s%zu of %zu files%s", terminal ? "\r" : "", n, files.size(),
            terminal && n != files.size() ? "" : "\n");
  };
  const bool changes = differences.size() > foreign || foreign;
  if (changes) {
    const Status done = php::replace_tree(options.output, files, differences, tell);
    if (!done.ok()) return failure(self, done.error().text);
  }
  if (!options.quiet) {
    printf("%s/VK/TL: %zu classes in %zu files%s\n", options.output.c_str(), classes, files.size(),
           changes ? "" : ", all there already");
  }
  return kFine;
}

int run_php(const Command& self, int argc, char** argv) {
  static const option kOptions[] = {
      {"output", required_argument, nullptr, 'o'}, {"output-directory", required_argument, nullptr, 'd'},
      {"force", no_argument, nullptr, 'f'},        {"gen-tl-internals", no_argument, nullptr, 'i'},
      {"comments", no_argument, nullptr, 'c'},     {"modern", no_argument, nullptr, 'm'},
      {"check", no_argument, nullptr, 'C'},        {"quiet", no_argument, nullptr, 'q'},
      {"help", no_argument, nullptr, 'h'},         {nullptr, 0, nullptr, 0}};
  PhpOptions options;
  const char* internals = getenv("TL2PHP_GEN_TL_INTERNALS");
  options.layout.internals = internals && strcmp(internals, "1") == 0;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "o:d:ficqh", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 'o':
      case 'd':
        options.output = optarg;
        break;
      case 'f':
        options.force = true;
        break;
      case 'i':
        options.layout.internals = true;
        break;
      case 'c':
        options.text.comments = true;
        break;
      case 'm':
        options.modern = options.layout.enums = true;
        break;
      case 'C':
        options.check = true;
        break;
      case 'q':
        options.quiet = true;
        break;
      case 'h':
        return print_help(self);
      default:
        return unknown_option(self, argv);
    }
  }
  if (optind == argc) return usage_error(self, "which schema?");
  if (options.output.empty()) return usage_error(self, "-o DIR is missing");
  while (options.output.size() > 1 && options.output.back() == '/') options.output.pop_back();

  tl::Schema schema;
  if (!load_schema(self, {argv + optind, argv + argc}, schema)) return kFound;
  const auto package = php::lay_out(schema, options.layout);
  if (!package.ok()) return failure(self, package.error().text);
  for (const std::string& note : package->notes) fprintf(stderr, "vkext php: %s\n", note.c_str());
  const std::vector<php::File> files =
      options.modern ? php::write_modern(*package, options.text) : php::write_classes(*package, options.text);
  const std::string same = clash(files);
  if (!same.empty()) return failure(self, same);
  const auto differences = php::compare_tree(options.output, files);
  if (!differences.ok()) return failure(self, differences.error().text);
  return options.check ? report(*differences, files, options.quiet) : write(self, options, files, *differences);
}

}  // namespace

const Command kPhp = {"php", "PHP classes of a schema, for typed RPC", kPhpHelp, run_php};

}  // namespace vkext::tool
