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
require __DIR__ . '/../_inc/raw.inc';

// The first connection goes; the second waits a while for its set-up to be answered.
$peer = peer_start(['connections' => [[], ['nonce' => ['delay' => 0.3]]],
    'rules' => [on(['magic' => '00000002'], ['close' => true])], 'default' => [['echo' => true]]]);
$good = peer_start(['default' => [GOOD]]);

// What a connection's own actor is, is asked for behind the waiting.
$c = new_rpc_connection($peer->host, $peer->port, 5, 60.0, 60.0);
store_int(2);
var_dump(rpc_get(rpc_send($c)));
$waiting = true;
$fork = fork(function () use ($c, &$waiting) {
    store_int(0x7568aabd);  // rpcDestActor
    store_long(9);
    store_int(3);
    store_int(7);
    echo preg_replace('/^\d+/', 'an id', told(function () use ($c, &$id) { return $id = rpc_send($c, 60.0); })), "\n";
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
an id | W rpc_send(): inaccurate use of 'actor_id': '5' was passed into RPC connection constructor, but '9' was already set in the query
07000000
