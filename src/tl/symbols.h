// Names of a schema that is being read: types, constructors and functions by name, and what to say about unknown ones.
//
// Looks names up in Schema::text, adds types as they are met, and the predeclared primitives when somebody first uses
// them. Never decides whether a name that is missing is an error.
#pragma once

#include <string>
#include <string_view>

#include "tl/name_table.h"
#include "tl/schema.h"
#include "tl/text_ast.h"

namespace vkext::tl {

constexpr uint32_t kTypeHash = 0;  // index of '#' in Schema::types of a text
constexpr uint32_t kTypeType = 1;  // index of 'Type'

class Symbols {
 public:
  // Adds '#' and 'Type'.
  explicit Symbols(Schema& schema);

  uint32_t find_type(std::string_view name);
  // The same among what is known already: adds no primitive.
  uint32_t known_type(std::string_view name) const;
  uint32_t find_constructor(std::string_view name);
  uint32_t find_function(std::string_view name) const;
  uint32_t add_type(Name name);
  uint32_t add_constructor(const Combinator& c);
  uint32_t add_function(const Combinator& c);

  void add_broken(Name name);
  bool is_broken(std::string_view name) const;
  // ", did you mean Foo?", "; tl/common.tl declares it …" for a word of our own files, or nothing.
  std::string type_hint(std::string_view name) const;
  std::string constructor_hint(std::string_view name) const;

 private:
  uint32_t add_builtin(size_t index);

  Schema& schema_;
  NameTable types_;
  NameTable constructors_;
  NameTable functions_;
  NameTable broken_;
  std::vector<Name> broken_names_;
};

// What stands in front of the sources in Schema::text: names that exist without being declared.
std::string_view predeclared_text();

}  // namespace vkext::tl
