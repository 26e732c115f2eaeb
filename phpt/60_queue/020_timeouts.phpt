--TEST--
queues: a query that timed out comes out like any other
--INI--
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-8.7 api-8.8
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['rules' => [
    ['when' => ['magic' => '00000001'], 'do' => []],
    ['when' => ['magic' => '00000002'], 'do' => [['error' => 'A', 'code' => -7, 'text' => 'no']]],
], 'default' => [['echo' => true]]]);
$c = connect($peer);

function raw($c, int $magic, float $timeout = -1.0)
{
    rpc_clean();
    store_int($magic);
    return rpc_send($c, $timeout);
}

// The endless loop of the incumbent ends.
$watch = new Stopwatch();  // before the sends: a deadline counts from there
$names = [raw($c, 1, 0.3) => 'late', raw($c, 1, 0.1) => 'early', raw($c, 2) => 'error', raw($c, 9) => 'answer'];
$queue = rpc_queue_create(array_keys($names));
$seen = [];
while (!rpc_queue_empty($queue)) {
    $id = rpc_queue_next($queue);
    $told = value(rpc_get($id));
    $seen[] = $names[$id] . ' ' . $told . ($told === 'false' ? ' ' . rpc_get_last_error()['code'] : '');
}
$watch->expect_deadline('the latest deadline', 0.3);
sort($seen);
echo implode("\n", $seen), "\n";
// The default limit is the latest deadline of its members, not the last one's.
$watch = new Stopwatch();
$queue = rpc_queue_create([raw($c, 1, 0.3), raw($c, 1, 0.05)]);
$first = rpc_queue_next($queue);
$watch->expect_deadline('first', 0.05);
rpc_get($first);
$second = rpc_queue_next($queue);
$watch->expect_deadline('second', 0.3);
echo value($first > 0 && $second > 0 && $first !== $second), ' ', value(rpc_queue_next($queue)), "\n";
// A limit of its own.
$queue = rpc_queue_create(raw($c, 1, 5.0));
$watch = new Stopwatch();
echo value(rpc_queue_next($queue, 0.1)), "\n";
$watch->expect_deadline('own limit', 0.1);
// Finished before they were pushed.
$id = raw($c, 9);
usleep(50000);
rpc_flush();
$queue = rpc_queue_create([$id]);
echo value(rpc_queue_next($queue) === $id), "\n";
// The server goes away: all come out.
$ids = [raw($c, 1, 10.0), raw($c, 1, 10.0)];
$queue = rpc_queue_create($ids);
$peer->stop(9);
$watch = new Stopwatch();
$n = 0;
while ($id = rpc_queue_next($queue)) {
    rpc_get($id);
    expect_code('gone', (string)rpc_get_last_error()['code'], -4104);
    $n++;
}
$watch->expect_sooner('gone', 5.0);
echo $n, "\n";
?>
--EXPECT--
answer ''
early false -4103
error false -7
late false -4103
true false
false
true
2
