--TEST--
examples/quickstart.php
--SKIPIF--
<?php if (getenv('VKEXT_VALGRIND') !== false) echo 'skip its deadlines are those of a real machine'; ?>
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}"];
ob_start();
require dirname(__DIR__, 2) . '/examples/quickstart.php';
$told = ob_get_clean();
preg_match_all('/^\d+\. /m', $told, $titles);
echo count($titles[0]), ' parts, ', substr_count($told, '! this should have been'), " surprises\n";
?>
--EXPECT--
8 parts, 0 surprises
