--TEST--
examples/forks.php
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../../tl/demo.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
require dirname(__DIR__, 2) . '/examples/forks.php';
?>
--EXPECT--
the sum of a hundred squares: 338350, side by side
one failed: no (-77)
the other: 49
quick ended
slow ended
not yet
