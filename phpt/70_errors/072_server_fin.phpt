--TEST--
errors: the server wants to go: what was asked is answered, the next query goes elsewhere
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['conn' => 1, 'n' => [1, 2]]),
    on(['conn' => 1, 'n' => 3], ['fin' => true], GOOD, GOOD + ['to' => 1], ['wait_fin' => 30], GOOD + ['to' => 2]));
$c = connect($peer);
$ids = rpc_tl_query($c, ['a' => ask_query(1), 'b' => ask_query(2), 'c' => ask_query(3)]);
echo json_encode(array_map('shown', rpc_tl_query_result($ids))), "\n";
echo ask($c, 4), ' ', ask($c, 5), "\n";
$last = $peer->events('request');
echo 'the later queries on connection ', $last[3]['conn'], ' and ', $last[4]['conn'], "\n";
echo count($peer->events('client_fin')), " rpcClientWantsFin\n";
$peer->check();
?>
--EXPECT--
{"a":1,"b":2,"c":3}
4 5
the later queries on connection 2 and 2
1 rpcClientWantsFin
