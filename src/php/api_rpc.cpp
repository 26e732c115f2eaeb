// Connections and TL queries: new_rpc_connection, rpc_tl_query*, rpc_tl_query_result*.
//
// Parses arguments, calls, returns. docs/api says what each function promises.
#include "php/api_rpc.h"

#include "base/error_codes.h"
#include "php/arguments.h"
#include "php/calls.h"
#include "php/connection_object.h"
#include "php/globals.h"
#include "php/guard.h"
#include "zend/array_builder.h"
#include "zend/raise.h"
#include "zend/scalars.h"

namespace vkext::php {

namespace {

constexpr double kDefaultTimeout = 0.3;
constexpr double kDefaultConnectTimeout = 0.3;
constexpr double kDefaultReconnectTimeout = 17.0;

struct OpenCall {
  zval* host;
  zval* port;
  zval* actor;
  double timeout;
  double connect_timeout;
  double reconnect_timeout;
};

bool is_unix(zval* host) { return Z_STRLEN_P(host) > 5 && memcmp(Z_STRVAL_P(host), "unix:", 5) == 0; }

// True when open() is over one way or the other; false: an interrupt is to be served, or the connection waited for.
bool try_open(const OpenCall& call, int port, Deadline deadline, double limit, rpc::LinkWait* wait, uint32_t& target,
              bool& opened) {
  auto result = runtime().client().open(zend::view(Z_STR_P(call.host)), port, deadline, limit,
                                        timeout_or(call.reconnect_timeout, kDefaultReconnectTimeout), wait);
  opened = result.ok();
  if (opened) target = *result;
  const int code = opened ? 0 : result.error().code;
  if (code == rpc::Client::kInterrupted || code == rpc::Client::kMustWait) return false;
  if (!opened) runtime().last_error().set(runtime().client().last_failure());
  return true;
}

// The older extension's sentences around our reasons; the text is "host:port: reason".
void warn_of_failure(const LastError& error) {
  const size_t colon = error.text.find(": ", error.host.size());
  const int target = static_cast<int>(colon == std::string::npos ? 0 : colon);
  const char* reason = error.text.c_str() + (target ? target + 2 : 0);
  if (error.phase == "resolve") return zend::warn("Can't resolve hostname %s: %s", error.host.c_str(), reason);
  zend::warn("Can't connect to %.*s, %s (%d)", target, error.text.c_str(), reason, error.code);
}

void open_connection(OpenCall call, zval* return_value) {
  if (Z_TYPE_P(call.host) != IS_STRING || Z_STRLEN_P(call.host) == 0 ||
      strlen(Z_STRVAL_P(call.host)) != Z_STRLEN_P(call.host)) {
    zend::warn("host name must be a non-empty string without NUL");
    RETURN_NULL();
  }
  const zend_long port = zval_get_long(call.port);
  if (!is_unix(call.host) && (port < 1 || port > 65535)) {
    char got[64];
    ZVAL_DEREF(call.port);
    zend::describe(call.port, got, sizeof got);
    zend::warn("port must be between 1 and 65535, not %s", got);
    RETURN_NULL();
  }
  if (UNEXPECTED(runtime().is_over())) {
    zend::warn("no connection is made after the end of the request");
    RETURN_NULL();
  }
  const double limit = timeout_or(call.connect_timeout, kDefaultConnectTimeout);
  const Deadline deadline = Deadline::after(limit);
  Handle handle;
  handle.actor = zval_get_long(call.actor);
  handle.timeout = timeout_or(call.timeout, kDefaultTimeout);
  bool opened = false;
  rpc::LinkWait wait;
  rpc::LinkWait* const stepwise = runtime().has_forks() ? &wait : nullptr;
  while (!try_open(call, static_cast<int>(port), deadline, limit, stepwise, handle.target, opened)) {
    if (stepwise) {
      runtime().forks().wait_link(wait, deadline);
    } else {
      zend::serve_vm_interrupt();
    }
    if (EG(exception)) RETURN_NULL();
  }
  if (!opened) {
    warn_of_failure(runtime().last_error());
    RETURN_NULL();
  }
  RETURN_LONG(runtime().add_handle(handle));
}

// What the query functions return for one query.
void put_id(zval* out, int64_t id) {
  if (id == kNotSent) {
    ZVAL_FALSE(out);
  } else {
    ZVAL_LONG(out, id);
  }
}

// What was stored or went wrong before is forgotten.
void begin_query() {
  runtime().send_errors().clear();
  if (!runtime().raw().in_custom()) runtime().raw().clean();
}

Call make_call(const Handle& handle, double timeout, bool typed) {
  Call call;
  call.handle = &handle;
  call.timeout = timeout_or(timeout, handle.timeout);
  call.now_ns = now_ns();
  call.deadline = Deadline::at(call.now_ns + static_cast<int64_t>(call.timeout * 1e9));
  call.typed = typed;
  return call;
}

void query_one(zval* connection, zval* query, double timeout, bool typed, zval* return_value) {
  begin_query();
  const Handle* handle = handle_of(connection, zend::active_function_name());
  if (!handle) RETURN_FALSE;
  const Handle own = *handle;  // user code may open connections while we store
  put_id(return_value, store_and_send(make_call(own, timeout, typed), query));
}

// The sizes of a batch's packets, under the keys of their queries, for the object that wants to know. Trivially
// destructible, and idle without an object.
class RequestSizes {
 public:
  explicit RequestSizes(zend_object* object) : object_(object) {
    if (object_) array_init(&sizes_);
  }

  uint32_t* slot() { return object_ ? &bytes_ : nullptr; }
  // The query just stored; a packet that never was has size 0.
  void add(zend_string* key, zend_ulong number) {
    if (!object_) return;
    zval entry;
    array_init_size(&entry, 1);
    add_next_index_long(&entry, bytes_);
    bytes_ = 0;
    if (key) {
      zend_hash_add_new(Z_ARRVAL(sizes_), key, &entry);
    } else {
      zend_hash_index_add_new(Z_ARRVAL(sizes_), number, &entry);
    }
  }
  void finish() {
    if (object_) runtime().extra().put_request(object_, &sizes_);
  }

 private:
  zend_object* object_;
  zval sizes_;
  uint32_t bytes_ = 0;
};

// The everyday queries of a batch: stored right where they are sent from, one behind the other. Trivially destructible.
class BatchSender {
 public:
  BatchSender(const Call& call, Workplace& place) : call_(call), place_(place) {}

  // After a query that was sent in another way: user code may have run, everything is found out anew.
  void begin() {
    encoder_ = call_.lane->link ? runtime().same_encoder(place_, *call_.settings) : nullptr;
  }
  // The query's id, or 0 with nothing done. Runs no PHP code.
  __attribute__((always_inline)) int64_t send(zval* query) {
    rpc::LaneRoom room;
    rpc::Client& client = runtime().client();
    if (!encoder_ || !client.lane_room(*call_.lane, call_.now_ns, room)) return stop();
    const uint8_t* end = encoder_->store_everyday(query, room.at, room.end);
    if (!end) return stop();
    BoundSchema& bound = *place_.bound;
    const uint64_t cookie = Runtime::usual_cookie(bound, encoder_->everyday_function());
    const int64_t id = client.lane_send(*call_.lane, room, end, cookie, call_.now_ns);
    if (EXPECTED(id != 0)) bound.hold();
    return EXPECTED(id != 0) ? id : stop();
  }

 private:
  int64_t stop() {
    encoder_ = nullptr;
    return 0;
  }

  const Call& call_;
  Workplace& place_;
  zend::QueryEncoder* encoder_ = nullptr;
};

void send_all(const Handle& handle, const Batch& batch, zval* return_value) {
  zval* const queries = batch.queries;
  Call call = make_call(handle, batch.timeout, batch.form == Form::typed);
  call.ignore_answer = batch.ignore_answer;
  call.flush = false;
  RequestSizes sizes(batch.requests_info);
  call.packet_bytes = sizes.slot();
  const bool want_responses = batch.need_responses_info && !batch.ignore_answer;
  zend::SameKeys ids(return_value, Z_ARRVAL_P(queries));
  zend_ulong number;
  zend_string* key;
  zval* query;
  Workplace& place = runtime().enter_workplace();
  rpc::Lane lane;
  call.lane = &lane;
  const zend::StoreSettings settings = store_settings(call.typed);
  call.settings = &settings;
  uint32_t count = 0;
  const bool only_ids = !batch.requests_info && !want_responses && !batch.counted && !call.typed;
  BatchSender quick(call, place);
  ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(queries), number, key, query) {
    // One look at the clock is enough for a few queries; an object may take its time.
    call.now_ns = (count++ & 31) != 0 && Z_TYPE_P(query) == IS_ARRAY ? call.now_ns : now_ns();
    int64_t id = quick.send(query);
    if (EXPECTED(id != 0)) {
      zval entry;
      ZVAL_LONG(&entry, id);
      ids.add(key, number, &entry);
      continue;
    }
    const size_t errors = runtime().send_errors().size();
    place.clear();
    id = store_and_send(call, query, place);
    if (EG(exception)) break;
    if (only_ids) quick.begin();
    if (id == kNotSent) id = 0;  // decision 13: a failed entry of a batch
    if (id == 0) name_send_errors(errors, key, number);
    if (want_responses && id > 0) runtime().extra().want(id);
    if (batch.counted && id > 0) id = runtime().actor_queries.give(id);
    sizes.add(key, number);
    zval entry;
    ZVAL_LONG(&entry, id);
    ids.add(key, number, &entry);
  }
  ZEND_HASH_FOREACH_END();
  runtime().leave_workplace(place);
  if (!EG(exception)) flush_all(call.deadline, &handle);
  sizes.finish();
}

bool is_sizes_object(zend_object* object) {
  return zend_hash_str_exists(&object->ce->function_table, ZEND_STRL("get"));
}

inline int64_t id_of(zval* id) {
  ZVAL_DEREF(id);
  return Z_TYPE_P(id) == IS_LONG && Z_LVAL_P(id) > 0 ? runtime().actor_queries.query(Z_LVAL_P(id)) : 0;
}

// For what is no id of a query (decision 14). Of a query that was not sent the last error has the reason already.
void no_such_query(zval* id, Form form, zval* out) {
  ZVAL_DEREF(id);
  const bool not_sent = Z_TYPE_P(id) == IS_FALSE || (Z_TYPE_P(id) == IS_LONG && Z_LVAL_P(id) == 0);
  const char* text = not_sent ? kNeverSent : kNoSuchQuery;
  if (!not_sent || runtime().last_error().code == 0) runtime().last_error().set(codes::kWrongQueryId, "result", text);
  put_failure(form, out, codes::kWrongQueryId, text);
}

void result_one(zval* request_id, double timeout, Form form, zval* return_value) {
  const int64_t id = id_of(request_id);
  if (id && runtime().has_client()) {
    if (!wait_for(id, limit_of(timeout))) return;
    return take_result(id, form, return_value);
  }
  no_such_query(request_id, form, return_value);
}

// False when an exception is pending.
bool wait_for_each(HashTable* ids, uint32_t count, Deadline limit) {
  // Request memory: a bailout in a signal handler leaves it to the engine.
  auto* list = static_cast<int64_t*>(safe_emalloc(count, sizeof(int64_t), 0));
  uint32_t n = 0;
  zval* id;
  ZEND_HASH_FOREACH_VAL(ids, id) {
    if (const int64_t number = id_of(id)) list[n++] = number;
  }
  ZEND_HASH_FOREACH_END();
  const bool waited = n == 0 || wait_for_all(list, n, limit);
  efree(list);
  return waited;
}

// The same, without a look at each of them when nothing waits any more once the first is there.
bool wait_for_batch(HashTable* ids, uint32_t count, Deadline limit) {
  zval* id;
  int64_t first = 0;
  ZEND_HASH_FOREACH_VAL(ids, id) {
    first = id_of(id);
    break;
  }
  ZEND_HASH_FOREACH_END();
  if (first && !wait_for(first, limit)) return false;
  return !runtime().client().anything_waits() || wait_for_each(ids, count, limit);
}

void result_many(zval* request_ids, double timeout, Form form, zval* return_value) {
  ZVAL_DEREF(request_ids);
  if (Z_TYPE_P(request_ids) != IS_ARRAY) RETURN_FALSE;
  HashTable* ids = Z_ARRVAL_P(request_ids);
  const uint32_t count = zend_hash_num_elements(ids);
  if (count == 0) RETURN_EMPTY_ARRAY();
  const bool connected = runtime().has_client();
  if (connected && !wait_for_batch(ids, count, limit_of(timeout))) return;
  zend::SameKeys results(return_value, ids);
  zend_ulong number;
  zend_string* key;
  zval* id;
  ZEND_HASH_FOREACH_KEY_VAL(ids, number, key, id) {
    zval value;
    const int64_t query = id_of(id);
    if (UNEXPECTED(query == 0) || UNEXPECTED(!connected)) {
      no_such_query(id, form, &value);
    } else if (UNEXPECTED(form == Form::typed) || UNEXPECTED(!take_in_place(query, &value))) {
      take_result(query, form, &value);
    }
    results.add(key, number, &value);
    if (UNEXPECTED(EG(exception) != nullptr)) break;
  }
  ZEND_HASH_FOREACH_END();
}

void pool_status(zval* return_value) {
  array_init(return_value);
  if (!runtime().has_client()) return;
  runtime().refresh_pool_status();
  for (const rpc::PoolEntry& e : runtime().pool_status()) {
    zval row;
    array_init_size(&row, 13);
    add_assoc_stringl(&row, "host", e.host.data(), e.host.size());
    add_assoc_long(&row, "port", e.port);
    add_assoc_stringl(&row, "state", e.state.data(), e.state.size());
    add_assoc_stringl(&row, "address", e.address.data(), e.address.size());
    add_assoc_bool(&row, "encrypted", e.encrypted);
    add_assoc_bool(&row, "crc32c", e.crc32c);
    add_assoc_long(&row, "version", e.version);
    add_assoc_long(&row, "in_flight", e.in_flight);
    add_assoc_double(&row, "idle", e.idle_s);
    add_assoc_double(&row, "age", e.age_s);
    add_assoc_double(&row, "retry_in", e.retry_in_s);
    add_assoc_stringl(&row, "last_error", e.last_error.data(), e.last_error.size());
    add_next_index_zval(return_value, &row);
  }
}

void last_error(zval* return_value) {
  const LastError& e = runtime().last_error();
  if (e.code == 0 && e.text.empty()) RETURN_EMPTY_ARRAY();
  array_init_size(return_value, 8);
  add_assoc_long(return_value, "code", e.code);
  add_assoc_stringl(return_value, "text", e.text.data(), e.text.size());
  add_assoc_stringl(return_value, "host", e.host.data(), e.host.size());
  add_assoc_long(return_value, "port", e.port);
  add_assoc_stringl(return_value, "phase", e.phase.data(), e.phase.size());
  add_assoc_double(return_value, "elapsed", e.elapsed);
  add_assoc_double(return_value, "limit", e.limit);
  add_assoc_stringl(return_value, "path", e.path.data(), e.path.size());
}

}  // namespace

void query_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form) {
  zval *connection, *query;
  double timeout = -1;
  ZEND_PARSE_PARAMETERS_START(2, 3)
    Z_PARAM_ZVAL(connection)
    Z_PARAM_ZVAL(query)
    Z_PARAM_OPTIONAL
    Z_PARAM_DOUBLE(timeout)
  ZEND_PARSE_PARAMETERS_END();
  note_timeout(timeout);
  if (UNEXPECTED(EG(exception) != nullptr)) RETURN_THROWS();
  guarded([&] { query_one(connection, query, timeout, form == Form::typed, return_value); });
}

void send_batch(zval* connection, Batch batch, zval* return_value) {
  begin_query();
  const Handle* handle = handle_of(connection, zend::active_function_name());
  if (!handle) RETURN_EMPTY_ARRAY();
  ZVAL_DEREF(batch.queries);
  if (Z_TYPE_P(batch.queries) != IS_ARRAY) {
    note_send_error(codes::kWrongType, "queries must be an array");
    RETURN_EMPTY_ARRAY();
  }
  const Handle own = *handle;
  if (batch.requests_info && !is_sizes_object(batch.requests_info)) {
    zend::warn("$requests_extra_info has no method get(): it is left alone");
    batch.requests_info = nullptr;
  }
  if (batch.need_responses_info && batch.ignore_answer) {
    zend::warn("$need_responses_extra_info has no effect on answers that are ignored");
  }
  if (UNEXPECTED(EG(exception) != nullptr)) RETURN_EMPTY_ARRAY();
  send_all(own, batch, return_value);
}

zend_long open_actor(zval* host, zend_long port_number, zend_long actor_number) {
  zval port, actor, result;
  ZVAL_LONG(&port, port_number);
  ZVAL_LONG(&actor, actor_number);
  ZVAL_NULL(&result);
  open_connection({host, &port, &actor, kDefaultTimeout, kDefaultConnectTimeout, kDefaultReconnectTimeout}, &result);
  return Z_TYPE(result) == IS_LONG ? Z_LVAL(result) : 0;
}

void query_function(INTERNAL_FUNCTION_PARAMETERS, Form form) {
  zval *connection, *extra_info = nullptr;
  vkext_param_bool ignore_answer = false, need_extra_info = false;
  Batch batch;
  batch.form = form;
  ZEND_PARSE_PARAMETERS_START(2, 6)
    Z_PARAM_ZVAL(connection)
    Z_PARAM_ZVAL(batch.queries)
    Z_PARAM_OPTIONAL
    Z_PARAM_DOUBLE(batch.timeout)
    Z_PARAM_BOOL(ignore_answer)
    Z_PARAM_OBJECT_EX(extra_info, 1, 0)
    Z_PARAM_BOOL(need_extra_info)
  ZEND_PARSE_PARAMETERS_END();
  note_timeout(batch.timeout);
  if (UNEXPECTED(EG(exception) != nullptr)) RETURN_THROWS();
  batch.ignore_answer = ignore_answer;
  batch.need_responses_info = need_extra_info;
  batch.requests_info = extra_info ? Z_OBJ_P(extra_info) : nullptr;
  guarded([&] { send_batch(connection, batch, return_value); });
}

void result_one_function(INTERNAL_FUNCTION_PARAMETERS, Form form) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [execute_data, return_value, form](zval* id, double timeout) {
    note_result_timeout(ZEND_NUM_ARGS());
    if (UNEXPECTED(EG(exception) != nullptr)) RETURN_THROWS();
    result_one(id, timeout, form, return_value);
  });
}

void result_function(INTERNAL_FUNCTION_PARAMETERS, Form form) {
  with_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, [execute_data, return_value, form](zval* id, double timeout) {
    note_result_timeout(ZEND_NUM_ARGS());
    if (UNEXPECTED(EG(exception) != nullptr)) RETURN_THROWS();
    result_many(id, timeout, form, return_value);
  });
}

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(new_rpc_connection) {
  zval zero;
  ZVAL_LONG(&zero, 0);
  OpenCall call{nullptr, nullptr, &zero, kDefaultTimeout, kDefaultConnectTimeout, kDefaultReconnectTimeout};
  ZEND_PARSE_PARAMETERS_START(2, 6)
    Z_PARAM_ZVAL(call.host)
    Z_PARAM_ZVAL(call.port)
    Z_PARAM_OPTIONAL
    Z_PARAM_ZVAL(call.actor)
    Z_PARAM_DOUBLE(call.timeout)
    Z_PARAM_DOUBLE(call.connect_timeout)
    Z_PARAM_DOUBLE(call.reconnect_timeout)
  ZEND_PARSE_PARAMETERS_END();
  ZVAL_DEREF(call.host);
  guarded([&] { open_connection(call, return_value); });
  if (Z_TYPE_P(return_value) == IS_LONG) put_connection(return_value, Z_LVAL_P(return_value));
}

PHP_FUNCTION(rpc_tl_query_one) { query_one_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::untyped); }

PHP_FUNCTION(rpc_tl_query) { query_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::untyped); }

PHP_FUNCTION(rpc_tl_query_result_one) { result_one_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::untyped); }

PHP_FUNCTION(rpc_tl_query_result) { result_function(INTERNAL_FUNCTION_PARAM_PASSTHRU, Form::untyped); }

PHP_FUNCTION(rpc_tl_pending_queries_count) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_LONG(runtime().has_client() ? runtime().client().pending() : 0);
}

PHP_FUNCTION(rpc_get_last_send_error) {
  ZEND_PARSE_PARAMETERS_NONE();
  array_init(return_value);
  for (const SendError& e : runtime().send_errors()) {
    zval entry;
    array_init_size(&entry, 3);
    add_next_index_long(&entry, e.code);
    add_next_index_stringl(&entry, e.text.data(), e.text.size());
    if (e.of == SendError::Of::numbered_entry) add_next_index_long(&entry, e.number);
    if (e.of == SendError::Of::named_entry) add_next_index_stringl(&entry, e.key.data(), e.key.size());
    add_next_index_zval(return_value, &entry);
  }
}

PHP_FUNCTION(rpc_get_last_error) {
  ZEND_PARSE_PARAMETERS_NONE();
  last_error(return_value);
}

PHP_FUNCTION(vkext_pool_status) {
  ZEND_PARSE_PARAMETERS_NONE();
  guarded([&] { pool_status(return_value); });
}

PHP_FUNCTION(vkext_full_version) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_STRING("vkext " PHP_VKEXT_VERSION " compiled at " __DATE__ " " __TIME__ " for PHP " PHP_VERSION);
}
