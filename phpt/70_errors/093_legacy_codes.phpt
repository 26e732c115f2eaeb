--TEST--
errors: vkext.error_codes=legacy: -4102 for what is ours, the server's codes untouched
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.error_codes=legacy
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 1]), on(['total' => 2], ['close' => true]),
    on(['total' => 3], ['error' => 'B', 'code' => -4103, 'text' => 'of the server']),
    on(['total' => 4], ['result' => '']));
$c = connect($peer);
echo code_of(ask($c, 1, 0.1)), ' ', code_of(ask($c, 1)), ' ', ask($c, 1), ' ', code_of(ask($c, 1)), "\n";
ini_set('vkext.error_codes', 'kphp');
expect_recovery('later', $c);
$peer->check();
?>
--EXPECT--
-4102 -4102 -4103 of the server -4101
