// What fork(f($x)) means: the call inside is the body of the fork, not its argument.
//
// PHP would run f() before fork(). Where a script is compiled, such a call becomes fork(f(...), $x): the function as a
// closure, and what it is called with. Only with vkext.kphp_runtime=1, and where PHP has that syntax (8.1).
#pragma once

#include "zend/compat.h"

namespace vkext::zend {

// MINIT and MSHUTDOWN.
void install_fork_calls();
void remove_fork_calls();

}  // namespace vkext::zend
