--TEST--
errors: a server that accepts and is silent: the connect deadline, never early
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

foreach ([['nonce' => ['mode' => 'never']], ['handshake' => ['mode' => 'never']], ['nonce' => ['cut' => 20,
    'then' => 'silent']],
    ['nonce' => ['slow' => 0.05]]] as $setup) {
    $peer = peer_start(['connections' => [$setup]]);
    $watch = new Stopwatch();
    $c = @connect($peer, 20.0, 0.3);
    $watch->expect_deadline(json_encode($setup), 0.3);
    echo var_export($c, true), "\n";
    $peer->check();
}
?>
--EXPECT--
NULL
NULL
NULL
NULL
