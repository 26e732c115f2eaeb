--TEST--
limits: a flood of signals, and handlers that ask, fork and leave while we wait
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--SKIPIF--
<?php if (getenv('VKEXT_VALGRIND') !== false) die('skip a child that leaves in a handler keeps what the engine made'); ?>
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) echo 'skip needs pcntl and posix'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// Before the one that stops the servers.
register_shutdown_function(function () {
    echo rpc_tl_pending_queries_count(), " pending\n", outcome(rpc_tl_query_one($GLOBALS['d'], ask_query(8))), "\n";
});
$peer = peer_with();
$c = connect($peer);
ask($c);
$handled = 0;
$then = null;
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$handled, &$then) {
    $handled++;
    if ($then !== null) {
        $then();
    }
});
$pid = getmypid();
function flood(): array
{
    global $pid;
    $shell = proc_open("while kill -USR1 $pid; do :; done 2>/dev/null", [['pipe', 'r']], $pipes);
    return [$shell, proc_get_status($shell)['pid']];
}
function stop(array $flood): void
{
    posix_kill($flood[1], SIGKILL);
    proc_close($flood[0]);
}

echo "one after the other\n";
$flood = flood();
for ($n = 0; $n < 300 || ($handled < 100 && $n < 100000); $n++) {
    if (ask($c, $n) !== $n) {
        echo "$n went wrong\n";
    }
}
stop($flood);
var_dump($handled >= 100);

echo "batches\n";
$flood = flood();
for ($n = 0; $n < 20; $n++) {
    $answers = rpc_tl_query_result(rpc_tl_query($c, array_map('ask_query', range(1, 100))));
    if (array_map('shown', $answers) !== range(1, 100)) {
        echo "$n went wrong\n";
    }
}
stop($flood);

echo "a handler that asks\n";
$handled = $asked = 0;
$then = function () use ($c, &$then, &$asked) {
    $again = $then;
    $then = null;
    if (ask($c, 1000000 + $asked) !== 1000000 + $asked) {
        echo "inside: went wrong\n";
    }
    $asked++;
    $then = $again;
};
$flood = flood();
for ($n = 0; $n < 100 || ($asked < 20 && $n < 100000); $n++) {
    if (ask($c, $n) !== $n) {
        echo "$n went wrong\n";
    }
}
stop($flood);
var_dump($asked >= 20);

echo "a handler that forks: the child is another process, the wait goes on\n";
$slow = peer_with(on(['total' => [2, 3]], ['delay' => 0.5], GOOD));
$d = connect($slow);
ask($d);
$children = 0;
$id = rpc_tl_query_one($d, ask_query(5));
$then = function () use (&$then, &$children, $d, $id, $slow) {
    $then = null;
    $child = pcntl_fork();
    if ($child === 0) {
        $code = code_of(outcome($id));
        $own = connect($slow);
        file_put_contents($slow->folder . '/child', ($code === '-1003' || $code === '-4104') && ask($own, 9) === 9 ? 'right' : "$code?");
        posix_kill(getmypid(), SIGKILL);
    }
    $children++;
    pcntl_waitpid($child, $status);
};
$kick = proc_open("sleep 0.1; kill -USR1 $pid", [['pipe', 'r']], $pipes);
echo outcome($id), "\n";
proc_close($kick);
echo $children, ' child: ', file_get_contents($slow->folder . '/child'), "\n";

echo "a handler that leaves\n";
$mute = peer_start(['default' => []]);
$e = connect($mute);
$id = rpc_tl_query_one($e, ask_query(6));
$then = function () {
    exit("left\n");
};
$kick = proc_open("sleep 0.1; kill -USR1 $pid", [['pipe', 'r']], $pipes);
echo outcome($id), "not reached\n";
?>
--EXPECT--
one after the other
bool(true)
batches
a handler that asks
bool(true)
a handler that forks: the child is another process, the wait goes on
5
1 child: right
a handler that leaves
left
1 pending
8
