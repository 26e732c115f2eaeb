// A schema as a value tree: what `vkext json` prints and what scripts see of a schema.
//
// {"combinators": [{"name", "magic": "0x…", "kind", "arguments", "result", "flags"}], "types": [{"name", "id",
// "parameters", "constructors"}]}. An argument: {"name", "type"} and, where they apply, "implicit", "query" (a `!X`),
// "condition": {"mask", "bit"}. Assumes a checked schema.
#pragma once

#include "tl/schema.h"
#include "tl/tree.h"

namespace vkext::tl {

Tree schema_tree(const Schema& schema);

}  // namespace vkext::tl
