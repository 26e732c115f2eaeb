--TEST--
queues: ten thousand queries, once each, and none left
--FILE--
<?php
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 120.0, 20.0);
$count = getenv('VKEXT_VALGRIND') === false ? 10000 : 500;
$ids = [];
for ($i = 0; $i < $count; $i++) {
    store_int(0x0ec40001);
    store_int($i);
    $ids[rpc_send_noflush($c)] = $i;
}
$queue = rpc_queue_create(array_keys($ids));
echo value(rpc_queue_empty($queue)), "\n";
$wrong = 0;
while ($id = rpc_queue_next($queue, 120.0)) {
    $wrong += rpc_get_and_parse($id) && fetch_int() === $ids[$id] ? 0 : 1;
    unset($ids[$id]);
}
echo count($ids), ' left, ', $wrong, ' wrong, ', rpc_tl_pending_queries_count(), " pending\n";
?>
--EXPECT--
false
0 left, 0 wrong, 0 pending
