--TEST--
errors: answers in pieces of every size, many in one write
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$rules = [];
for ($size = 2; $size <= 70; $size++) {
    $rules[] = on(['total' => $size], ['batch' => [['ping' => $size], GOOD], 'chunk' => $size, 'slow' => 0.0002]);
}
$peer = peer_with(...$rules);
$c = connect($peer);
for ($n = 1; $n <= 70; $n++) {
    if (($outcome = ask($c, $n)) !== $n) {
        echo "piece of $n: ", var_export($outcome, true), "\n";
    }
}
$peer->wait_for('pong', 69);
echo $peer->connections(), ' connection, ', count($peer->events('pong')), ' pongs', "\n";
$peer->check();
?>
--EXPECT--
1 connection, 69 pongs
