--TEST--
errors: answers that come after the deadline, or twice, or for nobody
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['rules' => [
    ['when' => ['total' => 1], 'do' => [['delay' => 0.25], GOOD]],
    ['when' => ['total' => 3], 'do' => [GOOD + ['times' => 3]]],
    ['when' => ['total' => 4], 'do' => [GOOD + ['qid' => '+1000'], GOOD + ['qid' => '-1'], GOOD + ['qid' => 5], GOOD]],
    ['when' => ['total' => 5], 'do' => [['error' => 'B', 'code' => -7, 'text' => 'nobody', 'qid' => 3],
        ['error' => 'A', 'code' => -7, 'text' => 'nobody', 'qid' => 3], ['result' => 'ffffffff', 'to' => 4], GOOD]],
    ], 'default' => [GOOD]]);
$c = connect($peer);
expect_code('too late', ask($c, 1, 0.1), -4103);
usleep(400000);
foreach ([2, 3, 4, 5, 6] as $n) {
    echo ask($c, $n), ' ';
}
echo "\n", $peer->connections(), ' connection, pending: ', rpc_tl_pending_queries_count(), "\n";
$peer->check();
?>
--EXPECT--
2 3 4 5 6 
1 connection, pending: 0
