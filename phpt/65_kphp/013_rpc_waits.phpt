--TEST--
forks: every way to wait for an answer gives the thread away
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/waits.tl
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

// One request of each kind is held until all have come.
$ways = [
    'one' => function ($c) { return shown(rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query(1)))); },
    'many' => function ($c) { return brief(array_map('shown', rpc_tl_query_result(rpc_tl_query($c, ['x' => ask_query(2), 'y' => ask_query(3)])))); },
    'synchronously' => function ($c) { return brief(array_map('shown', rpc_tl_query_result_synchronously(rpc_tl_query($c, [ask_query(4)])))); },
    'typed' => function ($c) { return brief(typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('swap', ['p' => type('point', ['x' => 5, 'y' => 6])])))); },
    'get' => function ($c) { return bin2hex(rpc_get(rpc_tl_query_one($c, ask_query(7)))); },
    'parse' => function ($c) { return brief(rpc_get_and_parse(rpc_tl_query_one($c, ask_query(8)))) . ' ' . dechex(fetch_int() & 0xffffffff) . ' ' . fetch_int(); },
    'wait' => function ($c) { $id = rpc_tl_query_one($c, ask_query(9)); return brief(rpc_wait($id)) . shown(rpc_tl_query_result_one($id)); },
    'queue' => function ($c) {
        $queue = rpc_queue_create(rpc_tl_query($c, [ask_query(10), ask_query(11)]));
        $sum = 0;
        while ($id = rpc_queue_next($queue)) $sum += shown(rpc_tl_query_result_one($id));
        return $sum;
    },
];
$requests = 10;
$answers = [];
for ($n = 1; $n <= $requests; $n++) {
    $answers[] = ['result' => 'da9b50a8' . bin2hex(pack('V', $n * 100)), 'to' => $n];
}
// test.swap is the fifth: its answer is a test.point.
$answers[4]['result'] = 'd4b263aa' . bin2hex(pack('VV', 6, 5));
$peer = peer_start(['rules' => [['when' => ['n' => $requests], 'do' => $answers]], 'default' => []]);
$c = connect($peer);
$forks = [];
foreach ($ways as $name => $way) {
    $forks[$name] = fork($way, $c);
}
foreach ($forks as $name => $fork) {
    echo "$name: ", wait($fork), "\n";
}
$peer->check();

// Deadlines of one fork are its own: its query's, and the one given for the result.
$peer = peer_start(['rules' => [['when' => ['magic' => 'fa000011'], 'do' => []]], 'default' => [GOOD]]);
$c = connect($peer);
$silent = ['_' => 'fault.text', 'text' => ''];
$watch = new Stopwatch();
$forks = [
    'query' => fork(function () use ($c, $silent) { return code_of(shown(rpc_tl_query_result_one(rpc_tl_query_one($c, $silent, 0.1)))); }),
    'result' => fork(function () use ($c, $silent) { return code_of(shown(rpc_tl_query_result_one(rpc_tl_query_one($c, $silent), 0.1))); }),
    'get' => fork(function () use ($c, $silent) { return brief(rpc_get(rpc_tl_query_one($c, $silent), 0.1)); }),
    'queue' => fork(function () use ($c, $silent) { return brief(rpc_queue_next(rpc_queue_create(rpc_tl_query_one($c, $silent)), 0.1)); }),
    'member' => fork(function () use ($c, $silent) { return brief(rpc_queue_next(rpc_queue_create($id = rpc_tl_query_one($c, $silent, 0.1))) === $id); }),
    'answer' => fork(function () use ($c) { return ask($c, 5); }),
];
echo wait($forks['answer']), ' ', brief(wait_multi(array_diff_key($forks, ['answer' => 0]))), "\n";
$watch->expect_deadline('all of them', 0.1);
// Taken by another one: the id is unknown to the rest. A queue that others empty is empty.
$id = rpc_tl_query_one($c, ask_query(1));
$take = function () use ($id) { return shown(rpc_tl_query_result_one($id)); };
$queue = rpc_queue_create(rpc_tl_query_one($c, ask_query(2)));
$next = function () use ($queue) { return brief(rpc_queue_next($queue) > 0); };
echo brief(wait_multi([fork($take), fork($take), fork($next), fork($next)])), "\n";
$peer->check();
?>
--EXPECT--
one: 100
many: ["x" => 200, "y" => 300]
synchronously: [400]
typed: rpcResponseOk{result: test_swap_result{value: test_point{x: 6, y: 5}}}
get: da9b50a858020000
parse: true a8509bda 700
wait: true800
queue: 1900
5 ["query" => "-4103", "result" => "-4103", "get" => "false", "queue" => "false", "member" => "true"]
[1, "-1003 No answer received or duplicate/wrong query_id", "true", "false"]
