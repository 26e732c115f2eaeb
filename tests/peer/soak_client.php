<?php
/*
 * One request of the soak: calls numbers FROM to FROM + COUNT of demo.incr through bad networks, and writes down what
 * became of each. Run by soak.py below PHP's own web server, so that connections live longer than a request.
 *
 * `demo.incr key by` answers `by` when it ran for the first time under this key: the answer tells which call it belongs
 * to and whether it ran twice. The ledger has one JSON line per process: outcome → numbers. Every number used stands
 * there once: "ok", a code, "not sent", "ignored" (no answer wanted), "abandoned" (the request ended before).
 */
ini_set('display_errors', 'stderr');

$from = (int)$_GET['from'];
$to = $from + (int)$_GET['count'];
$ports = array_map('intval', explode(',', $_GET['ports']));
$file = $_GET['ledger'];
mt_srand((int)$_GET['seed']);
$ledger = [];
$late = 0.0;

function note(int $n, string $outcome): void
{
    global $ledger;
    $ledger[$outcome][] = $n;
}

function write_ledger(): void
{
    global $ledger, $file, $late;
    file_put_contents($file, json_encode(['late' => $late, 'calls' => (object)$ledger]) . "\n", FILE_APPEND | LOCK_EX);
}

function call_of(int $n): array
{
    return ['_' => 'demo.incr', 'key' => "c$n", 'by' => $n];
}

/** What became of call $n whose result is this. */
function settle(int $n, $answer): void
{
    if (is_array($answer) && array_key_exists('result', $answer)) {
        note($n, $answer['result'] === $n ? 'ok' : 'wrong: ' . var_export($answer['result'], true));
    } else {
        note($n, is_array($answer) ? (string)$answer['__error_code'] : 'no answer at all: ' . var_export($answer, true));
    }
}

/** Sends a batch; ids by number, what was not sent is noted. */
function send($connection, array $numbers, float $timeout): array
{
    $ids = rpc_tl_query($connection, array_combine($numbers, array_map('call_of', $numbers)), $timeout);
    foreach ($ids as $n => $id) {
        if (!is_int($id) || $id <= 0) {
            note($n, 'not sent');
            unset($ids[$n]);
        }
    }
    return $ids;
}

function collect(array $ids, float $timeout): void
{
    global $late;
    $started = hrtime(true);
    $answers = rpc_tl_query_result($ids);
    $late = max($late, (hrtime(true) - $started) / 1e9 - $timeout);
    foreach ($ids as $n => $id) {
        settle($n, $answers[$n] ?? 'missing');
    }
}

/** A child with the parent's connections and queries in its memory: leaves them alone, and calls by itself. */
function child($connection, array $parents, array $numbers): void
{
    global $ledger, $late;
    [$ledger, $late] = [[], 0.0];
    foreach ($parents as $n => $id) {
        $answer = rpc_tl_query_result_one($id);
        if (!in_array($answer['__error_code'] ?? 0, [-4104, -1003], true)) {
            note($n, 'the child has it: ' . json_encode($answer));
        }
    }
    collect(send($connection, $numbers, 1.0), 1.0);
    write_ledger();
    exec('kill -9 ' . getmypid());  // nothing of PHP's own end: it belongs to the parent
}

while ($from < $to) {
    $connection = @new_rpc_connection('127.0.0.1', $ports[mt_rand(0, count($ports) - 1)], 0, 1.0, 0.3, 0.02);
    if (!$connection) {
        continue;
    }
    for ($round = mt_rand(1, 8); $round > 0 && $from < $to; $round--) {
        $numbers = range($from, min($to - 1, $from + [0, 0, mt_rand(1, 20), mt_rand(1, 60)][mt_rand(0, 3)]));
        $from += count($numbers);
        $timeout = mt_rand(1, 10) === 1 ? mt_rand(1, 20) / 1000 : mt_rand(50, 600) / 1000;
        switch (mt_rand(1, 40)) {
            case 1:
                foreach ($numbers as $n) {
                    note($n, 'ignored');
                }
                rpc_tl_query($connection, array_map('call_of', $numbers), $timeout, true);
                break;
            case 2:
                $ids = send($connection, $numbers, $timeout);
                foreach ($ids as $n => $id) {
                    settle($n, rpc_tl_query_result_one($id, 0.002));
                }
                break;
            case 3:
                $ids = send($connection, $numbers, $timeout);
                $own = range($from, min($to - 1, $from + 3));
                if ($from >= $to) {
                    collect($ids, $timeout);
                    break;
                }
                $from += count($own);
                $pid = pcntl_fork();
                if ($pid === 0) {
                    child($connection, $ids, $own);
                }
                if ($pid < 0) {
                    array_map('note', $own, array_fill(0, count($own), 'not sent'));
                }
                collect($ids, $timeout);
                if ($pid > 0) {
                    pcntl_waitpid($pid, $status);
                }
                break;
            case 4:
            case 5:
            case 6:
                $ids = send($connection, $numbers, $timeout);
                $names = array_flip($ids);
                $queue = rpc_queue_create($ids);
                while (!rpc_queue_empty($queue)) {
                    $id = rpc_queue_next($queue);
                    settle($names[$id], rpc_tl_query_result_one($id));
                }
                break;
            default:
                collect(send($connection, $numbers, $timeout), $timeout);
        }
    }
}
// Every other request ends with calls under way.
if (mt_rand(0, 1) === 0 && ($connection = @new_rpc_connection('127.0.0.1', $ports[0], 0, 1.0, 0.3, 0.02))) {
    $numbers = range($to, $to + 9);
    foreach (send($connection, $numbers, 1.0) as $n => $id) {
        note($n, 'abandoned');
    }
}
write_ledger();
echo json_encode(['memory' => memory_get_usage(), 'pending' => rpc_tl_pending_queries_count()]);
