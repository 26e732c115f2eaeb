--TEST--
errors: the largest request and answer, and one byte more
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// An answer of 16 777 212 bytes (the largest multiple of four) is delivered; 2^24 closes the connection.
$peer = peer_start(__DIR__ . '/092_large_packets.py');
$c = connect($peer, 60.0);
$text = function (string $what) use ($c) {
    $id = rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => $what]);
    $answer = $id ? rpc_tl_query_result_one($id) : ['result' => outcome($id)];
    return $answer['result'] ?? shown($answer);
};
$largest = $text('largest');
echo is_string($largest) ? strlen($largest) . ' ' . md5($largest) : var_export($largest, true), "\n";
expect_code('one more', $text('too large'), -4104);
expect_recovery('one more', $c);
// A request larger than the limit is refused before a byte of it leaves; the connection does not notice.
$connections = $peer->connections();
$outcome = $text(str_repeat('y', (1 << 24) - 32));
echo code_of($outcome), "\n";
expect_recovery('a request too large', $c);
echo $peer->connections() - $connections, " new connections\n";
$peer->check();
?>
--EXPECT--
16777180 0cf0e4c0ae0c962edd4c07e5b817fe0e
-3011
0 new connections
