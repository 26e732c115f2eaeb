// A plain value tree as a PHP value: for what the core tells in trees, such as a whole schema. Never for answers.
#pragma once

#include "tl/tree.h"
#include "zend/compat.h"

namespace vkext::zend {

// Into a slot that holds nothing. May bail out (memory_limit): the tree must not stand on the stack.
void put_tree(const tl::Tree& tree, zval* slot);

}  // namespace vkext::zend
