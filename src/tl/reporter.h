// Turns "something is wrong at this position" into a Diagnostic with file, line, column and source line.
//
// It may assume that positions are offsets into Schema::text. It keeps the first 20 errors of each file and drops the
// rest (a broken file would drown its first, useful message), and the first 100 warnings. It never stops anybody:
// callers ask full().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tl/diagnostic.h"
#include "tl/schema.h"

namespace vkext::tl {

class Reporter {
 public:
  static constexpr int kErrorsPerFileMax = 20;
  static constexpr int kWarningsMax = 100;

  Reporter(const Schema& schema, Diagnostics& out) : schema_(schema), out_(out), first_(out.size()) {}

  void error(uint32_t at, std::string text) { add(Severity::error, at, std::move(text)); }
  void warning(uint32_t at, std::string text) { add(Severity::warning, at, std::move(text)); }

  bool failed() const { return errors_ != 0; }
  int errors() const { return errors_; }
  // The file at `at` has had its share of errors.
  bool full(uint32_t at) const;
  // "line 7", or "line 7 of other.tl" when `from` lies in another file, or "offset 120".
  std::string place(uint32_t at, uint32_t from) const;
  // Puts what was reported in the order of the sources.
  void sort();

 private:
  void add(Severity severity, uint32_t at, std::string text);
  size_t file_of(uint32_t at) const;

  const Schema& schema_;
  Diagnostics& out_;
  size_t first_;
  std::vector<int> per_file_;
  int errors_ = 0;
  int warnings_ = 0;
};

}  // namespace vkext::tl
