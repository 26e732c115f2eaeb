--TEST--
KPHP's names: with vkext.kphp_runtime=1
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-12.2..4 api-12.18 api-12.19
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['rules' => [
    ['when' => ['magic' => 'fa000011'], 'do' => []],
], 'default' => [['delay' => 0.05], GOOD]]);
$c = connect($peer);
$info = new KphpRpcRequestsExtraInfo();
echo value($info->get()), "\n";
$ids = rpc_tl_query($c, ['a' => ask_query(1)], -1.0, false, $info, true);
echo value($info->get()), ' ', value(extract_kphp_rpc_response_extra_info($ids['a'])), "\n";
echo shown(rpc_tl_query_result_synchronously($ids)['a']), ' ', extract_kphp_rpc_response_extra_info($ids['a'])[0], "\n";
echo (new ReflectionClass('KphpRpcRequestsExtraInfo'))->isFinal() ? 'final' : 'open', "\n";
// Waiting keeps the answer.
$id = rpc_tl_query_one($c, ask_query(2));
echo value(rpc_wait($id)), value(rpc_wait_concurrently($id)), ' ', shown(rpc_tl_query_result_one($id)), ' ', value(rpc_wait($id)), value(rpc_wait(0)), "\n";
$watch = new Stopwatch();
$id = rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => ''], 0.1);
echo value(rpc_wait($id)), "\n";
$watch->expect_deadline('wait', 0.1);
expect_code('timed out', shown(rpc_tl_query_result_one($id)), -4103);
$id = rpc_tl_query_one($c, ask_query(3));
echo bin2hex(rpc_get_synchronously($id)), "\n";
$queue = rpc_queue_create($id = rpc_tl_query_one($c, ask_query(4)));
echo value(rpc_queue_next_synchronously($queue) === $id), ' ', value(rpc_queue_next_synchronously($queue)), ' ', shown(rpc_tl_query_result_one($id)), "\n";
echo value(typed_rpc_tl_query_result_synchronously([])), "\n";

// Actors by name.
ini_set('vkext.actors', "one=127.0.0.1:{$peer->port}, two=127.0.0.1:1 broken=nowhere");
$ids = rpc_send_requests('one', ['x' => ask_query(5), 'y' => ask_query(6)], 10.0, false, $info, true);
echo value($info->get()), ' ', value(array_map('shown', rpc_fetch_responses($ids))), ' ', extract_kphp_rpc_response_extra_info($ids['y'])[0], "\n";
echo value(array_map('shown', rpc_fetch_responses_synchronously(rpc_send_requests('one', [ask_query(7)], null, false, null, false)))), "\n";
echo value(rpc_send_requests('one', [ask_query(8)], -1.0, true, null, false)), "\n";
$ids = rpc_send_requests('one', [['_' => 'fault.text', 'text' => '']], -5.0, false, null, false);
expect_code('the shortest timeout', shown(rpc_fetch_responses($ids)[0]), -4103);
foreach (['nobody', 'broken', 'two', ''] as $actor) {
    $told = told(function () use ($actor) { return rpc_send_requests($actor, [ask_query(9)], 1.0, false, null, false); });
    echo "$actor: ", preg_replace('/127.0.0.1:1: .*/', 'refused', $told), ' ', rpc_get_last_send_error()[0][0], "\n";
}
echo value(rpc_send_typed_query_requests('one', [], 1.0, false, null, false)), value(rpc_fetch_typed_responses([])), value(rpc_fetch_typed_responses_synchronously([])), "\n";
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
[]
{"a":[32]} null
1 32
final
truetrue 2 falsefalse
true
da9b50a803000000
true false 4
[]
{"x":[32],"y":[32]} {"x":5,"y":6} 32
[7]
[-1]
nobody: [] | W rpc_send_requests(): no host:port for actor 'nobody' in vkext.actors -102
broken: [] | W rpc_send_requests(): no host:port for actor 'broken' in vkext.actors -102
two: [] | W rpc_send_requests(): Can't connect to 127.0.0.1:1, refused (-4104) -102
: [] | W rpc_send_requests(): no host:port for actor '' in vkext.actors -102
[][][]
1 connection
