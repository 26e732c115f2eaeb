--TEST--
forks: an exception surfaces where its fork is waited for, and leaves the others whole
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['default' => [['delay' => 0.02], GOOD]]);
$c = connect($peer);
class Trouble extends Exception {}

function work($c, int $n, bool $early, bool $late)
{
    if ($early) throw new Trouble("early $n");
    $got = ask($c, $n);
    if ($late) throw new Trouble("late $n");
    return $got;
}

// Before the first wait and behind it.
$forks = [];
foreach (range(1, 6) as $n) {
    $forks[$n] = fork(work($c, $n, $n === 2, $n === 5));
}
foreach ($forks as $n => $fork) {
    echo $n, ': ', told(function () use ($fork) { return wait($fork); }), "\n";
}

// wait_multi: the first in order speaks, the results of the others are still there.
$forks = ['x' => fork(work($c, 1, false, false)), 'y' => fork(work($c, 2, false, true)), 'z' => fork(work($c, 3, true, false))];
echo told(function () use ($forks) { return wait_multi($forks); }), "\n";
echo wait($forks['x']), ' ', told(function () use ($forks) { return wait($forks['z']); }), "\n";
echo told(function () use ($forks) { return wait($forks['y']); }), "\n";

// From fork to fork.
$outer = fork(function () use ($c) {
    try {
        return wait(fork(work($c, 1, false, true)));
    } catch (Trouble $e) {
        throw new RuntimeException('around', 7, $e);
    }
});
try {
    wait($outer);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' ', $e->getCode(), ' ', $e->getPrevious()->getMessage(), "\n";
}
// Only waited for, or never.
$fork = fork(work($c, 1, false, true));
echo value(wait_concurrently($fork)), ' ', get_fork_stat($fork)['state'], ' ', told(function () use ($fork) { return wait($fork); }), "\n";
fork(work($c, 1, true, false));
fork(work($c, 1, false, true));
echo ask($c, 9), "\n";
// An error of the engine, an undefined function.
echo told(function () { return wait(fork(function () { return nowhere(); })); }), "\n";
echo told(function () { return fork(nowhere(1)); }), "\n";
echo told(function () use ($c) { return wait(fork(work($c, 'x', false, false))); }), "\n";
$peer->check();
?>
--EXPECTF--
1: 1
2: Trouble 0 early 2
3: 3
4: 4
5: Trouble 0 late 5
6: 6
Trouble 0 late 2
1 Trouble 0 early 3
null | W wait(): there is no fork %d, or its result was taken
around 7 late 1
true finished Trouble 0 late 1
9
Error 0 Call to undefined function nowhere()
Error 0 Call to undefined function nowhere()
TypeError 0 work(): Argument #2 ($n) must be of type int, string given
