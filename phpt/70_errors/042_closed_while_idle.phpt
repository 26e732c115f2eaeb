--TEST--
errors: the server closes an idle connection: the next query goes to a new one
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['default' => [GOOD, ['delay' => 0.02], ['close' => true]]]);
$c = connect($peer);
for ($n = 1; $n <= 5; $n++) {
    echo ask($c, $n), ' ';
    $peer->wait_for('end', $n);
}
echo "\n", $peer->connections(), " connections\n";
$peer->check();
?>
--EXPECT--
1 2 3 4 5 
5 connections
