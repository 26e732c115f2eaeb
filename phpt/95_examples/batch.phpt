--TEST--
examples/batch.php
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
require dirname(__DIR__, 2) . '/examples/batch.php';
?>
--EXPECT--
100 writes, ids: -1
100 answers, the last under 'key 99', 4950 bytes
good: ***
no such function: failed with -1003
error: failed with -77
slow: failed with -4103
