<?php
/*
 * One benchmark row in one process: php bench/rows.php ROW OPERATIONS [HOST:PORT]
 * Prints "operations wall-seconds cpu-seconds". bench/run starts it for every contender in turn.
 */

function cpu(): float
{
    $u = getrusage();
    return $u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec'] + ($u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']) * 1e-6;
}

function users(int $n): array
{
    $list = [];
    for ($i = 0; $i < $n; $i++) {
        $list[] = [
            'id' => 1000000007 * ($i + 1), 'name' => "user number $i", 'email' => "user$i@example.com", 'age' => 20 + $i % 60,
            'score' => $i * 1.25, 'active' => $i % 3 != 0, 'city' => 'Saint Petersburg', 'created' => 1700000000 + $i,
            'visits' => $i % 1000, 'balance' => -$i * 100, 'rating' => 4.5, 'bio' => 'likes long walks and short queries',
        ];
    }
    return $list;
}

function tree(int $depth): array
{
    $list = [];
    for ($i = 0; $i < 8; $i++) {
        $list["key$i"] = $depth > 1 ? tree($depth - 1) : $i;
    }
    return $list;
}

function counters(int $n): array
{
    $list = [];
    for ($i = 0; $i < $n; $i++) {
        $list["counter_$i"] = $i;
    }
    return $list;
}

/** The data sets of docs/bench.md: query by name. */
function data_set(string $name): array
{
    switch ($name) {
        case 'small': return ['_' => 'bench.call', 'name' => 'greeting', 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
        case 'user': return ['_' => 'bench.users', 'x' => users(1)];
        case 'users': return ['_' => 'bench.users', 'x' => users(1000)];
        case 'ints': return ['_' => 'bench.ints', 'x' => range(1, 100000)];
        case 'ints10k': return ['_' => 'bench.ints', 'x' => range(1, 10000)];
        case 'strings': return ['_' => 'bench.strings', 'x' => array_map(function ($i) { return "string $i"; }, range(1, 10000))];
        case 'tree': return ['_' => 'bench.tree', 'x' => tree(4)];
        case 'counters': return ['_' => 'bench.counters', 'x' => counters(100000)];
        case 'blob': return ['_' => 'bench.blob', 'x' => str_repeat('0123456789abcdef', 65536)];
    }
    fwrite(STDERR, "no data set $name\n");
    exit(2);
}

[$row, $n] = [$argv[1], (int)$argv[2]];
[$host, $port] = isset($argv[3]) ? explode('|', str_replace(':unix', '', $argv[3])) + [1 => 0] : ['', 0];
$key = 'bench';

function connect(string $host, $port): int
{
    $c = new_rpc_connection($host, $port, 0, 5.0, 5.0);
    if (!$c) {
        fwrite(STDERR, "no connection\n");
        exit(1);
    }
    return $c;
}

function ready(array $answer): void
{
    if (!isset($answer['result'])) {
        fwrite(STDERR, json_encode($answer) . "\n");
        exit(1);
    }
}

switch (true) {
    case $row === 'call':
        $c = connect($host, $port);
        $query = ['_' => 'demo.get', 'key' => $key];
        ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $query)));
        [$wall, $cpu] = [hrtime(true), cpu()];
        for ($i = 0; $i < $n; $i++) {
            $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, $query));
        }
        ready($answer);
        break;
    case strncmp($row, 'batch', 5) === 0:
        $c = connect($host, $port);
        $size = (int)substr($row, 5);
        $queries = array_fill(0, $size, ['_' => 'demo.get', 'key' => $key]);
        ready(rpc_tl_query_result_one(rpc_tl_query_one($c, $queries[0])));
        [$wall, $cpu] = [hrtime(true), cpu()];
        for ($i = 0; $i < $n; $i += $size) {
            $answers = rpc_tl_query_result(rpc_tl_query($c, $queries));
        }
        ready($answers[$size - 1]);
        break;
    case strncmp($row, 'encode-', 7) === 0:
        $query = data_set(substr($row, 7));
        [$wall, $cpu] = [hrtime(true), cpu()];
        for ($i = 0; $i < $n; $i++) {
            $bytes = vkext_tl_encode($query);
        }
        break;
    case strncmp($row, 'decode-', 7) === 0:
        $query = data_set(substr($row, 7));
        $bytes = substr(vkext_tl_encode($query), 4);
        // The query that decode() is given is encoded too: an empty one of the same function costs next to nothing.
        $ask = $query;
        if (isset($ask['x'])) {
            $ask['x'] = is_array($ask['x']) ? [] : '';
        } else {
            fwrite(STDERR, "decode-small is not a row\n");
            exit(2);
        }
        [$wall, $cpu] = [hrtime(true), cpu()];
        for ($i = 0; $i < $n; $i++) {
            $value = vkext_tl_decode($bytes, $ask);
        }
        if ($value !== $query['x'] && $value != $query['x']) {
            fwrite(STDERR, "decoded another value\n");
            exit(1);
        }
        break;
    default:
        fwrite(STDERR, "no row $row\n");
        exit(2);
}
printf("%d %.9f %.9f\n", $n, (hrtime(true) - $wall) * 1e-9, cpu() - $cpu);
