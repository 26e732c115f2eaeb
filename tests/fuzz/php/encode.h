// fuzz_php_store, vkext_tl_encode(): a query of any form, from a function, a Fiber, with user code in the middle.
//
// Test side only. What must hold: bytes or an exception; bytes decode and encode again to the same, by the core and,
// for the functions of echo.tl, by PHP; an answer decodes to what the core says; a value without PHP code in it is
// afterwards what it was, down to its reference counts.
#pragma once

#include <string>

#include "php/calls.h"
#include "php/core.h"
#include "php/mischief.h"
#include "php/php.h"
#include "php/values.h"

namespace vkext::fuzz {

// What a function of echo.tl was given, as its result and back again: the same bytes.
inline void check_echo(Value& query, Bytes stored) {
  const uint32_t magic = load_u32(stored.data);
  const tl::Function* function = nullptr;
  for (const tl::Function& f : plans().functions) {
    if (f.magic == magic) function = &f;
  }
  const std::string_view called = function ? plans().name(function->name) : std::string_view();
  if (called.substr(0, 5) != "echo." || (query.is(IS_ARRAY) && called.substr(0, 10) == "echo.maybe")) return;
  const tl::Plan& plan = plans().plans[function->plan];
  const size_t head = 4 * plan.op_count;  // the magic, and a number for every argument but the last
  Value arguments = Value::array();
  arguments.add(Value::text(stored.drop(head).text()));
  arguments.add(Value::copy(query.get()));
  Value result = attempt("vkext_tl_decode", std::move(arguments));
  const bool typed = query.is(IS_OBJECT);
  const std::string why = thrown(result);
  if (!why.empty()) die("what was stored is no result: " + hex(stored) + ": " + why);
  Value again;
  if (typed) {
    object_init_ex(again.get(), Z_OBJCE_P(query.get()));
  } else {
    again = Value::array();
    again.set("_", Value::text(called));
  }
  for (uint32_t i = 0; i < plan.op_count; ++i) {
    const std::string name(plans().name(plans().ops[plan.first_op + i].name));
    Value field = i + 1 == plan.op_count ? typed ? result.at("value") : Value::copy(result.get())
                                         : Value::number(load_u32(stored.data + 4 + 4 * i));
    if (typed) {
      zend_update_property(Z_OBJCE_P(again.get()), Z_OBJ_P(again.get()), name.data(), name.size(), field.get());
    } else {
      again.set(name.c_str(), std::move(field));
    }
  }
  arguments = Value::array();
  arguments.add(Value::copy(again.get()));
  Value bytes = attempt("vkext_tl_encode", std::move(arguments));
  if (!bytes.is(IS_STRING) || bytes.bytes().text() != stored.text()) {
    die("what was fetched stores otherwise: " + hex(stored) + ", then " +
        (bytes.is(IS_STRING) ? hex(bytes.bytes()) : thrown(bytes)));
  }
}

// An answer, perhaps a damaged one: the same value as the core's, or an exception where the core refuses it.
inline void check_answer(test::Random& random, Value& query, Bytes stored) {
  std::string answer = make_answer(stored, random.below(256));
  if (random.below(4) == 3 && !answer.empty()) {
    answer[random.below(static_cast<uint32_t>(answer.size()))] ^= static_cast<char>(1 << random.below(8));
  }
  if (random.below(8) == 7) answer.resize(answer.size() / 2);
  Value arguments = Value::array(), expected;
  arguments.add(Value::text(answer));
  arguments.add(Value::copy(query.get()));
  Value result = attempt("vkext_tl_decode", std::move(arguments));
  const bool good = decode_answer(stored, Bytes(answer), php::decode_options(), expected);
  const std::string why = thrown(result);
  // For some functions `vkext php` writes no class.
  const bool lacks_class = why.find("not found or not instantiable") != std::string::npos;
  if (good == !why.empty() && !lacks_class) {
    die("the core and PHP disagree of an answer: " + hex(Bytes(answer)) + " to " + hex(stored) + ": " + why);
  }
  if (good && query.is(IS_ARRAY) && !same(result, expected)) {
    die("an answer is fetched otherwise: " + hex(Bytes(answer)) + " to " + hex(stored));
  }
}

inline void encode(test::Random& random) {
  Mischief mischief(random);
  test::PhpValues values(plans(), random);
  Value query;
  values.query(query.get());
  mischief.arm(values);
  const bool unchanged = !values.is_live() && !mischief.has_handler();
  const uint32_t way = random.below(8);
  const std::string before = unchanged ? test::Digest::of(query.get(), plans()) : std::string();
  Value result, arguments = Value::array();
  arguments.add(Value::copy(query.get()));
  result = way < 6 ? attempt("vkext_tl_encode", std::move(arguments))
                   : attempt_in_fiber("vkext_tl_encode", std::move(arguments), way == 7);
  mischief.disarm();
  if (unchanged && test::Digest::of(query.get(), plans()) != before) die("storing changed the value");
  if (result.is(IS_STRING)) {
    check_query(result.bytes());
    if (unchanged) check_echo(query, result.bytes());
    if (unchanged) check_answer(random, query, result.bytes());
  } else if (!result.is(IS_OBJECT)) {
    die("neither bytes nor an exception");
  }
  result = Value();
}

}  // namespace vkext::fuzz
