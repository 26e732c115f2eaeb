// Partial application (Telegram's dialect): `Pair int;` makes a type "Pair int" with constructors of its own,
// `pair int string;` a type "Pair int string" with that one constructor.
//
// May assume that everything else is resolved without an error and magics are not computed yet. Adds to the schema;
// changes nothing that was there.
#pragma once

#include "tl/reporter.h"
#include "tl/schema.h"
#include "tl/symbols.h"

namespace vkext::tl {

struct Partial {
  uint32_t type = kNone;
  uint32_t constructor = kNone;  // only this one; kNone = all of the type
  uint32_t first = 0;            // exprs[first …): what the first parameters are, without variables
  uint32_t count = 0;
  uint32_t at = 0;
  size_t parts_max = SIZE_MAX;  // of the schema, as parts_of() counts them
};

// How much there is in a schema that partial application could copy.
inline size_t parts_of(const Schema& s) {
  return s.constructors.size() + s.args.size() + s.exprs.size() + s.text.size() / 16;
}

void specialise(const Partial& partial, Schema& schema, Symbols& symbols, Reporter& report);

}  // namespace vkext::tl
