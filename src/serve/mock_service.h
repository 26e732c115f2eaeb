// Answers every function of any schema with a made-up value of its result type: for clients without their server.
//
// The value is written straight from the result's plan, with the numbers and the inner queries of the request at hand.
// The same seed and the same row of requests give the same answers. Sizes are small and nesting ends. Functions that a
// table of answers names get theirs, also as the inner query of another one.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "serve/service.h"
#include "tl/plan.h"
#include "tl/result_shape.h"
#include "tl/tree.h"
#include "wire/writer.h"

namespace vkext::serve {

class MockService : public Service {
 public:
  // Seed 0: zeros, empty strings and lists, absent optional fields, first constructors.
  MockService(const tl::PlanSet& set, uint64_t seed) : set_(set), random_(seed), zeros_(seed == 0) {}

  // A map of function names to results, as scripts get them; {"$error": [code, "text"]} is an error. The error of this
  // call names what is no function of the schema.
  Status set_answers(tl::Tree table);

  Outcome call(Bytes body, Buffer& out) override;

 private:
  const tl::Tree* given(uint32_t function) const { return function < given_.size() ? given_[function] : nullptr; }
  bool give(const tl::Tree& value, tl::ShapeView shape, wire::Writer& out);
  uint32_t below(uint32_t n);
  bool answer(tl::ShapeView shape, wire::Writer& out, int depth);
  bool value(const tl::Op& op, const uint32_t* regs, wire::Writer& out, int depth);
  bool fields(const tl::Plan& plan, uint32_t* regs, wire::Writer& out, int depth);
  bool body(uint32_t plan, uint32_t nats, const uint32_t* caller, wire::Writer& out, int depth);
  uint32_t nat_for(const tl::Plan& plan, const tl::Op& op, int depth);
  uint32_t number(uint32_t nat, const uint32_t* regs) const;
  void text(wire::Writer& out);

  const tl::PlanSet& set_;
  uint64_t random_;
  bool zeros_;
  tl::ShapeView shape_;
  tl::Tree answers_;
  std::vector<const tl::Tree*> given_;  // by function; null: made up
  Outcome refusal_;                     // why the answer at hand cannot be written
};

}  // namespace vkext::serve
