// From files or text to a checked Schema: the one door for the extension, the tool and the tests.
//
// A path may be a .tlo file, a .tl file, a directory (its *.tl files, sorted by name), or several of these joined by
// ':'. Several .tl files make one schema. Text or compiled is told by content (a .tlo begins with a schema magic).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "tl/diagnostic.h"
#include "tl/schema.h"

namespace vkext::tl {

struct Source {
  std::string name;  // for messages
  std::string text;
};

// Reads .tl sources as one schema. At most 20 errors; warnings do not count. True when there was no error.
bool load_text(const std::vector<Source>& sources, Schema& out, Diagnostics& diagnostics);

// Reads one compiled schema, versions 1 to 4.
bool load_tlo(Bytes file, std::string_view name, Schema& out, Diagnostics& diagnostics);

// The files that `path` names, in the order in which they are read. False: one of its parts is not there.
bool list_path(const std::string& path, std::vector<std::string>& files, Diagnostics& diagnostics);

// Reads what `path` names (see above).
bool load_path(const std::string& path, Schema& out, Diagnostics& diagnostics);

// A number that changes when a file that `path` names is written, replaced, added or taken away; reads no file. 0 when
// nothing is there, or not all of it.
uint64_t path_stamp(const std::string& path);

}  // namespace vkext::tl
