// A directory of generated files, replaced as a whole: whoever loads classes meanwhile sees the old ones or the new
// ones.
//
// Files that carry our mark are ours and may be replaced or removed. Files of others are never removed, and never
// replaced unless that is asked for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "tool/php_model.h"

namespace vkext::tool::php {

// How a file on disk differs from what would be written.
struct Difference {
  enum Kind { missing, differs, stale, foreign } kind;
  std::string path;  // below the output directory
};

// What replace_tree() would do to DIR/VK/TL. Foreign files are listed last.
Result<std::vector<Difference>> compare_tree(const std::string& directory, const std::vector<File>& files);

// Makes DIR/VK/TL hold these files, and the foreign ones that are there. Unchanged files keep their times.
// `progress` is told how many files are written.
Status replace_tree(const std::string& directory, const std::vector<File>& files,
                    const std::vector<Difference>& differences, const std::function<void(size_t)>& progress);

}  // namespace vkext::tool::php
