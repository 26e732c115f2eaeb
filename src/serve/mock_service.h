// Answers every function of any schema with a made-up value of its result type: for clients without their server.
//
// The value is written straight from the result's plan, with the numbers and the inner queries of the request at hand.
// The same seed and the same row of requests give the same answers. Sizes are small and nesting ends.
#pragma once

#include <cstdint>

#include "serve/service.h"
#include "tl/plan.h"
#include "tl/result_shape.h"
#include "wire/writer.h"

namespace vkext::serve {

class MockService : public Service {
 public:
  // Seed 0: zeros, empty strings and lists, absent optional fields, first constructors.
  MockService(const tl::PlanSet& set, uint64_t seed) : set_(set), random_(seed), zeros_(seed == 0) {}

  Outcome call(Bytes body, Buffer& out) override;

 private:
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
};

}  // namespace vkext::serve
