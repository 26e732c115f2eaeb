// What every RPC function of the PHP API is made of: timeouts, handles, storing and sending a query, waiting, and
// taking answers.
//
// Nothing here keeps an owner on the stack while PHP code may run: buffers, answers and errors live in Runtime.
#pragma once

#include "base/clock.h"
#include "base/limits.h"
#include "php/answers.h"
#include "php/low_level.h"
#include "php/runtime.h"
#include "rpc/client.h"
#include "zend/codec.h"
#include "zend/compat.h"

namespace vkext::php {

// Decision 9: a timeout that is not a sensible positive number means `fallback`.
double timeout_or(double given, double fallback);
bool is_timeout(double given);
// How long a result is waited for: for ever, unless a sensible time is given.
Deadline limit_of(double given);

// The declared default: nothing was given.
constexpr double kNoTimeout = -1;
// With vkext.strict=kphp, what does not mean the same everywhere. May run PHP code.
void note_timeout(double given);
void note_result_timeout(uint32_t arguments);

// --- handles ---
// The connection a script passed, or null with a send error noted.
const Handle* handle_of(zval* connection, const char* function);

// --- send errors (rpc_get_last_send_error) ---
void note_send_error(int code, const char* text);
// Those from `first` on are an entry's of a batch: its key goes with them.
void name_send_errors(size_t first, zend_string* key, zend_ulong number);

// --- storing and sending ---
// How deep values may nest: as the script has set it, or less on a small stack (fiber.stack_size), since each level takes
// some of it in both directions.
int depth_on_small_stack(int wanted, size_t left);
inline int depth_here() {
  constexpr size_t kEnough = limits::kStackReserve + limits::kStackPerLevel * limits::kDepthMax;
  const auto wanted = static_cast<int>(VKEXT_G(max_depth));
  const size_t left = zend::stack_left();
  return EXPECTED(left >= kEnough) ? wanted : depth_on_small_stack(wanted, left);
}
// As the script has set them.
inline zend::StoreSettings store_settings(bool of_objects) {
  using Flag = zend::StoreSettings::Flag;
  zend::StoreSettings settings;
  settings.max_depth = depth_here();
  settings.flags = (of_objects ? Flag::kObjects : 0u) | (runtime().internal_queries ? Flag::kInternal : 0u) |
                   (runtime().fail_on_int32_overflow ? Flag::kOverflowFails : 0u) |
                   (is_legacy(VKEXT_G(float_strings)) ? Flag::kLegacyFloats : 0u) |
                   (is_strict("kphp") ? Flag::kStrict : 0u);
  return settings;
}
inline tl::DecodeOptions decode_options() {
  tl::DecodeOptions options;
  options.max_depth = depth_here();
  options.max_empty_elements = static_cast<uint32_t>(VKEXT_G(max_empty_elements));
  options.canonical_strings = is_strict("bytes");
  return options;
}
struct Call {
  const Handle* handle;
  double timeout;          // in force
  Deadline deadline;
  bool ignore_answer = false;
  bool flush = true;
  bool typed = false;
  uint32_t* packet_bytes = nullptr;  // when set, gets the size of the packet
  int64_t now_ns = 0;                // when the caller has just looked; 0: somebody else will
  // Of a batch: what its queries share.
  rpc::Lane* lane = nullptr;
  const zend::StoreSettings* settings = nullptr;  // for arrays
};
// > 0: the query's id; -1: sent without an answer to come; 0: not stored; kNotSent: no connection. Warnings are raised.
constexpr int64_t kNotSent = -2;
int64_t store_and_send(const Call& call, zval* query);
// Sends what is stored in `body` already, without raising what it notes. `cookie`: what the answer needs, or 0.
int64_t send_stored(const Call& call, Buffer& body, zend::Notes& notes, uint64_t cookie);
// For several queries one after another: the place to store them, entered by the caller.
int64_t store_and_send(const Call& call, zval* query, Workplace& place);

// --- waiting ---
// Serves async signals and time limits while it waits. False when an exception is pending.
bool wait_for(int64_t id, Deadline limit);
bool wait_for_all(const int64_t* ids, size_t count, Deadline limit);
// `handle`: its target's only.
bool flush_all(Deadline limit, const Handle* handle = nullptr);
// Takes the next finished query out of a queue; 0 when there is none in time.
bool wait_for_next(int64_t queue, Deadline limit, int64_t& id);

// --- results ---
constexpr const char* kNoSuchQuery = "No answer received or duplicate/wrong query_id";
// The same for what sending gives instead of an id when a query could not be sent: the reason stands elsewhere.
constexpr const char* kNeverSent =
    "No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()";
constexpr const char* kNoSchema = "no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()";
// Takes the answer of `id` (waited for before) into `out`: the value, or a failure in the same form.
void take_result(int64_t id, Form form, zval* out);

}  // namespace vkext::php
