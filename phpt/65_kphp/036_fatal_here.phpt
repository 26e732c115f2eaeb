--TEST--
forks: a fatal error in a fork while many wait
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
<?php if (getenv('VKEXT_VALGRIND') !== false) echo 'skip a fatal error leaves memory to the heap that valgrind replaces'; ?>
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
        try {
            rpc_tl_query_result(rpc_tl_query($c, [['_' => 'fault.text', 'text' => $local], ask_query(1)]));
        } finally {
            echo "never\n";
        }
    });
}
register_shutdown_function(function () use ($c) { echo "shut down\n"; });
fork(function () use ($c) { ask($c, 1); @trigger_error('bad', E_USER_ERROR); });
ask($c, 2);
sched_yield_sleep(20.0);
echo "never\n";
?>
--EXPECTF--
Fatal error: bad in %s on line %d
shut down
