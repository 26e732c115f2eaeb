// The rule files of vk_flex: read once at MINIT from the paths in `vkext.flex_data`, then shared by all threads.
//
// Never changed while requests run, and never read again: a new file needs a restart, like the setting itself.
#pragma once

#include "text/flex.h"

namespace vkext::php {

// MINIT, after the INI settings. `paths` as the setting has it: files with ':' between them, may be null or empty. What
// cannot be read or loaded is named in a start-up warning and left out.
void load_flex_data(const char* paths);
// MSHUTDOWN.
void unload_flex_data();

const text::FlexRules& flex_rules();

}  // namespace vkext::php
