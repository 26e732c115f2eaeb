--TEST--
forks: what is unfinished when the script ends
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

class Told
{
    private $name;
    function __construct(string $name) { $this->name = $name; }
    function __destruct() { echo "$this->name is gone\n"; }
}

register_shutdown_function(function () use (&$c) {
    echo 'shut down: ', wait(fork(ask($c, 5))), "\n";
});
$peer = peer_start(['rules' => [['when' => ['magic' => 'fa000011'], 'do' => []]], 'default' => [GOOD]]);
$c = connect($peer);
$silent = ['_' => 'fault.text', 'text' => ''];
// Waits for an answer; its finally runs when the peer has gone: it may ask, start forks, and wait.
$a = fork(function () use ($c, $silent) {
    $local = new Told('local of a');
    try {
        rpc_tl_query_result_one(rpc_tl_query_one($c, $silent));
        echo "never\n";
    } finally {
        // The peer's end is seen before a request leaves, or just behind it.
        expect_code('in the end', ask($c, 6), -102, -4104);
        expect_code('in a fork of the end', wait(fork(ask($c, 7))), -102, -4104);
        echo "finally\n";
        sched_yield();
        sched_yield_sleep(0.001);
    }
});
// Waits for that one; for time; for a queue; ended, never waited for.
$b = fork(function () use ($a) { $local = new Told('local of b'); try { wait($a); echo "never\n"; } finally { echo 'b: ', value(wait($a)), "\n"; } });
$d = fork(function () { sched_yield_sleep(1000.0); echo "never\n"; });
$e = fork(function () use ($c, $silent) { rpc_queue_next(rpc_queue_create(rpc_tl_query_one($c, $silent))); echo "never\n"; });
$f = fork(function () { return new Told('result of f'); });
$g = fork(function () { throw new Exception('nobody asks'); });
$h = fork(function () { for (;;) sched_yield(); });
$i = fork(function () { wait_queue_next(wait_queue_create([fork(function () { sched_yield_sleep(1000.0); })])); echo "never\n"; });
echo "end of the script\n";
?>
--EXPECT--
end of the script
shut down: 5
finally
local of a is gone
b: null
local of b is gone
result of f is gone
