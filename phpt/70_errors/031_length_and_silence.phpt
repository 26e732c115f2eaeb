--TEST--
errors: a length of the largest packet, then silence: memory grows only with what arrives
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['n' => 1], ['raw' => 'ffffff00000000004edaae63']));
$c = connect($peer);
$before = getrusage()['ru_maxrss'];
$watch = new Stopwatch();
expect_code('a packet of 16 MiB that never comes', ask($c, 1, 0.3), -4103);
$watch->expect_deadline('silence', 0.3);
echo getrusage()['ru_maxrss'] - $before < 4096 ? "no memory\n" : "memory grew\n";
$peer->check();
?>
--EXPECT--
no memory
