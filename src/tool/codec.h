// Queries and answers between JSON and bytes, for the commands that need them.
//
// Errors are texts for people: what, and where in the value.
#pragma once

#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/result.h"
#include "tl/plan.h"
#include "tl/result_shape.h"
#include "tl/tree.h"

namespace vkext::tool {

std::string to_hex(Bytes bytes);
// Pairs of hexadecimal digits; white space between them does not matter.
Result<std::string> from_hex(std::string_view text);

// A query as a script would write it, in JSON: {"_": "demo.get", "key": "a"}. Warnings go to stderr.
Status encode_query(const tl::PlanSet& set, const tl::Tree& query, Buffer& out, tl::ResultShape& shape);
// The boxed answer to it, in the form scripts get.
Result<tl::Tree> decode_answer(const tl::PlanSet& set, const tl::ResultShape& shape, Bytes bytes);

}  // namespace vkext::tool
