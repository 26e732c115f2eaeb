--TEST--
examples/queue.php
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
require dirname(__DIR__, 2) . '/examples/queue.php';
?>
--EXPECT--
after 0 ms: done
one more: done
after 300 ms: done
after 600 ms: done
did other work in between
