// Names of classes to be written that PHP can have: no reserved words, no two that differ only in case.
//
// Whatever is renamed here the extension must find again: it gets a "_" behind it (tl::Spelling::escaped).
#pragma once

#include <string>
#include <unordered_map>

namespace vkext::tool::php {

// A word that no class may be called, in any PHP from 7.4 to 8.5.
bool is_reserved(const std::string& short_name);

// A part of a namespace that PHP 7.4 cannot parse (8.0 and later can).
bool is_keyword(const std::string& name);

std::string lower(const std::string& s);

// Gives names out, each once.
class Names {
 public:
  // The absolute name to use for `wanted`: itself, or with a "_" when PHP has the word or a name that differs only in
  // case is taken; with `also` behind it, it is taken too. Empty: nothing is left.
  std::string take(const std::string& wanted, const std::string& also = {});

 private:
  bool is_free(const std::string& name) const;
  std::unordered_map<std::string, std::string> taken_;  // in lower case → as taken
};

}  // namespace vkext::tool::php
