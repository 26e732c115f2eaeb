// vkext diff: prints what compare_schemas() found.
#include <getopt.h>

#include <cstdio>

#include "tl/tree_json.h"
#include "tool/command.h"
#include "tool/schema_diff.h"

namespace vkext::tool {

namespace {

using tl::Tree;

const char kHelp[] =
    "Usage: vkext diff OLD NEW\n"
    "\n"
    "What changed from one schema to another, and whom it breaks: readers (they get bytes they do not understand) or\n"
    "writers (what they send is not understood). OLD and NEW are files, directories, or lists joined by ':'. Exit code "
    "1\n"
    "if any change breaks somebody.\n"
    "\n"
    "  --breaking            only those changes\n"
    "  --json                [{\"name\", \"text\", \"breaks\": [\"readers\", \"writers\"]}]\n"
    "  --help                this text\n";

const char* mark(const Change& c) {
  if (c.breaks_readers && c.breaks_writers) return "breaks both   ";
  if (c.breaks_readers) return "breaks readers";
  return c.breaks_writers ? "breaks writers" : "fine          ";
}

int run_diff(const Command& self, int argc, char** argv) {
  bool json = false;
  bool breaking = false;
  const int stop = parse_flags(self, argc, argv, {{"breaking", &breaking}, {"json", &json}});
  if (stop != kFine) return stop == kHelped ? kFine : stop;
  if (argc - optind != 2) return usage_error(self, "two schemas are wanted, the old one first");
  tl::Schema before;
  tl::Schema after;
  if (!load_schema(self, {argv[optind]}, before) || !load_schema(self, {argv[optind + 1]}, after)) return kFound;
  size_t broken = 0;
  size_t shown = 0;
  Tree list = Tree::list();
  for (const Change& c : compare_schemas(before, after)) {
    broken += c.breaks();
    if (breaking && !c.breaks()) continue;
    ++shown;
    if (!json) {
      printf("%s  %s: %s\n", mark(c), c.name.c_str(), c.text.c_str());
      continue;
    }
    Tree breaks = Tree::list();
    if (c.breaks_readers) breaks.push(Tree::text("readers"));
    if (c.breaks_writers) breaks.push(Tree::text("writers"));
    list.push(std::move(
        Tree::map().set("name", Tree::text(c.name)).set("text", Tree::text(c.text)).set("breaks", std::move(breaks))));
  }
  if (json) {
    printf("%s\n", tl::to_json(list, tl::JsonStyle::indented).c_str());
  } else {
    printf("%zu %s, %zu of them breaking\n", shown, shown == 1 ? "change" : "changes", broken);
  }
  return broken ? kFound : kFine;
}

}  // namespace

const Command kDiff = {"diff", "which changes of a schema break whom", kHelp, run_diff};

}  // namespace vkext::tool
