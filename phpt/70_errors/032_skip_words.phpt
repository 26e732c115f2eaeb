--TEST--
errors: skip words in plaintext: three are tolerated, four are not
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 1], GOOD + ['prefix' => '04000000']),
    on(['total' => 2], GOOD + ['prefix' => '040000000400000004000000']),
    on(['total' => 3], GOOD + ['prefix' => str_repeat('04000000', 4)]));
$c = connect($peer);
echo ask($c, 1), ' ', ask($c, 2), "\n";
expect_code('four skip words', ask($c, 3), -4104);
expect_recovery('four skip words', $c);
$peer->check();
?>
--EXPECT--
1 2
