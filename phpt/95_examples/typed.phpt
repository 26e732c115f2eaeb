--TEST--
examples/typed.php
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/generated.inc';

$server = serve_start();
$argv = ['', "127.0.0.1:{$server->port}", generate_classes(escapeshellarg(dirname(__DIR__, 2) . '/tl/demo.tl'))];
require dirname(__DIR__, 2) . '/examples/typed.php';
?>
--EXPECT--
VK\TL\demo\Functions\demo_setWords_result: true
words: words: red, green
counter: a counter: 42
nothing: nothing
no counter: error -2: the value of "typed.words" is not a counter
