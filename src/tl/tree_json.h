// Trees as JSON text, both ways, for the command-line tool, the tests' vectors and diagnostics.
//
// What JSON cannot say is written as an object with one key: {"$hex": "00ff"} is a string that is not UTF-8,
// {"$float": "inf"} (-inf, nan) a number. Integers that do not fit 64 bits become their digits as text, so that no bit
// is lost. Nesting is bounded. Input is hostile; duplicate keys: the last one wins.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "tl/tree.h"

namespace vkext::tl {

// The error names line and column.
Result<Tree> parse_json(std::string_view text);

enum class JsonStyle : uint8_t { compact, indented };
std::string to_json(const Tree& tree, JsonStyle style = JsonStyle::compact);

// A JSON string literal, quotes included. Bytes that are not UTF-8 become U+FFFD.
std::string json_quote(std::string_view s);

}  // namespace vkext::tl
