// Proves what schema.h promises, for schemas from text and from .tlo alike, before anyone compiles plans from them.
//
// May assume that indices are in range (readers build them), nothing else. Reports where and why; changes nothing.
// Combinators and types marked as broken are passed over, so that the rest of a file with errors is looked at as well.
#pragma once

#include "tl/reporter.h"
#include "tl/schema.h"

namespace vkext::tl {

// Errors go to `report`; so do warnings about two functions with one magic.
void check_schema(const Schema& schema, Reporter& report);

// Part of it: no type contains itself as a bare, unconditional field, directly or through others.
void check_finite(const Schema& schema, Reporter& report);

}  // namespace vkext::tl
