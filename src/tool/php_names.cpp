// Reserved words and clashes. See php_names.h.
#include "tool/php_names.h"

#include <algorithm>
#include <string_view>

#include "tool/php_model.h"

namespace vkext::tool::php {

namespace {

// Keywords of any PHP from 7.4 on.
constexpr std::string_view kKeywords[] = {
    "abstract", "and",     "array",        "as",      "break",        "callable",   "case",      "catch",     "class",
    "clone",    "const",   "continue",     "declare", "default",      "die",        "do",        "echo",      "else",
    "elseif",   "empty",   "enddeclare",   "endfor",  "endforeach",   "endif",      "endswitch", "endwhile",  "eval",
    "exit",     "extends", "final",        "finally", "fn",           "for",        "foreach",   "function",  "global",
    "goto",     "if",      "implements",   "include", "include_once", "instanceof", "insteadof", "interface", "isset",
    "list",     "match",   "namespace",    "new",     "or",           "print",      "private",   "protected", "public",
    "readonly", "require", "require_once", "return",  "static",       "switch",     "throw",     "trait",     "try",
    "unset",    "use",     "var",          "while",   "xor",          "yield",
};

// Names of types, which classes may not have either.
constexpr std::string_view kTypes[] = {"bool", "false",  "float",  "int",  "iterable", "mixed", "never",
                                       "null", "object", "parent", "self", "string",   "true",  "void"};

template <size_t N>
bool has(const std::string_view (&list)[N], std::string_view word) {
  return std::find(list, list + N, word) != list + N;
}

}  // namespace

std::string lower(const std::string& s) {
  std::string out = s;
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_keyword(const std::string& name) { return has(kKeywords, lower(name)); }

bool is_reserved(const std::string& short_name) {
  const std::string word = lower(short_name);
  return has(kKeywords, word) || has(kTypes, word);
}

bool Names::is_free(const std::string& name) const {
  return !is_reserved(short_name(name)) && taken_.find(lower(name)) == taken_.end();
}

std::string Names::take(const std::string& wanted, const std::string& also) {
  const auto same = taken_.find(lower(wanted));
  if (same != taken_.end() && same->second == wanted) return {};
  for (const std::string& name : {wanted, wanted + "_"}) {
    if (!is_free(name) || (!also.empty() && !is_free(name + also))) continue;
    taken_.emplace(lower(name), name);
    if (!also.empty()) taken_.emplace(lower(name + also), name + also);
    return name;
  }
  return {};
}

std::string path_of(const std::string& class_name) {
  std::string out = class_name + ".php";
  std::replace(out.begin(), out.end(), '\\', '/');
  return out;
}

std::string namespace_of(const std::string& class_name) { return class_name.substr(0, class_name.rfind('\\')); }

std::string short_name(const std::string& class_name) { return class_name.substr(class_name.rfind('\\') + 1); }

std::string used_name(const std::string& class_name) { return class_name.substr(sizeof "VK\\" - 1); }

}  // namespace vkext::tool::php
