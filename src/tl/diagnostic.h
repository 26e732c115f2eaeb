// What is wrong with a schema and where: the one form in which every reader of schemas reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vkext::tl {

enum class Severity : uint8_t { error, warning };

struct Diagnostic {
  static constexpr uint64_t kNoOffset = ~uint64_t{0};

  Severity severity = Severity::error;
  std::string file;
  uint32_t line = 0;            // 1-based; 0 when there is no text (a .tlo file: see `offset`)
  uint32_t column = 0;          // 1-based, in bytes
  uint64_t offset = kNoOffset;  // byte offset in a .tlo file
  std::string text;             // "unknown type Foo, did you mean Fop?"
  std::string source;           // the line itself, for the caret

  // "FILE:LINE:COLUMN: error: TEXT" and, when the line is known, the line and a caret below it.
  std::string format() const;
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace vkext::tl
