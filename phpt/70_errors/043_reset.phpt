--TEST--
errors: RST instead of FIN, also in the middle of an answer
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 1], ['reset' => true]),
    on(['total' => 3], GOOD + ['cut' => 9, 'then' => 'reset']),
    on(['total' => 5], GOOD, ['reset' => true]));
$c = connect($peer);
$watch = new Stopwatch();
expect_code('reset', ask($c, 1, 20.0), -4104);
expect_recovery('reset', $c);
expect_code('reset inside an answer', ask($c, 1, 20.0), -4104);
expect_recovery('reset inside an answer', $c);
// An answer in front of a reset may be lost in the kernel; it may not hang or crash.
ask($c, 5, 20.0);
$peer->wait_for('end', 3);
expect_recovery('reset behind an answer', $c);
$watch->expect_sooner('all', 20.0);
$peer->check();
echo "done\n";
?>
--EXPECT--
done
