// The parts of an RPC call, see calls.h.
#include "php/calls.h"

#include <algorithm>
#include <cmath>

#include "base/error_codes.h"
#include "base/limits.h"
#include "php/answers.h"
#include "php/connection_object.h"
#include "php/custom.h"
#include "php/globals.h"
#include "php/low_level.h"
#include "zend/codec.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

constexpr size_t kSendErrorsMax = 1000;

// The root cause with its path first, then what was being stored, innermost first.
void note_encode_error(const tl::EncodeError& error, const tl::PlanSet& set) {
  char text[1200];
  const std::string_view path = error.path.text();
  snprintf(text, sizeof text, "%.*s%s%s", static_cast<int>(path.size()), path.data(), path.empty() ? "" : ": ",
           error.text);
  note_send_error(error.code, text);
  LastError& last = runtime().last_error();
  last.set(error.code, "store", text);
  last.path.assign(path);
  for (int i = 0; i < error.context_count; ++i) {
    const auto& c = error.context[i];
    const std::string_view name = set.name(c.name);
    const std::string_view type = set.name(c.type_name);
    if (c.is_element) {
      snprintf(text, sizeof text, "Can't parse element #%u in array", static_cast<unsigned>(c.name));
    } else if (c.container) {
      snprintf(text, sizeof text, "Fail to store %s", c.container);
    } else if (c.type_name == tl::kNone) {
      snprintf(text, sizeof text, "Failed to store %.*s", static_cast<int>(name.size()), name.data());
    } else {
      snprintf(text, sizeof text, "Fail to store %.*s[%.*s]", static_cast<int>(type.size()), type.data(),
               static_cast<int>(name.size()), name.data());
    }
    note_send_error(codes::kConstruction, text);
  }
}

// The encoder's error for @internal functions is a warning as well.
void note_internal_function(Workplace& place) {
  const std::string_view text = place.error.text;
  if (text.substr(0, 4) == "### ") place.notes.add(zend::Note::internal_function, text.substr(text.rfind(' ') + 1));
}

void not_stored(const tl::EncodeError& error) {
  note_send_error(error.code, error.text);
  runtime().last_error().set(error.code, "store", error.text);
}

// A query that stores itself; see store().
uint64_t store_by_itself(zend_object* query, const Call& call, Workplace& place, bool& done) {
  zval fetcher;
  const CustomStore outcome = custom_store(query, place.body, &fetcher, place.error);
  done = outcome != CustomStore::none;
  if (outcome == CustomStore::failed) not_stored(place.error);
  if (outcome != CustomStore::stored) return 0;
  return runtime().remember_at_length(runtime().schema(), place.shape, call.typed, &fetcher);
}

// By the query itself, or by the schema. The cookie for its answer; 0: send errors say why, unless an exception is
// pending.
uint64_t store(zval* query, const Call& call, Workplace& place) {
  const bool is_object = Z_TYPE_P(query) == IS_OBJECT || (Z_ISREF_P(query) && Z_TYPE_P(Z_REFVAL_P(query)) == IS_OBJECT);
  if (UNEXPECTED(is_object)) {
    bool done = false;
    const uint64_t cookie = store_by_itself(Z_ISREF_P(query) ? Z_OBJ_P(Z_REFVAL_P(query)) : Z_OBJ_P(query), call, place, done);
    if (done) return cookie;
  }
  BoundSchema* bound = runtime().schema_for(place);
  if (UNEXPECTED(!bound)) {
    note_send_error(codes::kUnknownConstructor, kNoSchema);
    runtime().last_error().set(codes::kUnknownConstructor, "store", kNoSchema);
    return 0;
  }
  const bool shared = call.settings && EXPECTED(!is_object);
  zend::QueryEncoder& encoder =
      runtime().encoder(place, *bound, shared ? *call.settings : store_settings(call.typed || is_object));
  uint64_t cookie = 0;
  if (EXPECTED(encoder.encode(query))) {
    cookie = runtime().remember(bound, place.shape, call.typed);
    if (UNEXPECTED(!cookie)) {
      place.error.set(codes::kNoMemory, "out of memory");
      not_stored(place.error);
    }
  } else {
    note_encode_error(place.error, bound->schema->plans());
    note_internal_function(place);
  }
  return cookie;
}

// True when it is over one way or the other: sent.id is kNotSent when a send error was noted. False: the connection has
// to be waited for. What owns memory is gone by then.
bool try_send(const rpc::SendOptions& options, Buffer& body, rpc::Sent& sent) {
  const auto result = runtime().client().send(options, body);
  if (result.ok()) {
    sent = *result;
  } else if (result.error().code == rpc::Client::kMustWait) {
    return false;
  } else {
    note_send_error(result.error().code, result.error().text.c_str());
    runtime().last_error().set(runtime().client().last_failure());
    sent.id = kNotSent;
  }
  return true;
}

// Signal handlers, time limits: what PHP wants to do between two opcodes. False when an exception is pending.
bool serve_interrupt() {
  zend::serve_vm_interrupt();
  return EG(exception) == nullptr;
}

template <class Step>
bool wait_serving(Step step) {
  for (;;) {
    if (step() != rpc::Wait::interrupted) return true;
    if (!serve_interrupt()) return false;
  }
}

int visible_code(int code) {
  const bool ours = code == codes::kTimeout || code == codes::kNoConnection;
  return ours && is_legacy(VKEXT_G(error_codes)) ? codes::kAnswerDropped : code;
}

// Decision 43: works silently unless asked to say so.
void warn_of_mixed_forms(const Asked& asked, Form form) {
  const bool typed = form == Form::typed;
  if (EXPECTED(asked.typed == typed) || !is_strict("kphp")) return;
  zend::warn("%s result of %s query: KPHP refuses this", typed ? "typed" : "untyped", typed ? "an untyped" : "a typed");
}

}  // namespace

int depth_on_small_stack(int wanted, size_t left) {
  const size_t room = left > limits::kStackReserve ? left - limits::kStackReserve : 0;
  const auto fitting = static_cast<int>(std::min<size_t>(room / limits::kStackPerLevel, limits::kDepthMax));
  return std::min(wanted, std::max(fitting, limits::kDepthMin));  // even the least has to work: some 32 KiB
}

bool is_timeout(double given) { return given > 0 && given <= limits::kTimeoutMax; }

double timeout_or(double given, double fallback) {
  if (!is_timeout(given)) return fallback;
  return given < limits::kTimeoutMin ? limits::kTimeoutMin : given;
}

Deadline limit_of(double given) {
  return is_timeout(given) ? Deadline::after(timeout_or(given, 0)) : Deadline::never();
}

void note_timeout(double given) {
  if (EXPECTED(given > 0 || given == kNoTimeout) || !is_strict("kphp")) return;
  zend::warn("a timeout of %g means the default: the extension of KPHP would not wait at all", given);
}

void note_result_timeout(uint32_t arguments) {
  if (EXPECTED(arguments < 2) || !is_strict("kphp")) return;
  zend::warn("KPHP knows no timeout of results, only of queries");
}

const Handle* handle_of(zval* connection, const char* function) {
  ZVAL_DEREF(connection);
  if (Z_TYPE_P(connection) == IS_LONG) {
    if (const Handle* handle = runtime().find_handle(Z_LVAL_P(connection))) return handle;
  } else if (const Handle* handle = runtime().find_handle(connection_number(connection))) {
    return handle;
  }
  char text[128];
  snprintf(text, sizeof text, "Invalid connection in %s", function);
  const int code = Z_TYPE_P(connection) == IS_LONG ? codes::kNetwork : codes::kWrongType;
  note_send_error(code, text);
  // A connection that could not be opened: why it could not says more.
  if (Z_TYPE_P(connection) != IS_NULL) runtime().last_error().set(code, "send", text);
  return nullptr;
}

void note_send_error(int code, const char* text) {
  auto& errors = runtime().send_errors();
  if (errors.size() < kSendErrorsMax) errors.push_back({code, text, SendError::Of::one_query, 0, {}});
}

void name_send_errors(size_t first, zend_string* key, zend_ulong number) {
  auto& errors = runtime().send_errors();
  for (; first < errors.size(); ++first) {
    SendError& e = errors[first];
    e.of = key ? SendError::Of::named_entry : SendError::Of::numbered_entry;
    e.number = static_cast<zend_long>(number);
    if (key) e.key.assign(ZSTR_VAL(key), ZSTR_LEN(key));
  }
}

int64_t send_stored(const Call& call, Buffer& body, zend::Notes& notes, uint64_t cookie) {
  if (call.lane) {
    const auto bytes = static_cast<uint32_t>(body.size() + limits::kPacketOverhead + 8);
    if (const int64_t id = runtime().client().send_next(*call.lane, body, cookie, call.now_ns)) {
      if (UNEXPECTED(call.packet_bytes != nullptr)) *call.packet_bytes = bytes;
      return id;
    }
  }
  rpc::SendOptions options;
  options.target = call.handle->target;
  options.actor = call.handle->actor;
  options.deadline = call.deadline;
  options.limit_s = call.timeout;
  options.ignore_answer = call.ignore_answer;
  options.flush = call.flush;
  options.cookie = cookie;
  options.now_ns = call.now_ns;
  if (VKEXT_G(send_timeout)) options.custom_timeout_ms = static_cast<int32_t>(std::ceil(call.timeout * 1000));
  if (call.packet_bytes) *call.packet_bytes = static_cast<uint32_t>(body.size() + limits::kPacketOverhead + 8);
  if (const int64_t id = runtime().client().send_quickly(options, body, call.lane)) return id;
  if (call.packet_bytes) *call.packet_bytes = 0;
  rpc::Sent sent;
  rpc::LinkWait wait;
  if (UNEXPECTED(runtime().has_forks())) options.wait = &wait;
  while (!try_send(options, body, sent)) {
    if (!runtime().forks().wait_link(wait, options.deadline)) return kNotSent;
  }
  if (sent.id == kNotSent) return kNotSent;
  if (call.packet_bytes) *call.packet_bytes = sent.packet_bytes;
  if (sent.actor_overridden) notes.add(zend::Note::actor_overridden, "", call.handle->actor, sent.body_actor);
  if (sent.no_result_cleared) notes.add(zend::Note::no_result_cleared, "");
  return sent.id;
}

int64_t store_and_send(const Call& call, zval* query, Workplace& place) {
  int64_t id = 0;
  const uint64_t cookie = store(query, call, place);
  if (EXPECTED(cookie != 0)) {
    id = send_stored(call, place.body, place.notes, cookie);
    if (id <= 0) runtime().forget(cookie);
  }
  if (UNEXPECTED(!place.notes.empty())) zend::raise_notes(place.notes);
  return id;
}

int64_t store_and_send(const Call& call, zval* query) {
  Workplace& place = runtime().enter_workplace();
  const int64_t id = store_and_send(call, query, place);
  runtime().leave_workplace(place);
  return id;
}

bool wait_for(int64_t id, Deadline limit) {
  if (UNEXPECTED(runtime().has_forks())) return runtime().forks().wait_query(id, limit);
  return wait_serving([id, limit] { return runtime().client().wait(id, limit); });
}

bool wait_for_all(const int64_t* ids, size_t count, Deadline limit) {
  if (UNEXPECTED(runtime().has_forks())) {
    while (count > 0 && runtime().forks().wait_query(*ids, limit)) ++ids, --count;
    return count == 0;
  }
  return wait_serving([ids, count, limit] { return runtime().client().wait_all(ids, count, limit); });
}

bool flush_all(Deadline limit, const Handle* handle) {
  if (!runtime().has_client()) return true;
  const uint32_t target = handle ? handle->target : 0;
  if (UNEXPECTED(runtime().has_forks())) return runtime().forks().flush(target, limit);
  return runtime().client().flush(limit, target);
}

bool wait_for_next(int64_t queue, Deadline limit, int64_t& id) {
  if (UNEXPECTED(runtime().has_forks())) return runtime().forks().wait_rpc_queue(queue, limit, id);
  return wait_serving([queue, limit, &id] { return runtime().client().queue_next(queue, limit, id); });
}

void take_result(int64_t id, Form form, zval* out) {
  if (EXPECTED(form == Form::untyped) && EXPECTED(take_in_place(id, out))) return;
  AnswerPlace& place = runtime().take_answer(id);
  const rpc::Answer& answer = place.answer;
  uint32_t word;
  const Asked asked = runtime().asked(answer.cookie, word);
  switch (answer.state) {
    case rpc::QueryState::unknown:
      runtime().last_error().set(codes::kWrongQueryId, "result", kNoSuchQuery);
      put_failure(form, out, codes::kWrongQueryId, kNoSuchQuery);
      break;
    case rpc::QueryState::waiting:
      runtime().last_error().set(codes::kTimeout, "waiting", "no answer in the time given for the result");
      put_failure(form, out, visible_code(codes::kTimeout), "Response not found, probably timed out");
      break;
    case rpc::QueryState::failed: {
      const bool from_server = answer.response_bytes != 0;
      runtime().last_error().set(answer, runtime().client().last_failure());
      put_failure(form, out, from_server ? answer.error_code : visible_code(answer.error_code), answer.error_text);
      break;
    }
    case rpc::QueryState::ready:
      if (EXPECTED(asked.schema || asked.fetcher)) {
        warn_of_mixed_forms(asked, form);
        decode_answer(asked, place, form, out);
      } else {
        // Sent by rpc_send: there is no shape to decode it by.
        runtime().last_error().set(codes::kBadResponse, "decode", "the query was not made from a TL query");
        put_failure(form, out, codes::kBadResponse, "Can't parse response");
      }
      break;
  }
  runtime().forget(answer.cookie);
  runtime().leave_answer(place);
}

}  // namespace vkext::php
