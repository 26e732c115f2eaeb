--TEST--
query: which timeout holds
--INI--
tl.conffile={PWD}/query.tl
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-4.6 api-4.7 api-4.10 api-3.2 api-5.2.9 decision-9
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/query.inc';

// The first connection answers nothing, the second not even its set-up.
$mute = peer_start(['default' => []]);
$query = ['_' => 'q.int', 'x' => 5];
$c = new_rpc_connection('127.0.0.1', $mute->port, 0, 0.2, 20.0);
$one = function (string $what, float $limit, callable $do) {
    $watch = new Stopwatch();
    $told = preg_replace('/-?\d+ 127.*: no answer in (\S+) s .*/', 'no answer in $1 s', answer($do()));
    $watch->expect_deadline($what, $limit);
    echo "$what: $told\n";
};
$one('of the connection', 0.2, function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c,
    $query)); });
$one('of the query', 0.1, function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query,
    0.1)); });
foreach (['0' => 0, '-1' => -1, 'NAN' => NAN, 'INF' => INF, 'a day and more' => 86400.5] as $name => $timeout) {
    $one("query with $name", 0.2, function () use ($c, $query,
        $timeout) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query, $timeout)); });
    $one("result with $name", 0.2, function () use ($c, $query,
        $timeout) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query), $timeout); });
    $one("results with $name", 0.2, function () use ($c, $query,
        $timeout) { return rpc_tl_query_result(rpc_tl_query($c, [$query], $timeout), $timeout)[0]; });
}
$one('of the result', 0.05, function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query,
    20.0), 0.05); });
$one('the smallest', 0.001, function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query,
    1e-9)); });
$one('the longest of a set', 0.3, function () use ($c, $query) {
    return rpc_tl_query_result([rpc_tl_query_one($c, $query, 0.1), rpc_tl_query_one($c, $query, 0.3)])[1];
});
$one('one limit for the set', 0.1, function () use ($c, $query) {
    return rpc_tl_query_result(rpc_tl_query($c, [$query, $query, $query], 20.0), 0.1)[2];
});
// The time for a result counts from now, not from when the query left.
$one('from now', 0.2, function () use ($c, $query) {
    $id = rpc_tl_query_one($c, $query, 20.0);
    usleep(100000);
    return rpc_tl_query_result_one($id, 0.1);
});
if (PHP_VERSION_ID >= 80000) {
    $code = 'return rpc_tl_query_result(rpc_tl_query(rpc_connection: $c, tl_queries: ["k" => $query], ignore_answer: false))["k"];';
    $one('named arguments', 0.2, function () use ($c, $query, $code) { return eval($code); });
} else {
    echo "named arguments: no answer in 0.200 s\n";
}
// Two handles to one target: one connection, a time for each.
$slow = new_rpc_connection('127.0.0.1', $mute->port, 0, 0.4, 20.0);
$one('of another handle', 0.4, function () use ($slow, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($slow,
    $query)); });
$one('of this one still', 0.2, function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c,
    $query)); });
var_dump($mute->connections());

$silent = peer_start(['connections' => [['nonce' => ['mode' => 'never']]]]);
$one('of the connect', 0.2, function () use ($silent) { return @new_rpc_connection('127.0.0.1', $silent->port, 0, 20.0,
    0.2); });
$one('of the connect, by default', 0.3, function () use ($silent) { return @new_rpc_connection('localhost',
    $silent->port); });
$mute->check();
?>
--EXPECT--
of the connection: no answer in 0.200 s
of the query: no answer in 0.100 s
query with 0: no answer in 0.200 s
result with 0: no answer in 0.200 s
results with 0: no answer in 0.200 s
query with -1: no answer in 0.200 s
result with -1: no answer in 0.200 s
results with -1: no answer in 0.200 s
query with NAN: no answer in 0.200 s
result with NAN: no answer in 0.200 s
results with NAN: no answer in 0.200 s
query with INF: no answer in 0.200 s
result with INF: no answer in 0.200 s
results with INF: no answer in 0.200 s
query with a day and more: no answer in 0.200 s
result with a day and more: no answer in 0.200 s
results with a day and more: no answer in 0.200 s
of the result: -4103 Response not found, probably timed out
the smallest: no answer in 0.001 s
the longest of a set: no answer in 0.300 s
one limit for the set: -4103 Response not found, probably timed out
from now: -4103 Response not found, probably timed out
named arguments: no answer in 0.200 s
of another handle: no answer in 0.400 s
of this one still: no answer in 0.200 s
int(1)
of the connect: null
of the connect, by default: null
