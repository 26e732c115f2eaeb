--TEST--
queues: a queue that is empty takes no memory, and its number stays good
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
$server = serve_start();
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 60.0, 20.0);
function memory_kib(): int
{
    preg_match('/^RssAnon:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found);
    return (int)$found[1];
}
$one = function () use ($c) {
    $queue = rpc_queue_create(rpc_tl_query($c, array_fill(0, 50, ['_' => 'demo.get', 'key' => 'k'])));
    for ($n = 0; !rpc_queue_empty($queue); $n++) {
        rpc_tl_query_result_one(rpc_queue_next($queue, 20.0));
    }
    return $n === 50 ? $queue : 0;
};
for ($i = 0; $i < 200; $i++) {
    $first = $first ?? $one();
    $one();
}
$before = memory_kib();
for ($i = 0; $i < 2000; $i++) {
    if (!$one()) {
        echo "$i: not all came out\n";
    }
}
$grown = memory_kib() - $before;
// valgrind keeps books of its own.
echo $grown < 512 || getenv('VKEXT_VALGRIND') ? "no larger\n" : "$grown KiB larger\n";
$id = rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => 'k']);
var_dump(rpc_queue_empty($first), rpc_queue_push($first, [$id]), rpc_queue_next($first, 20.0) === $id, rpc_queue_empty($first),
    rpc_queue_next($first, 0.01));
?>
--EXPECT--
no larger
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
