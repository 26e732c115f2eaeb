<?php
/*
 * Measures how exact waiting is. Run by bench/latency, once per part: latency.php PART PORT…
 *
 *   deadlines PORT      how late queries end that nobody answers in time
 *   signals PORT COUNT  how soon the handler of a signal runs that comes in the middle of a wait
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

function stop(string $why): void
{
    fwrite(STDERR, "$why\n");
    exit(1);
}

/** Another process that sends signals, each when the one before was handled; it says when. */
function start_sender(int $count)
{
    [$ours, $its] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $pid = getmypid();
    if (pcntl_fork()) {
        return $ours;
    }
    fclose($ours);
    for ($i = 0; $i < $count; $i++) {
        usleep(mt_rand(1000, 12000));
        fwrite($its, pack('q', hrtime(true)));
        posix_kill($pid, SIGUSR1);
        fread($its, 1);
    }
    posix_kill(getmypid(), SIGKILL);  // nothing that is the parent's runs here
}

[, $part, $port] = $argv;
$c = new_rpc_connection('127.0.0.1', (int)$port, 0, 60.0, 20.0);
$sleep = ['_' => 'demo.sleep', 'milliseconds' => 100000];
switch ($part) {
    case 'deadlines':
        $count = (int)($argv[3] ?? 3000);
        mt_srand(1);
        // The answers come in the end, long after the deadline: a server that held them all would run full.
        $sleep['milliseconds'] = 1000;
        foreach (['alone' => 1, 'in a batch of 10' => 10] as $name => $size) {
            $late = [];
            for ($i = 0; $i < $count; $i++) {
                $limit = mt_rand(1000, 20000) / 1e6;
                $began = hrtime(true);
                $answers = $size === 1 ? [rpc_tl_query_result_one(rpc_tl_query_one($c, $sleep, $limit))]
                    : rpc_tl_query_result(rpc_tl_query($c, array_fill(0, $size, $sleep), $limit));
                $late[] = (hrtime(true) - $began) / 1e6 - $limit * 1e3;
                foreach ($answers as $answer) {
                    if (($answer['__error_code'] ?? 0) !== -4103) {
                        stop('not a timeout, so nothing is measured: ' . json_encode($answer));
                    }
                }
            }
            row("late at deadlines of 1 to 20 ms, $name", $late);
            if (min($late) < 0) {
                stop('EARLY');
            }
        }
        break;
    case 'signals':
        $count = (int)$argv[3];
        $delays = [];
        $sender = null;
        pcntl_async_signals(true);
        pcntl_signal(SIGUSR1, function () use (&$delays, &$sender) {
            $now = hrtime(true);
            $delays[] = ($now - unpack('q', fread($sender, 8))[1]) / 1e6;
            fwrite($sender, 'x');
        });
        $waits = [
            'for one query' => function () use ($c, $sleep) {
                rpc_tl_query_result_one(rpc_tl_query_one($c, $sleep, 0.2));
            },
            'for a batch of 10' => function () use ($c, $sleep) {
                rpc_tl_query_result(rpc_tl_query($c, array_fill(0, 10, $sleep), 0.2));
            },
            'for a queue' => function () use ($c, $sleep) {
                rpc_queue_next(rpc_queue_create([rpc_tl_query_one($c, $sleep, 0.2)]), 0.2);
            },
        ];
        foreach ($waits as $name => $wait) {
            $delays = [];
            $sender = start_sender($count);
            while (count($delays) < $count) {
                $wait();
            }
            row("a signal handler's delay, waiting $name", $delays);
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
