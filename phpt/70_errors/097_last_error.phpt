--TEST--
errors: rpc_get_last_error() tells where, when and how long
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 1]), on(['total' => 2], ['close' => true]),
    on(['total' => 3], ['error' => 'B', 'code' => -77, 'text' => 'the server\'s words']),
    on(['total' => 4], ['result' => 'da9b50a8']));
$c = connect($peer);
$show = function (string $what) use ($peer) {
    $last = rpc_get_last_error();
    foreach (['host', 'port', 'phase', 'elapsed', 'limit', 'path', 'code', 'text'] as $key) {
        if (!array_key_exists($key, $last)) {
            echo "$what: no key $key\n";
        }
    }
    echo "$what: ", $last['code'] ?? 'no code', ' ',  str_replace((string)$peer->port, 'PORT',
        $last['text'] ?? 'no text'), "\n";
    return $last;
};
ask($c, 1, 0.05);
$last = $show('no answer');
var_dump($last['limit'] === 0.05);
ask($c, 1);
$show('lost');
ask($c, 1);
$show('of the server');
ask($c, 1);
$show('cannot be parsed');
$port = $peer->port;
$peer->stop(9);
@new_rpc_connection('127.0.0.1', $port, 0, 1.0, 1.0);
$last = $show('refused');
var_dump($last['host'] === '127.0.0.1', $last['port'] === $port, $last['phase'], $last['limit'] === 1.0,
    $last['elapsed'] < 1.0);
?>
--EXPECTF--
no answer: -4103 127.0.0.1:PORT: %s
bool(true)
lost: -4104 127.0.0.1:PORT: %s
of the server: -77 the server's words
cannot be parsed: -4101 %s
refused: -4104 127.0.0.1:PORT: refused
bool(true)
bool(true)
string(7) "connect"
bool(true)
bool(true)
