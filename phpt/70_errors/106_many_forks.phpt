--TEST--
errors: forks while idle, with a query under way, in mid-packet: no byte of a child on its parent's connections
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip no pcntl'; ?>
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
memory_limit=512M
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// VKEXT_FORKS=1000 ./test phpt/70_errors/106_many_forks.phpt
$forks = (int)(getenv('VKEXT_FORKS') ?: (under_valgrind() ? 9 : 18));
// The peer judges every byte: one of a child's would break the row of packet numbers or a checksum. After the answer to
// fault.text it does not read for a moment, so that the next request stays half written.
$text = ['result' => '246e28b5' . '026f6b00'];
// Without CRC32C, which the peer computes byte by byte.
$peer = peer_start(['crc32c' => false, 'rules' => [on(['magic' => 'fa000011'], $text,
    ['delay' => 0.02, 'inline' => true])], 'default' => [GOOD]]);
$c = connect($peer, 60.0);
$big = str_repeat('x', 6 << 20);
$small = ['_' => 'fault.text', 'text' => 'small'];
$children = $wrong = 0;

/** The child's whole life; kind 0 does nothing, 1 asks by itself, 2 touches what is its parent's. Its exit code. */
function child($c, int $kind, int $n, array $ids): int
{
    if ($kind === 1 && ask($c, $n) !== $n) {
        return 1;
    }
    if ($kind === 2) {
        rpc_flush(0.01);
        foreach ($ids as $id) {
            if (!in_array(code_of(outcome($id)), ['-4104', '-1003'], true)) {
                return 2;
            }
        }
    }
    return 0;
}

for ($n = 0; $n < $forks; $n++) {
    $ids = [];
    switch ($n % 3) {
        case 0:  // idle
            $wrong += ask($c, $n) === $n ? 0 : 1;
            break;
        case 1:  // a query under way
            $ids[] = rpc_tl_query_one($c, $small);
            break;
        case 2:  // in the middle of a packet
            $wrong += outcome(rpc_tl_query_one($c, $small)) === 'ok' ? 0 : 1;
            $ids[] = rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => $big]);
    }
    $pid = pcntl_fork();
    if ($pid === 0) {
        exit(child($c, intdiv($n, 3) % 3, $n, $ids));
    }
    foreach ($ids as $id) {
        if (($outcome = outcome($id)) !== 'ok') {
            echo "fork $n: ", var_export($outcome, true), "\n";
        }
    }
    pcntl_waitpid($pid, $status);
    $children += pcntl_wifexited($status) && pcntl_wexitstatus($status) === 0 ? 1 : 0;
    if (($outcome = ask($c, $n)) !== $n) {
        echo "after fork $n: ", var_export($outcome, true), "\n";
    }
}
echo $wrong, " wrong answers\n";
echo $children === $forks ? "every child ended well\n" : "$children of $forks children ended well\n";
$pids = [];
foreach ($peer->events('request') as $request) {
    $pids[$request['conn']][$request['sender']['pid']] = true;
}
echo count($pids[1]), " process on the parent's connection, at most ", max(array_map('count', $pids)), " on any\n";
$by_parent = array_filter($pids, function (array $of) {
    return isset($of[getmypid() & 0xffff]);
});
echo count($by_parent), " connection of the parent\n";
$peer->check();
?>
--EXPECT--
0 wrong answers
every child ended well
1 process on the parent's connection, at most 1 on any
1 connection of the parent
