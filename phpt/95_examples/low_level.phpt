--TEST--
examples/low_level.php
--INI--
memory_limit=128M
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
require dirname(__DIR__, 2) . '/examples/low_level.php';
?>
--EXPECT--
set: true
bytes of the answer: b5757299
bytes of the answer: b5757299
value: by hand
not found
all read: yes
error -2000, with a text
