<?php
/*
 * Run by tests/faults/torture: every kind of call, three times over, while one call of ours to the system fails somewhere.
 * Each gives the right result or one of its errors, and never another value; at most one round may have errors in it,
 * and what ends the script (a fatal error, no memory) leaves a request that still works. Says WRONG otherwise.
 */
namespace VK\TL\fault\Functions {
    class fault_ask { public $n = 0; public function __construct($n = 0) { $this->n = $n; } }
    class fault_ask_result { public $value; }
    class fault_getPoint { public $n = 0; public function __construct($n = 0) { $this->n = $n; } }
    class fault_getPoint_result { public $value; }
}

namespace VK\TL\fault\Types {
    class fault_point { public $x = 0; public $name = ''; }
}

namespace VK\TL\_common\Types {
    class rpcResponseOk { public $result; }
    class rpcResponseError { public $error_code = 0; public $error = ''; }
}

namespace {

require __DIR__ . '/../../phpt/_inc/fault.inc';

/** Whether a value is how one of ours tells that something failed. */
function is_failure($v): bool
{
    if (is_array($v) && isset($v['__error_code'])) {
        return $v['__error_code'] < 0 && $v['__error'] !== '';
    }
    if ($v instanceof \VK\TL\_common\Types\rpcResponseError) {
        return $v->error_code < 0 && $v->error !== '';
    }
    return $v === false || $v === null || $v === 0 || $v === [];
}

final class Round
{
    public $errors = [];

    public function check(string $what, $got, $right): bool
    {
        if ($got === $right) {
            return true;
        }
        if (!is_failure($got)) {
            echo "WRONG: $what: ", substr(var_export($got, true), 0, 200), "\n";
        }
        $this->errors[] = "$what: " . substr(json_encode($got), 0, 200) . ' ' . json_encode(rpc_get_last_error());
        return false;
    }
}

function answer_of($id)
{
    return $id ? rpc_tl_query_result_one($id) : $id;
}

function asked(int $n): array
{
    return ['_' => 'fault.ask', 'n' => $n];
}

/** A connection, if need be at a later try: after a failed one there is a pause. */
function connected(Peer $peer, Round $round)
{
    for ($i = 0; $i < 200; $i++) {
        $c = @connect($peer);
        if ($c !== null) {
            return $c;
        }
        $round->check('connect', $c, true);
        usleep(20000);
    }
    echo "WRONG: no connection any more\n";
    exit;
}

function untyped(Round $r, $c): void
{
    $r->check('one', answer_of(rpc_tl_query_one($c, asked(7))), ['result' => 7, '_' => '_']);
    $ids = rpc_tl_query($c, array_map('asked', range(1, 20)));
    $answers = $ids ? rpc_tl_query_result($ids) : [];
    foreach (range(1, 20) as $i => $n) {
        $r->check("batch $i", $answers[$i] ?? false, ['result' => $n, '_' => '_']);
    }
    $list = answer_of(rpc_tl_query_one($c, ['_' => 'fault.list', 'n' => 5000]));
    $r->check('list', is_failure($list) ? $list : count($list['result']), 5000);
    $text = answer_of(rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => str_repeat('x', 100000)]));
    $r->check('long text', $text, ['result' => 'text', '_' => '_']);
    $r->check('no such function', @rpc_tl_query_one($c, ['_' => 'no.such']), 0);
    $ids = rpc_tl_query($c, array_map('asked', range(1, 5)));
    $queue = $ids ? rpc_queue_create($ids) : false;
    $sum = 0;
    while ($queue && !rpc_queue_empty($queue)) {
        $id = rpc_queue_next($queue, 20.0);
        if (!$id) {
            break;
        }
        $answer = rpc_tl_query_result_one($id);
        if ($r->check('from the queue', is_array($answer) && isset($answer['result']) ? 'result' : $answer, 'result')) {
            $sum += $answer['result'];
        }
    }
    $r->check('queue', $sum === 15 ? 15 : false, 15);
}

function typed(Round $r, $c): void
{
    $id = typed_rpc_tl_query_one($c, new \VK\TL\fault\Functions\fault_ask(9));
    $answer = $id ? typed_rpc_tl_query_result_one($id) : $id;
    $r->check('typed', is_failure($answer) ? $answer : $answer->result->value, 9);
    $id = typed_rpc_tl_query_one($c, new \VK\TL\fault\Functions\fault_getPoint(3));
    $answer = $id ? typed_rpc_tl_query_result_one($id) : $id;
    $r->check('typed record', is_failure($answer) ? $answer : (array)$answer->result->value, ['x' => 3, 'name' => 'name']);
}

function raw(Round $r, $c): void
{
    rpc_clean();
    store_int((int)hexdec('fa000010') - (1 << 32));
    store_int(11);
    $id = rpc_send($c, 20.0);
    $bytes = $id > 0 ? rpc_get($id, 20.0) : false;
    $r->check('raw', $bytes === false ? false : bin2hex($bytes), 'da9b50a80b000000');
    rpc_clean();
    store_int((int)hexdec('fa000010') - (1 << 32));
    store_int(12);
    $id = rpc_send($c, 20.0);
    if ($id > 0 && rpc_get_and_parse($id, 20.0)) {
        $r->check('fetched', [fetch_int(), fetch_int()], [(int)hexdec('a8509bda') - (1 << 32), 12]);
    } else {
        $r->check('fetched', false, true);
    }
    rpc_clean();
    rpc_flush(20.0);
}

function offline(Round $r): void
{
    try {
        $r->check('stored', bin2hex(vkext_tl_encode(asked(5))), '100000fa05000000');
        $r->check('decoded', vkext_tl_decode(hex2bin('da9b50a805000000'), asked(5)), 5);
    } catch (VkextTlException $e) {
        $r->errors[] = $e->getMessage();
    }
    $schema = vkext_tl_schema();
    $r->check('schema', isset($schema['combinators']) ? count($schema['combinators']) : $schema, 9);
    $r->check('load', @tl_config_load_file(__DIR__ . '/../../phpt/_inc/fault.tl'), true);
    ob_start();
    (new ReflectionExtension('vkext'))->info();
    $r->check('phpinfo', strpos(ob_get_clean(), '(5 functions') > 0, true);
    $r->check('text', bin2hex(vk_utf8_to_win('текст')), 'f2e5eaf1f2');
}

function ask_in_a_fork($c, int $n)
{
    return answer_of(rpc_tl_query_one($c, asked($n)));
}

function forks(Round $r, $c): void
{
    $forks = [];
    for ($n = 1; $n <= 3; $n++) {
        $forks[$n] = fork(ask_in_a_fork($c, $n));
    }
    foreach ($forks as $n => $fork) {
        $r->check("fork $n", $fork ? wait($fork) : false, ['result' => $n, '_' => '_']);
    }
}

function a_round(Peer $peer): array
{
    $round = new Round();
    $c = connected($peer, $round);
    untyped($round, $c);
    typed($round, $c);
    raw($round, $c);
    offline($round);
    if (PHP_VERSION_ID >= 80100) {
        forks($round, $c);
    }
    $round->check('refused', @new_rpc_connection('127.0.0.1', 1, 0, 0.3, 0.3), null);
    $round->check('a name', @new_rpc_connection('localhost', $peer->port, 0, 5.0, 5.0) === null ? null : true, true);
    return $round->errors;
}

// Before the peer's own, which ends it.
$peer = null;
register_shutdown_function(function () {
    global $peer;
    if ($peer && error_get_last() && (error_get_last()['type'] & (E_ERROR | E_CORE_ERROR))) {
        $errors = a_round($peer);  // what failed has failed once
        if ($errors) {
            echo 'WRONG: after a fatal error: ', implode("\n", $errors), "\n";
        }
    }
});
$peer = peer_with(
    on(['magic' => 'fa000011'], ['result' => '246e28b50474657874000000']),
    on(['magic' => 'fa000012'], ['result' => '15c4b51c88130000' . str_repeat('01000000', 5000)]),
    on(['magic' => 'fa000013'], ['result' => '010000fa{args}046e616d65000000'])
);
$rounds = [];
for ($i = 0; $i < 3; $i++) {
    $rounds[] = a_round($peer);
}
if (count(array_filter($rounds)) > (getenv('VKEXT_FAULT') ? 1 : 0)) {
    echo 'WRONG: errors in more rounds than one: ', substr(json_encode($rounds), 0, 1000), "\n";
}

}
