--TEST--
forks: signals while forks wait: handlers run at once, may wait and start forks; what they throw leaves the wait
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
<?php if (!function_exists('pcntl_async_signals')) echo 'skip no pcntl'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

// fault.text is answered by the next fault.ask.
$previous = ['result' => '246e28b5' . '026f6b00', 'to' => -1];
$peer = peer_start(['rules' => [on(['magic' => 'fa000011'])], 'default' => [$previous, GOOD]]);
$c = connect($peer);
$mute = ['_' => 'fault.text', 'text' => ''];
pcntl_async_signals(true);
$later = function () {
    $pid = getmypid();
    return proc_open("sleep 0.1; kill -USR1 $pid", [], $pipes);
};

// The handler ends what everybody waits for: it would hang if it ran behind the wait.
pcntl_signal(SIGUSR1, function () use ($c) {
    echo 'handler: ', ask($c, 1), ' ', wait(fork(ask($c, 2))), ' ', told(function () { return wait(get_running_fork_id(), 0.01); }), "\n";
});
$fork = fork(function () use ($c, $mute) { return outcome(rpc_tl_query_one($c, $mute)); });
$shell = $later();
echo wait($fork), "\n";
proc_close($shell);

// Started in the handler it runs there; waiting for one that cannot go on there is told.
$handled = false;
$sleeper = fork(function () use (&$handled) {
    while (!$handled) {
        sched_yield_sleep(0.02);
    }
    return 'slept';
});
pcntl_signal(SIGUSR1, function () use ($sleeper, &$handled) {
    echo 'handler: ', told(function () use ($sleeper) { return wait($sleeper); }), "\n";
    $handled = true;
});
$shell = $later();
echo wait($sleeper), "\n";
proc_close($shell);

// An exception leaves the script's wait; the forks and their queries are whole.
pcntl_signal(SIGUSR1, function () { throw new Exception('enough'); });
$fork = fork(function () use ($c, $mute) { return outcome(rpc_tl_query_one($c, $mute)); });
echo told(function () use ($fork, $later, &$shell) {
    $shell = $later();
    return wait($fork);
}), "\n";
echo ask($c, 3), ' ', wait($fork), "\n";
proc_close($shell);
$peer->check();
?>
--EXPECT--
handler: 1 2 null
ok
handler: null | W wait(): the fork never ends: everybody waits for each other
slept
Exception 0 enough
3 ok
