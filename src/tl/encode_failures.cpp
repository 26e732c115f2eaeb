// See encode_failures.h. The words are the incumbent's where it has any: scripts compare them.
#include "tl/encode_failures.h"

#include <algorithm>

#include "base/error_codes.h"

namespace vkext::tl {

namespace {

// What the incumbent calls the containers in its error list.
const char* container_name(OpCode code) {
  switch (code) {
    case OpCode::vector: return "Vector[vector]";
    case OpCode::tuple: return "Tuple[tuple]";
    case OpCode::dictionary: return "Dictionary[dictionary]";
    case OpCode::int_dictionary: return "IntKeyDictionary[intKeyDictionary]";
    default: return "LongKeyDictionary[longKeyDictionary]";
  }
}

int printed(std::string_view name, size_t most) { return static_cast<int>(name.size() > most ? most : name.size()); }

}  // namespace

bool EncodeFailures::set_with_name(int code, std::string_view before, std::string_view name, std::string_view after) {
  return error_.set(code, "%.*s%.*s%.*s", static_cast<int>(before.size()), before.data(), printed(name, 150), name.data(),
                    static_cast<int>(after.size()), after.data());
}

bool EncodeFailures::no_field(const Op& op, std::string_view near) {
  if (op.name == kNone) {
    error_.set(codes::kNoField, "Field %u not found", static_cast<unsigned>(op.ordinal));
  } else if (near.empty()) {
    set_with_name(codes::kNoField, "Field ", set_.name(op.name), " not found");
  } else {
    const std::string_view name = set_.name(op.name);
    error_.set(codes::kNoField, "Field %.*s not found: is the key \"%.*s\" meant for it?", printed(name, 100),
               name.data(), printed(near, 100), near.data());
  }
  return lost_in(op);
}

// Letters only, since errors go to logs and to JSON; and no name of a field of its own.
bool EncodeFailures::may_be_meant(std::string_view key, const Op* first, const Op* end) const {
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; })) return false;
  return std::none_of(first, end, [&](const Op& op) { return op.name != kNone && set_.name(op.name) == key; });
}

bool EncodeFailures::no_element(uint32_t index) {
  return error_.set(codes::kWrongArraySize, "No element #%u in array", index);
}

bool EncodeFailures::no_constructor_fits(const Union& u) {
  error_.clear();
  const std::string_view type = set_.name(u.type_name);
  return error_.set(codes::kNoConstructor, "No constructor of type %.*s fits: name it under '_'", printed(type, 100),
                    type.data());
}

bool EncodeFailures::not_an_int32(int64_t n) {
  return error_.set(codes::kWrongValue, "Wrong value: %lld does not fit in int", static_cast<long long>(n));
}

// The incumbent looks its first field up in whatever it got.
bool EncodeFailures::not_a_record(const Plan& plan, const char* got) {
  const Op& first = set_.ops[plan.first_op];
  if (first.name == kNone) {
    error_.set(codes::kNoField, "Field %u not found: expected an array, got %s", static_cast<unsigned>(first.ordinal), got);
  } else {
    const std::string_view name = set_.name(first.name);
    error_.set(codes::kNoField, "Field %.*s not found: expected an array, got %s", printed(name, 100), name.data(), got);
  }
  return lost_in_record(plan);
}

bool EncodeFailures::not_a_list(const Op& op, const char* what, const char* got) {
  error_.set(codes::kWrongType, "Can't store not array as %s: got %s", what, got);
  return lost_in_container(op);
}

bool EncodeFailures::not_a_tuple(const Op& op, uint32_t n, const char* got) {
  error_.set(codes::kWrongArraySize, "No element #0 in array: expected an array of %u, got %s", n, got);
  return lost_in_container(op);
}

bool EncodeFailures::not_a_number_key(OpCode code) {
  return error_.set(codes::kWrongType, "a string key in a dictionary of %s keys",
                    code == OpCode::int_dictionary ? "int" : "long");
}

bool EncodeFailures::key_too_long() { return error_.set(codes::kWrongValue, "a key longer than 16 MiB"); }

bool EncodeFailures::tuple_too_long(uint32_t n) {
  return error_.set(codes::kConstruction, "Fail to store Tuple[tuple]: %d elements", static_cast<int>(n));
}

bool EncodeFailures::too_deep() { return error_.set(codes::kWrongValue, "nested too deep"); }

bool EncodeFailures::too_many_queries() { return error_.set(codes::kWrongValue, "too many queries in queries"); }

bool EncodeFailures::too_many_guesses() { return error_.set(codes::kNoConstructor, "too many constructors to guess"); }

bool EncodeFailures::internal_function(const Function& f) {
  return set_with_name(codes::kUnknownConstructor, "### DEPRECATED TL FEATURE ###: Storing of internal tl function ",
                       set_.name(f.name), "");
}

bool EncodeFailures::not_storable() { return error_.set(codes::kUnknownType, "a value of this type cannot be stored"); }

bool EncodeFailures::out_of_memory() { return error_.set(codes::kNoMemory, "out of memory"); }

bool EncodeFailures::lost_in(const Op& op) {
  if (op.name == kNone) {
    error_.path.prepend_index(op.ordinal);
  } else {
    error_.path.prepend_field(set_.name(op.name));
  }
  return false;
}

bool EncodeFailures::lost_in_function(const Function& f) {
  error_.path.prepend_function(set_.name(f.name));
  error_.add_context(kNone, f.name);
  return false;
}

bool EncodeFailures::lost_in_record(const Plan& plan) {
  if (!(plan.flags & kPlanItem)) error_.add_context(plan.type_name, plan.name);
  return false;
}

bool EncodeFailures::lost_in_container(const Op& op) {
  if (!(op.flags & kOpRepetition)) error_.add_context(container_name(op.code));
  return false;
}

bool EncodeFailures::lost_in_element(const Op& item, uint32_t index) {
  if (item.code == OpCode::record && (set_.plans[item.arg].flags & kPlanItem)) error_.add_element(index);
  error_.path.prepend_index(index);
  return false;
}

}  // namespace vkext::tl
