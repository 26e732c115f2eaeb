--TEST--
errors: everything that can go wrong before the first request
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$nonce = [
    'close' => ['mode' => 'close'], 'close after the nonce' => ['mode' => 'close_after'],
    'schema 1 though we have no key' => ['schema' => 1], 'schema 2' => ['schema' => 2],
        'schema 255' => ['schema' => 255],
    'a version above ours' => ['version' => 3, 'point' => str_repeat('00', 32)],
        'a key id without encryption' => ['key_id' => 5],
    'an empty nonce' => ['body' => ''], 'a short nonce' => ['body' => str_repeat('00', 27)],
    'a nonce of 1024 bytes' => ['tail' => str_repeat('00', 1024 - 44)],
    'seq 0' => ['seq' => 0], 'seq -1' => ['seq' => -1], 'a wrong CRC' => ['crc' => 'bad'],
    'CRC32C' => ['crc' => 'other'], 'a handshake instead' => ['type' => '7682eef5'], 'length 0' => ['length' => 0],
    'length 2^31' => ['length' => '0x80000000'], 'length 4' => ['prefix' => '04000000'],
];
$handshake = [
    'close' => ['mode' => 'close'], 'a handshake error' => ['error' => -4],
    'a short handshake error' => ['error' => -7, 'body' => 'fcff'], 'low flag bits' => ['add_flags' => 1],
    'an empty handshake' => ['body' => ''], 'a handshake of 24 bytes' => ['body' => str_repeat('00', 24)],
    'a handshake of 32 bytes' => ['tail' => '00000000'], 'seq 0' => ['seq' => 0], 'seq -2' => ['seq' => -2],
    'a wrong CRC' => ['crc' => 'bad'], 'CRC32C too early' => ['crc' => 'other'],
        'a result instead' => ['type' => '63aeda4e'],
    'length 1024' => ['length' => 1024],
];
foreach (['nonce' => $nonce, 'handshake' => $handshake] as $stage => $faults) {
    // The connection breaks for each of them; where the peer would wait for more, it hangs up.
    $connections = [];
    foreach ($faults as $fault) {
        $connections[] = [$stage => $fault + ['mode' => 'close_after']];
    }
    $peer = peer_start(['connections' => $connections]);
    foreach ($faults as $name => $fault) {
        // A pool that remembers the failure of a port must not be what makes the next attempt fail.
        $tries = 0;
        do {
            $before = $peer->connections();
            $watch = new Stopwatch();
            error_clear_last();
            $c = @connect($peer, 20.0, 20.0, 0.05);
            $warning = error_get_last()['message'] ?? 'no warning';
            $watch->expect_sooner("$stage: $name", 20.0);
        } while ($peer->connections() === $before && $c === null && ++$tries < 300 && usleep(20000) === null);
        if ($c !== null || strpos($warning, ':' . $peer->port) === false) {
            echo "$stage: $name: ", var_export($c, true), ", $warning\n";
        }
    }
    echo "$stage: ", count($faults), ' faults, ', $peer->connections(), " connections\n";
    $peer->check();
}
?>
--EXPECT--
nonce: 18 faults, 18 connections
handshake: 13 faults, 13 connections
