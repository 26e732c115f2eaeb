--TEST--
errors: a broken encrypted stream
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
vkext.key_file={PWD}/../_inc/test.key
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$faults = [['crc' => 'bad'], ['crc' => 'other'], ['seq_add' => 1], ['length' => 0], ['length' => '0x80000000'],
    ['cut' => 16], ['cut' => 20],
    ['cut' => 5], ['prefix' => str_repeat('5a', 16)], ['prefix' => '5a']];
$rules = [];
foreach ($faults as $i => $fault) {
    $rules[] = on(['total' => 2 * $i + 1], GOOD + $fault);
}
$peer = peer_with_key(['rules' => $rules]);
$c = connect($peer);
foreach ($faults as $fault) {
    $name = json_encode($fault);
    $watch = new Stopwatch();
    expect_code($name, ask($c, 1, 20.0), -4104);
    $watch->expect_sooner($name, 20.0);
    expect_recovery($name, $c);
}
echo $peer->connections() - count($faults), " connection beside one per fault\n";
$peer->check();
?>
--EXPECT--
1 connection beside one per fault
