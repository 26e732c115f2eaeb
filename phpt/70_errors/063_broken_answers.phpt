--TEST--
errors: answers whose bytes are wrong behind a good frame: -4101, and the connection stays
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$int = 'da9b50a8';
$cases = [
    'empty result' => ['result' => ''],
    'two bytes' => ['result' => 'da9b'],
    'magic alone' => ['result' => $int],
    'wrong magic' => ['result' => '0badc0de01000000'],
    'bytes left over' => ['result' => $int . '0100000000000000'],
    'one byte left over' => ['result' => $int . '0100000000'],
    'unknown header bit' => ['result' => $int . '01000000', 'header' => ['flags' => 1 << 9]],
    'header cut' => ['result' => '', 'header' => ['flags' => 1, 'fields' => '01020304']],
    'header with a count of 2^32-1' => ['result' => '', 'header' => ['flags' => 64, 'fields' => 'ffffffff']],
    'header with a string beyond the end' => ['result' => '', 'header' => ['flags' => 64,
        'fields' => '01000000fdaaaaaa']],
    'compressed though not asked' => ['result' => $int . '01000000', 'header' => ['flags' => 32,
        'fields' => '02000000']],
    'two headers' => ['result' => 'e14cc88c00000000' . $int . '01000000', 'header' => ['flags' => 0]],
    'error A without text' => ['error' => 'A', 'drop' => 4],
    'error B without text' => ['error' => 'B', 'drop' => 4],
    'error C without code' => ['error' => 'C', 'drop' => 8],
    'error D cut' => ['error' => 'D', 'drop' => 6],
    'error B with a text beyond the end' => ['error' => 'B', 'drop' => 4, 'tail' => 'fd000000'],
    'error B with a length byte of 255' => ['error' => 'B', 'drop' => 4, 'tail' => 'ff000000'],
];
$rules = [];
$total = 0;
foreach ($cases as $action) {
    $rules[] = on(['total' => ++$total], $action);
    $total++;
}
$peer = peer_with(...$rules);
$c = connect($peer);
foreach ($cases as $name => $action) {
    expect_code($name, ask($c, 1), -4101);
    expect_recovery($name, $c);
}
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
1 connection
