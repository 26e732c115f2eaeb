// The door: sources into one text, then parse, resolve, check.
//
// Files are read here and nowhere else in tl/. A path that is wrong is a diagnostic like any other.
#include "tl/load.h"

#include "base/limits.h"
#include "tl/name_table.h"
#include "tl/reporter.h"
#include "tl/schema_check.h"
#include "tl/symbols.h"
#include "tl/text_parser.h"
#include "tl/text_resolve.h"
#include "tl/tlo_reader.h"

namespace vkext::tl {

bool load_text(const std::vector<Source>& sources, Schema& out, Diagnostics& diagnostics) {
  out = Schema();
  Reporter report(out, diagnostics);
  size_t total = predeclared_text().size();
  for (const Source& s : sources) total += s.text.size() + 1;
  out.text.reserve(total);
  out.text = predeclared_text();
  for (const Source& s : sources) {
    out.files.push_back(s.name);
    out.file_starts.push_back(static_cast<uint32_t>(out.text.size()));
    if (total > limits::kSchemaBytesMax) {
      report.error(out.file_starts.back(), "schema is larger than " + std::to_string(limits::kSchemaBytesMax) + " bytes");
      return false;
    }
    out.text += s.text;
    out.text += '\n';  // keeps the last line of one file from running into the next
  }
  out.content_hash = hash_bytes(out.text.data(), out.text.size());
  Ast ast;
  for (uint32_t i = 0; i != sources.size(); ++i) {
    const size_t begin = out.file_starts[i];
    parse_text(out, i, begin, begin + sources[i].text.size(), ast, report);
  }
  resolve_text(ast, out, report);
  if (!report.failed()) check_schema(out, report);
  report.sort();
  return !report.failed();
}

bool load_tlo(Bytes file, std::string_view name, Schema& out, Diagnostics& diagnostics) {
  out = Schema();
  out.files.emplace_back(name);
  out.file_starts.push_back(0);
  out.version_magic = kNone;
  Reporter report(out, diagnostics);
  if (file.size > limits::kSchemaBytesMax) {
    report.error(0, "schema is larger than " + std::to_string(limits::kSchemaBytesMax) + " bytes");
    return false;
  }
  read_tlo(file, out, report);
  if (!report.failed()) check_schema(out, report);
  return !report.failed();
}

}  // namespace vkext::tl
