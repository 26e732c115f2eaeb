// PHP values as TL scalars: one word for each case (docs/values.md, "Scalars").
//
// The fast cases are inline; the rest is in scalars.cpp. Nothing here raises a warning: what should be said goes into
// Notes. Only store_string() of an object with __toString runs PHP code.
#pragma once

#include "tl/encode.h"
#include "wire/writer.h"
#include "zend/compat.h"
#include "zend/notes.h"

namespace vkext::zend {

int64_t slow_to_int(zval* v, std::string_view field, Notes& notes);
double slow_to_double(zval* v, std::string_view field, Notes& notes);
bool slow_to_bool(zval* v, std::string_view field, Notes& notes);

enum class StringOutcome : uint8_t { stored, too_long, exception };
// `legacy_floats`: floats by "%f" (vkext.float_strings=legacy).
StringOutcome slow_store_string(zval* v, std::string_view field, bool legacy_floats, wire::Writer& out, Notes& notes);

// "int", "string \"x\"", "array(3)": for error texts.
void describe(zval* v, char* out, size_t size);

}  // namespace vkext::zend
