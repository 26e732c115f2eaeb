--TEST--
connections: opaque objects with vkext.connection_objects=1
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.connection_objects=1
--FILE--
<?php
// rows: api-12.1
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['default' => [GOOD]]);
$c = connect($peer);
echo get_class($c), ' ', (new ReflectionClass($c))->isFinal() ? 'final' : 'open', "\n";
echo ask($c, 1), ' ', value(array_map('shown', rpc_tl_query_result(rpc_tl_query($c, ['a' => ask_query(2)])))), "\n";
store_int(0xfa000010 - (1 << 32));
store_int(3);
echo bin2hex(rpc_get(rpc_send($c))), "\n";
rpc_clean();
store_int(0x0fa00010);
echo value(rpc_get(rpc_send_noflush($c)) !== false), "\n";
$other = connect($peer);
echo ask($other, 4), "\n";
$same = $c;
echo json_encode([$c == $same, $c == $other, $c != $other, $c == null, $c == true, in_array($other, [$c])]), "\n";
// A number still works; other objects do not.
echo ask(1, 5), ' ', ask(new stdClass(), 6), "\n";
echo told(function () use ($c) { return clone $c; }), "\n";
echo told(function () use ($c) { return serialize($c); }), "\n";
echo preg_replace('/ from .*/', '', told(function () { return new RpcConnection(); })), "\n";
echo strpos(told(function () { return unserialize('O:13:"RpcConnection":0:{}'); }), '{}') === false ? "refused\n" : "made\n";
echo json_encode($c), "\n";
echo value(@new_rpc_connection('', 1)), "\n";
$peer->check();
?>
--EXPECT--
RpcConnection final
1 {"a":2}
da9b50a803000000
true
4
[true,false,true,false,true,false]
5 not sent: -112 Invalid connection in rpc_tl_query_one
Error 0 Trying to clone an uncloneable object of class RpcConnection
Exception 0 Serialization of 'RpcConnection' is not allowed
Error 0 Call to private RpcConnection::__construct()
refused
{}
null
