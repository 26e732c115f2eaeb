--TEST--
forks: connecting and a full connection hold up nobody else
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/waits.tl
vkext.kphp_runtime=1
memory_limit=-1
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

define('LIMIT', under_valgrind() ? 6.0 : 3.0);  // what a fork waits for in vain

/** A socket that nobody accepts from: connections to it are made by the kernel, or (when it is full) not at all. */
function deaf_socket(bool $full)
{
    static $kept = [];
    $context = stream_context_create(['socket' => ['backlog' => $full ? 0 : 64]]);
    $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
    $kept[] = $server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, $flags, $context);
    $name = stream_socket_get_name($server, false);
    for ($i = 0; $full && $i < 4; $i++) {
        $kept[] = stream_socket_client("tcp://$name", $code, $text, 1, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
    }
    return (int)substr(strrchr($name, ':'), 1);
}

// fault.text is answered 50 ms late.
$good = peer_start(['rules' => [on(['magic' => 'fa000011'], ['delay' => 0.05], ['result' => '246e28b5' . '026f6b00'])],
    'default' => [GOOD]]);
$c = connect($good);

// A connection that goes while nobody looks is made anew by the query that needs it, to a server that says nothing.
$twice = peer_start(['connections' => [[], ['nonce' => ['mode' => 'never']]],
    'rules' => [on(['n' => 2], ['close' => true])], 'default' => [GOOD]]);
$lost = connect($twice);
ask($lost, 1);
expect_code('its connection ends', ask($lost, 2), -4104);

// Servers that do not read any more: 16 MiB are queued, then the next query has to wait for room, and rpc_flush() for
// what was queued before.
$deaf = ['default' => [GOOD, ['deaf' => true]]];
$full = connect(peer_start($deaf));
$unwritten = connect(peer_start($deaf));
ask($full);
ask($unwritten);
$big = ['_' => 'fault.text', 'text' => str_repeat('x', 15 << 20)];

// What takes a processor's time is done before: the limits begin when all are ready.
$go = false;
$ready = function () use (&$go): Stopwatch {
    while (!$go) {
        sched_yield_sleep(0.005);
    }
    return new Stopwatch();
};
$open = function (int $port) {
    return var_export(@new_rpc_connection('127.0.0.1', $port, 0, 0.3, LIMIT), true);
};
$stuck = [
    'no handshake' => function () use ($open, $ready) { return [$ready(), $open(deaf_socket(false))]; },
    'no connection' => function () use ($open, $ready) { return [$ready(), $open(deaf_socket(true))]; },
    'anew' => function () use ($lost, $ready) { return [$ready(), code_of(ask($lost, 3, LIMIT))]; },
    'no room' => function () use ($full, $big, $ready) {
        $ids = [rpc_tl_query_one($full, $big, 60.0), rpc_tl_query_one($full, $big, 60.0)];
        $watch = $ready();
        $code = code_of(outcome(rpc_tl_query_one($full, $big, LIMIT)));
        // A slow machine has pinged the server by then, had no answer, and asked a fresh connection: no answer there either.
        return [$watch, count(array_filter($ids)) . ' sent, then ' . ($code === '-4103' ? '-102' : $code)];
    },
    'flush' => function () use ($unwritten, $big, $ready) {
        rpc_tl_query_one($unwritten, $big, 60.0);
        return [$ready(), var_export(rpc_flush(LIMIT), true)];
    },
];
$order = [];
$forks = [];
foreach ($stuck as $what => $way) {
    $forks[$what] = fork(function () use ($what, $way, &$order) {
        [$watch, $outcome] = $way();
        $watch->expect_deadline($what, LIMIT);
        $order[] = $what;
        return $outcome;
    });
}
$go = true;
$watch = new Stopwatch();
$late = fork(function () use ($c, &$order) {
    $answer = outcome(rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => '']));
    $order[] = 'answer';
    return $answer;
});
echo wait($late), "\n";
$watch->expect_sooner('the answer', LIMIT);
foreach ($forks as $what => $fork) {
    echo "$what: ", wait($fork), "\n";
}
echo $order[0], ' first, ', count($order) - 1, " after it\n";

// A batch for one server has nothing to do with what is queued for another one.
$watch = new Stopwatch();
$answers = rpc_tl_query_result(rpc_tl_query($c, [ask_query(5), ask_query(6)], 60.0));
$watch->expect_sooner('a batch', 60.0);
echo implode(' ', array_map('shown', $answers)), "\n";

// All at once: forks that wait for the same connection share it, and the outermost one may connect as well.
$slow = peer_start(['connections' => [['nonce' => ['delay' => 0.2]]], 'default' => [GOOD]]);
$forks = [];
for ($n = 0; $n < 20; $n++) {
    $forks[] = fork(function () use ($slow, $n) {
        return ask(connect($slow), $n);
    });
}
echo ask(connect($slow), 100), ' ', array_sum(wait_multi($forks)), "\n";
echo count(array_filter(vkext_pool_status(), function ($row) use ($slow) {
    return $row['port'] === $slow->port;
})), " connection\n";
$good->check();
$slow->check();
?>
--EXPECT--
ok
no handshake: NULL
no connection: NULL
anew: -102
no room: 2 sent, then -102
flush: false
answer first, 5 after it
5 6
100 190
1 connection
