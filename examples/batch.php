<?php
// Batches: many queries in one write, their answers under the same keys, what is slow or wrong among them.
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so -d tl.conffile=tl/demo.tl examples/batch.php 127.0.0.1:2398

[$host, $port] = explode(':', $argv[1] ?? '127.0.0.1:2398');
$c = new_rpc_connection($host, $port, 0, 5.0, 1.0);
if ($c === null) {
    exit("Nobody answers at $host:$port\n");
}

// Write a hundred keys. Nobody waits for these answers: $ignore_answer.
$writes = [];
for ($i = 0; $i < 100; $i++) {
    $writes[] = ['_' => 'demo.set', 'key' => "batch.$i", 'value' => str_repeat('*', $i), 'lifetime' => 60];
}
$ids = rpc_tl_query($c, $writes, -1.0, true);
echo count($ids), ' writes, ids: ', implode(' ', array_unique($ids)), "\n";

// Read them. One connection keeps the order: the writes come first.
$reads = [];
for ($i = 0; $i < 100; $i++) {
    $reads["key $i"] = ['_' => 'demo.get', 'key' => "batch.$i"];
}
$answers = rpc_tl_query_result(rpc_tl_query($c, $reads));
$bytes = 0;
foreach ($answers as $key => $answer) {
    $bytes += isset($answer['result']) ? strlen($answer['result']['value']) : 0;
}
echo count($answers), " answers, the last under '$key', $bytes bytes\n";

// Each entry succeeds or fails by itself: no such function, an error of the server, a timeout.
$queries = [
    'good' => ['_' => 'demo.get', 'key' => 'batch.3'],
    'no such function' => ['_' => 'demo.git', 'key' => 'batch.3'],
    'error' => ['_' => 'demo.fail', 'code' => -77, 'text' => 'out of cheese'],
];
$ids = rpc_tl_query($c, $queries);
$ids['slow'] = rpc_tl_query_one($c, ['_' => 'demo.sleep', 'milliseconds' => 5000], 0.1);
foreach (rpc_tl_query_result($ids) as $key => $answer) {
    echo "$key: ", isset($answer['__error']) ? "failed with $answer[__error_code]" : $answer['result']['value'], "\n";
}
