// vkext compile, check, show and json: a schema in, what it is or what is wrong with it out.
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "tl/load.h"
#include "tl/not_found.h"
#include "tl/schema_text.h"
#include "tl/schema_tree.h"
#include "tl/tlo_writer.h"
#include "tl/tree_json.h"
#include "tool/command.h"

namespace vkext::tool {

namespace {

using tl::Tree;

std::string join(char** first, char** end) {
  std::string out;
  for (; first != end; ++first) out += (out.empty() ? "" : ":") + std::string(*first);
  return out;
}

// ---------------------------------------------------------------------------------------------------------- compile

const char kCompileHelp[] =
    "Usage: vkext compile FILES… -o OUT.tlo [--version 2|3|4]\n"
    "\n"
    "Several .tl files make one schema. A .tlo may be given as well: it is written anew.\n"
    "\n"
    "  -o, --output OUT      where to write; - is standard output\n"
    "  --version N           format of the file: 2, 3 or 4 (default: 4)\n"
    "  --declared            constructors in the order of the sources, as VK's Go compiler writes them\n"
    "                        (default: by type, as KPHP's and Telegram's compilers do)\n"
    "  --date SECONDS        date of the schema; a newer one replaces an older one when servers reload\n"
    "                        (default: now, or $SOURCE_DATE_EPOCH)\n"
    "  --schema-version N    version number in the header (default: 0)\n"
    "  --help                this text\n";

bool write_to(FILE* out, Bytes content) {
  const bool ok = fwrite(content.data, 1, content.size, out) == content.size;
  return fclose(out) == 0 && ok;
}

// Whole or not at all: a server may be reading the old file. A link stays one, and what is no file (a pipe, /dev/stdout)
// is written to as it is.
Status write_file(const std::string& path, Bytes content) {
  if (path == "-") {
    if (fwrite(content.data, 1, content.size, stdout) != content.size || fflush(stdout) != 0) {
      return Error{0, "cannot write to standard output"};
    }
    return Done{};
  }
  struct stat there;
  const bool exists = stat(path.c_str(), &there) == 0;
  if (exists && !S_ISREG(there.st_mode)) {
    FILE* out = fopen(path.c_str(), "wb");
    if (out && write_to(out, content)) return Done{};
    return Error{0, path + ": cannot be written"};
  }
  char* real = exists ? realpath(path.c_str(), nullptr) : nullptr;
  const std::string target = real ? real : path;
  free(real);
  const std::string part = target + ".part";
  FILE* out = fopen(part.c_str(), "wb");
  if (out && write_to(out, content) && rename(part.c_str(), target.c_str()) == 0) return Done{};
  if (out) (void)unlink(part.c_str());
  return Error{0, path + ": cannot be written"};
}

int run_compile(const Command& self, int argc, char** argv) {
  static const option kOptions[] = {{"output", required_argument, nullptr, 'o'},
                                    {"version", required_argument, nullptr, 'v'},
                                    {"declared", no_argument, nullptr, 'd'},
                                    {"date", required_argument, nullptr, 'D'},
                                    {"schema-version", required_argument, nullptr, 'V'},
                                    {"help", no_argument, nullptr, 'h'},
                                    {nullptr, 0, nullptr, 0}};
  tl::TloOptions options;
  options.date = static_cast<uint32_t>(time(nullptr));
  long long number = 0;
  const char* epoch = getenv("SOURCE_DATE_EPOCH");
  if (epoch && parse_integer(epoch, 0, UINT32_MAX, number)) options.date = static_cast<uint32_t>(number);
  std::string output;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "o:h", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 'o':
        output = optarg;
        break;
      case 'v':
        if (!parse_integer(optarg, 2, 4, number)) return usage_error(self, "--version wants 2, 3 or 4");
        options.version = static_cast<int>(number);
        break;
      case 'd':
        options.style = tl::TloStyle::declared;
        break;
      case 'D':
        if (!parse_integer(optarg, 0, UINT32_MAX, number)) return usage_error(self, "--date wants seconds since 1970");
        options.date = static_cast<uint32_t>(number);
        break;
      case 'V':
        if (!parse_integer(optarg, 0, UINT32_MAX, number)) return usage_error(self, "--schema-version wants a number");
        options.schema_version = static_cast<uint32_t>(number);
        break;
      case 'h':
        return print_help(self);
      default:
        return unknown_option(self, argv);
    }
  }
  if (optind == argc) return usage_error(self, "which files?");
  if (output.empty()) return usage_error(self, "-o OUT.tlo is missing");
  tl::Schema schema;
  if (!load_schema(self, {argv + optind, argv + argc}, schema, true)) return kFound;
  Buffer bytes;
  Status written = tl::write_tlo(schema, options, bytes);
  if (written.ok() && bytes.failed()) written = Error{0, "out of memory"};
  if (written.ok()) written = write_file(output, bytes.bytes());
  return written.ok() ? kFine : failure(self, written.error().text);
}

// ------------------------------------------------------------------------------------------------------------ check

const char kCheckHelp[] =
    "Usage: vkext check FILES… [--json]\n"
    "\n"
    "Reads one schema of text files, or a compiled one, and says what is wrong: FILE:LINE:COLUMN: error: …, with the "
    "line\n"
    "and a caret below. Exit code 1 if there was an error. Compiles the plans as well, so that a schema that passes "
    "loads.\n"
    "\n"
    "  --json                {\"ok\", \"diagnostics\": [{\"severity\", \"file\", \"line\", \"column\", \"offset\", "
    "\"text\",\n"
    "                        \"source\"}], \"constructors\", \"functions\", \"types\"} on standard output\n"
    "  --help                this text\n";

Tree diagnostic_tree(const tl::Diagnostic& d) {
  Tree t = Tree::map();
  t.set("severity", Tree::text(d.severity == tl::Severity::error ? "error" : "warning"));
  t.set("file", Tree::text(d.file));
  if (d.line) t.set("line", Tree::integer(d.line)).set("column", Tree::integer(d.column));
  if (d.offset != tl::Diagnostic::kNoOffset) t.set("offset", Tree::integer(static_cast<int64_t>(d.offset)));
  t.set("text", Tree::text(d.text));
  if (!d.source.empty()) t.set("source", Tree::text(d.source));
  return t;
}

int run_check(const Command& self, int argc, char** argv) {
  bool json = false;
  if (const int stop = parse_flags(self, argc, argv, {{"json", &json}})) return stop == kHelped ? kFine : stop;
  if (optind == argc) return usage_error(self, "which files?");
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  const std::string path = join(argv + optind, argv + argc);
  bool ok = tl::load_path(path, schema, diagnostics);
  const size_t constructors = schema.constructors.size();
  const size_t functions = schema.functions.size();
  const size_t types = schema.types.size();
  if (ok) {
    auto plans = tl::PlanSet::compile(std::move(schema));
    if (!plans.ok()) {
      tl::Diagnostic d;
      d.file = path;
      d.text = plans.error().text;
      diagnostics.push_back(std::move(d));
      ok = false;
    }
  }
  if (!json) {
    print_diagnostics(diagnostics);
    if (ok) printf("%zu constructors, %zu functions, %zu types: fine\n", constructors, functions, types);
    return ok ? kFine : kFound;
  }
  Tree list = Tree::list();
  for (const tl::Diagnostic& d : diagnostics) list.push(diagnostic_tree(d));
  Tree report = Tree::map();
  report.set("ok", Tree::boolean(ok)).set("diagnostics", std::move(list));
  if (ok) {
    report.set("constructors", Tree::integer(static_cast<int64_t>(constructors)))
        .set("functions", Tree::integer(static_cast<int64_t>(functions)))
        .set("types", Tree::integer(static_cast<int64_t>(types)));
  }
  printf("%s\n", tl::to_json(report, tl::JsonStyle::indented).c_str());
  return ok ? kFine : kFound;
}

// ------------------------------------------------------------------------------------------------------------- show

const char kShowHelp[] =
    "Usage: vkext show FILES… [NAME]\n"
    "\n"
    "Without NAME: every combinator of the schema, as a source. With the name of a function, constructor or type, or "
    "a\n"
    "magic (0x… or #…): the combinator, its canonical form, its magic and its plan.\n"
    "\n"
    "  --json                the structure of `vkext json`, of what was asked for\n"
    "  --help                this text\n";

bool exists(const char* path) { return strcmp(path, "-") == 0 || access(path, F_OK) == 0 || strchr(path, ':'); }

// The magic in "0x…" or "#…"; false when it is none.
bool parse_magic(const std::string& text, uint32_t& magic) {
  const char* digits = text.c_str();
  if (text.compare(0, 2, "0x") == 0) {
    digits += 2;
  } else if (!text.empty() && text[0] == '#') {
    digits += 1;
  } else {
    return false;
  }
  char* end = nullptr;
  const unsigned long v = strtoul(digits, &end, 16);
  magic = static_cast<uint32_t>(v);
  return *digits && *end == '\0' && v <= UINT32_MAX;
}

struct Found {
  std::vector<const tl::Combinator*> combinators;
  std::string type;  // a type's name was asked for
};

Found find_named(const tl::Schema& s, const std::string& name) {
  Found found;
  uint32_t magic = 0;
  const bool by_magic = parse_magic(name, magic);
  for (const auto* list : {&s.constructors, &s.functions}) {
    for (const tl::Combinator& c : *list) {
      if (by_magic ? c.magic == magic : s.name(c.name) == name) found.combinators.push_back(&c);
    }
  }
  for (const tl::Type& t : s.types) {
    if (by_magic || s.name(t.name) != name) continue;
    found.type = name;
    for (uint32_t i = 0; i < t.constructor_count; ++i) found.combinators.push_back(&s.constructor_of(t, i));
  }
  return found;
}

// Plans of everything that was found, as far as functions reach it.
std::string plans_of(const tl::PlanSet& set, const std::vector<std::string>& names, const std::string& type) {
  std::string out;
  for (uint32_t u = 0; !type.empty() && u < set.unions.size(); ++u) {
    if (set.name(set.unions[u].type_name) == type) out += "\n" + tl::dump_union(set, u);
  }
  if (!out.empty()) return out;
  for (const std::string& name : names) {
    const uint32_t f = set.find_function(name);
    if (f != tl::kNone) out += "\n" + tl::dump_function(set, f);
    for (uint32_t p = 0; p < set.plans.size(); ++p) {
      const tl::Plan& plan = set.plans[p];
      if (plan.flags & (tl::kPlanQuery | tl::kPlanItem) || set.name(plan.name) != name) continue;
      out += "\n" + tl::dump_plan(set, p);
    }
  }
  return out.empty() ? "\nNo plan: no function reaches it as a record or a union.\n" : out;
}

int nothing_called(const Command& self, const std::string& name, tl::Schema schema) {
  std::string text = "nothing is called " + name;
  const auto plans = tl::PlanSet::compile(std::move(schema));
  const std::string_view near = plans.ok() ? tl::near_function(*plans, name) : std::string_view();
  if (!near.empty()) text += ", did you mean " + std::string(near) + "?";
  return failure(self, text);
}

int run_show(const Command& self, int argc, char** argv) {
  bool json = false;
  if (const int stop = parse_flags(self, argc, argv, {{"json", &json}})) return stop == kHelped ? kFine : stop;
  if (optind == argc) return usage_error(self, "which files?");
  std::string name;
  int end = argc;
  if (argc - optind > 1 && !exists(argv[argc - 1])) name = argv[--end];
  tl::Schema schema;
  if (!load_schema(self, {argv + optind, argv + end}, schema)) return kFound;
  if (name.empty()) {
    if (json) {
      printf("%s\n", tl::to_json(tl::schema_tree(schema), tl::JsonStyle::indented).c_str());
    } else {
      fputs(tl::schema_source(schema).c_str(), stdout);
    }
    return kFine;
  }
  const Found found = find_named(schema, name);
  if (found.combinators.empty()) return nothing_called(self, name, std::move(schema));
  if (json) {
    const Tree all = tl::schema_tree(schema);
    Tree list = Tree::list();
    for (const Tree& c : all.find("combinators")->items()) {
      for (const tl::Combinator* wanted : found.combinators) {
        if (c.find("name")->as_text() == schema.name(wanted->name)) list.push(c);
      }
    }
    printf("%s\n", tl::to_json(Tree::map().set("combinators", std::move(list)), tl::JsonStyle::indented).c_str());
    return kFine;
  }
  std::vector<std::string> names;
  for (const tl::Combinator* c : found.combinators) {
    names.emplace_back(schema.name(c->name));
    printf("%s\n  canonical  %s\n  magic      0x%08x%s\n", tl::source_text(schema, *c).c_str(),
           tl::canonical_text(schema, *c).c_str(), c->magic, c->magic_explicit ? ", written in the source" : "");
    if (c->line) printf("  declared   %s:%u:%u\n", schema.files[c->file].c_str(), c->line, c->column);
  }
  auto plans = tl::PlanSet::compile(std::move(schema));
  if (!plans.ok()) return failure(self, plans.error().text);
  fputs(plans_of(*plans, names, found.type).c_str(), stdout);
  return kFine;
}

// ------------------------------------------------------------------------------------------------------------- json

const char kJsonHelp[] =
    "Usage: vkext json FILES…\n"
    "\n"
    "{\"combinators\": [{\"name\", \"magic\": \"0x…\", \"kind\": \"constructor\"|\"function\"|\"builtin\", "
    "\"arguments\",\n"
    "\"result\", \"flags\"}], \"types\": [{\"name\", \"id\", \"parameters\", \"constructors\"}]}\n"
    "\n"
    "  --compact             on one line\n"
    "  --help                this text\n";

int run_json(const Command& self, int argc, char** argv) {
  bool compact = false;
  if (const int stop = parse_flags(self, argc, argv, {{"compact", &compact}})) return stop == kHelped ? kFine : stop;
  if (optind == argc) return usage_error(self, "which files?");
  tl::Schema schema;
  if (!load_schema(self, {argv + optind, argv + argc}, schema)) return kFound;
  const auto style = compact ? tl::JsonStyle::compact : tl::JsonStyle::indented;
  printf("%s\n", tl::to_json(tl::schema_tree(schema), style).c_str());
  return kFine;
}

}  // namespace

const Command kCompile = {"compile", "text schemas to one .tlo file", kCompileHelp, run_compile};
const Command kCheck = {"check", "find what is wrong with a schema", kCheckHelp, run_check};
const Command kShow = {"show", "a combinator: its source, its magic, its plan", kShowHelp, run_show};
const Command kJson = {"json", "a schema as JSON", kJsonHelp, run_json};

}  // namespace vkext::tool
