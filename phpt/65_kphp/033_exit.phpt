--TEST--
forks: exit in a fork ends the script, from wherever it is resumed
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
<?php if (getenv('VKEXT_ASAN') !== false) echo 'skip AddressSanitizer warns of stacks that it did not make'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/child.inc';

$head = 'register_shutdown_function(function () { echo "shut down ", get_running_fork_id(), "\n"; });
function later() { sched_yield_sleep(0.01); return 1; }
$others = [fork(later()), fork(later())];
';
foreach ([
    'at once' => 'fork(function () { exit("bye\n"); }); echo "never\n";',
    'later' => '$f = fork(function () { later(); exit("bye\n"); }); wait($f); echo "never\n";',
    'while another is waited for' => 'fork(function () { later(); exit("bye\n"); }); wait(fork(function () { sched_yield_sleep(5); })); echo "never\n";',
    'nested' => '$f = fork(function () { wait(fork(function () { later(); exit("bye\n"); })); echo "never\n"; }); wait($f); echo "never\n";',
    'a code' => '$f = fork(function () { try { later(); exit(3); } finally { echo "never\n"; } }); try { wait($f); } finally { echo "never\n"; }',
    'fatal' => '$f = fork(function () { later(); @trigger_error("bad", E_USER_ERROR); }); wait($f); echo "never\n";',
    'fatal at once' => 'fork(function () { fork(function () { @trigger_error("bad", E_USER_ERROR); }); });',
    'fatal beside' => '@trigger_error("bad", E_USER_ERROR);',
    'memory' => '$f = fork(function () { later(); ini_set("memory_limit", "8M"); $x = str_repeat("x", 20000000); }); wait($f); echo "never\n";',
    'uncaught' => '$f = fork(function () { later(); throw new Exception("loose"); }); wait($f);',
] as $name => $code) {
    echo "-- $name\n", run_child($head . $code);
}
?>
--EXPECTF--
-- at once
bye
shut down 0
exit code 0
-- later
bye
shut down 0
exit code 0
-- while another is waited for
bye
shut down 0
exit code 0
-- nested
bye
shut down 0
exit code 0
-- a code
shut down 0
exit code 3
-- fatal

Fatal error: bad in %s
shut down 0
exit code 255
-- fatal at once

Fatal error: bad in %s
shut down 0
exit code 255
-- fatal beside

Fatal error: bad in %s
shut down 0
exit code 255
-- memory

Fatal error: Allowed memory size of %s
shut down 0
exit code 255
-- uncaught

Fatal error: Uncaught Exception: loose in %a
shut down 0
exit code 255
