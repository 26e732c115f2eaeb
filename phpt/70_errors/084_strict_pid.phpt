--TEST--
errors: process ids that do not match: an error only when asked for
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.strict_pid=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['connections' => [['handshake' => ['port' => 1]]], 'default' => [GOOD]]);
var_dump(@connect($peer));
$peer = peer_start(['default' => [GOOD]]);
echo ask(connect($peer), 3), "\n";
$peer->check();
?>
--EXPECT--
NULL
3
