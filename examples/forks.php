<?php
// Forks: what they wait for overlaps (vkext.kphp_runtime=1; PHP 8.1 and later, before it is one after the other).
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so -d tl.conffile=tl/demo.tl -d vkext.kphp_runtime=1 examples/forks.php 127.0.0.1:2398

if (!function_exists('fork')) {
    exit("vkext.kphp_runtime=1 is needed\n");
}
[$host, $port] = explode(':', $argv[1] ?? '127.0.0.1:2398');
$c = new_rpc_connection($host, $port, 0, 10.0, 1.0);
if ($c === null) {
    exit("Nobody answers at $host:$port\n");
}

/** The value of one query. Ordinary code: it knows nothing of forks. */
function query($c, array $query)
{
    $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, $query));
    if (isset($answer['__error'])) {
        throw new RuntimeException($answer['__error'], $answer['__error_code']);
    }
    return $answer['result'];
}

function slow_square($c, int $x): int
{
    query($c, ['_' => 'demo.sleep', 'milliseconds' => 50]);
    return query($c, ['_' => 'demo.echoInt', 'x' => $x * $x]);
}

// A hundred times 50 ms, one next to the other.
$started = hrtime(true);
$forks = [];
for ($x = 1; $x <= 100; $x++) {
    $forks[] = fork(slow_square($c, $x));
}
$sum = array_sum(wait_multi($forks));
$seconds = (hrtime(true) - $started) / 1e9;
echo "the sum of a hundred squares: $sum, ", $seconds < 5.0 ? 'side by side' : 'one after the other', "\n";

// An exception of one leaves the others whole.
$good = fork(slow_square($c, 7));
$bad = fork(query($c, ['_' => 'demo.fail', 'code' => -77, 'text' => 'no']));
try {
    wait($bad);
} catch (RuntimeException $e) {
    echo 'one failed: ', $e->getMessage(), ' (', $e->getCode(), ")\n";
}
echo 'the other: ', wait($good), "\n";

// The first that ends is the first to be worked on; and a limit.
$names = [];
foreach (['slow' => 200, 'quick' => 0] as $name => $milliseconds) {
    $names[fork(query($c, ['_' => 'demo.sleep', 'milliseconds' => $milliseconds]))] = $name;
}
$queue = wait_queue_create(array_keys($names));
while ($fork = wait_queue_next($queue)) {
    wait($fork);
    echo $names[$fork], " ended\n";
}
$late = fork(query($c, ['_' => 'demo.sleep', 'milliseconds' => 1000]));
echo wait($late, 0.01) === null ? "not yet\n" : "already\n";
wait($late);
