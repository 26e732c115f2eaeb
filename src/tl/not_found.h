// Functions and constructors that a query names and the schema does not have: what is said of them.
#pragma once

#include <string_view>

#include "tl/encode_error.h"
#include "tl/plan.h"

namespace vkext::tl {

// The function that may be meant; empty when there is none. Never an @internal one. Looks at each function once.
std::string_view near_function(const PlanSet& set, std::string_view written);

// "Function NAME not found", and which one may be meant. False.
bool no_such_function(const PlanSet& set, std::string_view written, EncodeError& error);

// "Unknown constructor NAME for type TYPE", and which of the type's may be meant. kNone.
uint32_t no_such_constructor(const PlanSet& set, const Union& u, std::string_view written, EncodeError& error);

}  // namespace vkext::tl
