// Diagnostics as text: the form compilers print, which editors and terminals understand.
//
// May assume nothing about the texts in it: they were cleaned where they were made (reporter.cpp).
#include "tl/diagnostic.h"

namespace vkext::tl {

std::string Diagnostic::format() const {
  std::string s = file.empty() ? "schema" : file;
  if (line) {
    s += ':' + std::to_string(line) + ':' + std::to_string(column);
  } else if (offset != kNoOffset) {
    s += ": offset " + std::to_string(offset);
  }
  s += severity == Severity::error ? ": error: " : ": warning: ";
  s += text;
  if (line && !source.empty() && column <= source.size() + 1) {
    s += "\n  " + source + "\n  " + std::string(column - 1, ' ') + '^';
  }
  return s;
}

}  // namespace vkext::tl
