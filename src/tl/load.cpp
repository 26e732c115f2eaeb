// The door: sources into one text, then parse, resolve, check.
//
// Files are read here and nowhere else in tl/. A path that is wrong is a diagnostic like any other.
#include "tl/load.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/limits.h"
#include "base/syscalls.h"
#include "tl/name_table.h"
#include "tl/reporter.h"
#include "tl/schema_check.h"
#include "tl/symbols.h"
#include "tl/text_parser.h"
#include "tl/text_resolve.h"
#include "tl/tlo_reader.h"

namespace vkext::tl {

namespace {

std::string too_large() { return "schema is larger than " + std::to_string(limits::kSchemaBytesMax) + " bytes"; }

bool fail(std::string file, std::string text, Diagnostics& diagnostics) {
  Diagnostic d;
  d.file = std::move(file);
  d.text = std::move(text);
  diagnostics.push_back(std::move(d));
  return false;
}

bool has_suffix(const std::string& s, std::string_view suffix) {
  return s.size() > suffix.size() && s.compare(s.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// Takes the bytes: a schema's names point into them.
bool load_compiled(SchemaBytes file, std::string name, Schema& out, Diagnostics& diagnostics) {
  out = Schema();
  out.files.push_back(std::move(name));
  out.file_starts.push_back(0);
  Reporter report(out, diagnostics);
  read_tlo(std::move(file), out, report);
  if (!report.failed()) check_schema(out, report);
  return !report.failed();
}

// A file as it is, a directory as its *.tl files by name.
bool list_files(const std::string& path, std::vector<std::string>& files, Diagnostics& diagnostics) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return fail(path, strerror(errno), diagnostics);
  if (!S_ISDIR(info.st_mode)) {
    files.push_back(path);
    return true;
  }
  DIR* dir = opendir(path.c_str());
  if (!dir) return fail(path, strerror(errno), diagnostics);
  std::vector<std::string> found;
  while (const dirent* entry = readdir(dir)) {
    const std::string name = entry->d_name;
    if (name[0] != '.' && has_suffix(name, ".tl")) found.push_back(path + (path.back() == '/' ? "" : "/") + name);
  }
  closedir(dir);
  if (found.empty()) return fail(path, "no *.tl file in this directory", diagnostics);
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
  return true;
}

bool read_file(const std::string& path, SchemaBytes& out, Diagnostics& diagnostics) {
  FILE* file = sys::fopen(path.c_str(), "rbe");
  if (!file) return fail(path, strerror(errno), diagnostics);
  struct stat info;
  if (fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) && info.st_size >= 0 &&
      static_cast<uint64_t>(info.st_size) <= limits::kSchemaBytesMax) {
    out.resize(static_cast<size_t>(info.st_size) + 1);  // one more: sees the end of file in the first read
  }
  size_t size = 0;
  for (;;) {
    if (size == out.size()) out.resize(std::max<size_t>(size * 2, 64u << 10));
    const size_t n = fread(out.data() + size, 1, out.size() - size, file);
    size += n;
    if (n == 0 || size > limits::kSchemaBytesMax) break;
  }
  const bool broken = ferror(file) != 0;
  const int error = errno;
  fclose(file);
  if (broken) return fail(path, strerror(error), diagnostics);
  if (size > limits::kSchemaBytesMax) return fail(path, too_large(), diagnostics);
  out.resize(size);
  return true;
}

}  // namespace

bool list_path(const std::string& path, std::vector<std::string>& files, Diagnostics& diagnostics) {
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find(':', at), path.size());
    if (end != at && !list_files(path.substr(at, end - at), files, diagnostics)) return false;
    at = end + 1;
  }
  return !files.empty() || fail(path, "no schema there", diagnostics);
}

bool load_text(const std::vector<Source>& sources, Schema& out, Diagnostics& diagnostics) {
  out = Schema();
  Reporter report(out, diagnostics);
  size_t total = predeclared_text().size();
  for (const Source& s : sources) total += s.text.size() + 1;
  out.text.reserve(total);
  out.text.append(predeclared_text());
  for (const Source& s : sources) {
    out.files.push_back(s.name);
    out.file_starts.push_back(static_cast<uint32_t>(out.text.size()));
    if (total > limits::kSchemaBytesMax) {
      report.error(out.file_starts.back(), too_large());
      return false;
    }
    out.text.append(s.text);
    out.text.append("\n");  // keeps the last line of one file from running into the next
  }
  out.content_hash = hash_bytes(out.text.data(), out.text.size());
  Ast ast;
  for (uint32_t i = 0; i != sources.size(); ++i) {
    const size_t begin = out.file_starts[i];
    parse_text(out, i, begin, begin + sources[i].text.size(), ast, report);
  }
  resolve_text(ast, out, report);
  check_schema(out, report);
  report.sort();
  return !report.failed();
}

bool load_tlo(Bytes file, std::string_view name, Schema& out, Diagnostics& diagnostics) {
  if (file.size > limits::kSchemaBytesMax) {
    return fail(std::string(name), too_large(), diagnostics);
  }
  return load_compiled(SchemaBytes(file.text()), std::string(name), out, diagnostics);
}

bool load_path(const std::string& path, Schema& out, Diagnostics& diagnostics) {
  std::vector<std::string> files;
  if (!list_path(path, files, diagnostics)) return false;
  std::vector<Source> sources;
  for (std::string& name : files) {
    SchemaBytes bytes;
    if (!read_file(name, bytes, diagnostics)) return false;
    if (looks_compiled(Bytes(std::string_view(bytes)))) {
      if (files.size() != 1) return fail(name, "a compiled schema cannot be joined with others", diagnostics);
      return load_compiled(std::move(bytes), std::move(name), out, diagnostics);
    }
    // A damaged .tlo would otherwise be reported as a damaged text.
    if (has_suffix(name, ".tlo")) return load_compiled(std::move(bytes), std::move(name), out, diagnostics);
    sources.push_back({std::move(name), std::string(std::string_view(bytes))});
  }
  return load_text(sources, out, diagnostics);
}

uint64_t path_stamp(const std::string& path) {
  std::vector<std::string> files;
  Diagnostics unused;
  if (!list_path(path, files, unused)) return 0;
  uint64_t stamp = 1;
  for (const std::string& name : files) {
    struct stat info;
    if (stat(name.c_str(), &info) != 0) return 0;
    stamp = hash_mix(stamp ^ hash_bytes(name.data(), name.size()));
    for (const int64_t part : {int64_t{info.st_mtim.tv_sec}, int64_t{info.st_mtim.tv_nsec}, int64_t{info.st_size},
                               static_cast<int64_t>(info.st_ino), static_cast<int64_t>(info.st_dev)}) {
      stamp = hash_mix(stamp ^ static_cast<uint64_t>(part));
    }
  }
  return stamp ? stamp : 1;
}

}  // namespace vkext::tl
