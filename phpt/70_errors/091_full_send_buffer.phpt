--TEST--
errors: a server that does not read: the deadline holds, other connections go on
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$deaf = peer_start(['connections' => [['ready' => [['deaf' => true]]], []],
    'default' => [['result' => '246e28b5' . '02' . '6f6b00']]]);
$good = peer_start(['default' => [GOOD]]);
$c = connect($deaf);
$other = connect($good);
usleep(100000);
$big = str_repeat('x', 15 << 20);
$watch = new Stopwatch();
$id = rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => $big], 0.5);
echo ask($other, 1), "\n";
expect_code('nobody reads', outcome($id), -4103, -4104);
$watch->expect_deadline('nobody reads', 0.5);
echo ask($other, 2), "\n";
// Half a packet cannot be taken back: that connection is gone, a new one serves.
echo outcome(rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => 'small'], 20.0)), "\n";
$good->check();
?>
--EXPECT--
1
2
ok
