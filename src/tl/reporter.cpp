// Positions to lines. Runs only when something is wrong, so it counts lines from the start of the file instead of
// keeping a table. Must stay cheap per error: a hostile file yields at most 20 of them.
#include "tl/reporter.h"

#include <algorithm>

namespace vkext::tl {

namespace {

constexpr size_t kSourceLineMax = 200;

// memchr is many times faster than a loop, and telegram_api.tl has four warnings far from its beginning.
uint32_t count_lines(std::string_view s) {
  uint32_t n = 0;
  for (size_t at = s.find('\n'); at != std::string_view::npos; at = s.find('\n', at + 1)) ++n;
  return n;
}

}  // namespace

size_t Reporter::file_of(uint32_t at) const {
  const auto& starts = schema_.file_starts;
  const auto it = std::upper_bound(starts.begin(), starts.end(), at);
  return it == starts.begin() ? 0 : static_cast<size_t>(it - starts.begin()) - 1;
}

bool Reporter::full(uint32_t at) const {
  const size_t file = file_of(at);
  return file < per_file_.size() && per_file_[file] >= kErrorsPerFileMax;
}

void Reporter::add(Severity severity, uint32_t at, std::string text) {
  const size_t file = file_of(at);
  if (severity == Severity::error) {
    ++errors_;
    if (per_file_.size() <= file) per_file_.resize(file + 1);
    if (per_file_[file] >= kErrorsPerFileMax) return;
    ++per_file_[file];
  } else if (++warnings_ > kWarningsMax) {
    return;
  }
  Diagnostic d;
  d.severity = severity;
  d.text = std::move(text);
  if (file < schema_.files.size()) d.file = schema_.files[file];
  if (schema_.compiled() || schema_.file_starts.empty()) {
    d.offset = at;
  } else {
    const std::string_view all = schema_.text;
    const size_t start = schema_.file_starts[file];
    const size_t end = file + 1 < schema_.file_starts.size() ? schema_.file_starts[file + 1] : all.size();
    const std::string_view source = all.substr(start, end - start);
    const size_t offset = std::min<size_t>(at - start, source.size());
    const std::string_view before = source.substr(0, offset);
    const size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    d.line = 1 + count_lines(before);
    d.column = static_cast<uint32_t>(offset - line_start) + 1;
    std::string_view line = source.substr(line_start, source.find('\n', line_start) - line_start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    d.source = std::string(line.substr(0, kSourceLineMax));
    for (char& c : d.source) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';  // the caret counts columns, and terminals obey
    }
  }
  out_.push_back(std::move(d));
}

std::string Reporter::place(uint32_t at, uint32_t from) const {
  if (schema_.compiled()) return "offset " + std::to_string(at);
  if (full(from)) return {};  // nobody will read it, and counting lines takes time
  const size_t file = file_of(at);
  if (schema_.file_starts.empty() || at < schema_.file_starts[file]) return "built in";
  const std::string_view before = std::string_view(schema_.text).substr(0, at).substr(schema_.file_starts[file]);
  std::string s = "line " + std::to_string(1 + count_lines(before));
  if (file != file_of(from)) s += " of " + schema_.files[file];
  return s;
}

void Reporter::sort() {
  const auto file_index = [this](const Diagnostic& d) {
    return std::find(schema_.files.begin(), schema_.files.end(), d.file) - schema_.files.begin();
  };
  std::stable_sort(out_.begin() + static_cast<std::ptrdiff_t>(first_), out_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) {
                     if (a.file != b.file) return file_index(a) < file_index(b);
                     return a.line != b.line ? a.line < b.line : a.column < b.column;
                   });
}

}  // namespace vkext::tl
