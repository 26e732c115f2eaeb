--TEST--
errors: the server pings: before, between and behind answers, and while nobody looks
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['connections' => [['ready' => [['ping' => 1]]]], 'rules' => [
    on(['n' => 1], ['wait_pong' => 10], ['batch' => [['ping' => 2], GOOD]]),
    // Inline: the ping comes while nobody looks, and before the next request is read.
    on(['n' => 2], GOOD, ['delay' => 0.1, 'inline' => true], ['ping' => 3]),
    on(['n' => 3], ['ping' => 4], ['wait_pong' => 10], GOOD),
    ], 'default' => [GOOD]]);
$c = connect($peer);
echo ask($c, 1), ' ', ask($c, 2), "\n";
usleep(300000);
echo ask($c, 3), "\n";
$peer->wait_for('pong', 4);
foreach ($peer->events('pong') as $pong) {
    echo $pong['id'], $pong['matched'] ? ' matched' : ' NOT matched', "\n";
}
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
1 2
3
1 matched
2 matched
3 matched
4 matched
1 connection
