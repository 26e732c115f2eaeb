--TEST--
forks: without Fibers, because php.ini disables the class, each runs at once
--SKIPIF--
<?php if (PHP_VERSION_ID >= 80500) echo 'skip classes cannot be disabled any more'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/process.inc';
echo php_output('function f($x) { echo "f "; sched_yield(); return $x; } $id = fork(f(5)); echo "then ", wait($id);',
    ['vkext.kphp_runtime' => '1', 'disable_classes' => 'Fiber']);
?>
--EXPECT--
f then 5
