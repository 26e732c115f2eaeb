--TEST--
forks: Fibers of the script's own wait as they did, and forks go on meanwhile
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

// A wait in such a Fiber does not suspend it: nobody would know that it is to be resumed.
$fiber = new Fiber(function () use ($c) {
    $fork = fork(ask($c, 1));
    $sum = ask($c, 2) + wait($fork);
    return $sum + Fiber::suspend('mine');
});
echo $fiber->start(), ' ', $fiber->isSuspended() ? 'suspended' : '?', ' ';
$fiber->resume(10);
echo $fiber->getReturn(), "\n";

// Inside of a fork: the fork stands still while its Fiber waits, the others go on.
$log = [];
$other = fork(function () use ($c, &$log) {
    for ($i = 0; $i < 3; $i++) {
        ask($c, $i);
        $log[] = "other $i";
    }
    return 'other';
});
$fork = fork(function () use ($c, &$log, $other) {
    $fiber = new Fiber(function () use ($c, &$log, $other) {
        $log[] = 'inside ' . ask($c, 7) . ' ' . wait($other);
        Fiber::suspend();
        $log[] = 'again ' . ask($c, 8);
    });
    $fiber->start();
    ask($c, 9);
    $fiber->resume();
    return 'fork';
});
echo wait($fork), ': ', implode(', ', $log), "\n";

// A fork that suspends itself by Fiber::suspend() only yields.
$yields = fork(function () use ($c) {
    Fiber::suspend('to nobody');
    $got = ask($c, 3);
    Fiber::suspend();
    return $got;
});
echo wait($yields), "\n";
// Its Fiber in the hands of somebody else: resumed while it waits, it still waits; resumed to its end, it has ended.
$seized = null;
$fork = fork(function () use ($c, &$seized) {
    $seized = Fiber::getCurrent();
    return ask($c, 4);
});
$seized->resume();
echo value($seized->isTerminated()), ' ', value(wait($fork)), "\n";
$fork = fork(function () use (&$seized) {
    $seized = Fiber::getCurrent();
    Fiber::suspend();
    throw new Exception('to who resumed it');
});
echo told(function () use (&$seized) { return $seized->resume(); }), ' ', value(wait($fork)), "\n";
// Others that wait for such a fork go on, with a deadline and without.
foreach ([-1.0, 200.0] as $patience) {
    $fork = fork(function () use (&$seized) {
        $seized = Fiber::getCurrent();
        sched_yield_sleep(0.01);
        return 'ended elsewhere';
    });
    $waits = fork(function () use ($fork) { return wait($fork); });
    $seized->resume();
    echo value($seized->isTerminated()), ' ', value(wait($waits, $patience)), "\n";
}

// Many Fibers and many forks on one connection: each gets its own.
$fibers = $forks = [];
for ($i = 0; $i < 50; $i++) {
    $forks[$i] = fork(ask($c, $i));
    $fibers[$i] = new Fiber(function () use ($c, $i) { $id = rpc_tl_query_one($c, ask_query($i)); Fiber::suspend(); return outcome($id); });
    $fibers[$i]->start();
}
foreach ($fibers as $fiber) $fiber->resume();
$bad = 0;
foreach ($fibers as $i => $fiber) $bad += $fiber->getReturn() !== $i;
foreach ($forks as $i => $fork) $bad += wait($fork) !== $i;
echo "$bad of 100 wrong\n";
$peer->check();
?>
--EXPECT--
mine suspended 13
fork: other 0, other 1, other 2, inside 7 other, again 8
3
true 4
Exception 0 to who resumed it null
true 'ended elsewhere'
true 'ended elsewhere'
0 of 100 wrong
