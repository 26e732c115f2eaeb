--TEST--
errors: vkext serve as the independent client sees it: plaintext, AES, unix socket
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$client = dirname(__DIR__, 2) . '/tests/peer/client.py';
$key = realpath(__DIR__ . '/../_inc/test.key');
$path = sys_get_temp_dir() . '/vkext-' . getmypid() . '-7002';
$server = serve_start(['--key-file', $key, '--unix', $path]);
foreach (["--port $server->port", "--unix $path"] as $where) {
    passthru("python3 $client check $where --key-file $key --patience 60 2>&1");
}
echo 'exit code of the server: ', $server->stop(), "\n";

// Nobody without the key is let in.
$server = serve_start(['--key-file', $key, '--require-encryption']);
echo exec("python3 $client call --port $server->port --patience 60 c6b76b16 2>&1"), "\n";
foreach ([0, 1, 2] as $version) {
    $options = "--patience 60 --version $version --schema 1 --key-file $key";
    echo exec("python3 $client call --port $server->port $options c6b76b16 2>&1"), "\n";
}
?>
--EXPECTF--
%d passed, 0 failed
%d passed, 0 failed
exit code of the server: 0
client.py: Closed: end of stream
result 39d3ed3f
result 39d3ed3f
result 39d3ed3f
