--TEST--
examples/queue.php
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
ob_start();
require dirname(__DIR__, 2) . '/examples/queue.php';
$lines = explode("\n", trim(ob_get_clean()));
sort($lines);  // a slow machine may bring "one more" later
echo implode("\n", $lines), "\n";
?>
--EXPECT--
after 0 ms: done
after 300 ms: done
after 600 ms: done
did other work in between
one more: done
