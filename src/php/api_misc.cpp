// Switches of a request, counters, and what fits nowhere else.
//
// The text of the counters is made in Runtime::text_result: PHP's copy of it may bail out.
#include <cstdarg>
#include <cstdio>
#include <string>

#include "php/globals.h"
#include "php/guard.h"
#include "php/runtime.h"
#include "rpc/stats.h"

namespace vkext::php {

namespace {

__attribute__((format(printf, 1, 2))) void line(const char* format, ...) {
  char text[1200];
  va_list list;
  va_start(list, format);
  const int n = vsnprintf(text, sizeof text, format, list);
  va_end(list);
  const size_t size = n < 0 ? 0 : static_cast<size_t>(n);
  runtime().text_result.append(text, size < sizeof text ? size : sizeof text - 1);
  runtime().text_result += '\n';
}

void counter(const char* key, uint64_t value) { line("%s\t%llu", key, static_cast<unsigned long long>(value)); }

// A text of any length, on its one line.
void text(const char* key, std::string_view value) {
  std::string& out = runtime().text_result;
  out.append(key).append(1, '\t');
  for (const char c : value) out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  out += '\n';
}

void print_schema() {
  const BoundSchema* bound = runtime().schema();
  const tl::PlanSet* plans = bound ? &bound->schema->plans() : nullptr;
  text("tl_config_file", bound && VKEXT_G(conffile) ? VKEXT_G(conffile) : "");
  line("tl_config_crc64\t0x%llx", static_cast<unsigned long long>(plans ? plans->content_hash : 0));
  counter("tl_functions", plans ? plans->functions.size() : 0);
  counter("tl_constructors", plans ? plans->constructor_count : 0);
  counter("tl_types", plans ? plans->type_count : 0);
}

// The incumbent's keys in its order, then ours. Keys of its own memory management are always 0.
void print_stats(const rpc::Stats& stats) {
  runtime().text_result.clear();
  line("malloc 0, emalloc 0, rmalloc 0, pmalloc 0");
  counter("active_net_connections", stats.connections_active);
  counter("net_connections_fails", stats.connections_failed);
  counter("total_net_connections", stats.connections);
  counter("active_queries", stats.queries_active);
  counter("finished_queries", stats.queries_finished);
  counter("errored_queries", stats.queries_errored);
  counter("timedout_queries", stats.queries_timed_out);
  counter("total_queries", stats.queries);
  // A connection's, or whatever this request met last.
  const LastError& last = runtime().last_error();
  text("last_error", stats.last_error.empty() ? last.text : stats.last_error);
  line("last_error_code\t%d", stats.last_error.empty() ? last.code : stats.last_error_code);
  print_schema();
  for (const char* key : {"persistent_tree_nodes", "dynamic_tree_nodes", "total_ref_cnt", "total_tree_nodes_existed",
                          "total_tl_working"}) {
    counter(key, 0);
  }
  line("ping_timeout\t%.3f", VKEXT_G(ping_timeout) > 0 ? VKEXT_G(ping_timeout) : 0.1);
  counter("abandoned_queries", stats.queries_abandoned);
  counter("requeued_queries", stats.requeued);
  counter("lost_net_connections", stats.connections_lost);
  counter("unknown_answers", stats.answers_unknown);
  counter("unknown_packets", stats.packets_unknown);
  counter("pings_sent", stats.pings_sent);
  counter("pongs_sent", stats.pongs_sent);
  counter("bytes_sent", stats.bytes_sent);
  counter("bytes_received", stats.bytes_received);
  counter("sleeps", stats.sleeps);
  counter("interruptions", stats.interruptions);
  counter("forks", stats.forks);
}

// What counts up starts again; what is open or waiting now is still open or waiting.
void clear_stats(rpc::Stats& stats) {
  rpc::Stats fresh;
  fresh.queries_active = stats.queries_active;
  fresh.connections_active = stats.connections_active;
  stats = std::move(fresh);
}

// Size and time of an answer that was asked for with its query; null while it has not arrived.
void response_info(zend_long number, zval* return_value) {
  ExtraInfo& extra = runtime().extra();
  const int64_t id = runtime().actor_queries.query(number);
  ResponseInfo* info = extra.response(id);
  if (info && info->bytes == 0 && runtime().has_client()) {
    const rpc::QueryState state = runtime().client().state(id);
    if (state == rpc::QueryState::ready || state == rpc::QueryState::failed) {
      extra.arrived(id, *runtime().client().peek(id));
      info = extra.response(id);
    }
  }
  if (!info || info->bytes == 0) RETURN_NULL();
  const ResponseInfo known = *info;
  extra.forget(id);
  if (runtime().actor_queries.any() && runtime().client().state(id) == rpc::QueryState::unknown) {
    runtime().actor_queries.forget(id);
  }
  array_init_size(return_value, 2);
  add_next_index_long(return_value, known.bytes);
  add_next_index_double(return_value, known.seconds);
}

}  // namespace

void prepare_stats() {
  if (runtime().has_client()) {
    print_stats(runtime().client().stats());
  } else {
    print_stats(rpc::Stats());
  }
}

}  // namespace vkext::php

using namespace vkext::php;  // NOLINT: the functions below are PHP's

PHP_FUNCTION(set_fail_rpc_on_int32_overflow) {
  zval* fail;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ZVAL(fail)
  ZEND_PARSE_PARAMETERS_END();
  ZVAL_DEREF(fail);
  if (Z_TYPE_P(fail) != IS_TRUE && Z_TYPE_P(fail) != IS_FALSE) RETURN_FALSE;
  runtime().fail_on_int32_overflow = Z_TYPE_P(fail) == IS_TRUE;
  RETURN_TRUE;
}

PHP_FUNCTION(enable_internal_rpc_queries) {
  ZEND_PARSE_PARAMETERS_NONE();
  runtime().internal_queries = true;
}

PHP_FUNCTION(disable_internal_rpc_queries) {
  ZEND_PARSE_PARAMETERS_NONE();
  runtime().internal_queries = false;
}

PHP_FUNCTION(vk_set_error_verbosity) {
  zend_long verbosity;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(verbosity)
  ZEND_PARSE_PARAMETERS_END();
  runtime().verbosity = verbosity < 0 ? 0 : verbosity > 2 ? 2 : static_cast<int>(verbosity);
  RETURN_TRUE;
}

PHP_FUNCTION(vk_clear_stats) {
  ZEND_PARSE_PARAMETERS_NONE();
  if (runtime().has_client()) clear_stats(runtime().client().stats());
}

PHP_FUNCTION(vkext_prepare_stats) {
  ZEND_PARSE_PARAMETERS_NONE();
  guarded([&] {
    prepare_stats();
    RETVAL_STRINGL(runtime().text_result.data(), runtime().text_result.size());
  });
}

PHP_FUNCTION(query_x2) {
  zend_long x;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(x)
  ZEND_PARSE_PARAMETERS_END();
  RETURN_LONG(static_cast<zend_long>(static_cast<zend_ulong>(x) * 2));
}

PHP_FUNCTION(vkext_requests_extra_info) {
  zval* object;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_OBJECT(object)
  ZEND_PARSE_PARAMETERS_END();
  if (zval* sizes = runtime().extra().request(Z_OBJ_P(object))) RETURN_ZVAL(sizes, 1, 0);
  RETURN_EMPTY_ARRAY();
}

PHP_FUNCTION(vkext_response_extra_info) {
  zend_long id;
  ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(id)
  ZEND_PARSE_PARAMETERS_END();
  guarded([&] { response_info(id, return_value); });
}
