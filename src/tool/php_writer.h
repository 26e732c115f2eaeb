// PHP classes as text: byte for byte as the reference generator lays them out, so that the one can replace the other.
#pragma once

#include <string>
#include <vector>

#include "tool/php_model.h"

namespace vkext::tool::php {

struct TextOptions {
  bool comments = false;  // the combinator in the comment of its class
};

// Every file begins with it: how a tree of ours is told from others.
extern const char kMark[];

std::vector<File> write_classes(const Package& package, const TextOptions& options);

// Shared with the other form of text.

// "<?php", the comment, the signature in it.
std::string file_head(const std::string& signature);
// The constants BIT_…, each with its comment.
std::string bit_constants(const Class& c);
// A method of a class that computes one mask.
struct MaskMethod {
  std::string name;                             // "calculateFieldsMask"
  std::vector<const Field*> parameters;         // Maybe fields: nobody can see whether they are meant
  std::vector<std::vector<const Field*>> bits;  // fields of one bit, by ascending bit
};
std::vector<MaskMethod> mask_methods(const Class& c);
// Its body, "$mask = 0;" to "return $mask;".
std::string mask_body(const MaskMethod& method);
// Does the text of the class name anything below VK\TL?
bool uses_tl(const Class& c);
// The property as a parameter: no variable may be called $this.
std::string parameter_name(const Field& f);

}  // namespace vkext::tool::php
