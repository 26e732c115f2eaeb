// Syntax trees of all files of a schema to the Schema: names found, kinds told apart, variables numbered, magics
// computed.
//
// May assume trees of parse_text over schema.text. Declarations may come in any order and use each other freely; what
// is wrong is reported at its place and the rest goes on. Leaves schema_check the questions that can be asked of a
// .tlo too. Must not be asked to resolve twice into one schema.
#pragma once

#include "tl/reporter.h"
#include "tl/schema.h"
#include "tl/text_ast.h"

namespace vkext::tl {

// `schema.text` (predeclared_text(), then the sources), `files` and `file_starts` are set; the rest is filled here.
void resolve_text(const Ast& ast, Schema& schema, Reporter& report);

}  // namespace vkext::tl
