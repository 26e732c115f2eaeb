--TEST--
errors: a signal during a wait: the handler runs at once, the wait goes on
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['rules' => [on(['magic' => 'fa000011'])], 'default' => [['delay' => 0.6], GOOD]]);
$c = connect($peer);
$mute = ['_' => 'fault.text', 'text' => ''];
$handled = [];
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$handled) {
    $handled[] = hrtime(true);
});
$pid = getmypid();
$send = function (float $pause, int $times) use ($pid) {
    return proc_open("for i in \$(seq $times); do sleep $pause; kill -USR1 $pid; done", [], $pipes);
};
// Both ways of waiting: for one query, and for a batch.
$shell = $send(0.1, 3);
$id = rpc_tl_query_one($c, ask_query(5));
echo outcome($id), ', handled ', count($handled), "\n";
$answered = hrtime(true);
proc_close($shell);
$late = array_filter($handled, function (int $at) use ($answered) {
    return $at > $answered - 100000000;
});
echo count($late), " handlers had to wait for the answer\n";

$handled = [];
$shell = $send(0.05, 4);
$watch = new Stopwatch();
$ids = rpc_tl_query($c, ['a' => $mute, 'b' => ask_query(6)], 1.5);
foreach (rpc_tl_query_result($ids) as $key => $answer) {
    echo $key, ' ', code_of(shown($answer)), "\n";
}
$watch->expect_deadline('a batch', 1.5);
proc_close($shell);
echo 'handled ', count($handled), "\n";

// A handler that throws leaves the wait; the query stays.
pcntl_signal(SIGUSR1, function () {
    throw new RuntimeException('thrown by a handler');
});
$shell = $send(0.1, 1);
$id = rpc_tl_query_one($c, ask_query(7));
try {
    var_dump(rpc_tl_query_result_one($id));
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
proc_close($shell);
echo outcome($id), "\n";
$peer->check();
?>
--EXPECT--
5, handled 3
0 handlers had to wait for the answer
a -4103
b 6
handled 4
thrown by a handler
7
