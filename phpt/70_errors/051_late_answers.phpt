--TEST--
errors: answers that come after the deadline, or twice, or for nobody
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// The first is answered when the second was asked.
$peer = peer_with(on(['total' => 1]), on(['total' => 2], GOOD + ['to' => 1], GOOD),
    on(['total' => 3], GOOD + ['times' => 3]),
    on(['total' => 4], GOOD + ['qid' => '+1000'], GOOD + ['qid' => '-1'], GOOD + ['qid' => 5], GOOD),
    on(['total' => 5], ['error' => 'B', 'code' => -7, 'text' => 'nobody', 'qid' => 3],
        ['error' => 'A', 'code' => -7, 'text' => 'nobody', 'qid' => 3], ['result' => 'ffffffff', 'to' => 4], GOOD));
$c = connect($peer);
expect_code('too late', ask($c, 1, 0.1), -4103);
foreach ([2, 3, 4, 5, 6] as $n) {
    echo ask($c, $n), ' ';
}
echo "\n", $peer->connections(), ' connection, pending: ', rpc_tl_pending_queries_count(), "\n";
$peer->check();
?>
--EXPECT--
2 3 4 5 6 
1 connection, pending: 0
