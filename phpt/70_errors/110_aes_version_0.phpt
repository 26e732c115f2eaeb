--TEST--
errors: an encrypted connection, protocol version 0
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
vkext.key_file={PWD}/../_inc/test.key
vkext.protocol_version=0
--FILE--
<?php
// rows: api-4.11
require __DIR__ . '/../_inc/fault.inc';

$text = on(['magic' => 'fa000011'], ['result' => '246e28b5{args}'], ['ping' => 9]);
$peer = peer_with_key(['version' => 2, 'rules' => [$text]]);
$c = connect($peer);
for ($n = 0; $n < 5; $n++) {
    echo ask($c, $n), ' ';
}
// Every length of text: alignment, skip words and block boundaries in both directions.
for ($size = 0; $size < 70; $size++) {
    $text = str_repeat('x', $size);
    if (($outcome = outcome(rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => $text]))) !== $text) {
        echo "size $size: ", var_export($outcome, true), "\n";
    }
}
$ids = rpc_tl_query($c, array_map('ask_query', range(0, 199)));
var_dump(array_map('shown', rpc_tl_query_result($ids)) === range(0, 199));
$nonce = $peer->events('nonce')[0];
echo 'version ', $nonce['version'], ', schema ', $nonce['schema'], ', ', $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
0 1 2 3 4 bool(true)
version 0, schema 2, 1 connection
