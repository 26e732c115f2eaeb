// Tokens of one .tl file to syntax tree: both dialects, the union of what the known compilers accept.
//
// May assume nothing about the text. After an error it goes on behind the next ';', so one run shows many errors.
// Nesting is bounded (limits::kSchemaNestingMax); the parser never looks a name up.
#pragma once

#include <cstdint>

#include "tl/reporter.h"
#include "tl/schema.h"
#include "tl/text_ast.h"

namespace vkext::tl {

// Parses schema.text[begin, end), which is file number `file`, into `ast`.
void parse_text(const Schema& schema, uint32_t file, size_t begin, size_t end, Ast& ast, Reporter& report);

}  // namespace vkext::tl
