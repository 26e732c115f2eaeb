// The parts of an RPC call, see calls.h.
#include "php/calls.h"

#include <cmath>

#include "base/error_codes.h"
#include "php/globals.h"
#include "rpc/headers.h"
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
  return options;
}

zend::SourceOptions source_options(bool typed) {
  zend::SourceOptions options;
  options.typed = typed;
  options.legacy_floats = is_legacy(VKEXT_G(float_strings));
  options.checked_ints = runtime().fail_on_int32_overflow;
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

bool store(BoundSchema& bound, zval* query, bool typed, Workplace& place, Pending& pending) {
  return zend::encode_query(*bound.schema, runtime().classes(), query, source_options(typed), encode_options(),
                            place.body, pending.shape, place.notes, place.error);
}

int64_t send(const Call& call, Workplace& place, Pending* pending) {
  rpc::SendOptions options;
  options.target = call.handle->target;
  options.actor = call.handle->actor;
  options.deadline = call.deadline;
  options.limit_s = call.timeout;
  options.ignore_answer = call.ignore_answer;
  options.flush = call.flush;
  options.cookie = reinterpret_cast<uint64_t>(pending);
  if (VKEXT_G(send_timeout)) options.custom_timeout_ms = static_cast<int32_t>(std::ceil(call.timeout * 1000));
  auto sent = runtime().client().send(options, place.body);
  if (!sent.ok()) {
    note_send_error(sent.error().code, sent.error().text.c_str());
    runtime().last_error().set(runtime().client().last_failure());
    return kNotSent;
  }
  if (sent->actor_overridden) place.notes.add(zend::Note::actor_overridden, "", call.handle->actor, sent->body_actor);
  if (sent->no_result_cleared) place.notes.add(zend::Note::no_result_cleared, "");
  return sent->id;
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

void bad_response(zval* out, const zend::DecodeError& error) {
  char text[900];
  char why[800];
  error.describe(why, sizeof why);
  snprintf(text, sizeof text, "Can't parse response: %s", why);
  LastError& last = runtime().last_error();
  last.set(codes::kBadResponse, "decode", text);
  last.path.assign(error.path.text());
  error_array(out, codes::kBadResponse, "Can't parse response");
}

void add(zval* array, zend_string* key, zval* value) { zend_hash_add_new(Z_ARRVAL_P(array), key, value); }

void add_name(zval* array, zend_string* name) {
  zval value;
  ZVAL_STR(&value, name);
  add(array, zend::known.underscore, &value);
}

// reqError as a result keeps its own keys beside ours (decision 11).
void add_req_error_keys(zval* out, int code, std::string_view text) {
  zval value;
  ZVAL_LONG(&value, code);
  add(out, zend::known.error_code, &value);
  zend::set_string(&value, text);
  add(out, zend::known.error, &value);
  add_name(out, zend::known.req_error);
}

constexpr uint32_t kReqError = 0xb527877d;
constexpr zend_long kNotCompressed = 0;

struct Header {
  bool present = false;
  zval flags;
  zval extra;
};

void put_error(zval* out, const rpc::AnswerView& view, Header& header) {
  zval plain;
  error_array(&plain, view.code, view.text);
  if (view.wrapper == kReqError) add_req_error_keys(&plain, view.code, view.text);
  runtime().last_error().set(view.code, "server", std::string(view.text).c_str());
  if (header.present && VKEXT_G(error_with_header)) {
    array_init_size(out, 3);
    add(out, zend::known.flags, &header.flags);
    add(out, zend::known.extra, &header.extra);
    add(out, zend::known.result, &plain);
    return;
  }
  if (header.present) zval_ptr_dtor(&header.extra);
  ZVAL_COPY_VALUE(out, &plain);
}

void put_value(zval* out, zval* value, Header& header) {
  HashTable* ht = zend_new_array(4);
  zend_hash_real_init_mixed(ht);
  ZVAL_ARR(out, ht);
  zval name;
  if (header.present) {
    _zend_hash_append_ex(ht, zend::known.flags, &header.flags, true);
    _zend_hash_append_ex(ht, zend::known.extra, &header.extra, true);
  }
  _zend_hash_append_ex(ht, zend::known.result, value, true);
  ZVAL_STR(&name, header.present ? zend::known.req_result_header : zend::known.underscore);
  _zend_hash_append_ex(ht, zend::known.underscore, &name, true);
}

// The header in front of an answer; false: `error` says why.
bool take_header(Bytes& body, Header& header, zend::DecodeError& error) {
  zend::Schema* protocol = runtime().protocol();
  Bytes rest;
  if (!protocol || !zend::decode_header(*protocol, runtime().protocol_rows(), runtime().extra_plan(), body,
                                        &header.flags, &header.extra, rest, error)) {
    if (error.kind == zend::DecodeError::Kind::none) error.kind = zend::DecodeError::Kind::malformed;
    return false;
  }
  header.present = true;
  body = rest;
  if (Z_TYPE(header.extra) != IS_ARRAY) return true;
  zval* compression = zend_hash_str_find(Z_ARRVAL(header.extra), ZEND_STRL("compression_version"));
  if (!compression || Z_LVAL_P(compression) == kNotCompressed) return true;
  error.kind = zend::DecodeError::Kind::malformed;
  error.fault = wire::Fault::unsupported;
  zval_ptr_dtor(&header.extra);
  return false;
}

void decode_value(const Pending& pending, Bytes body, Header& header, zval* out) {
  tl::DecodeOptions options;
  options.max_depth = static_cast<int>(VKEXT_G(max_depth));
  options.max_empty_elements = static_cast<uint32_t>(VKEXT_G(max_empty_elements));
  zend::DecodeError error;
  zval value;
  if (zend::decode_result(*pending.schema->schema, pending.schema->rows, options, body, pending.shape.data(), &value,
                          error)) {
    put_value(out, &value, header);
    return;
  }
  if (header.present) zval_ptr_dtor(&header.extra);
  bad_response(out, error);
}

void decode_answer(const Pending& pending, AnswerPlace& place, zval* out) {
  Bytes body = place.answer.body.bytes();
  Header header;
  zend::DecodeError error;
  rpc::AnswerView view = rpc::classify_answer(body);
  if (view.kind == rpc::AnswerKind::header) {
    body = view.rest;
    if (!take_header(body, header, error)) return bad_response(out, error);
    view = rpc::classify_answer(body);
  }
  if (view.kind == rpc::AnswerKind::gzip) {
    if (rpc::unpack_gzip(view.rest, limits::kPacketBytesMax, place.unpacked).ok()) {
      return decode_value(pending, place.unpacked.bytes(), header, out);
    }
    view.kind = rpc::AnswerKind::malformed;
  }
  switch (view.kind) {
    case rpc::AnswerKind::error: return put_error(out, view, header);
    case rpc::AnswerKind::result: return decode_value(pending, body, header, out);
    default: break;
  }
  if (header.present) zval_ptr_dtor(&header.extra);
  error.kind = zend::DecodeError::Kind::malformed;
  error.fault = wire::Fault::magic;
  bad_response(out, error);
}

}  // namespace

bool is_legacy(const char* setting) { return setting && strcmp(setting, "legacy") == 0; }

bool is_timeout(double given) { return given > 0 && given <= limits::kTimeoutMax; }

double timeout_or(double given, double fallback) {
  if (!is_timeout(given)) return fallback;
  return given < limits::kTimeoutMin ? limits::kTimeoutMin : given;
}

const Handle* handle_of(zval* connection, const char* function) {
  ZVAL_DEREF(connection);
  if (Z_TYPE_P(connection) == IS_LONG) {
    if (const Handle* handle = runtime().find_handle(Z_LVAL_P(connection))) return handle;
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

void error_array(zval* out, int code, std::string_view text) {
  zval value;
  array_init_size(out, 2);
  zend::set_string(&value, text);
  add(out, zend::known.dunder_error, &value);
  ZVAL_LONG(&value, code);
  add(out, zend::known.dunder_error_code, &value);
}

int64_t store_and_send(const Call& call, zval* query) {
  BoundSchema* bound = runtime().schema();
  if (!bound) {
    note_send_error(codes::kUnknownConstructor, "no TL schema is loaded (tl.conffile)");
    return 0;
  }
  Workplace& place = runtime().enter_workplace();
  Pending* pending = runtime().new_pending();
  pending->schema = bound;
  bound->hold();
  pending->typed = call.typed;
  int64_t id = 0;
  if (EXPECTED(store(*bound, query, call.typed, place, *pending))) {
    id = send(call, place, pending);
  } else {
    note_encode_error(place.error, bound->schema->plans());
  }
  if (id <= 0) runtime().free_pending(pending);
  zend::raise_notes(place.notes);
  runtime().leave_workplace();
  return id;
}

bool wait_for(int64_t id, Deadline limit) {
  return wait_serving([id, limit] { return runtime().client().wait(id, limit); });
}

bool wait_for_all(const int64_t* ids, size_t count, Deadline limit) {
  return wait_serving([ids, count, limit] { return runtime().client().wait_all(ids, count, limit); });
}

bool flush_all(Deadline limit) { return !runtime().has_client() || runtime().client().flush(limit); }

void take_result(int64_t id, zval* out) {
  AnswerPlace& place = runtime().push_answer(runtime().client().take(id));
  const rpc::Answer& answer = place.answer;
  auto* pending = reinterpret_cast<Pending*>(answer.cookie);
  switch (answer.state) {
    case rpc::QueryState::unknown:
      runtime().last_error().set(codes::kWrongQueryId, "result", kNoSuchQuery);
      error_array(out, codes::kWrongQueryId, kNoSuchQuery);
      break;
    case rpc::QueryState::waiting:
      runtime().last_error().set(codes::kTimeout, "waiting", "no answer in the time given for the result");
      error_array(out, visible_code(codes::kTimeout), "Response not found, probably timed out");
      break;
    case rpc::QueryState::failed:
      runtime().last_error().set(answer);
      error_array(out, visible_code(answer.error_code), answer.error_text);
      break;
    case rpc::QueryState::ready:
      if (pending && pending->schema) {
        decode_answer(*pending, place, out);
      } else {
        // Sent by rpc_send: there is no shape to decode it by.
        runtime().last_error().set(codes::kBadResponse, "decode", "the query was not made from a TL query");
        error_array(out, codes::kBadResponse, "Can't parse response");
      }
      break;
  }
  if (pending) runtime().free_pending(pending);
  runtime().pop_answer();
}

}  // namespace vkext::php
