// The function that was meant, when none has the name that was written: for messages only.
//
// Allocates nothing, and looks at each function once; long names have no neighbours.
#pragma once

#include <string_view>

#include "tl/encode_error.h"
#include "tl/plan.h"

namespace vkext::tl {

// A function whose name is a letter away, or two when it is long, or the same behind its namespace; empty when there is
// none. Never an @internal one.
std::string_view near_function(const PlanSet& set, std::string_view written);

// "Function NAME not found", and which one may be meant. False.
bool no_such_function(const PlanSet& set, std::string_view written, EncodeError& error);

}  // namespace vkext::tl
