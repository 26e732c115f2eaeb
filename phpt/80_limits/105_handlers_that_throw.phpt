--TEST--
limits: an error handler that throws at every warning and deprecation leaves nothing half done
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
$peer = peer_with();
$c = connect($peer);
set_error_handler(function (int $level, string $text) {
    throw new ErrorException($text, 0, $level);
});
$calls = [
    'null stored' => function () use ($c) { rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => null]); },
    'array as text' => function () use ($c) { rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => [1]]); },
    'a batch' => function () use ($c) { rpc_tl_query($c, [ask_query(1), ['_' => 'fault.ask', 'n' => null], ask_query(3)]); },
    'no host' => function () { new_rpc_connection('', 1); },
    'no port' => function () { new_rpc_connection('127.0.0.1', 0); },
    'refused' => function () { new_rpc_connection('127.0.0.1', free_port(), 0, 0.1, 5.0); },
    'no schema' => function () { tl_config_load_file('/no/such/file.tl'); },
    'fetch' => function () { fetch_int(); },
    'fetch_string' => function () { fetch_string(); },
    'store a long string' => function () { store_string(str_repeat('x', 1 << 24)); },
    'typed, no class' => function () use ($c) { typed_rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query(5))); },
    'queue' => function () { rpc_queue_next(77); },
];
foreach ($calls as $name => $call) {
    for ($i = 0; $i < 3; $i++) {
        try {
            $call();
            $told = 'quiet';
        } catch (ErrorException $e) {
            $told = 'thrown';
        }
    }
    if (ask($c, $i) !== $i) {
        echo "$name: the next query is wrong\n";
    }
    echo "$name: $told\n";
}
preg_match('/^total_queries\t(\d+)$/m', vkext_prepare_stats(), $before);
try {
    rpc_tl_query($c, [ask_query(6)], -1, true, null, true);
} catch (ErrorException $e) {
    echo 'a batch that was complained of: ', strpos(vkext_prepare_stats(), "\n$before[0]\n") ? 'not sent' : 'sent', "\n";
}
ini_set('vkext.strict', 'kphp');
$id = rpc_tl_query_one($c, ask_query(8));
try {
    rpc_tl_query_result_one($id, 20.0);
    echo "no complaint of the result's timeout\n";
} catch (ErrorException $e) {
    echo 'an answer that the exception left: ', outcome($id), "\n";
}
$peer->check();
?>
--EXPECTF--
null stored: thrown
array as text: thrown
a batch: thrown
no host: thrown
no port: thrown
refused: thrown
no schema: %s
fetch: %s
fetch_string: %s
store a long string: thrown
typed, no class: %s
queue: quiet
a batch that was complained of: not sent
an answer that the exception left: 8
