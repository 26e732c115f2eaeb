--TEST--
limits: named arguments, and strict types
--SKIPIF--
<?php if (PHP_VERSION_ID < 80000) echo 'skip named arguments came with PHP 8.0'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/../_inc/fault.inc';
$peer = peer_with();
$names = array_map(function ($p) { return $p->getName(); }, (new ReflectionFunction('new_rpc_connection'))->getParameters());
$c = new_rpc_connection(...[$names[0] => '127.0.0.1', $names[1] => $peer->port, $names[4] => 20.0, $names[3] => 20.0]);
$names = array_map(function ($p) { return $p->getName(); }, (new ReflectionFunction('rpc_tl_query_one'))->getParameters());
$id = rpc_tl_query_one(...[$names[1] => ask_query(3), $names[0] => $c]);
echo outcome($id), "\n";
try {
    rpc_tl_query_one($c, ask_query(3), 'soon');
} catch (TypeError $e) {
    echo get_class($e), "\n";
}
try {
    rpc_tl_query_one(nothing: 1);
} catch (Error $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
3
TypeError
Error
