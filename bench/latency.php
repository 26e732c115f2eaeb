<?php
/*
 * Measures how exact waiting is. Run by bench/latency, once per part: latency.php PART PORT…
 *
 *   deadlines PORT      how late queries end that nobody answers
 *   death PORT PID      how long after its server's death a query in flight ends
 *   wait PORT           what waiting for three seconds costs
 *   batch PORT COUNT    what COUNT batches of a thousand small queries cost; prints microseconds of CPU per batch
 */
function cpu_us(): float
{
    $u = getrusage();
    return ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) * 1e6 + $u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec'];
}

function at(array $sorted, float $share): float
{
    return $sorted[min(count($sorted) - 1, (int)($share * count($sorted)))];
}

function row(string $what, array $values): void
{
    sort($values);
    printf("%-46s median %8.3f  p99 %8.3f  p99.9 %8.3f  max %8.3f ms\n", $what, at($values, 0.5), at($values, 0.99),
        at($values, 0.999), end($values));
}

[, $part, $port] = $argv;
$c = new_rpc_connection('127.0.0.1', (int)$port, 0, 60.0, 20.0);
$sleep = ['_' => 'demo.sleep', 'milliseconds' => 100000];
switch ($part) {
    case 'deadlines':
        $count = (int)($argv[3] ?? 3000);
        mt_srand(1);
        foreach (['alone' => 1, 'in a batch of 10' => 10] as $name => $size) {
            $late = [];
            for ($i = 0; $i < $count; $i++) {
                $limit = mt_rand(1000, 20000) / 1e6;
                $began = hrtime(true);
                $size === 1 ? rpc_tl_query_result_one(rpc_tl_query_one($c, $sleep, $limit))
                    : rpc_tl_query_result(rpc_tl_query($c, array_fill(0, $size, $sleep), $limit));
                $late[] = (hrtime(true) - $began) / 1e6 - $limit * 1e3;
            }
            row("late at deadlines of 1 to 20 ms, $name", $late);
            echo min($late) < 0 ? "EARLY\n" : '';
        }
        break;
    case 'death':
        $ids = rpc_tl_query($c, array_fill(0, 100, $sleep), 60.0);
        rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'demo.sleep', 'milliseconds' => 0]));
        $began = hrtime(true);
        posix_kill((int)$argv[3], 9);
        $answers = rpc_tl_query_result($ids);
        printf("%.3f %d\n", (hrtime(true) - $began) / 1e6, count(array_filter($answers, function ($answer) {
            return ($answer['__error_code'] ?? 0) === -4104;
        })));
        break;
    case 'wait':
        foreach (['one query' => 1, 'a batch of 10' => 10] as $name => $size) {
            $ids = rpc_tl_query($c, array_fill(0, $size, $sleep), 3.0);
            $began = cpu_us();
            rpc_tl_query_result($ids);
            printf("%-46s %8.3f ms of CPU\n", "waiting 3 s for $name", (cpu_us() - $began) / 1e3);
        }
        break;
    case 'batch':
        $queries = [];
        for ($i = 0; $i < 1000; $i++) {
            $queries[] = ['_' => 'demo.get', 'key' => "key$i"];
        }
        $count = (int)$argv[3];
        for ($i = -5; $i < $count; $i++) {
            if ($i === 0) {
                $began = cpu_us();
            }
            rpc_tl_query_result(rpc_tl_query($c, $queries));
        }
        printf("%.0f %d\n", (cpu_us() - $began) / $count, vkext_pool_status()[0]['encrypted'] ?? -1);
}
