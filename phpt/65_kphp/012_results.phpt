--TEST--
forks: results, timeouts, queues, numbers, statistics
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

function slow(float $seconds, $value)
{
    sched_yield_sleep($seconds);
    return $value;
}

/** Ends when the gate of this name is opened. */
function behind(string $gate, $value)
{
    while (empty($GLOBALS['open'][$gate])) {
        sched_yield_sleep(0.005);
    }
    return $value;
}

// Numbers count from 1; a result is there one time.
$fork = fork(slow(0, 'x'));
echo $fork, ' ', get_running_fork_id(), ' ', value(wait($fork)), ' ', told(function () use ($fork) { return wait($fork); }), "\n";
echo told(function () { return [wait(false), wait(0), wait(-1), wait(null), wait([]), wait('no')]; }), "\n";
echo told(function () { return wait(777); }), ' ', value(wait_concurrently(777)), value(get_fork_stat(777)), value(get_fork_stat(false)), "\n";
// In time, or null, and later still there.
$fork = fork(behind('a', 'late'));
$watch = new Stopwatch();
echo value(wait($fork, 0.05)), ' ';
$watch->expect_deadline('wait', 0.05);
echo get_fork_stat($fork)['state'], ' ';
$open['a'] = true;
echo value(wait_concurrently($fork)), value(wait_concurrently($fork)), ' ', get_fork_stat($fork)['state'], ' ', value(wait("$fork")), "\n";
foreach ([0.0, -5.0, NAN, INF] as $timeout) {
    echo value(wait(fork(slow(0.01, 'whatever it takes')), $timeout)), ' ';
}
echo value(wait_synchronously(fork(slow(0.01, 1)), 5.0)), "\n";
// Keys and order stay; what is no fork is null.
echo value(wait_multi([])), ' ', value(wait_multi(['b' => fork(slow(0.02, 'B')), 5 => fork(slow(0.01, null)), 'a' => false, '' => fork(slow(0, [1]))])), "\n";
// The same fork twice: one of them gets it.
$fork = fork(slow(0.01, 'once'));
echo value(wait_multi([$fork, $fork])), "\n";
$many = fork(slow(0.02, 'shared'));
$waiters = [];
for ($i = 0; $i < 3; $i++) {
    $waiters[] = fork(function () use ($many) { return wait_concurrently($many); });
}
echo value(wait_multi($waiters)), value(wait($many)), "\n";

// A queue: in the order they end, each once.
$queue = wait_queue_create([fork(behind('third', 'third')), fork(slow(0.0, 'first')), false]);
$second = fork(behind('second', 'second'));
wait_queue_push($queue, $second);
wait_queue_push($queue, $second);
wait_queue_push($queue, [888, 'x']);
while (!wait_queue_empty($queue)) {
    $id = wait_queue_next($queue);
    echo $name = wait($id), ' ';
    $open[$name === 'first' ? 'second' : 'third'] = true;
}
echo value(wait_queue_next($queue)), value(wait_queue_next($queue, 0.5)), value(wait_queue_next(999)), value(wait_queue_empty(999)), "\n";
// In time or false; taken by wait() is out of it; a finished one goes in as well.
$queue = wait_queue_create();
wait_queue_push($queue, $late = fork(behind('late', 'late')));
$watch = new Stopwatch();
echo value(wait_queue_next_synchronously($queue, 0.05)), ' ';
$watch->expect_deadline('wait_queue_next', 0.05);
wait_queue_push($queue, $done = fork('done'));
wait_queue_push($queue, $taken = fork('taken'));
wait($taken);
echo value(wait_queue_next($queue) === $done), value(wait_queue_empty($queue)), ' ';
$open['late'] = true;
echo wait($late), value(wait_queue_empty($queue)), value(wait_queue_next($queue)), "\n";
// Several forks on one queue: the last one finds it empty.
$queue = wait_queue_create([fork(slow(0.01, 'a')), fork(slow(0.02, 'b'))]);
$takers = [];
for ($i = 0; $i < 3; $i++) {
    $takers[] = fork(function () use ($queue) {
        $id = wait_queue_next($queue);
        return $id ? wait($id) : false;
    });
}
$got = wait_multi($takers);
sort($got);
echo value($got), "\n";

// sched_yield: the others have a turn, in order.
$trace = '';
$step = function (string $name) use (&$trace) {
    for ($i = 1; $i <= 3; $i++) {
        $trace .= "$name$i ";
        sched_yield();
    }
};
$forks = [fork($step, 'a'), fork($step, 'b')];
sched_yield();
$trace .= 'script ';
wait_multi($forks);
echo $trace, "\n";
$watch = new Stopwatch();
sched_yield_sleep(0.05);
$watch->expect_deadline('sched_yield_sleep', 0.05);
sched_yield_sleep(-1.0);
sched_yield_sleep(NAN);
$watch = new Stopwatch();
wait_multi([fork(function () { sched_yield_sleep(0.05); }), fork(function () { sched_yield_sleep(0.05); })]);
$watch->expect_deadline('two sleep', 0.05);

// Statistics.
class Worker { function run() { return [get_running_fork_id(), get_fork_stat(get_running_fork_id())]; } }
[$id, $stat] = wait($fork = fork((new Worker())->run()));
echo value($id === $fork), ' ', implode(',', array_keys($stat)), ' ', $stat['name'], ' ', $stat['state'], ' ', value($stat['id'] === $fork && $stat['work_time'] >= 0), "\n";
$fork = fork(function () {
    $until = hrtime(true) + 20000000;
    while (hrtime(true) < $until);
    sched_yield_sleep(0.2);
});
$stat = get_fork_stat($fork);
echo $stat['name'], ' ', $stat['state'], ' ', value($stat['work_time'] >= 0.02), "\n";
wait($fork);
echo told(function () { return fork('x', 1, 2) > 0; }), "\n";
?>
--EXPECTF--
1 0 'x' null | W wait(): there is no fork 1, or its result was taken
[null,null,null,null,null,null]
null | W wait(): there is no fork 777, or its result was taken falsefalsefalse
null blocked truetrue finished 'late'
'whatever it takes' 'whatever it takes' 'whatever it takes' 'whatever it takes' 1
[] {"b":"B","5":null,"a":null,"":[1]}
["once",null]
[true,true,true]'shared'
first second third falsefalsefalsetrue
false truefalse latetruefalse
[false,"a","b"]
a1 b1 a2 b2 script a3 b3 
true id,name,state,work_time run running true
{closure%S} blocked true
true | W fork(): arguments are only passed on to a closure
