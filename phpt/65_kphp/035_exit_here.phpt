--TEST--
forks: exit in a fork while many wait
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
$peer = peer_start(['rules' => [['when' => ['magic' => 'fa000011'], 'do' => []]], 'default' => [GOOD]]);
$c = connect($peer);
for ($i = 0; $i < 5; $i++) {
    fork(function () use ($c) {
        $local = str_repeat('x', 1000);
        rpc_tl_query_result(rpc_tl_query($c, [['_' => 'fault.text', 'text' => $local], ask_query(1)]));
    });
}
fork(function () use ($c) { ask($c, 1); exit("left\n"); });
ask($c, 2);
sched_yield_sleep(20.0);
echo "never\n";
?>
--EXPECT--
left
