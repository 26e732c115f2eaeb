--TEST--
errors: waiting costs no CPU: a silent server, a dead one, half an answer, a server that does not read
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$mute = peer_start(['default' => []]);
$dead = peer_start(['default' => [['stop_listening' => true], ['close' => true]]]);
$half = peer_start(['default' => [GOOD + ['cut' => 13, 'then' => 'silent']]]);
$deaf = peer_start(['connections' => [['ready' => [['deaf' => true]]]]]);
$c = [];
foreach ([$mute, $dead, $half, $deaf] as $peer) {
    $c[] = connect($peer);
}
$ids = [];
$watch = new Stopwatch();
foreach ($c as $connection) {
    $ids[] = rpc_tl_query_one($connection, ask_query(1), 3.0);
}
// Spinning would be 3 s of it, or what a busy machine gives.
$cpu = cpu_seconds();
$answers = rpc_tl_query_result($ids);
$cpu = cpu_seconds() - $cpu;
$watch->expect_deadline('four queries', 3.0);
foreach ($answers as $answer) {
    echo $answer['__error_code'], "\n";
}
if ($cpu > (under_valgrind() ? 3.0 : 0.25)) {
    printf("waiting took %.0f ms of CPU\n", $cpu * 1000);
}
// One alone: the way of waiting for a single descriptor is another one.
$cpu = cpu_seconds();
$watch = new Stopwatch();
expect_code('one', ask($c[0], 1, 3.0), -4103);
$watch->expect_deadline('one', 3.0);
$cpu = cpu_seconds() - $cpu;
if ($cpu > (under_valgrind() ? 3.0 : 0.25)) {
    printf("waiting for one took %.0f ms of CPU\n", $cpu * 1000);
}
?>
--EXPECT--
-4103
-4104
-4103
-4103
