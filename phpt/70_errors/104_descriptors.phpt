--TEST--
errors: SIGPIPE, descriptors a child process must not see, another back end of the event library
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip no pcntl'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

/** Sockets and event queues that a process has open. */
function sockets(string $pid): array
{
    $listed = shell_exec("for fd in /proc/$pid/fd/*; do readlink \$fd; done");
    return preg_grep('/socket:|eventpoll/', explode("\n", $listed));
}

$before = sockets((string)getmypid());  // of whoever runs the tests
// A peer that is gone while we write: SIGPIPE would end this process.
pcntl_signal(SIGPIPE, SIG_DFL);
$peer = peer_start(['crc32c' => false, 'connections' => array_merge(array_fill(0, 5, ['ready' => [['reset' => true]]]), [[]]),
    'rules' => [on(['magic' => 'fa000011'], ['result' => '246e28b5' . '026f6b00'])], 'default' => [GOOD]]);
$text = ['_' => 'fault.text', 'text' => str_repeat('x', 1 << 20)];
for ($i = 0; $i < 200 && $peer->connections() < 6; $i++) {
    if ($c = @connect($peer, 20.0, 20.0, 0.01)) {
        $outcome = outcome(rpc_tl_query_one($c, $text));
        if ($outcome !== 'ok') {
            expect_code('reset', $outcome, -4104, -102);
        }
    }
    usleep(10000);
}
expect_recovery('reset', $c ?: connect($peer), 20.0);
echo "alive\n";

// Nothing of ours is open in a program that PHP starts. Its own pipes are there.
echo implode("\n", array_diff(sockets('self'), $before)) ?: 'no socket in a child', "\n";
echo count(array_diff(sockets((string)getmypid()), $before)) > 0 ? "one here\n" : "none here\n";

// Without epoll libevent has poll and select.
$script = '$c = new_rpc_connection("127.0.0.1", $argv[1], 0, 20.0, 20.0);
    for ($n = 0; $n < 20; $n++) echo rpc_tl_query_result_one(rpc_tl_query_one($c, ["_" => "fault.ask", "n" => $n]))["result"], " ";
    echo implode(" ", array_column(rpc_tl_query_result(rpc_tl_query($c, [["_" => "fault.ask", "n" => 77],
        ["_" => "fault.ask", "n" => 78]])), "result"));';
foreach (['EVENT_NOEPOLL=1', 'EVENT_NOEPOLL=1 EVENT_NOPOLL=1'] as $environment) {
    passthru("$environment " . php_again() . ' -r ' . escapeshellarg($script) . " -- $peer->port 2>&1");
    echo "\n";
}
?>
--EXPECT--
alive
no socket in a child
one here
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 77 78
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 77 78
