// Positions to lines, and near misses for names. Runs only when something is wrong, so it counts lines from the start
// of the file instead of keeping a table. Must stay cheap per error: a hostile file yields at most 20 of them.
#include "tl/reporter.h"

#include <algorithm>
#include <array>

namespace vkext::tl {

namespace {

constexpr size_t kSourceLineMax = 200;
constexpr size_t kNearNameMax = 40;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Edits (insert, delete, replace, swap of neighbours) between two short names; case differences are free here.
int distance(std::string_view a, std::string_view b) {
  std::array<std::array<int, kNearNameMax + 1>, 3> rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above2 = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], above2[j - 2] + 1);
      }
    }
  }
  return rows[a.size() % 3][b.size()];
}

// memchr is many times faster than a loop, and telegram_api.tl has four warnings far from its beginning.
uint32_t count_lines(std::string_view s) {
  uint32_t n = 0;
  for (size_t at = s.find('\n'); at != std::string_view::npos; at = s.find('\n', at + 1)) ++n;
  return n;
}

std::string_view last_part(std::string_view s) {
  const size_t dot = s.rfind('.');
  return dot == std::string_view::npos ? s : s.substr(dot + 1);
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

void NearName::consider(std::string_view candidate) {
  if (candidate.empty() || candidate == name_ || name_.size() > kNearNameMax || candidate.size() > kNearNameMax) return;
  const std::string_view a = last_part(name_), b = last_part(candidate);
  if (a == b) {  // only the namespace differs
    if (best_distance_ > 1) best_ = candidate, best_distance_ = 1;
    return;
  }
  const int apart = static_cast<int>(name_.size()) - static_cast<int>(candidate.size());
  const int limit = name_.size() <= 2 ? 0 : name_.size() <= 4 ? 1 : name_.size() <= 7 ? 2 : 3;
  if (apart > limit || apart < -limit) return;
  const int d = distance(name_, candidate);
  if (d <= limit && d < best_distance_) best_ = candidate, best_distance_ = d;
}

std::string NearName::hint() const { return best_.empty() ? "" : ", did you mean " + std::string(best_) + "?"; }

}  // namespace vkext::tl
