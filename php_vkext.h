/* The face of the extension for PHP: C only, includes nothing else of ours but the version. */
#ifndef PHP_VKEXT_H
#define PHP_VKEXT_H

#include "src/base/version.h"
#define PHP_VKEXT_VERSION VKEXT_VERSION

#include "php.h"

#ifdef __cplusplus
extern "C" {
#endif

extern zend_module_entry vkext_module_entry;
#define phpext_vkext_ptr (&vkext_module_entry)

#ifdef __cplusplus
}
#endif

#endif /* PHP_VKEXT_H */
