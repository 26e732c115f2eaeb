--TEST--
module: classes of the extension that php.ini disables: a connection is a number then, an exception one of PHP's own
--SKIPIF--
<?php if (PHP_VERSION_ID >= 80500) echo 'skip classes cannot be disabled any more'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/process.inc';
$peer = peer_with();
echo php_output('$c = new_rpc_connection("127.0.0.1", ' . $peer->port . ', 0, 60.0, 60.0); var_dump($c);
    echo rpc_tl_query_result_one(rpc_tl_query_one($c, ["_" => "fault.ask", "n" => 5]))["result"], "\n";
    try { vkext_tl_encode(["_" => "none"]); } catch (Exception $e) { echo get_class($e), ": ", $e->getMessage(); }',
    ['disable_classes' => 'RpcConnection,VkextTlException', 'vkext.connection_objects' => '1',
        'tl.conffile' => __DIR__ . '/../_inc/fault.tl']);
$peer->check();
?>
--EXPECT--
int(1)
5
Exception: Function none not found
