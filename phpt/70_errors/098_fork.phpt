--TEST--
errors: a child writes nothing on its parent's connections and has its own
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip no pcntl'; ?>
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-2.14
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 2], ['delay' => 0.4], GOOD));
$c = connect($peer);
echo ask($c, 1), "\n";
$pending = rpc_tl_query_one($c, ask_query(2));
$child = pcntl_fork();
if ($child === 0) {
    // Queries of the parent are not the child's; a new one goes over a connection of the child.
    expect_code('the parent\'s query in the child', outcome($pending), -4104, -1003);
    expect_recovery('in the child', $c);
    for ($n = 0; $n < 50; $n++) {
        if (ask($c, $n) !== $n) {
            echo "child: $n\n";
        }
    }
    exit(0);
}
for ($n = 0; $n < 50; $n++) {
    if (ask($c, $n) !== $n) {
        echo "parent: $n\n";
    }
}
echo outcome($pending), "\n";
pcntl_waitpid($child, $status);
expect_recovery('in the parent', $c);
$by_connection = $ids = [];
foreach ($peer->events('request') as $request) {
    $by_connection[$request['conn']][$request['sender']['pid']] = true;
    $ids[] = $request['qid'];
}
echo count($by_connection), ' connections of one process each: ', var_export(max(array_map('count',
    $by_connection)) === 1, true), "\n";
echo count($ids), ' requests, ', count(array_unique($ids)), " ids\n";
$peer->check();
?>
--EXPECT--
1
2
2 connections of one process each: true
104 requests, 104 ids
