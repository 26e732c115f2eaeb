--TEST--
errors: what leaves: ids, actors, flags, no answer wanted
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['default' => [GOOD]]);
$plain = connect($peer);
$actor = new_rpc_connection('127.0.0.1', $peer->port, -5, 20.0, 20.0);
ask($plain, 1);
ask($actor, 2);
echo implode(' ', rpc_tl_query($plain, ['a' => ask_query(3), 'b' => ask_query(4)], -1.0, true)), "\n";
ask($plain, 5);
$ids = [];
foreach ($peer->events('request') as $request) {
    $ids[] = $request['qid'];
    echo $request['function'], ' actor ', $request['actor'], ' flags ', $request['extra']['flags'] ?? 'none',
        ' length ', $request['length'], "\n";
}
$sorted = $ids;
sort($sorted);
var_dump($ids === $sorted && count(array_unique($ids)) === 5 && $ids[0] > 0 && end($ids) - $ids[0] < 100);
$senders = array_unique(array_map('json_encode', array_column($peer->events('request'), 'sender')));
echo count($senders), ' sender, its process id is ',
    $peer->events('request')[0]['sender']['pid'] === (getmypid() & 0xffff) ? 'ours' : 'not ours', "\n";
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
-1 -1
100000fa01000000 actor 0 flags none length 32
100000fa02000000 actor -5 flags 0 length 48
100000fa03000000 actor 0 flags 128 length 48
100000fa04000000 actor 0 flags 128 length 48
100000fa05000000 actor 0 flags none length 32
bool(true)
1 sender, its process id is ours
1 connection
