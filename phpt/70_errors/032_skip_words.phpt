--TEST--
errors: skip words in plaintext: three are tolerated, four are not
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['rules' => [
    ['when' => ['total' => 1], 'do' => [GOOD + ['prefix' => '04000000']]],
    ['when' => ['total' => 2], 'do' => [GOOD + ['prefix' => '040000000400000004000000']]],
    ['when' => ['total' => 3], 'do' => [GOOD + ['prefix' => str_repeat('04000000', 4)]]]], 'default' => [GOOD]]);
$c = connect($peer);
echo ask($c, 1), ' ', ask($c, 2), "\n";
expect_code('four skip words', ask($c, 3), -4104);
expect_recovery('four skip words', $c);
$peer->check();
?>
--EXPECT--
1 2
