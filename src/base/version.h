/* The version of the project; package.xml and debian/changelog repeat it (ci/package-xml checks). Read by C as well. */
#pragma once

#define VKEXT_VERSION "0.1.0"
