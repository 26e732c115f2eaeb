--TEST--
KPHP's names are free by default: the polyfill package declares them
--FILE--
<?php
// rows: api-11.0
foreach (['rpc_tl_query_result_synchronously', 'typed_rpc_tl_query_result_synchronously', 'rpc_get_synchronously',
    'extract_kphp_rpc_response_extra_info', 'fork', 'wait', 'wait_multi', 'wait_synchronously', 'wait_concurrently',
    'wait_queue_create', 'wait_queue_push', 'wait_queue_empty', 'wait_queue_next', 'wait_queue_next_synchronously',
    'sched_yield', 'sched_yield_sleep', 'get_running_fork_id', 'vk_json_encode_safe', 'vk_dot_product', 'warning',
    'tuple', 'shape', 'rpc_wait', 'rpc_wait_concurrently', 'rpc_queue_next_synchronously', 'rpc_send_requests'] as $name) {
    if (function_exists($name)) {
        echo "$name is taken\n";
    }
}
foreach (['KphpRpcRequestsExtraInfo', 'RpcConnection'] as $name) {
    if (class_exists($name, false)) {
        echo "$name is taken\n";
    }
}
echo "done\n";
?>
--EXPECT--
done
