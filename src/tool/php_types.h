// What a field of a plan is in PHP. Knows plans and class names, nothing of files.
#pragma once

#include <string>
#include <vector>

#include "tl/plan.h"
#include "tool/php_model.h"

namespace vkext::tool::php {

class Types {
 public:
  // By plan and by union: absolute class names; empty for those that are not written.
  Types(const tl::PlanSet& set, const std::vector<std::string>& records, const std::vector<std::string>& unions)
      : set_(set), records_(records), unions_(unions) {}

  Type of(const tl::Op& op);

 private:
  Type array_of(const tl::Op& element);
  Type maybe(const tl::Op& value);

  const tl::PlanSet& set_;
  const std::vector<std::string>& records_;
  const std::vector<std::string>& unions_;
  std::vector<const tl::Op*> open_;  // flat types that are being spelled: they may contain themselves
};

}  // namespace vkext::tool::php
