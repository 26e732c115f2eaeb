// What the encoder says when a value does not fit: the words, and the way to the place.
//
// No template, and out of the encoder's way: nothing here runs while values fit. Each returns false, for the encoder to
// return. The first failure stays; the "lost" ones add where it was, from the inside out.
#pragma once

#include <cstdint>
#include <string_view>

#include "tl/encode_error.h"
#include "tl/plan.h"

namespace vkext::tl {

class EncodeFailures {
 protected:
  EncodeFailures(const PlanSet& set, EncodeError& error) : set_(set), error_(error) {}

  // `near`: the key that may be meant for it, or nothing.
  [[gnu::cold]] bool no_field(const Op& op, std::string_view near);
  // Whether a key of a record may be told as one that was meant for another field.
  [[gnu::cold]] bool may_be_meant(std::string_view key, const Op* first, const Op* end) const;
  [[gnu::cold]] bool no_element(uint32_t index);
  [[gnu::cold]] bool no_constructor_fits(const Union& u);
  [[gnu::cold]] bool not_an_int32(int64_t n);
  // `got`: what the value is instead.
  [[gnu::cold]] bool not_a_record(const Plan& plan, const char* got);
  [[gnu::cold]] bool not_a_list(const Op& op, const char* what, const char* got);
  [[gnu::cold]] bool not_a_tuple(const Op& op, uint32_t n, const char* got);
  [[gnu::cold]] bool not_a_number_key(OpCode code);
  [[gnu::cold]] bool key_too_long();
  [[gnu::cold]] bool tuple_too_long(uint32_t n);
  [[gnu::cold]] bool too_deep();
  [[gnu::cold]] bool too_many_queries();
  [[gnu::cold]] bool too_many_guesses();
  [[gnu::cold]] bool internal_function(const Function& f);
  [[gnu::cold]] bool not_storable();
  [[gnu::cold]] bool out_of_memory();

  [[gnu::cold]] bool lost_in(const Op& op);
  [[gnu::cold]] bool lost_in_function(const Function& f);
  [[gnu::cold]] bool lost_in_record(const Plan& plan);
  [[gnu::cold]] bool lost_in_container(const Op& op);
  [[gnu::cold]] bool lost_in_element(const Op& item, uint32_t index);

  const PlanSet& set_;
  EncodeError& error_;

 private:
  bool set_with_name(int code, std::string_view before, std::string_view name, std::string_view after);
};

}  // namespace vkext::tl
