// Combinators as text again: the canonical form, whose CRC-32 is the magic, and a form for people.
//
// May assume a schema that schema_check accepted, or one half-read whose indices are in range. What a .tlo file does
// not tell (whether `vector int` or `%Vector int` was written, whether a count was omitted) is written in one of the
// possible ways: its canonical text need not give its magic.
#pragma once

#include <cstdint>
#include <string>

#include "tl/schema.h"

namespace vkext::tl {

// "vector t:Type # [ t ] = Vector t"
std::string canonical_text(const Schema& schema, const Combinator& combinator);

// "vector#1cb5c415 {t:Type} # [t] = Vector t;", with annotations in front; reads back as the same combinator.
std::string source_text(const Schema& schema, const Combinator& combinator);

// One expression as it would stand in a source: "(Vector int)", "%Foo", "n".
std::string expression_text(const Schema& schema, const Combinator& combinator, uint32_t expr);

// The same in canonical form: "Vector int", "%Foo".
std::string canonical_expression(const Schema& schema, const Combinator& combinator, uint32_t expr);

// The result without the leading "= ", canonical: "Vector %Foo".
std::string result_text(const Schema& schema, const Combinator& combinator);

// A whole schema as a source that reads back as the same schema.
std::string schema_source(const Schema& schema);

// "1cb5c415"
std::string magic_text(uint32_t magic);

}  // namespace vkext::tl
