// What the generator looks up in a schema for a plan: the arguments behind its fields, and their text.
#pragma once

#include <string>
#include <unordered_map>

#include "tl/plan.h"
#include "tl/schema.h"

namespace vkext::tool::php {

// Consecutive arguments of a combinator.
struct Arguments {
  const tl::Combinator* owner = nullptr;
  uint32_t first = 0;
  uint32_t count = 0;
};

class Signatures {
 public:
  explicit Signatures(const tl::Schema& schema);

  // The arguments whose ordinals the ops of a plan have.
  Arguments of(const tl::PlanSet& set, const tl::Plan& plan) const;
  // The argument behind a field; null when the schema has none (never for plans made of it).
  const tl::Arg* argument(const Arguments& list, const tl::Op& op) const;
  // The property that stands for the mask of this argument: its name, "argN" for unnamed ones.
  std::string mask_of(const Arguments& list, const tl::Arg& arg) const;
  // The combinator in lines: its name and magic, its arguments, its result.
  std::string text(const tl::Combinator& combinator) const;

 private:
  bool find_variable(uint32_t first, uint32_t count, uint32_t variable, std::string& out) const;
  bool find_item(uint32_t first, uint32_t count, const tl::PlanSet& set, const tl::Plan& item, Arguments& out) const;

  const tl::Schema& schema_;
  std::unordered_map<std::string_view, const tl::Combinator*> constructors_;
  std::unordered_map<std::string_view, const tl::Combinator*> functions_;
};

}  // namespace vkext::tool::php
