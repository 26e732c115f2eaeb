--TEST--
errors: an answer begins and never ends
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['conn' => 1], GOOD + ['cut' => 13, 'then' => 'silent']));
$c = connect($peer);
$watch = new Stopwatch();
expect_code('half an answer', ask($c, 1, 0.3), -4103);
$watch->expect_deadline('half an answer', 0.3);
// The socket may be given up now or after one more query that asks with a ping; then a fresh one serves.
ask($c, 2, 0.3);
expect_recovery('after the silence', $c);
$peer->check();
echo "done\n";
?>
--EXPECT--
done
