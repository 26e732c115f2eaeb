--TEST--
errors: a server that fails is not stormed: the pause grows, calls in it fail at once
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// Everybody is hung up on. For a second and a half somebody asks all the time.
$peer = peer_start(['connections' => [['accept' => [['close' => true]]]]]);
$watch = new Stopwatch();
$calls = 0;
$reasons = [];
while ($watch->seconds() < 1.5) {
    if (@new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0) !== null) {
        echo "it opened\n";
    }
    $calls++;
    $last = rpc_get_last_error();
    $reasons[$last['code'] . (strpos($last['text'], 'next attempt in') ? ', tells when it tries again' : '')] = true;
    usleep(200);
}
ksort($reasons);
echo implode("\n", array_keys($reasons)), "\n";
// Pauses of at most 0.1, 0.2, 0.4 … seconds, each a random part of that: some tens would be very bad luck.
$connections = $peer->connections();
echo $connections >= 2 && $connections <= 40 && $connections < $calls / 2 ? "few connections\n"
    : "$connections connections for $calls calls\n";
// The pause has the handle's limit.
$before = $peer->connections();
for ($i = 0; $i < 5; $i++) {
    @new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0, 0.01);
    usleep(20000);
}
$peer->stop(9);
echo "done\n";
?>
--EXPECT--
-4104
-4104, tells when it tries again
few connections
done
