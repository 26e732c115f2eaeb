--TEST--
errors: the same over a unix socket
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$path = sys_get_temp_dir() . '/vkext-' . getmypid() . '-7001';
$peer = peer_start(['rules' => [on(['total' => 2], ['close' => true])], 'default' => [GOOD]], 0, $path);
$c = connect($peer);
echo ask($c, 1), "\n";
expect_code('closed', ask($c, 2), -4104);
expect_recovery('closed', $c);
$peer->check();
unlink($path);
?>
--EXPECT--
1
