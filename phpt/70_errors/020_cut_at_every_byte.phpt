--TEST--
errors: an answer cut at every byte
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// 32 bytes of answer; after 0, 1, 2 … of them the connection is closed. Questions to fault.ask are answered in full.
$peer = peer_with(on(['magic' => 'fa000011'], ['result' => 'da9b50a8{fired}', 'cut' => 'fired']));
$c = connect($peer);
$watch = new Stopwatch();
for ($cut = 0; $cut < 32; $cut++) {
    $outcome = outcome(rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => 'x']));
    expect_code("cut at $cut", $outcome, -4104);
    expect_recovery("cut at $cut", $c);
}
$watch->expect_sooner('all of them', 20.0);
echo $peer->connections(), " connections\n";
$peer->check();
echo "done\n";
?>
--EXPECT--
33 connections
done
