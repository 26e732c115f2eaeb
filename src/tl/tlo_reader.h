// A compiled schema (.tlo, versions 1 to 4) to a Schema.
//
// May assume nothing about the bytes: every magic, count, string and reference is checked where it is read, nesting is
// bounded, and the first thing that is wrong ends the reading with its offset. What needs the whole schema is left to
// schema_check.
#pragma once

#include <string>

#include "base/bytes.h"
#include "tl/reporter.h"
#include "tl/schema.h"

namespace vkext::tl {

// The first word is the magic of a compiled schema.
bool looks_compiled(Bytes file);

// The bytes become out.text: names point into them, positions are offsets in the file.
void read_tlo(SchemaBytes file, Schema& out, Reporter& report);

}  // namespace vkext::tl
