--TEST--
errors: wrong CRC, wrong sequence number, impossible lengths
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$faults = [
    ['crc' => 'bad'], ['crc' => 'other'], ['crc' => 0],
    ['seq_add' => 1], ['seq_add' => -1], ['seq' => -1], ['seq' => 1 << 30],
    ['length' => 0], ['length' => 1], ['length' => 3], ['length' => 5], ['length' => 8], ['length' => 12],
        ['length' => 15],
    ['length' => 1 << 24], ['length' => '0x7fffffff'], ['length' => '0x80000000'], ['length' => '0xffffffff'],
];
$rules = [];
foreach ($faults as $i => $fault) {
    $rules[] = on(['total' => 2 * $i + 1], GOOD + $fault);
}
$peer = peer_with(...$rules);
$c = connect($peer);
$memory = memory_get_peak_usage(true);
foreach ($faults as $fault) {
    $name = json_encode($fault);
    $watch = new Stopwatch();
    expect_code($name, ask($c, 1, 20.0), -4104);
    $watch->expect_sooner($name, 20.0);
    expect_recovery($name, $c);
}
echo $peer->connections() - count($faults), ' connection beside one per fault', "\n";
echo memory_get_peak_usage(true) - $memory < 1 << 21 ? "no memory" : 'memory', " taken on the word of a length\n";
$peer->check();
?>
--EXPECT--
1 connection beside one per fault
no memory taken on the word of a length
