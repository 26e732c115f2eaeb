// Between bytes and Trees on the server's side: a call's arguments, an answer's value.
//
// Errors carry the codes of the protocol and say where in the value they were. Keeps no state.
#pragma once

#include "serve/service.h"
#include "tl/plan.h"
#include "tl/result_shape.h"
#include "tl/tree.h"
#include "wire/cursor.h"

namespace vkext::serve {

// The arguments by name, the function under '_'; present and absent of a Maybe are kept, so that an argument can be
// sent back as it is.
Outcome decode_call(const tl::PlanSet& set, Bytes body, tl::Tree& arguments, tl::ResultShape& shape);
Outcome encode_answer(const tl::PlanSet& set, const tl::ResultShape& shape, const tl::Tree& value, Buffer& out);
Outcome encode_answer(const tl::PlanSet& set, tl::ShapeView shape, const tl::Tree& value, Buffer& out);

// "not enough bytes" and friends.
const char* fault_text(wire::Fault fault);

}  // namespace vkext::serve
