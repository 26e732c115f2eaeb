--TEST--
errors: one byte per write, set-up included
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$slow = ['slow' => 0.0005];
$peer = peer_start(['connections' => [['nonce' => $slow, 'handshake' => $slow]], 'default' => [GOOD + $slow]]);
$c = connect($peer);
for ($n = 0; $n < 5; $n++) {
    echo ask($c, $n), "\n";
}
$answers = array_map('shown', rpc_tl_query_result(rpc_tl_query($c, array_map('ask_query', range(10, 19)))));
echo implode(' ', $answers), "\n";
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
0
1
2
3
4
10 11 12 13 14 15 16 17 18 19
1 connection
