--TEST--
rpc_flush: true when everything went out, false when the time was not enough
--INI--
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-7.10
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$good = echo_peer();
$c = connect($good);
store_int(0x0ec40001);
store_int(5);
$id = rpc_send_noflush($c);
echo value(rpc_flush()), value(rpc_flush(10.0)), ' ', bin2hex(rpc_get($id)), "\n";

$deaf = peer_start(['connections' => [['ready' => [['deaf' => true]]], []]]);
$d = connect($deaf);
store_int(0x0ec40001);
store_string2(str_repeat('x', 15 << 20));
$id = rpc_send_noflush($d);
$watch = new Stopwatch();
echo value(rpc_flush(0.2)), "\n";
$watch->expect_deadline('flush', 0.2);
// The others are not held up by it.
store_int(0x0ec40001);
store_int(6);
echo bin2hex(rpc_get(rpc_send($c))), "\n";
$good->check();
?>
--EXPECT--
truetrue 05000000
false
06000000
