--TEST--
queues: create, push, empty, next
--INI--
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-2.6 api-8.1..6 api-8.9 api-8.10
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['rules' => [
    ['when' => ['magic' => '00000001'], 'do' => [['result' => '01000000']]],
    ['when' => ['magic' => '00000002'], 'do' => []],  // answered by the next 3, behind it
    ['when' => ['magic' => '00000003', 'n' => 3], 'do' => [['result' => '03000000'],
        ['delay' => 0.05, 'inline' => true], ['result' => '02000000', 'to' => 1]]],
    ['when' => ['magic' => '00000003'], 'do' => [['result' => '03000000']]],
    ['when' => ['magic' => '00000004'], 'do' => [['result' => '04000000'], ['result' => '02000000', 'to' => -1]]],
], 'default' => [['echo' => true]]]);
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);

function raw($c, int $magic, float $timeout = -1.0)
{
    rpc_clean();
    store_int($magic);
    return rpc_send($c, $timeout);
}

// Before any query there is no client behind it.
$empty = rpc_queue_create();
echo 'large: ', value($empty > 1 << 30), ', empty ', value(rpc_queue_empty($empty)), ', next ', value(rpc_queue_next($empty)), "\n";
// In the order of the answers; each id once.
$ids = [2 => raw($c, 2), 1 => raw($c, 1), 3 => raw($c, 3)];
$names = array_flip($ids);
$queue = rpc_queue_create($ids);
while (!rpc_queue_empty($queue)) {
    $id = rpc_queue_next($queue);
    echo $names[$id], ' ', bin2hex(rpc_get($id)), "\n";
}
echo 'next of an empty one: ', value(rpc_queue_next($queue)), ', at once: ', value(rpc_queue_next($queue, 10.0)), "\n";
// A scalar id, null, ids that are unknown or stand in a queue already.
$a = raw($c, 1);
$b = raw($c, 1);
$one = rpc_queue_create($a);
$other = rpc_queue_create([$a, $b, 0, -5, 'x', null, 12345]);
echo value(rpc_queue_next($one) === $a), ' ', value(rpc_queue_next($other) === $b), ' ', value(rpc_queue_empty($other)), "\n";
echo 'taken out, it may be pushed again: ', value(rpc_queue_push($one, $a)), ', twice: ', value(rpc_queue_push($one, $a)), "\n";
echo 'unknown id: ', value(rpc_queue_push($one, 12345)), ', a list: ', value(rpc_queue_push($one, [12345])), ', no list: ', value(rpc_queue_push($one, [])), ', null: ', value(rpc_queue_push($one, null)), "\n";
echo value(rpc_queue_next($one) === $a), ' ', bin2hex(rpc_get($a)), ' ', bin2hex(rpc_get((string)$b)), "\n";
// Queues that do not exist.
foreach ([0, -1, 5, (1 << 30) - 1, 'x', null, [], PHP_INT_MAX] as $queue) {
    echo value($queue), ': empty ', told(function () use ($queue) { return rpc_queue_empty($queue); }),
        ', next ', told(function () use ($queue) { return rpc_queue_next($queue); }),
        ', push ', told(function () use ($queue) { return rpc_queue_push($queue, [1]); }), "\n";
}
// A next that gives up leaves the query in; taking its result takes it out.
$slow = raw($c, 2);
$queue = rpc_queue_create();
rpc_queue_push($queue, [$slow]);
echo value(rpc_queue_next($queue, 0.02)), ' ', value(rpc_queue_empty($queue)), ' ';
rpc_get(raw($c, 4));
echo bin2hex(rpc_get($slow)), ' ', value(rpc_queue_empty($queue)), ' ', value(rpc_queue_next($queue)), "\n";
// The same for *_result.
$tl = [raw($c, 1), raw($c, 1)];
$queue = rpc_queue_create($tl);
rpc_tl_query_result($tl);
echo value(rpc_queue_empty($queue)), "\n";
// next, then get, or get inside: both loops end.
$queue = rpc_queue_create([raw($c, 1), raw($c, 3)]);
$n = 0;
while ($id = rpc_queue_next($queue)) {
    $n += rpc_get_and_parse($id) ? fetch_int() : 100;
}
echo $n, ' pending ', rpc_tl_pending_queries_count(), "\n";
$peer->check();
?>
--EXPECT--
large: true, empty true, next false
1 01000000
3 03000000
2 02000000
next of an empty one: false, at once: false
true true true
taken out, it may be pushed again: true, twice: false
unknown id: false, a list: true, no list: true, null: false
true 01000000 01000000
0: empty true, next false, push false
-1: empty true, next false, push false
5: empty true, next false, push false
1073741823: empty true, next false, push false
'x': empty true, next false, push false
null: empty true, next false, push false
[]: empty true, next false, push false
9223372036854775807: empty true, next false, push false
false false 02000000 true false
true
4 pending 0
