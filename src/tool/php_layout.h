// From a schema to the PHP classes of its functions and of every type that they reach.
//
// Which classes there are, their names, fields and defaults; no text of PHP. A checked schema may still have names that
// PHP cannot tell apart: then an error says which.
#pragma once

#include "base/result.h"
#include "tl/schema.h"
#include "tool/php_model.h"

namespace vkext::tool::php {

struct LayoutOptions {
  bool internals = false;  // functions marked @internal too
  bool enums = false;      // unions whose constructors have no fields become enums
};

Result<Package> lay_out(const tl::Schema& schema, const LayoutOptions& options);

}  // namespace vkext::tool::php
