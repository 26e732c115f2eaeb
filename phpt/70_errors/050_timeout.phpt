--TEST--
errors: a server that never answers: never early, and the connection stays usable
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['magic' => 'fa000011']));
$c = connect($peer);
$mute = ['_' => 'fault.text', 'text' => ''];
foreach ([0.001, 0.01, 0.1, 0.35] as $limit) {
    $watch = new Stopwatch();
    $id = rpc_tl_query_one($c, $mute, $limit);
    expect_code("limit $limit", outcome($id), -4103);
    $watch->expect_deadline("limit $limit", $limit);
    expect_recovery("limit $limit", $c);
}
// A batch has one deadline, not one per entry; what was answered is there.
$watch = new Stopwatch();
$ids = rpc_tl_query($c, ['a' => $mute, 'b' => ask_query(1), 'c' => $mute, 'd' => ask_query(2)], 1.2);
foreach (rpc_tl_query_result($ids) as $key => $answer) {
    echo $key, ': ', shown($answer), "\n";
}
$watch->expect_deadline('batch', 1.2);
// The limit of the result call, counted from now.
$id = rpc_tl_query_one($c, $mute, 20.0);
$watch = new Stopwatch();
expect_code('result with a limit', shown(rpc_tl_query_result_one($id, 0.15)), -4103);
$watch->expect_deadline('result with a limit', 0.15);
expect_code('taken', shown(rpc_tl_query_result_one($id)), -1003);
// The connection's own limit.
$short = connect($peer, 0.12);
$watch = new Stopwatch();
expect_code('the limit of the connection', outcome(rpc_tl_query_one($short, $mute)), -4103);
$watch->expect_deadline('the limit of the connection', 0.12);
echo 'pending: ', rpc_tl_pending_queries_count(), "\n";
$peer->check();
?>
--EXPECTF--
a: -4103 %s
b: 1
c: -4103 %s
d: 2
pending: 0
