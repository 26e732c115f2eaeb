<?php
// A queue: answers in the order in which they arrive, so that work begins with the first.
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so -d tl.conffile=tl/demo.tl examples/queue.php 127.0.0.1:2398

[$host, $port] = explode(':', $argv[1] ?? '127.0.0.1:2398');
$c = new_rpc_connection($host, $port, 0, 10.0, 1.0);
if ($c === null) {
    exit("Nobody answers at $host:$port\n");
}

// The slowest first; the queue gives the quickest first.
$names = [];
foreach ([600, 300, 0] as $milliseconds) {
    $id = rpc_tl_query_one($c, ['_' => 'demo.sleep', 'milliseconds' => $milliseconds]);
    $names[$id] = "after $milliseconds ms";
}
$queue = rpc_queue_create(array_keys($names));
while ($id = rpc_queue_next($queue)) {
    $answer = rpc_tl_query_result_one($id);
    echo $names[$id], ': ', isset($answer['__error']) ? $answer['__error'] : 'done', "\n";
    // What came may bring more work.
    if (substr($names[$id], -5) === ' 0 ms') {
        $id = rpc_tl_query_one($c, ['_' => 'demo.echoInt', 'x' => 1]);
        $names[$id] = 'one more';
        rpc_queue_push($queue, $id);
    }
}

// A limit for the wait: other work can be done in between.
$id = rpc_tl_query_one($c, ['_' => 'demo.sleep', 'milliseconds' => 200]);
$queue = rpc_queue_create($id);
$rounds = 0;
while (!rpc_queue_empty($queue) && !rpc_queue_next($queue, 0.01)) {
    $rounds++;  // … the other work
}
echo $rounds > 0 ? "did other work in between\n" : "the answer was quicker\n";
rpc_tl_query_result_one($id);
