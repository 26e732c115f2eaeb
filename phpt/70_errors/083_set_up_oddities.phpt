--TEST--
errors: oddities of the set-up that are fine
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$fine = [
    'a longer nonce' => ['nonce' => ['tail' => str_repeat('ab', 100)]],
    'a nonce with a time' => ['nonce' => ['time' => 1700000000]],
    'another port in the server\'s id' => ['handshake' => ['port' => 1]],
    'another address in the server\'s id' => ['handshake' => ['ip' => 0x0A0B0C0D]],
    'our id echoed wrongly' => ['handshake' => ['peer' => str_repeat('01', 12)]],
    'the legacy flag 0x1000' => ['handshake' => ['add_flags' => 0x1000]],
    'no CRC32C' => ['handshake' => ['flags' => 0]],
    'everything late' => ['nonce' => ['delay' => 0.05], 'handshake' => ['delay' => 0.05]],
];
foreach ($fine as $name => $setup) {
    $peer = peer_start(['crc32c' => $name !== 'no CRC32C', 'connections' => [$setup], 'default' => [GOOD]]);
    $c = @connect($peer);
    $outcome = $c === null ? error_get_last()['message'] : ask($c, 3);
    if ($outcome !== 3) {
        echo "$name: $outcome\n";
    }
    $peer->check();
    $peer->stop(9);
}
echo "done\n";
?>
--EXPECT--
done
