--TEST--
query: actor and flags in front of a query: one header out of what connection, query and call say
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.3.1..4 api-4.9
require __DIR__ . '/../_inc/query.inc';

$peer = seven_peer();
$plain = patient($peer);
$actor = patient($peer, -5);
$far = patient($peer, 8589934595);  // 2^33 + 3
$text = patient($peer, '77');

$q = ['_' => 'q.int', 'x' => 5];
$queries = [
    'bare' => $q,
    'actor 9' => ['_' => 'rpcDestActor', 'actor_id' => 9, 'query' => $q],
    'actor 0' => ['_' => 'rpcDestActor', 'actor_id' => 0, 'query' => $q],
    'flags' => ['_' => 'rpcDestFlags', 'flags' => 1 << 16, 'extra' => ['wait_binlog_pos' => 7], 'query' => $q],
    'flags, no result' => ['_' => 'rpcDestFlags', 'flags' => 1 << 7, 'extra' => [], 'query' => $q],
    'both' => ['_' => 'rpcDestActorFlags', 'actor_id' => 9, 'flags' => (1 << 16) | (1 << 7),
        'extra' => ['wait_binlog_pos' => 7], 'query' => $q],
    'not in front' => ['_' => 'q.forward', 'query' => ['_' => 'rpcDestActor', 'actor_id' => 9, 'query' => $q]],
];
foreach (['plain' => $plain, 'actor -5' => $actor, 'actor 2^33+3' => $far, 'actor "77"' => $text] as $name => $c) {
    foreach ([false, true] as $ignore) {
        echo $name, $ignore ? ', no answer wanted' : '', "\n";
        foreach ($queries as $what => $query) {
            if ($name[0] === 'a' && $name !== 'actor -5' && $what !== 'bare') {
                continue;
            }
            $seen = count($peer->events('request'));
            $told = told(function () use ($c, $query, $ignore) {
                $ids = rpc_tl_query($c, ['q' => $query], -1.0, $ignore);
                return $ids['q'] > 0 ? rpc_tl_query_result($ids)['q']['result'] : $ids['q'];
            });
            $peer->wait_for('request', $seen + 1);
            $packet = $peer->events('request')[$seen]['hex'] ?? '';
            echo "  $what: ", substr($packet, 40, -8), ' ', $told, "\n";  // length, number, type and id, then the body
        }
    }
}
$peer->check();
?>
--EXPECT--
plain
  bare: 0100005005000000 7
  actor 9: f7aca5f00900000000000000000000000100005005000000 7
  actor 0: f7aca5f00000000000000000000000000100005005000000 7
  flags: f7aca5f000000000000000000000010007000000000000000100005005000000 7
  flags, no result: f7aca5f00000000000000000000000000100005005000000 7 | W rpc_tl_query(): inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared
  both: f7aca5f009000000000000000000010007000000000000000100005005000000 7 | W rpc_tl_query(): inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared
  not in front: 22000050bdaa687509000000000000000100005005000000 7
plain, no answer wanted
  bare: f7aca5f00000000000000000800000000100005005000000 -1
  actor 9: f7aca5f00900000000000000800000000100005005000000 -1
  actor 0: f7aca5f00000000000000000800000000100005005000000 -1
  flags: f7aca5f000000000000000008000010007000000000000000100005005000000 -1
  flags, no result: f7aca5f00000000000000000800000000100005005000000 -1
  both: f7aca5f009000000000000008000010007000000000000000100005005000000 -1
  not in front: f7aca5f000000000000000008000000022000050bdaa687509000000000000000100005005000000 -1
actor -5
  bare: f7aca5f0fbffffffffffffff000000000100005005000000 7
  actor 9: f7aca5f0fbffffffffffffff000000000100005005000000 7 | W rpc_tl_query(): inaccurate use of 'actor_id': '-5' was passed into RPC connection constructor, but '9' was already set in the query
  actor 0: f7aca5f0fbffffffffffffff000000000100005005000000 7
  flags: f7aca5f0fbffffffffffffff0000010007000000000000000100005005000000 7
  flags, no result: f7aca5f0fbffffffffffffff000000000100005005000000 7 | W rpc_tl_query(): inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared
  both: f7aca5f0fbffffffffffffff0000010007000000000000000100005005000000 7 | W rpc_tl_query(): inaccurate use of 'actor_id': '-5' was passed into RPC connection constructor, but '9' was already set in the query | W rpc_tl_query(): inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared
  not in front: f7aca5f0fbffffffffffffff0000000022000050bdaa687509000000000000000100005005000000 7
actor -5, no answer wanted
  bare: f7aca5f0fbffffffffffffff800000000100005005000000 -1
  actor 9: f7aca5f0fbffffffffffffff800000000100005005000000 -1 | W rpc_tl_query(): inaccurate use of 'actor_id': '-5' was passed into RPC connection constructor, but '9' was already set in the query
  actor 0: f7aca5f0fbffffffffffffff800000000100005005000000 -1
  flags: f7aca5f0fbffffffffffffff8000010007000000000000000100005005000000 -1
  flags, no result: f7aca5f0fbffffffffffffff800000000100005005000000 -1
  both: f7aca5f0fbffffffffffffff8000010007000000000000000100005005000000 -1 | W rpc_tl_query(): inaccurate use of 'actor_id': '-5' was passed into RPC connection constructor, but '9' was already set in the query
  not in front: f7aca5f0fbffffffffffffff8000000022000050bdaa687509000000000000000100005005000000 -1
actor 2^33+3
  bare: f7aca5f00300000002000000000000000100005005000000 7
actor 2^33+3, no answer wanted
  bare: f7aca5f00300000002000000800000000100005005000000 -1
actor "77"
  bare: f7aca5f04d00000000000000000000000100005005000000 7
actor "77", no answer wanted
  bare: f7aca5f04d00000000000000800000000100005005000000 -1
