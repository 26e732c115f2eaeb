--TEST--
errors: a signal's handler runs in the middle of any wait, not at its end
--SKIPIF--
<?php
if (!function_exists('pcntl_async_signals')) die('skip no pcntl');
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// 5 ms are promised. A handler that had to wait for the end of a wait would be some 490 ms late each time, so of 11 delays
// the one in the middle is compared with half of that: some may be unlucky.
const SIGNALS = 11;
$bound = under_valgrind() ? 500.0 : 250.0;

$peer = peer_start(['default' => []]);  // no answer, ever
$c = connect($peer);
$mute = ask_query(1);
$delays = [];
$sender = null;
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$delays, &$sender) {
    $now = hrtime(true);
    $delays[] = ($now - unpack('q', fread($sender, 8))[1]) / 1e6;
    fwrite($sender, 'x');
});

/** A process that sends signals, each when the one before was handled, and says when it did. */
function start_sender()
{
    [$ours, $its] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $parent = getmypid();
    if (pcntl_fork()) {
        return $ours;
    }
    fclose($ours);
    fread($its, 1);  // whoever handles the first one must know where to read
    for ($i = 0; $i < SIGNALS; $i++) {
        usleep(8000 + $i * 100);
        fwrite($its, pack('q', hrtime(true)));
        posix_kill($parent, SIGUSR1);
        fread($its, 1);
    }
    exit(0);
}

$waits = [
    'one query' => function () use ($c, $mute) {
        rpc_tl_query_result_one(rpc_tl_query_one($c, $mute, 0.5));
    },
    'a batch' => function () use ($c, $mute) {
        rpc_tl_query_result(rpc_tl_query($c, [$mute, $mute, $mute], 0.5));
    },
    'a queue' => function () use ($c, $mute) {
        rpc_queue_next(rpc_queue_create([rpc_tl_query_one($c, $mute, 0.5)]), 0.5);
    },
];
foreach ($waits as $name => $wait) {
    $delays = [];
    $sender = start_sender();
    fwrite($sender, 'x');
    while (count($delays) < SIGNALS) {
        $wait();
    }
    pcntl_wait($status);
    sort($delays);
    $middle = $delays[SIGNALS >> 1];
    printf("%s: %s\n", $name, $middle < $bound ? 'in time' : "$middle ms");
}
$peer->check();
?>
--EXPECT--
one query: in time
a batch: in time
a queue: in time
