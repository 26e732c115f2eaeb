--TEST--
errors: the server restarts between two queries: nobody notices
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$port = free_port();  // held until the end, so that nobody else has it in between
$peer = peer_start(['default' => [GOOD]], $port);
$c = connect($peer);
echo ask($c, 1), "\n";
$peer->stop(9);
$peer = peer_start(['default' => [GOOD]], $port);
echo ask($c, 2), "\n";
$peer->check();
?>
--EXPECT--
1
2
