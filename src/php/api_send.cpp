// rpc_clean, rpc_send*, rpc_flush, rpc_get*, rpc_parse: queries and answers as bytes.
//
// Parses arguments, calls, returns. Nothing stands on the stack but ids and references to what Runtime keeps.
#include "base/error_codes.h"
#include "php/arguments.h"
#include "php/calls.h"
#include "php/globals.h"
#include "php/guard.h"
#include "php/low_level.h"
#include "zend/raise.h"
#include "zend/scalars.h"

namespace vkext::php {

namespace {

constexpr double kFlushTimeout = 0.3;

void send_buffer(INTERNAL_FUNCTION_PARAMETERS, bool flush) {
  zval* connection;
  double timeout = -1;
  ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_ZVAL(connection)
    Z_PARAM_OPTIONAL
    Z_PARAM_DOUBLE(timeout)
  ZEND_PARSE_PARAMETERS_END();
  note_timeout(timeout);
  if (UNEXPECTED(EG(exception) != nullptr)) RETURN_THROWS();
  const Handle* handle = runtime().find_handle(number_of(connection));
  if (!handle) RETURN_FALSE;
  guarded([&] {
    const Handle own = *handle;  // other forks may open connections while this one waits for its own
    Call call;
    call.handle = &own;
    call.timeout = timeout_or(timeout, own.timeout);
    call.deadline = Deadline::after(call.timeout);
    call.flush = flush;
    zend::Notes notes;
    RawBuffers& raw = runtime().raw();
    const int64_t id = send_stored(call, raw.store(), notes, 0);
    if (id != kNotSent) raw.clean();
    zend::raise_notes(notes);
    if (id == kNotSent) RETURN_FALSE;
    RETURN_LONG(id);
  });
}

// The raw answer of a query, or null: rpc_get_last_error() says why, unless an exception is pending. The place is to be
// left either way when it is `taken`.
Slice* take_body(zval* query_id, double timeout, AnswerPlace*& taken) {
  taken = nullptr;
  const int64_t id = query_of(query_id);
  if (id <= 0 || !runtime().has_client()) {
    runtime().last_error().set(codes::kWrongQueryId, "result", kNoSuchQuery);
    return nullptr;
  }
  rpc::Client& client = runtime().client();
  Deadline limit = Deadline::never();
  // Unlike *_result's, this timeout counts from when the query was sent.
  if (is_timeout(timeout)) limit = Deadline::at(client.sent_ns(id) + static_cast<int64_t>(timeout * 1e9));
  if (!wait_for(id, limit)) return nullptr;
  AnswerPlace& place = runtime().take_answer(id);
  taken = &place;
  runtime().forget(place.answer.cookie);
  LastError& last = runtime().last_error();
  switch (place.answer.state) {
    case rpc::QueryState::ready: return &place.answer.body;
    case rpc::QueryState::failed: last.set(place.answer, client.last_failure()); break;
    case rpc::QueryState::waiting: last.set(codes::kTimeout, "waiting", "no answer in the time given for it"); break;
    case rpc::QueryState::unknown: last.set(codes::kWrongQueryId, "result", kNoSuchQuery); break;
  }
  return nullptr;
}

template <class Use>
void get_answer(INTERNAL_FUNCTION_PARAMETERS, Use use) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [return_value, use](zval* id, double timeout) {
    AnswerPlace* taken = nullptr;
    RETVAL_FALSE;
    if (Slice* body = take_body(id, timeout, taken)) use(*body);
    if (taken) runtime().leave_answer(*taken);
  });
}

// False is there already, and stays when the bytes are more than memory_limit leaves: an error of this answer, where PHP
// would end the request.
void give_bytes(Bytes bytes, zval* return_value) {
  constexpr size_t kLargeBytes = 256u << 10;
  if (UNEXPECTED(bytes.size >= kLargeBytes) && !zend::memory_allows(bytes.size)) {
    runtime().last_error().set(codes::kBadResponse, "decode", "the answer does not fit in memory_limit");
    return;
  }
  zend::set_string(return_value, bytes.text());
}

// Numbers are taken as their digits; nothing else that is not a string is data.
void parse(zval* data, zval* return_value) {
  ZVAL_DEREF(data);
  zend_string* temporary = nullptr;
  zend_string* text = nullptr;
  switch (Z_TYPE_P(data)) {
    case IS_STRING:
    case IS_LONG:
    case IS_DOUBLE: text = zval_get_tmp_string(data, &temporary); break;
    default: zend::warn("data must be a string"); RETURN_FALSE;
  }
  RETVAL_BOOL(runtime().raw().read_copy(Bytes(zend::view(text))));
  zend_tmp_string_release(temporary);
}

}  // namespace

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's
using vkext::Deadline;
using vkext::Slice;

PHP_FUNCTION(rpc_clean) {
  ZEND_PARSE_PARAMETERS_NONE();
  runtime().raw().clean();
}

PHP_FUNCTION(rpc_send) { send_buffer(INTERNAL_FUNCTION_PARAM_PASSTHRU, true); }

PHP_FUNCTION(rpc_send_noflush) { send_buffer(INTERNAL_FUNCTION_PARAM_PASSTHRU, false); }

PHP_FUNCTION(rpc_flush) {
  double timeout = kFlushTimeout;
  ZEND_PARSE_PARAMETERS_START(0, 1)
    Z_PARAM_OPTIONAL
    Z_PARAM_DOUBLE(timeout)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { RETVAL_BOOL(flush_all(Deadline::after(timeout_or(timeout, kFlushTimeout)))); });
}

PHP_FUNCTION(rpc_get) {
  get_answer(INTERNAL_FUNCTION_PARAM_PASSTHRU, [&](const Slice& body) { give_bytes(body.bytes(), return_value); });
}

PHP_FUNCTION(rpc_get_and_parse) {
  get_answer(INTERNAL_FUNCTION_PARAM_PASSTHRU, [&](Slice& body) {
    runtime().raw().read_shared(std::move(body));
    RETVAL_TRUE;
  });
}

PHP_FUNCTION(rpc_parse) {
  zval* data;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(data)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { parse(data, return_value); });
}
