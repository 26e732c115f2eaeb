// Names of generated TL classes: from plans to PHP class names, and back from a class name to the TL name in it.
//
// Text only: the extension looks for classes by these names, the generator writes them. A name that does not fit its
// buffer counts as a name no class has. Rules and spellings: docs/typed.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "tl/plan.h"

namespace vkext::tl {

// Generators disagree in rare names. In the order they are looked for.
enum class Spelling : uint8_t {
  generator,      // tl2php: the reference
  go_generator,   // tl2gen: constructor names inside Maybe
  incumbent,      // what the older extension looks for: fewer "maybe_", "True"
  escaped,        // a trailing "_": the plain name is a word of PHP's own, or differs from another only in case
};
constexpr int kSpellings = 4;

class ClassName {
 public:
  static constexpr size_t kMax = 1000;

  std::string_view text() const { return {text_, size_}; }
  bool fits() const { return fits_; }
  void clear() {
    size_ = 0;
    fits_ = true;
  }
  void add(std::string_view part) {
    if (part.size() > kMax - size_) {
      fits_ = false;
      return;
    }
    memcpy(text_ + size_, part.data(), part.size());
    size_ += part.size();
  }
  // TL name as it stands in class names: '_' for '.'.
  void add_flat(std::string_view tl_name) {
    const size_t at = size_;
    add(tl_name);
    for (size_t i = at; i < size_; ++i) {
      if (text_[i] == '.') text_[i] = '_';
    }
  }

 private:
  char text_[kMax];
  size_t size_ = 0;
  bool fits_ = true;
};

// Is this the answer of a query passed as `!X`? There is one class for each of its constructors, whatever the query.
bool is_any_answer(const PlanSet& set, uint32_t instance);
// The class whose objects stand for values of this plan.
void name_record(const PlanSet& set, uint32_t plan, Spelling spelling, ClassName& out);
// The interface (or enum) of a type with several constructors.
void name_union(const PlanSet& set, uint32_t union_index, Spelling spelling, ClassName& out);
// The case of such an enum: the constructor's name without its type's namespace, '_' for '.'.
void name_enum_case(const PlanSet& set, uint32_t union_index, uint32_t case_index, ClassName& out);
// The class of a function's arguments; `suffix` "_result": of its answer.
void name_function(const PlanSet& set, uint32_t function, std::string_view suffix, ClassName& out);

// The TL name in the name of a generated class.
struct TlClass {
  bool is_function = false;
  char text[256];  // as the class has it, template arguments included: "left__int__string"
  size_t size = 0;

  std::string_view name() const { return {text, size}; }
  // Is this the class of the constructor, in any of its instances?
  bool is_constructor(std::string_view constructor) const;
};
// False: not the name of a generated class.
bool parse_class_name(std::string_view class_name, TlClass& out);
// Index of the function whose class this is, or kNone.
uint32_t find_function(const PlanSet& set, const TlClass& tl_class);

}  // namespace vkext::tl
