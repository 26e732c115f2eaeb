<?php
// One request of one thread of tests/threads/run: prints what is wrong, and nothing otherwise.
$c = new_rpc_connection('127.0.0.1', (int)getenv('VKEXT_PORT'), 0, 60.0, 60.0);
$key = 'k' . random_int(1, 1 << 40);
$set = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.set', 'key' => $key, 'value' => strrev($key), 'lifetime' => 0]));
if (!isset($set['result'])) {
    echo 'set: ', json_encode($set), "\n";
}
$ids = rpc_tl_query($c, array_fill(0, 20, ['_' => 'demo.get', 'key' => $key]));
foreach (rpc_tl_query_result($ids) as $answer) {
    if (strpos(json_encode($answer), strrev($key)) === false) {
        echo 'get: ', json_encode($answer), "\n";
    }
}
ini_set('vkext.max_depth', (string)random_int(100, 1000));
if (random_int(0, 3) === 0) {
    tl_config_load_file(getenv('VKEXT_SCHEMA'));
    rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => $key]);
}
$broken = rpc_tl_query_result_one(@rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => []]) ?: 0);
if (random_int(0, 2) === 0) {
    exit;  // with a query pending
}
