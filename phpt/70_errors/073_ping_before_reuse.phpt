--TEST--
errors: a connection that was silent is asked with a ping, and a dead one is left
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// Alive: the ping goes with the request, nobody waits for it. (On a slow machine the first query asks as well.)
$peer = peer_start(['default' => [GOOD]]);
$c = connect($peer);
ask($c, 1);
usleep(1200000);
echo ask($c, 2), ', pinged ', var_export($peer->events('ping') !== [], true), ', connections ', $peer->connections(), "\n";

// Silent since the first request: the next query asks, waits in vain, and what follows goes to a new connection.
$mute = peer_start(['rules' => [on(['conn' => 1], ['silent' => true])], 'default' => [GOOD]]);
$c = connect($mute);
expect_code('silent', ask($c, 1, 1.2), -4103);
if (($outcome = ask($c, 2, 1.2)) !== 2) {  // 2: the first one had asked already, on a slow machine
    expect_code('silent, asked with a ping', $outcome, -4103);
}
$outcome = ask($c, 3);
echo is_int($outcome) ? $outcome : ask($c, 3), ', connections ', $mute->connections(), "\n";
$peer->check();
$mute->check();
?>
--EXPECT--
2, pinged true, connections 1
3, connections 2
