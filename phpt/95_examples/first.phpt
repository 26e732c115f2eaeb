--TEST--
examples/first.php, which README.md shows
--SKIPIF--
<?php if (!function_exists('json_encode')) die('skip without json'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', (string)$server->port];
new_rpc_connection('127.0.0.1', $server->port, 0, 60.0, 60.0);  // 0.3 s to connect may be short on a busy machine
require dirname(__DIR__, 2) . '/examples/first.php';
?>
--EXPECT--
typo was not sent: Function demo.gett not found, did you mean demo.get? (-110)
name: {"value":"vkext","_":"demo.bytes"}
none: {"_":"demo.notFound"}
typo failed: No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error() (-1003)
