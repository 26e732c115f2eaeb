--TEST--
errors: encryption is required: what the client refuses
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.key_file={PWD}/../_inc/test.key
vkext.require_encryption=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$key = ['policy' => 'aes', 'key_file' => realpath(__DIR__ . '/../_inc/test.key'), 'default' => [GOOD]];
$cases = [
    'plaintext chosen' => ['connections' => [['nonce' => ['schema' => 0]]]] + $key,
    'a clock 45 s ahead' => ['connections' => [['nonce' => ['time_skew' => 45]]]] + $key,
    'a clock 45 s behind' => ['connections' => [['nonce' => ['time_skew' => -45]]]] + $key,
    'another key id' => ['connections' => [['nonce' => ['key_id' => 77]]]] + $key,
    'a key nobody knows' => ['key' => str_repeat('41', 64)] + $key,
    'another key with our id' => ['key' => bin2hex(substr(file_get_contents($key['key_file']), 0,
        60)) . '00000000'] + $key,
];
unset($cases['a key nobody knows']['key_file'], $cases['another key with our id']['key_file']);
foreach ($cases as $name => $scenario) {
    $peer = peer_start($scenario);
    error_clear_last();
    $watch = new Stopwatch();
    $c = @connect($peer);
    $watch->expect_sooner($name, 20.0);
    $message = str_replace((string)$peer->port, 'PORT', error_get_last()['message'] ?? 'no warning');
    echo $name, ': ', var_export($c, true), ' ', preg_match('/key|clock|encrypt|plaintext/i',
        $message) ? 'with its reason' : $message, "\n";
    $peer->stop(9);
}
$peer = peer_start(['connections' => [['nonce' => ['time_skew' => 20]]]] + $key);
echo ask(connect($peer), 5), ', schema ', $peer->events('nonce')[0]['schema'], "\n";
$peer->check();
?>
--EXPECT--
plaintext chosen: NULL with its reason
a clock 45 s ahead: NULL with its reason
a clock 45 s behind: NULL with its reason
another key id: NULL with its reason
a key nobody knows: NULL with its reason
another key with our id: NULL with its reason
5, schema 1
