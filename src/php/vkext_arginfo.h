/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: c2f66c630117f7f230a2b96338ace8d97a830d7c */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_new_rpc_connection, 0, 2, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, host_name, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, port, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, default_actor_id, IS_MIXED, 0, "0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "0.3")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, connect_timeout, IS_DOUBLE, 0, "0.3")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, reconnect_timeout, IS_DOUBLE, 0, "17.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_pool_status, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_tl_query_one, 0, 2, MAY_BE_LONG|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, rpc_connection, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, tl_query, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_tl_query, 0, 2, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, rpc_connection, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, tl_queries, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, ignore_answer, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, requests_extra_info, IS_OBJECT, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, need_responses_extra_info, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_tl_query_result_one, 0, 1, MAY_BE_ARRAY|MAY_BE_OBJECT|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, request_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_tl_query_result, 0, 1, MAY_BE_ARRAY|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, request_ids, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

#define arginfo_typed_rpc_tl_query_one arginfo_rpc_tl_query_one

#define arginfo_typed_rpc_tl_query arginfo_rpc_tl_query

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_typed_rpc_tl_query_result_one, 0, 1, MAY_BE_OBJECT|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, request_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

#define arginfo_typed_rpc_tl_query_result arginfo_rpc_tl_query_result

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_tl_pending_queries_count, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_rpc_get_last_send_error arginfo_vkext_pool_status

#define arginfo_rpc_get_last_error arginfo_vkext_pool_status

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_clean, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_send, 0, 1, MAY_BE_LONG|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, rpc_connection, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

#define arginfo_rpc_send_noflush arginfo_rpc_send

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_flush, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "0.3")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_get_and_parse, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, query_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_get, 0, 1, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, query_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_parse, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, data, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_int, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, v, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_store_byte arginfo_store_int

#define arginfo_store_long arginfo_store_int

#define arginfo_store_string arginfo_store_int

#define arginfo_store_string2 arginfo_store_int

#define arginfo_store_double arginfo_store_int

#define arginfo_store_float arginfo_store_int

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_many, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, args, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_header, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, actor_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, flags, IS_LONG, 0, "0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_raw, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, data, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_gzip_pack_threshold, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, pack_threshold_bytes, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_store_start_gzip_pack arginfo_rpc_clean

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_store_finish_gzip_pack, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, threshold, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_fetch_int, 0, 0, MAY_BE_LONG|MAY_BE_FALSE)
ZEND_END_ARG_INFO()

#define arginfo_fetch_byte arginfo_fetch_int

#define arginfo_fetch_long arginfo_fetch_int

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_fetch_double, 0, 0, MAY_BE_DOUBLE|MAY_BE_FALSE)
ZEND_END_ARG_INFO()

#define arginfo_fetch_float arginfo_fetch_double

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_fetch_string, 0, 0, MAY_BE_STRING|MAY_BE_FALSE)
ZEND_END_ARG_INFO()

#define arginfo_fetch_string2 arginfo_fetch_string

#define arginfo_fetch_string_as_int arginfo_fetch_int

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_fetch_memcache_value, 0, 0, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_fetch_end, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

#define arginfo_fetch_eof arginfo_fetch_end

#define arginfo_fetch_get_pos arginfo_rpc_tl_pending_queries_count

#define arginfo_fetch_lookup_int arginfo_fetch_int

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_fetch_lookup_data, 0, 1, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, x4_bytes_length, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_mc_parse_raw_wildcard_with_flags_to_array, 0, 2, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, raw_result, IS_STRING, 0)
	ZEND_ARG_INFO(1, result)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_queue_create, 0, 0, MAY_BE_LONG|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, request_ids, IS_MIXED, 0, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_queue_empty, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, queue_id, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_rpc_queue_next, 0, 1, MAY_BE_LONG|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, queue_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "-1.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rpc_queue_push, 0, 2, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, queue_id, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, request_ids, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_set_fail_rpc_on_int32_overflow, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, fail_rpc, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_enable_internal_rpc_queries arginfo_rpc_clean

#define arginfo_disable_internal_rpc_queries arginfo_rpc_clean

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_set_error_verbosity, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, verbosity, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_vk_clear_stats arginfo_rpc_clean

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_prepare_stats, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_vkext_full_version arginfo_vkext_prepare_stats

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_query_x2, 0, 1, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, x, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_tl_config_load_file, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, tl_config_path, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_vkext_tl_schema arginfo_vkext_pool_status

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_tl_encode, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_MASK(0, query, MAY_BE_ARRAY|MAY_BE_OBJECT, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_tl_decode, 0, 2, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, bytes, IS_STRING, 0)
	ZEND_ARG_TYPE_MASK(0, query, MAY_BE_ARRAY|MAY_BE_OBJECT, NULL)
ZEND_END_ARG_INFO()

#define arginfo_vk_hello_world arginfo_vkext_prepare_stats

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_upcase, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, text, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_utf8_to_win, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, text, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, max_len, IS_LONG, 0, "0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, exit_on_error, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_win_to_utf8, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, text, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, escape, _IS_BOOL, 0, "true")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_flex, 0, 5, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, case_name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, sex, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, type, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, lang_id, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_json_encode, 0, 1, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, val, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_whitespace_pack, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, text, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, html_opt, IS_LONG, 0, "0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_sp_simplify, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, str, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_vk_sp_full_simplify arginfo_vk_sp_simplify

#define arginfo_vk_sp_deunicode arginfo_vk_sp_simplify

#define arginfo_vk_sp_to_upper arginfo_vk_sp_simplify

#define arginfo_vk_sp_to_lower arginfo_vk_sp_simplify

#define arginfo_vk_sp_sort arginfo_vk_sp_simplify

#define arginfo_vk_sp_to_sort arginfo_vk_sp_simplify

#define arginfo_vk_sp_remove_repeats arginfo_vk_sp_simplify

#define arginfo_vk_sp_to_cyrillic arginfo_vk_sp_simplify

#define arginfo_vk_sp_words_only arginfo_vk_sp_simplify

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_stats_hll_create, 0, 0, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, arr, IS_ARRAY, 0, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, size, IS_LONG, 0, "256")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_stats_hll_add, 0, 2, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, hll, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, arr, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_stats_hll_merge, 0, 1, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, hlls, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_stats_hll_count, 0, 1, MAY_BE_DOUBLE|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, hll, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_vk_stats_hll_pack, 0, 1, MAY_BE_STRING|MAY_BE_FALSE)
	ZEND_ARG_TYPE_INFO(0, hll, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_vk_stats_hll_unpack arginfo_vk_stats_hll_pack

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vk_stats_hll_is_packed, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, hll, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_requests_extra_info, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, requests_extra_info, IS_OBJECT, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_vkext_response_extra_info, 0, 1, IS_ARRAY, 1)
	ZEND_ARG_TYPE_INFO(0, request_id, IS_LONG, 0)
ZEND_END_ARG_INFO()


ZEND_FUNCTION(new_rpc_connection);
ZEND_FUNCTION(vkext_pool_status);
ZEND_FUNCTION(rpc_tl_query_one);
ZEND_FUNCTION(rpc_tl_query);
ZEND_FUNCTION(rpc_tl_query_result_one);
ZEND_FUNCTION(rpc_tl_query_result);
ZEND_FUNCTION(typed_rpc_tl_query_one);
ZEND_FUNCTION(typed_rpc_tl_query);
ZEND_FUNCTION(typed_rpc_tl_query_result_one);
ZEND_FUNCTION(typed_rpc_tl_query_result);
ZEND_FUNCTION(rpc_tl_pending_queries_count);
ZEND_FUNCTION(rpc_get_last_send_error);
ZEND_FUNCTION(rpc_get_last_error);
ZEND_FUNCTION(rpc_clean);
ZEND_FUNCTION(rpc_send);
ZEND_FUNCTION(rpc_send_noflush);
ZEND_FUNCTION(rpc_flush);
ZEND_FUNCTION(rpc_get_and_parse);
ZEND_FUNCTION(rpc_get);
ZEND_FUNCTION(rpc_parse);
ZEND_FUNCTION(store_int);
ZEND_FUNCTION(store_byte);
ZEND_FUNCTION(store_long);
ZEND_FUNCTION(store_string);
ZEND_FUNCTION(store_string2);
ZEND_FUNCTION(store_double);
ZEND_FUNCTION(store_float);
ZEND_FUNCTION(store_many);
ZEND_FUNCTION(store_header);
ZEND_FUNCTION(store_raw);
ZEND_FUNCTION(store_gzip_pack_threshold);
ZEND_FUNCTION(store_start_gzip_pack);
ZEND_FUNCTION(store_finish_gzip_pack);
ZEND_FUNCTION(fetch_int);
ZEND_FUNCTION(fetch_byte);
ZEND_FUNCTION(fetch_long);
ZEND_FUNCTION(fetch_double);
ZEND_FUNCTION(fetch_float);
ZEND_FUNCTION(fetch_string);
ZEND_FUNCTION(fetch_string2);
ZEND_FUNCTION(fetch_string_as_int);
ZEND_FUNCTION(fetch_memcache_value);
ZEND_FUNCTION(fetch_end);
ZEND_FUNCTION(fetch_eof);
ZEND_FUNCTION(fetch_get_pos);
ZEND_FUNCTION(fetch_lookup_int);
ZEND_FUNCTION(fetch_lookup_data);
ZEND_FUNCTION(rpc_mc_parse_raw_wildcard_with_flags_to_array);
ZEND_FUNCTION(rpc_queue_create);
ZEND_FUNCTION(rpc_queue_empty);
ZEND_FUNCTION(rpc_queue_next);
ZEND_FUNCTION(rpc_queue_push);
ZEND_FUNCTION(set_fail_rpc_on_int32_overflow);
ZEND_FUNCTION(enable_internal_rpc_queries);
ZEND_FUNCTION(disable_internal_rpc_queries);
ZEND_FUNCTION(vk_set_error_verbosity);
ZEND_FUNCTION(vk_clear_stats);
ZEND_FUNCTION(vkext_prepare_stats);
ZEND_FUNCTION(vkext_full_version);
ZEND_FUNCTION(query_x2);
ZEND_FUNCTION(tl_config_load_file);
ZEND_FUNCTION(vkext_tl_schema);
ZEND_FUNCTION(vkext_tl_encode);
ZEND_FUNCTION(vkext_tl_decode);
ZEND_FUNCTION(vk_hello_world);
ZEND_FUNCTION(vk_upcase);
ZEND_FUNCTION(vk_utf8_to_win);
ZEND_FUNCTION(vk_win_to_utf8);
ZEND_FUNCTION(vk_flex);
ZEND_FUNCTION(vk_json_encode);
ZEND_FUNCTION(vk_whitespace_pack);
ZEND_FUNCTION(vk_sp_simplify);
ZEND_FUNCTION(vk_sp_full_simplify);
ZEND_FUNCTION(vk_sp_deunicode);
ZEND_FUNCTION(vk_sp_to_upper);
ZEND_FUNCTION(vk_sp_to_lower);
ZEND_FUNCTION(vk_sp_sort);
ZEND_FUNCTION(vk_sp_remove_repeats);
ZEND_FUNCTION(vk_sp_to_cyrillic);
ZEND_FUNCTION(vk_sp_words_only);
ZEND_FUNCTION(vk_stats_hll_create);
ZEND_FUNCTION(vk_stats_hll_add);
ZEND_FUNCTION(vk_stats_hll_merge);
ZEND_FUNCTION(vk_stats_hll_count);
ZEND_FUNCTION(vk_stats_hll_pack);
ZEND_FUNCTION(vk_stats_hll_unpack);
ZEND_FUNCTION(vk_stats_hll_is_packed);
ZEND_FUNCTION(vkext_requests_extra_info);
ZEND_FUNCTION(vkext_response_extra_info);


static const zend_function_entry ext_functions[] = {
	ZEND_FE(new_rpc_connection, arginfo_new_rpc_connection)
	ZEND_FE(vkext_pool_status, arginfo_vkext_pool_status)
	ZEND_FE(rpc_tl_query_one, arginfo_rpc_tl_query_one)
	ZEND_FE(rpc_tl_query, arginfo_rpc_tl_query)
	ZEND_FE(rpc_tl_query_result_one, arginfo_rpc_tl_query_result_one)
	ZEND_FE(rpc_tl_query_result, arginfo_rpc_tl_query_result)
	ZEND_FE(typed_rpc_tl_query_one, arginfo_typed_rpc_tl_query_one)
	ZEND_FE(typed_rpc_tl_query, arginfo_typed_rpc_tl_query)
	ZEND_FE(typed_rpc_tl_query_result_one, arginfo_typed_rpc_tl_query_result_one)
	ZEND_FE(typed_rpc_tl_query_result, arginfo_typed_rpc_tl_query_result)
	ZEND_FE(rpc_tl_pending_queries_count, arginfo_rpc_tl_pending_queries_count)
	ZEND_FE(rpc_get_last_send_error, arginfo_rpc_get_last_send_error)
	ZEND_FE(rpc_get_last_error, arginfo_rpc_get_last_error)
	ZEND_FE(rpc_clean, arginfo_rpc_clean)
	ZEND_FE(rpc_send, arginfo_rpc_send)
	ZEND_FE(rpc_send_noflush, arginfo_rpc_send_noflush)
	ZEND_FE(rpc_flush, arginfo_rpc_flush)
	ZEND_FE(rpc_get_and_parse, arginfo_rpc_get_and_parse)
	ZEND_FE(rpc_get, arginfo_rpc_get)
	ZEND_FE(rpc_parse, arginfo_rpc_parse)
	ZEND_FE(store_int, arginfo_store_int)
	ZEND_FE(store_byte, arginfo_store_byte)
	ZEND_FE(store_long, arginfo_store_long)
	ZEND_FE(store_string, arginfo_store_string)
	ZEND_FE(store_string2, arginfo_store_string2)
	ZEND_FE(store_double, arginfo_store_double)
	ZEND_FE(store_float, arginfo_store_float)
	ZEND_FE(store_many, arginfo_store_many)
	ZEND_FE(store_header, arginfo_store_header)
	ZEND_FE(store_raw, arginfo_store_raw)
	ZEND_FE(store_gzip_pack_threshold, arginfo_store_gzip_pack_threshold)
	ZEND_FE(store_start_gzip_pack, arginfo_store_start_gzip_pack)
	ZEND_FE(store_finish_gzip_pack, arginfo_store_finish_gzip_pack)
	ZEND_FE(fetch_int, arginfo_fetch_int)
	ZEND_FE(fetch_byte, arginfo_fetch_byte)
	ZEND_FE(fetch_long, arginfo_fetch_long)
	ZEND_FE(fetch_double, arginfo_fetch_double)
	ZEND_FE(fetch_float, arginfo_fetch_float)
	ZEND_FE(fetch_string, arginfo_fetch_string)
	ZEND_FE(fetch_string2, arginfo_fetch_string2)
	ZEND_FE(fetch_string_as_int, arginfo_fetch_string_as_int)
	ZEND_FE(fetch_memcache_value, arginfo_fetch_memcache_value)
	ZEND_FE(fetch_end, arginfo_fetch_end)
	ZEND_FE(fetch_eof, arginfo_fetch_eof)
	ZEND_FE(fetch_get_pos, arginfo_fetch_get_pos)
	ZEND_FE(fetch_lookup_int, arginfo_fetch_lookup_int)
	ZEND_FE(fetch_lookup_data, arginfo_fetch_lookup_data)
	ZEND_FE(rpc_mc_parse_raw_wildcard_with_flags_to_array, arginfo_rpc_mc_parse_raw_wildcard_with_flags_to_array)
	ZEND_FE(rpc_queue_create, arginfo_rpc_queue_create)
	ZEND_FE(rpc_queue_empty, arginfo_rpc_queue_empty)
	ZEND_FE(rpc_queue_next, arginfo_rpc_queue_next)
	ZEND_FE(rpc_queue_push, arginfo_rpc_queue_push)
	ZEND_FE(set_fail_rpc_on_int32_overflow, arginfo_set_fail_rpc_on_int32_overflow)
	ZEND_FE(enable_internal_rpc_queries, arginfo_enable_internal_rpc_queries)
	ZEND_FE(disable_internal_rpc_queries, arginfo_disable_internal_rpc_queries)
	ZEND_FE(vk_set_error_verbosity, arginfo_vk_set_error_verbosity)
	ZEND_FE(vk_clear_stats, arginfo_vk_clear_stats)
	ZEND_FE(vkext_prepare_stats, arginfo_vkext_prepare_stats)
	ZEND_FE(vkext_full_version, arginfo_vkext_full_version)
	ZEND_FE(query_x2, arginfo_query_x2)
	ZEND_FE(tl_config_load_file, arginfo_tl_config_load_file)
	ZEND_FE(vkext_tl_schema, arginfo_vkext_tl_schema)
	ZEND_FE(vkext_tl_encode, arginfo_vkext_tl_encode)
	ZEND_FE(vkext_tl_decode, arginfo_vkext_tl_decode)
	ZEND_FE(vk_hello_world, arginfo_vk_hello_world)
	ZEND_FE(vk_upcase, arginfo_vk_upcase)
	ZEND_FE(vk_utf8_to_win, arginfo_vk_utf8_to_win)
	ZEND_FE(vk_win_to_utf8, arginfo_vk_win_to_utf8)
	ZEND_FE(vk_flex, arginfo_vk_flex)
	ZEND_FE(vk_json_encode, arginfo_vk_json_encode)
	ZEND_FE(vk_whitespace_pack, arginfo_vk_whitespace_pack)
	ZEND_FE(vk_sp_simplify, arginfo_vk_sp_simplify)
	ZEND_FE(vk_sp_full_simplify, arginfo_vk_sp_full_simplify)
	ZEND_FE(vk_sp_deunicode, arginfo_vk_sp_deunicode)
	ZEND_FE(vk_sp_to_upper, arginfo_vk_sp_to_upper)
	ZEND_FE(vk_sp_to_lower, arginfo_vk_sp_to_lower)
	ZEND_FE(vk_sp_sort, arginfo_vk_sp_sort)
	ZEND_FALIAS(vk_sp_to_sort, vk_sp_sort, arginfo_vk_sp_to_sort)
	ZEND_FE(vk_sp_remove_repeats, arginfo_vk_sp_remove_repeats)
	ZEND_FE(vk_sp_to_cyrillic, arginfo_vk_sp_to_cyrillic)
	ZEND_FE(vk_sp_words_only, arginfo_vk_sp_words_only)
	ZEND_FE(vk_stats_hll_create, arginfo_vk_stats_hll_create)
	ZEND_FE(vk_stats_hll_add, arginfo_vk_stats_hll_add)
	ZEND_FE(vk_stats_hll_merge, arginfo_vk_stats_hll_merge)
	ZEND_FE(vk_stats_hll_count, arginfo_vk_stats_hll_count)
	ZEND_FE(vk_stats_hll_pack, arginfo_vk_stats_hll_pack)
	ZEND_FE(vk_stats_hll_unpack, arginfo_vk_stats_hll_unpack)
	ZEND_FE(vk_stats_hll_is_packed, arginfo_vk_stats_hll_is_packed)
	ZEND_NS_FALIAS("vkext", requests_extra_info, vkext_requests_extra_info, arginfo_vkext_requests_extra_info)
	ZEND_NS_FALIAS("vkext", response_extra_info, vkext_response_extra_info, arginfo_vkext_response_extra_info)
	ZEND_FE_END
};


static const zend_function_entry class_VkextTlException_methods[] = {
	ZEND_FE_END
};
