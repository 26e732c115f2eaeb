// First pass over the trees of a schema: every combinator and type gets its place, before any body is looked into.
//
// May assume trees of parse_text over schema.text. After it, names can be looked up in any order. Refuses names that
// are declared twice and primitives that are none; never looks at types of arguments.
#pragma once

#include <vector>

#include "tl/reporter.h"
#include "tl/schema.h"
#include "tl/symbols.h"
#include "tl/text_ast.h"

namespace vkext::tl {

// For each combinator of the tree its index among the constructors or functions of the schema; kNone if refused.
std::vector<uint32_t> declare_text(const Ast& ast, Schema& schema, Symbols& symbols, Reporter& report);

}  // namespace vkext::tl
