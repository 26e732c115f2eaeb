/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 31f7203e903215bdae0f4c8f7d4afad6c4c4d69d */

ZEND_BEGIN_ARG_INFO_EX(arginfo_fork, 0, 0, 1)
	ZEND_ARG_INFO(0, __call)
	ZEND_ARG_VARIADIC_INFO(0, arguments)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait, 0, 0, 1)
	ZEND_ARG_INFO(0, id)
	ZEND_ARG_INFO(0, timeout)
ZEND_END_ARG_INFO()

#define arginfo_wait_synchronously arginfo_wait

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_multi, 0, 0, 1)
	ZEND_ARG_INFO(0, ids)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_concurrently, 0, 0, 1)
	ZEND_ARG_INFO(0, id)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_queue_create, 0, 0, 0)
	ZEND_ARG_INFO(0, ids)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_queue_push, 0, 0, 2)
	ZEND_ARG_INFO(0, queue)
	ZEND_ARG_INFO(0, ids)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_queue_empty, 0, 0, 1)
	ZEND_ARG_INFO(0, queue)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_wait_queue_next, 0, 0, 1)
	ZEND_ARG_INFO(0, queue)
	ZEND_ARG_INFO(0, timeout)
ZEND_END_ARG_INFO()

#define arginfo_wait_queue_next_synchronously arginfo_wait_queue_next

ZEND_BEGIN_ARG_INFO_EX(arginfo_sched_yield, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_sched_yield_sleep, 0, 0, 1)
	ZEND_ARG_INFO(0, seconds)
ZEND_END_ARG_INFO()

#define arginfo_get_running_fork_id arginfo_sched_yield

#define arginfo_get_fork_stat arginfo_wait_concurrently

ZEND_BEGIN_ARG_INFO_EX(arginfo_extract_kphp_rpc_response_extra_info, 0, 0, 1)
	ZEND_ARG_INFO(0, resumable_id)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_tl_query_result_synchronously, 0, 0, 1)
	ZEND_ARG_INFO(0, request_ids)
	ZEND_ARG_INFO(0, timeout)
ZEND_END_ARG_INFO()

#define arginfo_typed_rpc_tl_query_result_synchronously arginfo_rpc_tl_query_result_synchronously

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_get_synchronously, 0, 0, 1)
	ZEND_ARG_INFO(0, query_id)
	ZEND_ARG_INFO(0, timeout)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_queue_next_synchronously, 0, 0, 1)
	ZEND_ARG_INFO(0, queue_id)
	ZEND_ARG_INFO(0, timeout)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_wait, 0, 0, 1)
	ZEND_ARG_INFO(0, request_id)
ZEND_END_ARG_INFO()

#define arginfo_rpc_wait_concurrently arginfo_rpc_wait

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_send_requests, 0, 0, 6)
	ZEND_ARG_INFO(0, actor)
	ZEND_ARG_INFO(0, requests)
	ZEND_ARG_INFO(0, timeout)
	ZEND_ARG_INFO(0, ignore_answer)
	ZEND_ARG_INFO(0, requests_extra_info)
	ZEND_ARG_INFO(0, need_responses_extra_info)
ZEND_END_ARG_INFO()

#define arginfo_rpc_send_typed_query_requests arginfo_rpc_send_requests

ZEND_BEGIN_ARG_INFO_EX(arginfo_rpc_fetch_responses, 0, 0, 1)
	ZEND_ARG_INFO(0, query_ids)
ZEND_END_ARG_INFO()

#define arginfo_rpc_fetch_typed_responses arginfo_rpc_fetch_responses

#define arginfo_rpc_fetch_responses_synchronously arginfo_rpc_fetch_responses

#define arginfo_rpc_fetch_typed_responses_synchronously arginfo_rpc_fetch_responses

#define arginfo_class_RpcConnection___construct arginfo_sched_yield

#define arginfo_class_KphpRpcRequestsExtraInfo_get arginfo_sched_yield


ZEND_FUNCTION(fork);
ZEND_FUNCTION(wait);
ZEND_FUNCTION(wait_multi);
ZEND_FUNCTION(wait_concurrently);
ZEND_FUNCTION(wait_queue_create);
ZEND_FUNCTION(wait_queue_push);
ZEND_FUNCTION(wait_queue_empty);
ZEND_FUNCTION(wait_queue_next);
ZEND_FUNCTION(sched_yield);
ZEND_FUNCTION(sched_yield_sleep);
ZEND_FUNCTION(get_running_fork_id);
ZEND_FUNCTION(get_fork_stat);
ZEND_FUNCTION(vkext_response_extra_info);
ZEND_FUNCTION(rpc_tl_query_result);
ZEND_FUNCTION(typed_rpc_tl_query_result);
ZEND_FUNCTION(rpc_get);
ZEND_FUNCTION(rpc_queue_next);
ZEND_FUNCTION(rpc_wait);
ZEND_FUNCTION(rpc_send_requests);
ZEND_FUNCTION(rpc_send_typed_query_requests);
ZEND_METHOD(RpcConnection, __construct);
ZEND_METHOD(KphpRpcRequestsExtraInfo, get);


static const zend_function_entry ext_functions[] = {
	ZEND_FE(fork, arginfo_fork)
	ZEND_FE(wait, arginfo_wait)
	ZEND_FALIAS(wait_synchronously, wait, arginfo_wait_synchronously)
	ZEND_FE(wait_multi, arginfo_wait_multi)
	ZEND_FE(wait_concurrently, arginfo_wait_concurrently)
	ZEND_FE(wait_queue_create, arginfo_wait_queue_create)
	ZEND_FE(wait_queue_push, arginfo_wait_queue_push)
	ZEND_FE(wait_queue_empty, arginfo_wait_queue_empty)
	ZEND_FE(wait_queue_next, arginfo_wait_queue_next)
	ZEND_FALIAS(wait_queue_next_synchronously, wait_queue_next, arginfo_wait_queue_next_synchronously)
	ZEND_FE(sched_yield, arginfo_sched_yield)
	ZEND_FE(sched_yield_sleep, arginfo_sched_yield_sleep)
	ZEND_FE(get_running_fork_id, arginfo_get_running_fork_id)
	ZEND_FE(get_fork_stat, arginfo_get_fork_stat)
	ZEND_FALIAS(extract_kphp_rpc_response_extra_info, vkext_response_extra_info, arginfo_extract_kphp_rpc_response_extra_info)
	ZEND_FALIAS(rpc_tl_query_result_synchronously, rpc_tl_query_result, arginfo_rpc_tl_query_result_synchronously)
	ZEND_FALIAS(typed_rpc_tl_query_result_synchronously, typed_rpc_tl_query_result, arginfo_typed_rpc_tl_query_result_synchronously)
	ZEND_FALIAS(rpc_get_synchronously, rpc_get, arginfo_rpc_get_synchronously)
	ZEND_FALIAS(rpc_queue_next_synchronously, rpc_queue_next, arginfo_rpc_queue_next_synchronously)
	ZEND_FE(rpc_wait, arginfo_rpc_wait)
	ZEND_FALIAS(rpc_wait_concurrently, rpc_wait, arginfo_rpc_wait_concurrently)
	ZEND_FE(rpc_send_requests, arginfo_rpc_send_requests)
	ZEND_FE(rpc_send_typed_query_requests, arginfo_rpc_send_typed_query_requests)
	ZEND_FALIAS(rpc_fetch_responses, rpc_tl_query_result, arginfo_rpc_fetch_responses)
	ZEND_FALIAS(rpc_fetch_typed_responses, typed_rpc_tl_query_result, arginfo_rpc_fetch_typed_responses)
	ZEND_FALIAS(rpc_fetch_responses_synchronously, rpc_tl_query_result, arginfo_rpc_fetch_responses_synchronously)
	ZEND_FALIAS(rpc_fetch_typed_responses_synchronously, typed_rpc_tl_query_result, arginfo_rpc_fetch_typed_responses_synchronously)
	ZEND_FE_END
};


static const zend_function_entry class_RpcConnection_methods[] = {
	ZEND_ME(RpcConnection, __construct, arginfo_class_RpcConnection___construct, ZEND_ACC_PRIVATE)
	ZEND_FE_END
};


static const zend_function_entry class_KphpRpcRequestsExtraInfo_methods[] = {
	ZEND_ME(KphpRpcRequestsExtraInfo, get, arginfo_class_KphpRpcRequestsExtraInfo_get, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};
