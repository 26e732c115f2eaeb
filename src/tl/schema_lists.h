// What a Schema says twice, made from what it says once: constructors by type, and ids of types.
//
// May assume that every constructor's `type` is in range. Readers call it at the end; never needed by users.
#pragma once

#include "tl/schema.h"

namespace vkext::tl {

// constructor_lists and each type's place in it: declaration order, but the default constructor `_` changes places with
// the last one (as in the files of the reference compiler).
void fill_constructor_lists(Schema& schema);

// Type::id from the magics of its constructors; '#' and 'Type' keep theirs.
void fill_type_ids(Schema& schema);

}  // namespace vkext::tl
