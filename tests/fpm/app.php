<?php
/*
 * The script that php-fpm runs for tests/fpm/run: ?do=PHASE&cause=CAUSE brings about one cause of a bailout in the middle
 * of one phase of a query, ?do=good asks one question and tells what it got. Runs on PHP 7.4 and later.
 */
namespace VK\TL\fault\Functions {
    class fault_ask { public $n = 0; }
    class fault_ask_result { public $value; }
    class fault_getPoint { public $n = 0; }
    class fault_getPoint_result { public $value; }
}

namespace VK\TL\_common\Types {
    class rpcResponseOk { public $result; }
    class rpcResponseError { public $error_code = 0; public $error = ''; }
}

namespace {

$cause = $_GET['cause'] ?? '';

/** With time enough for a peer in Python that makes some MiB of an answer on a busy machine. */
function connect(float $timeout = 200.0)
{
    return new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, $timeout, 60.0);
}

/** Code that runs when it is dropped. */
final class Leaver
{
    public function __destruct()
    {
        exit("destructor left\n");
    }
}

/** Through an internal function: PHP's own calls take memory, not the stack of C, whose limit is meant. */
function too_deep(int $n)
{
    return array_map('too_deep', [$n + 1]);
}

/** Whether a signal has come that is blocked: 27 is SIGPROF, that of time limits. */
function is_signal_pending(int $signal): bool
{
    for ($i = 0; $i < 100000; $i++);  // the limit is one of processor time
    preg_match_all('/^(?:Sig|Shd)Pnd:\s*[0-9a-f]*([0-9a-f]{8})$/m', file_get_contents('/proc/self/status'), $pending);
    return (bool)((hexdec($pending[1][0]) | hexdec($pending[1][1])) >> $signal - 1 & 1);
}

function in_signal_handler(): bool
{
    return substr($_GET['do'], -5) === '_wait';
}

/** The cause itself; does not come back, but for a time limit in a signal handler. */
function bring_about(string $cause): void
{
    echo "reached $cause\n";
    switch ($cause) {
        case 'memory':
            ini_set('memory_limit', '16M');
            $all = [];
            for (;;) {
                $all[] = str_repeat('x', 1 << 20);
            }
        case 'time':
            set_time_limit(1);
            if (!in_signal_handler()) {
                for (;;);
            }
            // pcntl blocks every signal while a handler runs: the limit is noticed when this one has returned to our wait.
            while (!is_signal_pending(27));
            return;
        case 'user_error':
            @trigger_error('enough', E_USER_ERROR);
            break;
        case 'exit':
            exit("left\n");
        case 'throw':
            throw new LogicException('thrown');
        case 'compile':
            eval('class Twice' . mt_rand() . ' { function f() {} function f() {} }');
            break;
        case 'fiber':
            (new Fiber(function () {
                eval('class Twice' . mt_rand() . ' { function f() {} function f() {} }');
            }))->start();
            break;
        case 'undefined':
            no_such_function();
            break;
        case 'destructor':
            $leaver = new Leaver();
            unset($leaver);
            break;
        case 'stack':
            try {
                too_deep(0);
            } catch (Error $e) {
                echo strpos($e->getMessage(), 'Maximum call stack size') === 0 ? "the stack is full\n" : "NOT REACHED: the limit\n";
                throw $e;
            }
            break;
        case 'term':
            posix_kill(getmypid(), 15);  // SIGTERM is a name of pcntl
            sleep(10);
    }
    echo "NOT REACHED: $cause came back\n";
}

/** A signal from the harness in a moment, while we wait: SIGTERM itself, or one whose handler brings about the cause. */
function ask_for_signal(string $cause): void
{
    if ($cause === 'term') {
        $signal = 15;
    } else {
        $signal = SIGALRM;
        pcntl_async_signals(true);
        pcntl_signal(SIGALRM, function () use ($cause) {
            bring_about($cause);
        });
    }
    $kick = stream_socket_client('tcp://127.0.0.1:' . $_GET['kick']);
    fwrite($kick, getmypid() . " $signal\n");
    fgets($kick);  // it knows
    fclose($kick);
}

final class Text
{
    public function __toString()
    {
        bring_about($GLOBALS['cause']);
        return 'nothing';
    }
}

/** A query whose field is asked for by __get. */
final class Asking
{
    public function __get($name)
    {
        bring_about($GLOBALS['cause']);
        return 1;
    }
}

final class Storing
{
    public function typedStore()
    {
        store_int(1);
        bring_about($GLOBALS['cause']);
        return new self();
    }
}

switch ($_GET['do']) {
    case 'good':
        $c = connect();
        echo json_encode([
            'pid' => getmypid(),
            'answer' => rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => (int)$_GET['n']])),
            'typed' => typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, new \VK\TL\fault\Functions\fault_ask())),
            'pending' => rpc_tl_pending_queries_count(),
        ]);
        break;
    case 'arguments':
        vk_utf8_to_win(new Text());
        break;
    case 'typedStore':
        typed_rpc_tl_query_one(connect(), new Storing());
        break;
    case 'encode':
        rpc_tl_query_one(connect(), ['_' => 'fault.text', 'text' => new Text()]);
        break;
    case 'encode_batch':
        $c = connect();
        rpc_tl_query($c, [['_' => 'fault.ask', 'n' => 1], ['_' => 'fault.text', 'text' => new Text()]]);
        break;
    case 'encode_handler':
        set_error_handler(function () {
            bring_about($GLOBALS['cause']);
        });
        rpc_tl_query_one(connect(), ['_' => 'fault.ask', 'n' => null]);
        break;
    case 'connect_wait':
        ask_for_signal($cause);
        new_rpc_connection('127.0.0.1', (int)$_GET['mute'], 0, 0.3, 30.0);
        echo "NOT REACHED: after the wait\n";
        break;
    case 'answer_wait':
        $id = rpc_tl_query_one($c = connect(), ['_' => 'fault.ask', 'n' => 1000000]);
        ask_for_signal($cause);
        rpc_tl_query_result_one($id);
        echo "NOT REACHED: after the wait\n";
        break;
    case 'decode':
        spl_autoload_register(function (string $class) {
            if (strpos($class, 'fault_point')) {
                bring_about($GLOBALS['cause']);
            }
        });
        $id = rpc_tl_query_one($c = connect(), ['_' => 'fault.getPoint', 'n' => 1]);
        typed_rpc_tl_query_result_one($id);
        break;
    case 'decode_set':
        eval('namespace VK\TL\fault\Types; class fault_point { public $name;
              function __set($name, $value) { \bring_about($GLOBALS["cause"]); } }');
        $id = rpc_tl_query_one($c = connect(), ['_' => 'fault.getPoint', 'n' => 1]);
        typed_rpc_tl_query_result_one($id);
        break;
    case 'decode_hook':
        eval('namespace VK\TL\fault\Types; class fault_point { public $name; public int $x {
              set(int $x) { \bring_about($GLOBALS["cause"]); } } }');
        $id = rpc_tl_query_one($c = connect(), ['_' => 'fault.getPoint', 'n' => 1]);
        typed_rpc_tl_query_result_one($id);
        break;
    case 'pending':
        $c = connect();
        rpc_tl_query($c, array_fill(0, 20, ['_' => 'fault.ask', 'n' => 1000000]));
        bring_about($cause);
        break;
    case 'pending_shutdown':
        $c = connect();
        register_shutdown_function(function () use ($c) {
            rpc_tl_query($c, array_fill(0, 20, ['_' => 'fault.ask', 'n' => 1000000]));
            bring_about($GLOBALS['cause']);
        });
        break;
    case 'stored_half':
        $c = connect();
        store_int(1);
        store_string(str_repeat('x', 1 << 20));
        bring_about($cause);
        break;
    // --- what is no bailout ---
    case 'settings':
        foreach (['vkext.error_codes' => 'legacy', 'vkext.max_depth' => '16', 'vkext.strict' => 'bytes',
                  'vkext.fetch_exceptions' => '1', 'tl.conffile' => $_GET['schema']] as $key => $value) {
            ini_set($key, $value);
        }
        vk_set_error_verbosity(0);
        store_int(5);
        new_rpc_connection('127.0.0.1', (int)$_GET['port'], 99, 1.5, 20.0);
        echo json_encode(array_keys(rpc_tl_query_result_one(rpc_tl_query_one(connect(), ['_' => 'other.f']))));
        break;
    case 'seen_settings':
        $c = connect();
        echo json_encode([
            array_map('ini_get', ['vkext.error_codes', 'vkext.max_depth', 'vkext.strict', 'vkext.fetch_exceptions']),
            rpc_tl_query_one($c, ['_' => 'other.f']),
            @fetch_int(),
            rpc_get_last_send_error()[0][0],
            $c,
        ]);
        break;
    case 'functions':
        $names = [];
        foreach (vkext_tl_schema()['combinators'] ?? [] as $combinator) {
            if ($combinator['kind'] === 'function') {
                $names[] = $combinator['name'];
            }
        }
        sort($names);
        echo json_encode([ini_get('tl.conffile'), $names, ini_set('tl.conffile', $_GET['schema'])]);
        break;
    case 'large':
        ini_set('memory_limit', $_GET['limit']);
        $id = rpc_tl_query_one(connect(), ['_' => 'fault.' . $_GET['what'], 'n' => (int)$_GET['n']]);
        $answer = rpc_tl_query_result_one($id);
        echo json_encode(isset($answer['result']) ? count($answer['result']) : $answer);
        break;
    case 'slow':
        $answer = rpc_tl_query_result_one(rpc_tl_query_one(connect(), ['_' => 'fault.ask', 'n' => (int)$_GET['n']]));
        echo json_encode([getmypid(), $answer]);
        break;
    case 'unsent':
        // More than the socket takes, to a server that does not read.
        $c = new_rpc_connection('127.0.0.1', (int)$_GET['deaf'], 0, 20.0, 20.0);
        $id = rpc_tl_query_one($c, ['_' => 'fault.text', 'text' => str_repeat('x', 8 << 20)], 0.2);
        echo json_encode(is_int($id) || $id === false);
        break;
    case 'reset':
        var_dump(opcache_reset());
        break;
    case 'half':
        $id = rpc_tl_query_one(connect(), ['_' => 'fault.text', 'text' => 'half']);
        rpc_tl_query_result_one($id, 0.05);
        echo 'true';
        break;
}

}
