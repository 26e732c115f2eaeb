--TEST--
errors: a signal during a wait: the handler runs at once, the wait goes on
--SKIPIF--
<?php if (!function_exists('pcntl_async_signals')) echo 'skip no pcntl'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// fault.text is never answered by itself; fault.ask is, and answers the request before it, too.
$previous = ['result' => '246e28b5' . '026f6b00', 'to' => -1];
$peer = peer_start(['rules' => [on(['magic' => 'fa000011'])], 'default' => [$previous, GOOD]]);
$c = connect($peer);
$mute = ['_' => 'fault.text', 'text' => ''];
$handled = 0;
$shell = $pipes = null;
$on_signal = null;
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$handled, &$pipes, &$on_signal) {
    $handled++;
    fwrite($pipes[0], "\n");
    if ($on_signal !== null) {
        $on_signal();
    }
});
// The next signal is sent when the handler of the one before has run.
$send = function (int $times) use (&$pipes) {
    $pid = getmypid();
    return proc_open("for i in \$(seq $times); do sleep 0.1; kill -USR1 $pid; read answer; done", [['pipe', 'r']],
        $pipes);
};
// Both ways of waiting: for one query, and for a batch. What ends the wait is asked for inside the third handler: if
// handlers had to wait for the answer, there would be none.
$on_signal = function () use ($c, &$handled) {
    if ($handled === 3) {
        ask($c, 1);
    }
};
$watch = new Stopwatch();
$id = rpc_tl_query_one($c, $mute);
$shell = $send(3);
echo outcome($id), ', handled ', $handled, "\n";
$watch->expect_sooner('one', 20.0);
proc_close($shell);

$handled = 0;
$ids = rpc_tl_query($c, ['a' => ask_query(6), 'b' => $mute]);
$shell = $send(3);
foreach (rpc_tl_query_result($ids) as $key => $answer) {
    echo $key, ' ', shown($answer), "\n";
}
$watch->expect_sooner('a batch', 20.0);
proc_close($shell);
echo 'handled ', $handled, "\n";

// Signals end no wait early.
$handled = 0;
$on_signal = null;
$shell = $send(3);
$watch = new Stopwatch();
expect_code('nobody answers', outcome(rpc_tl_query_one($c, $mute, 0.6)), -4103);
$watch->expect_deadline('nobody answers', 0.6);
for ($i = 0; $i < 10000 && $handled < 3; $i++) {
    usleep(2000);  // a slow machine sends the rest only now
}
proc_close($shell);
echo 'handled ', $handled, "\n";

// A handler that throws leaves the wait; the query stays.
$on_signal = function () {
    throw new RuntimeException('thrown by a handler');
};
$id = rpc_tl_query_one($c, $mute);
try {
    $shell = $send(1);
    var_dump(rpc_tl_query_result_one($id));
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
proc_close($shell);
ask($c, 1);
echo outcome($id), "\n";
$peer->check();
?>
--EXPECT--
ok, handled 3
a 6
b ok
handled 3
handled 3
thrown by a handler
ok
