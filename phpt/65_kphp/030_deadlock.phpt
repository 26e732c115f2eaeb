--TEST--
forks: a wait that can never end is told, not waited for
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/raw.inc';

// On itself, and on itself through a queue.
echo wait(fork(function () { return told(function () { return wait(get_running_fork_id()); }); })), "\n";
echo wait(fork(function () { return told(function () { return wait_multi([get_running_fork_id()]); }); })), "\n";
echo wait(fork(function () { return told(function () { return wait_concurrently(get_running_fork_id()); }); })), "\n";
$queue = wait_queue_create();
$self = fork(function () use ($queue) {
    wait_queue_push($queue, get_running_fork_id());
    return wait_queue_next($queue);
});
echo told(function () use ($self) { return wait($self); }), "\n";
// In a circle: the script gets null, again and again.
$b = 0;
$a = fork(function () use (&$b) { sched_yield(); return wait($b); });
$b = fork(function () use ($a) { return wait($a); });
echo told(function () use ($a) { return wait($a); }), "\n";
echo told(function () use ($b) { return wait($b); }), "\n";
echo told(function () use ($a, $b) { return wait_multi([$a, $b]); }), "\n";
echo told(function () use ($a) { return wait_queue_next(wait_queue_create([$a])); }), "\n";
// Others go on first; a time limit is a way out for a fork.
$log = '';
$other = fork(function () use (&$log) { sched_yield_sleep(0.02); $log .= 'other ended '; });
$patient = fork(function () use ($a, &$log) { $log .= 'gave up: ' . value(wait($a, 0.05)); });
echo told(function () use ($a) { return wait($a); }), ' ', $log, "\n";
// A Fiber inside of a fork cannot wait for that fork.
$fork = fork(function () {
    $id = get_running_fork_id();
    $fiber = new Fiber(function () use ($id) { return told(function () use ($id) { return wait($id); }); });
    $fiber->start();
    return $fiber->getReturn();
});
echo wait($fork), "\n";
echo "done\n";
?>
--EXPECT--
null | W wait(): a fork cannot wait for itself
[null] | W wait_multi(): a fork cannot wait for itself
false | W wait_concurrently(): a fork cannot wait for itself
null | W wait(): the fork never ends: everybody waits for each other
null | W wait(): the fork never ends: everybody waits for each other
null | W wait(): the fork never ends: everybody waits for each other
[null,null] | W wait_multi(): the fork never ends: everybody waits for each other | W wait_multi(): the fork never ends: everybody waits for each other
false | W wait_queue_next(): no fork of the queue ever ends: everybody waits for each other
null | W wait(): the fork never ends: everybody waits for each other other ended gave up: null
null | W wait(): a fork cannot wait for itself
done
