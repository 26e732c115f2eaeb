--TEST--
forks: without Fibers, the body runs at once (PHP 7.4 and 8.0)
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
<?php if (PHP_VERSION_ID >= 80100) echo 'skip this PHP has fibers'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['default' => [GOOD]]);
$c = connect($peer);
function work($c, int $n) { echo "asking $n\n"; return ask($c, $n); }
$a = fork(work($c, 1));
$b = fork(function ($x) use ($c) { return [get_running_fork_id(), work($c, $x)]; }, 2);
echo value(wait_multi(['a' => $a, 'b' => $b, 'c' => fork(3), 'd' => false])), "\n";
echo told(function () use ($a) { return wait($a); }), "\n";
// An exception: of a call, before fork() sees it; of a closure, where it is waited for.
function fail() { throw new Exception('failed'); }
echo told(function () { return fork(fail()); }), "\n";
$failed = fork(function () { fail(); });
echo value(wait_concurrently($failed)), ' ', told(function () use ($failed) { return wait($failed); }), "\n";
// Queues, in the order of their making.
$queue = wait_queue_create([fork('x'), fork('y')]);
wait_queue_push($queue, fork('z'));
while (!wait_queue_empty($queue)) {
    echo wait(wait_queue_next($queue)), ' ';
}
echo value(wait_queue_next($queue)), value(wait_queue_next_synchronously($queue)), "\n";
sched_yield();
$watch = new Stopwatch();
sched_yield_sleep(0.05);
$watch->expect_deadline('sched_yield_sleep', 0.05);
$fork = fork(function () { $me = get_running_fork_id(); return told(function () use ($me) { return wait($me, 0.1); }) . ' ' . get_fork_stat($me)['state']; });
echo value(wait($fork)), ' ', get_fork_stat(fork(function () {}))['name'], ' ', get_running_fork_id(), "\n";
// Nested, and queries beside.
$id = rpc_tl_query_one($c, ask_query(9));
echo value(wait(fork(function () use ($c) { return wait(fork(function () use ($c) { return ask($c, 4); })) + 1; }))), ' ', shown(rpc_tl_query_result_one($id)), "\n";
$queue = rpc_queue_create(rpc_tl_query($c, [ask_query(5), ask_query(6)]));
$sum = 0;
while ($id = rpc_queue_next($queue)) $sum += shown(rpc_tl_query_result_one($id));
echo $sum, ' ', value(array_map('shown', rpc_tl_query_result(rpc_tl_query($c, [ask_query(7), ask_query(8)])))), "\n";
$peer->check();
fork(function () { exit("left\n"); });
?>
--EXPECT--
asking 1
asking 2
{"a":1,"b":[2,2],"c":3,"d":null}
null | W wait(): there is no fork 1, or its result was taken
Exception 0 failed
true Exception 0 failed
x y z falsefalse
'null | W wait(): a fork cannot wait for itself running' {closure} 0
5 9
11 [7,8]
left
