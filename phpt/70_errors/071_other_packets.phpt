--TEST--
errors: packets that are ignored, and packets that are a violation
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$ignored = [
    'a pong nobody asked for' => ['type' => '8430eaa7', 'body' => '0102030405060708'],
    'an unknown type' => ['type' => '11223344', 'body' => '00'],
    'an unknown type without a body' => ['type' => '11223344'],
];
$fatal = [
    'a ping of four bytes' => ['type' => '5730a2df', 'body' => '01020304'],
    'a result too short for its id' => ['type' => '63aeda4e', 'body' => '01020304'],
    'an error too short for its id' => ['type' => '7ae432f5', 'body' => '01020304'],
    'a second nonce' => ['type' => '7acb87aa', 'body' => str_repeat('00', 28)],
    'a second handshake' => ['type' => '7682eef5', 'body' => str_repeat('00', 28)],
];
$rules = [];
$total = 0;
foreach ($ignored + $fatal as $packet) {
    $rules[] = on(['total' => ++$total], ['packet' => $packet], GOOD);
    $total++;
}
$peer = peer_with(...$rules);
$c = connect($peer);
foreach ($ignored as $name => $packet) {
    if (ask($c, 5) !== 5) {
        echo "$name is not ignored\n";
    }
    expect_recovery($name, $c);
}
echo $peer->connections(), " connection\n";
foreach ($fatal as $name => $packet) {
    expect_code($name, ask($c, 5), -4104);
    expect_recovery($name, $c);
}
echo $peer->connections() - count($fatal), " connection beside one per violation\n";
$peer->check();
?>
--EXPECT--
1 connection
1 connection beside one per violation
