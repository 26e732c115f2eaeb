// What a server asks of the engine behind it: one function call in bytes, one answer in bytes.
//
// A service is single-threaded and answers at once or names a delay; it never blocks, sees no socket and no packet.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/buffer.h"
#include "base/bytes.h"

namespace vkext::serve {

// Codes of a server's own errors, as the field knows them.
namespace errors {
constexpr int kSyntax = -1000;  // the arguments do not decode
constexpr int kTrailingBytes = -1001;
constexpr int kHeader = -1002;
constexpr int kUnknownFunction = -2000;
constexpr int kShuttingDown = -2014;
constexpr int kTimeout = -3000;
constexpr int kTooLarge = -3011;
constexpr int kHandler = -4000;
}  // namespace errors

struct Outcome {
  int code = 0;  // 0: the answer's bytes are in the buffer; else an error with this code and text
  std::string text;
  int64_t delay_ms = 0;  // > 0: answer (or error) after that much time
  bool failed = false;   // an error, also when its code is 0

  static Outcome done() { return {}; }
  static Outcome error(int code, std::string text) { return {code, std::move(text), 0, true}; }
};

class Service {
 public:
  virtual ~Service() = default;
  // `body` is magic and arguments, without wrappers. Appends the boxed result to `out`; after an error what was
  // appended is dropped by the caller.
  virtual Outcome call(Bytes body, Buffer& out) = 0;
};

}  // namespace vkext::serve
