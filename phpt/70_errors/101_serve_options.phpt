--TEST--
errors: vkext serve, ping and call from the shell: keys, limits, given answers, exit codes
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.key_file={PWD}/../_inc/test.key
vkext.require_encryption=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

/** Output, errors and exit code of one command, ports and times left out. */
function tool(string $arguments, int $port): string
{
    $output = [];
    exec(escapeshellarg(getenv('VKEXT_TOOL')) . " $arguments 2>&1", $output, $code);
    $text = preg_replace('/\d+\.\d{3} (m?s)\b/', 'T $1', str_replace(":$port", ':PORT', implode(' ', $output)));
    return $code . ' ' . preg_replace('/ +/', ' ', $text) . "\n";
}

$key = realpath(__DIR__ . '/../_inc/test.key');
$schema = realpath(__DIR__ . '/../_inc/fault.tl');

// A folder of two keys: clients with either are let in, the others hear why nobody answers.
$folder = sys_get_temp_dir() . '/vkext-keys-' . getmypid();
mkdir($folder);
copy($key, "$folder/one");
file_put_contents("$folder/two", 'zwei' . str_repeat('2', 40));
file_put_contents("$folder.unknown", 'none' . str_repeat('3', 40));
symlink('two', "$folder/default");
$answers = "$folder.json";
file_put_contents($answers, '{"fault.ask": 7, "fault.text": {"$error": [-55, "told so"]}}');
$server = serve_start(['--key-file', $folder, '--require-encryption', '--schema', $schema, '--answers', $answers,
    '--max-connections', '2']);
$at = "127.0.0.1:$server->port";
echo ask(connect($server)), "\n";
echo tool("call $at '[\"fault.ask\", 1]' --schema $schema --key $folder/two --require-encryption --actor 5 --timeout 20", $server->port);
echo tool("call $at '[\"fault.text\", \"x\"]' --schema $schema --key $key --require-encryption --timeout 20", $server->port);
echo tool("call $at '[\"fault.ask\", 1]' --schema $schema --timeout 20", $server->port);
echo tool("call $at '[\"engine.nop\"]' --key $key --require-encryption --timeout 20", $server->port);
echo tool("ping $at -c 1 --key $key --require-encryption --timeout 20", $server->port);
$unknown = tool("ping $at -c 1 --key $folder.unknown --require-encryption --timeout 20", $server->port);
echo $unknown, strpos($unknown, '3333') === false ? '' : "the key was printed\n";
// One client is here; the second comes in, the third does not.
$second = stream_socket_client("tcp://$at");
for ($i = 0; $i < 200; $i++) {
    $third = stream_socket_client("tcp://$at");
    stream_set_timeout($third, 20);
    if (fread($third, 1) === '' && feof($third)) {
        break;
    }
}
echo $i < 200 ? "the third is hung up on\n" : "everybody is let in\n";
echo 'exit code ', $server->stop(), "\n";

// Usage errors, and a server that is not there.
$port = free_port();
echo tool("ping 127.0.0.1:$port --timeout 5", $port);
echo tool('call 127.0.0.1:1', 1);
echo tool("serve --schema $schema --max-connections 0", 1);
echo tool("serve --schema $schema --key-file $folder.nowhere", 1) === "1 vkext serve: key file $folder.nowhere: No such file or directory\n"
    ? "no such key\n" : "another message\n";
array_map('unlink', ["$folder/one", "$folder/two", "$folder/default", "$folder.unknown", $answers]);
rmdir($folder);
?>
--EXPECTF--
7
0 7
1 vkext call: error -55: told so
1 vkext call: error -4104: 127.0.0.1:PORT: closed by the peer after our nonce: most likely it wants encryption, or does not speak this protocol
0 []
0 127.0.0.1:PORT: connected in T ms, version 1, encrypted, CRC32C engine.nop 1: T ms 1 of 1 answered; min %f, median %f, max T ms
1 vkext ping: 127.0.0.1:PORT: closed by the peer after our nonce: most likely it has no key with id 6e6f6e65, or does not speak this protocol
the third is hung up on
exit code 0
1 vkext ping: 127.0.0.1:PORT: refused
2 vkext call: HOST:PORT and one JSON value are wanted%a
2 vkext serve: --max-connections wants a number%a
no such key
