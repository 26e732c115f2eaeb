--TEST--
forks: ten thousand of them at once, and one after the other
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
<?php if (getenv('VKEXT_VALGRIND') !== false) echo 'skip ten thousand stacks are too many for valgrind'; ?>
--INI--
vkext.kphp_runtime=1
memory_limit=-1
--FILE--
<?php

const FORKS = 10000;
// All wait for one that ends last, then each for the next.
$gate = fork(function () { sched_yield_sleep(0.05); return 1; });
$forks = [];
for ($i = 0; $i < FORKS; $i++) {
    $forks[] = fork(function () use ($gate, $i) { wait_concurrently($gate); sched_yield(); return $i; });
}
echo array_sum(wait_multi($forks)), "\n";
// Started from each other: ten thousand deep in waiting, not in stacks.
$chain = 0;
for ($i = 0; $i < 5000; $i++) {
    $chain = fork(function () use ($chain) { sched_yield(); return $chain ? wait($chain) + 1 : 1; });
}
echo wait($chain), "\n";
// Memory of those that ended is used again.
$step = function () { sched_yield(); return str_repeat('x', 1000); };
$before = 0;
for ($i = 0; $i < 20000; $i++) {
    wait(fork($step));
    if ($i === 2000) $before = memory_get_usage();
}
echo memory_get_usage() - $before < 100000 ? 'level' : memory_get_usage() - $before, "\n";
?>
--EXPECT--
49995000
5000
level
