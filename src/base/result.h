// How cold code reports failure: a value or an Error, never an exception, never errno left lying about.
//
// Hot code (cursor, writer, executors) keeps a sticky first error instead; see wire/cursor.h.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace vkext {

// `code` is from base/error_codes.h, or 0 where only the text matters (a schema that does not load).
struct Error {
  int code = 0;
  std::string text;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return *std::get_if<0>(&state_); }
  const T& value() const { return *std::get_if<0>(&state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() { return *std::get_if<1>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace vkext

// VKEXT_TRY(auto x, f()): x is the value, or the surrounding function returns the error.
#define VKEXT_TRY_NAME2(a, b) a##b
#define VKEXT_TRY_NAME(a, b) VKEXT_TRY_NAME2(a, b)
#define VKEXT_TRY(declaration, expression)                                    \
  auto VKEXT_TRY_NAME(vkext_try_, __LINE__) = (expression);                   \
  if (!VKEXT_TRY_NAME(vkext_try_, __LINE__).ok())                             \
    return std::move(VKEXT_TRY_NAME(vkext_try_, __LINE__).error());           \
  declaration = std::move(VKEXT_TRY_NAME(vkext_try_, __LINE__).value())
#define VKEXT_CHECK(expression)                                               \
  do {                                                                        \
    auto vkext_status = (expression);                                         \
    if (!vkext_status.ok()) return std::move(vkext_status.error());           \
  } while (0)
