--TEST--
Without vkext.kphp_runtime the polyfills declare their names beside us, and their fork() works as it always did
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// What the published polyfills and their like declare without a guard.
$functions = ['rpc_tl_query_result_synchronously', 'typed_rpc_tl_query_result_synchronously', 'rpc_get_synchronously',
    'extract_kphp_rpc_response_extra_info', 'wait_multi', 'wait_synchronously', 'wait_concurrently', 'wait_queue_create',
    'wait_queue_push', 'wait_queue_empty', 'wait_queue_next', 'wait_queue_next_synchronously', 'sched_yield', 'sched_yield_sleep',
    'get_running_fork_id', 'get_fork_stat', 'set_wait_all_forks_on_finish', 'vk_json_encode_safe', 'vk_dot_product', 'warning', 'tuple',
    'shape', 'not_null', 'not_false', 'instance_cast', 'instance_to_array', 'instance_serialize', 'instance_deserialize',
    'kphp_tracing_init', 'kphp_tracing_register_rpc_details_provider', 'array_first_key', 'array_find',
    'rpc_wait', 'rpc_wait_concurrently', 'rpc_queue_next_synchronously', 'rpc_send_requests',
    'rpc_send_typed_query_requests', 'rpc_fetch_responses', 'rpc_fetch_typed_responses',
    'rpc_fetch_responses_synchronously', 'rpc_fetch_typed_responses_synchronously', 'rpc_server_fetch_request',
    'rpc_server_store_response', 'store_error', 'store_finish'];
$code = '';
foreach ($functions as $name) {
    if (!function_exists($name)) {
        $code .= "function $name(...\$a) { return '$name'; }\n";
    } elseif ((new ReflectionFunction($name))->getExtensionName() === 'vkext') {
        echo "$name is taken\n";
    }
}
eval($code . 'final class KphpRpcRequestsExtraInfo { public function get(): array { return ["mine"]; } } final class RpcConnection {}');
function fork($x) { return [$x]; }
function wait($id) { return $id[0]; }
echo wait_multi(), ' ', (new KphpRpcRequestsExtraInfo())->get()[0], "\n";

$peer = peer_start(['default' => [GOOD]]);
$c = connect($peer);
// The call is the argument, worked out before.
$trace = '';
function trace($x) { global $trace; $trace .= $x; return $x; }
$fork = fork(trace('body '));
$trace .= 'behind ';
echo wait($fork), $trace, wait(fork(ask($c, 5))), "\n";
// Their class goes where ours would.
$info = new KphpRpcRequestsExtraInfo();
$ids = rpc_tl_query($c, ['a' => ask_query(6)], -1.0, false, $info, true);
echo shown(rpc_tl_query_result($ids)['a']), ' ', implode(vkext\requests_extra_info($info)['a']), ' ', $info->get()[0], "\n";
$peer->check();
?>
--EXPECT--
wait_multi mine
body body behind 5
6 32 mine
