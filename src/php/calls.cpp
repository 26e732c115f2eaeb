// The parts of an RPC call, see calls.h.
#include "php/calls.h"

#include <cmath>

#include "base/error_codes.h"
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

tl::EncodeOptions encode_options() {
  tl::EncodeOptions options;
  options.max_depth = static_cast<int>(VKEXT_G(max_depth));
  options.fail_on_int32_overflow = runtime().fail_on_int32_overflow;
  options.allow_internal = runtime().internal_queries;
  options.note_int32_overflow = is_strict("kphp");
  return options;
}

zend::SourceOptions source_options(bool typed) {
  zend::SourceOptions options;
  options.typed = typed;
  options.legacy_floats = is_legacy(VKEXT_G(float_strings));
  options.checked_ints = runtime().fail_on_int32_overflow;
  options.strict = is_strict("kphp");
  return options;
}

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
    if (c.container) {
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

// By the query itself, or by the schema. False: send errors say why, unless an exception is pending.
bool store(BoundSchema* bound, zval* query, bool typed, Workplace& place, Pending& pending) {
  if (Z_TYPE_P(query) == IS_OBJECT) {
    switch (custom_store(Z_OBJ_P(query), place.body, &pending.fetcher, place.error)) {
      case CustomStore::stored: return true;
      case CustomStore::failed:
        note_send_error(place.error.code, place.error.text);
        runtime().last_error().set(place.error.code, "store", place.error.text);
        return false;
      case CustomStore::none: break;
    }
  }
  if (!bound) {
    note_send_error(codes::kUnknownConstructor, "no TL schema is loaded (tl.conffile)");
    return false;
  }
  const zend::SourceOptions options = source_options(typed || Z_TYPE_P(query) == IS_OBJECT);
  if (EXPECTED(zend::encode_query(*bound->schema, runtime().classes(), query, options, encode_options(), place.body,
                                  pending.shape, place.notes, place.error))) {
    return true;
  }
  note_encode_error(place.error, bound->schema->plans());
  note_internal_function(place);
  return false;
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
void warn_of_mixed_forms(const Pending& pending, Form form) {
  const bool typed = form == Form::typed;
  if (EXPECTED(pending.typed == typed) || !is_strict("kphp")) return;
  zend::warn("%s result of %s query: KPHP refuses this", typed ? "typed" : "untyped", typed ? "an untyped" : "a typed");
}

}  // namespace

bool is_legacy(const char* setting) { return setting && strcmp(setting, "legacy") == 0; }

bool is_timeout(double given) { return given > 0 && given <= limits::kTimeoutMax; }

double timeout_or(double given, double fallback) {
  if (!is_timeout(given)) return fallback;
  return given < limits::kTimeoutMin ? limits::kTimeoutMin : given;
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
  note_send_error(Z_TYPE_P(connection) == IS_LONG ? codes::kNetwork : codes::kWrongType, text);
  return nullptr;
}

void note_send_error(int code, const char* text) {
  auto& errors = runtime().send_errors();
  if (errors.size() < kSendErrorsMax) errors.push_back({code, text});
}

int64_t send_stored(const Call& call, Buffer& body, zend::Notes& notes, Pending* pending) {
  rpc::SendOptions options;
  options.target = call.handle->target;
  options.actor = call.handle->actor;
  options.deadline = call.deadline;
  options.limit_s = call.timeout;
  options.ignore_answer = call.ignore_answer;
  options.flush = call.flush;
  options.cookie = reinterpret_cast<uint64_t>(pending);
  if (VKEXT_G(send_timeout)) options.custom_timeout_ms = static_cast<int32_t>(std::ceil(call.timeout * 1000));
  auto sent = runtime().client().send(options, body);
  if (!sent.ok()) {
    note_send_error(sent.error().code, sent.error().text.c_str());
    runtime().last_error().set(runtime().client().last_failure());
    return kNotSent;
  }
  if (call.packet_bytes) *call.packet_bytes = sent->packet_bytes;
  if (sent->actor_overridden) notes.add(zend::Note::actor_overridden, "", call.handle->actor, sent->body_actor);
  if (sent->no_result_cleared) notes.add(zend::Note::no_result_cleared, "");
  return sent->id;
}

int64_t store_and_send(const Call& call, zval* query) {
  BoundSchema* bound = runtime().schema();
  ZVAL_DEREF(query);
  Workplace& place = runtime().enter_workplace();
  Pending* pending = runtime().new_pending();
  pending->schema = bound;
  if (bound) bound->hold();
  pending->typed = call.typed;
  int64_t id = 0;
  if (EXPECTED(store(bound, query, call.typed, place, *pending))) {
    id = send_stored(call, place.body, place.notes, pending);
  }
  if (id <= 0) runtime().free_pending(pending);
  zend::raise_notes(place.notes);
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

bool flush_all(Deadline limit) { return !runtime().has_client() || runtime().client().flush(limit); }

bool wait_for_next(int64_t queue, Deadline limit, int64_t& id) {
  if (UNEXPECTED(runtime().has_forks())) return runtime().forks().wait_rpc_queue(queue, limit, id);
  return wait_serving([queue, limit, &id] { return runtime().client().queue_next(queue, limit, id); });
}

void take_result(int64_t id, Form form, zval* out) {
  AnswerPlace& place = runtime().take_answer(id);
  const rpc::Answer& answer = place.answer;
  auto* pending = reinterpret_cast<Pending*>(answer.cookie);
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
      if (pending) warn_of_mixed_forms(*pending, form);
      if (pending && (pending->schema || Z_TYPE(pending->fetcher) == IS_OBJECT)) {
        decode_answer(*pending, place, form, out);
      } else {
        // Sent by rpc_send: there is no shape to decode it by.
        runtime().last_error().set(codes::kBadResponse, "decode", "the query was not made from a TL query");
        put_failure(form, out, codes::kBadResponse, "Can't parse response");
      }
      break;
  }
  if (pending) runtime().free_pending(pending);
  runtime().leave_answer(place);
}

}  // namespace vkext::php
