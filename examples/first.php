<?php
// The first queries.
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so examples/first.php

ini_set('tl.conffile', __DIR__ . '/../tl/demo.tl');      // a schema: .tl text; better in php.ini, where it loads once
$c = new_rpc_connection('127.0.0.1', $argv[1] ?? 2398, 0, 0.5);
if ($c === null) {                                       // nobody answers there; a warning said so, too
    exit(rpc_get_last_error()['text'] . "\n");
}
rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.set', 'key' => 'name', 'value' => 'vkext', 'lifetime' => 0]));

$ids = rpc_tl_query($c, [                                // one write, any number of queries
    'name' => ['_' => 'demo.get', 'key' => 'name'],
    'none' => ['_' => 'demo.get', 'key' => 'nothing'],
    'typo' => ['_' => 'demo.gett', 'key' => 'name'],
]);
foreach (rpc_get_last_send_error() as [$code, $text, $key]) {
    echo "$key was not sent: $text ($code)\n";
}
foreach (rpc_tl_query_result($ids) as $key => $answer) { // the same keys, answers in any order on the wire
    if (isset($answer['__error'])) {
        echo "$key failed: {$answer['__error']} ({$answer['__error_code']})\n";
    } else {
        echo "$key: ", json_encode($answer['result']), "\n";
    }
}
