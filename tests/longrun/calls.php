<?php
// Run by tests/longrun/run: PORT CALLS. Every kind of call in turn; memory is that of the kernel's books, not PHP's.
[, $port, $calls] = $argv;

function memory_kib(): int
{
    preg_match('/^RssAnon:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found);
    return (int)$found[1];
}

function round_of_calls($c, int $i): int
{
    $done = 4;
    $key = 'key ' . $i % 100;
    rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.set', 'key' => $key, 'value' => "value $i", 'lifetime' => 0]));
    $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => $key]));
    if (strpos(json_encode($answer), "value $i") === false) {
        echo "FAILED: call $i: ", json_encode($answer), "\n";
        exit(1);
    }
    @rpc_tl_query_one($c, ['_' => 'no.such.function']);
    @vkext_tl_encode(['_' => 'demo.get', 'key' => $key]);
    if ($i % 50 === 0) {
        $ids = rpc_tl_query($c, array_fill(0, 100, ['_' => 'demo.get', 'key' => $key]));
        $queue = rpc_queue_create($ids);
        while (!rpc_queue_empty($queue)) {
            rpc_tl_query_result_one(rpc_queue_next($queue, 10.0));
        }
        $done += 100;
    }
    if ($i % 1000 === 0) {
        @new_rpc_connection('127.0.0.1', 1, 0, 0.01, 0.01);  // refused
        rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => $key], 0.0011), 0.0011);
        $done += 2;
    }
    return $done;
}

// A new handle now and then would be a leak of the script's own: handles live as long as the request.
$c = new_rpc_connection('127.0.0.1', (int)$port, 0, 30.0, 30.0);
for ($done = $i = 0; $done < $calls / 10; $i++) {
    $done += round_of_calls($c, $i);
}
gc_collect_cycles();
$before = memory_kib();
for ($done = 0; $done < $calls; $i++) {
    $done += round_of_calls($c, $i);
}
gc_collect_cycles();
$grown = memory_kib() - $before;
echo "$done calls, $before KiB, grown by $grown KiB\n";
echo $grown <= 64 ? "1 passed, 0 failed\n" : "0 passed, 1 failed\n";
exit($grown <= 64 ? 0 : 1);
