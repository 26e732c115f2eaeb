--TEST--
forks: a script opens connections while a fork waits in rpc_send() for its own
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// The first connection goes; the second waits a while for its set-up to be answered.
$peer = peer_start(['connections' => [[], ['nonce' => ['delay' => 0.3]]],
    'rules' => [on(['magic' => '00000002'], ['close' => true])], 'default' => [['echo' => true]]]);
$good = peer_start(['default' => [GOOD]]);

function send(int $magic, $c)
{
    rpc_clean();
    store_int($magic);
    store_int(7);
    return rpc_send($c, 60.0);
}

$c = connect($peer);
var_dump(rpc_get(send(2, $c)));
$waiting = true;
$fork = fork(function () use ($c, &$waiting) {
    $id = send(3, $c);
    $waiting = false;
    return bin2hex(rpc_get($id));
});
echo $waiting ? "waits\n" : "sent at once\n";
// The table of connections grows.
for ($i = 0; $i < 300; $i++) {
    connect($good);
}
echo wait($fork), "\n";
$peer->check();
?>
--EXPECT--
bool(false)
waits
07000000
