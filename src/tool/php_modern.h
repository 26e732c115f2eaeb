// The same classes for PHP 8.1 and later: declared types, promoted constructor parameters, enums, read-only results.
//
// Names, properties and defaults are those of php_writer: code written for the one form runs with the other. The codec
// runs no constructor, so a field that an answer may leave out is a declared property with a default, never promoted.
#pragma once

#include <vector>

#include "tool/php_model.h"
#include "tool/php_writer.h"

namespace vkext::tool::php {

std::vector<File> write_modern(const Package& package, const TextOptions& options);

}  // namespace vkext::tool::php
