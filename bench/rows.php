<?php
/*
 * One benchmark row in one process: php bench/rows.php ROW OPERATIONS [HOST|PORT]
 * Prints "operations wall-seconds cpu-seconds", or "operations bytes" for rows of memory. bench/run starts it for every
 * contender in turn; bench/run --help lists the rows.
 */

require __DIR__ . '/data.php';

function cpu(): float
{
    $u = getrusage();
    return $u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec'] + ($u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']) * 1e-6;
}

/** Bytes of private memory that this process has written, by the kernel's account. */
function private_bytes(): int
{
    preg_match('/Private_Dirty:\s+(\d+)/', file_get_contents('/proc/self/smaps_rollup'), $m);
    return (int)$m[1] * 1024;
}

function fail(string $why): void
{
    fwrite(STDERR, "$why\n");
    exit(1);
}

function connect(string $host, int $port, float $timeout = 20.0): int
{
    $c = new_rpc_connection($host, $port, 0, $timeout, 5.0);
    return $c ?: fail("no connection to $host:$port") ?? 0;
}

function ready($answer): void
{
    if (!(is_array($answer) ? isset($answer['result']) : isset($answer->result))) {
        fail(json_encode($answer));
    }
}

/** How rivals encode and decode. */
const RIVALS = [
    'json' => ['json_encode($subject)', 'json_decode($subject, true)'],
    'serialize' => ['serialize($subject)', 'unserialize($subject)'],
    'igbinary' => ['igbinary_serialize($subject)', 'igbinary_unserialize($subject)'],
    'msgpack' => ['msgpack_pack($subject)', 'msgpack_unpack($subject)'],
];

/** The query that carries a data set; a query whose answer's bytes are its argument's. */
function query_of(string $set, $value): array
{
    return $set === 'small' ? ['_' => 'bench.call'] + $value : ['_' => 'bench.' . preg_replace('/\d+$/', '', $set), 'x' => $value];
}

/** Runs `$made = CALL` so often, CALL being code that may use $subject and $ask: everybody is called by name. */
function repeat(int $n, string $call, $subject, $ask = null)
{
    global $wall, $cpu;
    $made = null;
    [$wall, $cpu] = [hrtime(true), cpu()];
    eval("for (\$i = 0; \$i < \$n; \$i++) { \$made = $call; }");
    return $made;
}

[$row, $n] = [$argv[1], (int)$argv[2]];
[$host, $port] = isset($argv[3]) ? explode('|', $argv[3]) : ['', 0];
$port = (int)$port;
$key = 'bench';
[$wall, $cpu] = [hrtime(true), cpu()];
[$row, $codec] = explode('@', $row) + [1 => ''];

if ($row === 'call') {
    $c = connect($host, $port);
    $query = ['_' => 'demo.get', 'key' => $key];
    ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $query)));
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i++) {
        $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, $query));
    }
    ready($answer);
} elseif ($row === 'call-typed') {
    $c = connect($host, $port);
    $query = new VK\TL\demo\Functions\demo_get;
    $query->key = $key;
    ready(typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, $query)));
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i++) {
        $answer = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, $query));
    }
    ready($answer);
} elseif (strncmp($row, 'batch', 5) === 0) {
    $c = connect($host, $port);
    $size = (int)substr($row, 5);
    $queries = array_fill(0, $size, ['_' => 'demo.get', 'key' => $key]);
    ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $queries[0])));
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i += $size) {
        $answers = rpc_tl_query_result(rpc_tl_query($c, $queries));
    }
    ready($answers[$size - 1]);
} elseif ($row === 'redis-call' || strncmp($row, 'redis-batch', 11) === 0) {
    $redis = new Redis;
    $redis->connect($host, $port);
    $redis->set($key, str_repeat('v', 24));
    $size = (int)substr($row, 11) ?: 1;
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i += $size) {
        if ($size === 1) {
            $answer = $redis->get($key);
            continue;
        }
        $pipe = $redis->multi(Redis::PIPELINE);
        for ($k = 0; $k < $size; $k++) {
            $pipe->get($key);
        }
        $answer = $pipe->exec();
    }
} elseif ($row === 'answer16m') {
    $c = connect($host, $port);
    $set = ['_' => 'demo.set', 'key' => 'large', 'value' => str_repeat('0123456789abcdef', 1000000), 'lifetime' => 0];
    ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $set)));
    $query = ['_' => 'demo.get', 'key' => 'large'];
    ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $query)));
    $answer = null;
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i++) {
        $answer = null;
        $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, $query));
    }
    ready($answer);
} elseif ($row === 'connect' || $row === 'memory-idle') {
    // Each address of the loopback net is a target of its own. The first few make what is made once.
    $at = 1;
    $next = function () use (&$at, $port) {
        ++$at;
        return connect('127.0.' . ($at >> 7) . '.' . ($at & 127 | 128), $port);
    };
    for ($i = 0; $i < 8; $i++) {
        rpc_tl_query_result_one(rpc_tl_query_one($next(), ['_' => 'demo.get', 'key' => $key]));
    }
    $before = private_bytes();
    [$wall, $cpu] = [hrtime(true), cpu()];
    for ($i = 0; $i < $n; $i++) {
        $c = $next();
        if ($row === 'memory-idle') {
            rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => $key]));
        }
    }
    if ($row === 'memory-idle') {
        printf("%d %d\n", $n, private_bytes() - $before);
        exit;
    }
} elseif ($row === 'memory-pending') {
    $c = connect($host, $port, 60.0);
    $queries = array_fill(0, $n, ['_' => 'demo.sleep', 'milliseconds' => 3000]);
    rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.sleep', 'milliseconds' => 1]));
    $php = memory_get_usage();
    $before = private_bytes();
    $ids = rpc_tl_query($c, $queries);
    $bytes = private_bytes() - $before - (memory_get_usage() - $php);
    printf("%d %d\n", $n, $bytes);
    exit;
} elseif (preg_match('/^(encode|decode)-(\w+?)(-typed)?$/', $row, $m)) {
    [, $direction, $set] = $m;
    $typed = isset($m[3]);
    $value = data_set($set);
    if ($codec !== '') {
        [$encode, $decode] = RIVALS[$codec];
        $made = repeat($direction === 'encode' ? $n : 1, $encode, $value);
        if ($direction === 'decode') {
            $made = repeat($n, $decode, $made);
        }
    } elseif ($direction === 'encode') {
        $query = query_of($set, $value);
        if ($typed) {
            $query = new VK\TL\bench\Functions\bench_users;
            $query->x = as_objects($value);
        }
        $made = repeat($n, 'vkext_tl_encode($subject)', $query);
    } else {
        $bytes = substr(vkext_tl_encode($set === 'small' ? ['_' => 'bench.echoSmall', 'x' => $value] : query_of($set, $value)), 4);
        // The query that decoding is given is encoded too: an empty one of the same function costs next to nothing.
        $ask = $set === 'small' ? ['_' => 'bench.nothing'] : query_of($set, is_array($value) ? [] : '');
        if ($typed) {
            $ask = new VK\TL\bench\Functions\bench_users;
        }
        $made = repeat($n, 'vkext_tl_decode($subject, $ask)', $bytes, $ask);
    }
    if ($direction === 'decode' && !$typed && $n > 0 && $made != $value) {
        fail('decoded another value');
    }
} else {
    fail("no row $row");
}
printf("%d %.9f %.9f\n", $n, (hrtime(true) - $wall) * 1e-9, cpu() - $cpu);
