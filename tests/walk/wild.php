<?php
/*
 * The steps of a walk that are about PHP itself around the extension: forks and Fibers in each other, signals, output
 * callbacks, sessions, weak maps, generators, reflection, and whatever PHP can do to an object of ours.
 *
 * Needs walk.php, which picks from wild_steps() as from its own, and calls begin_wild() and last_act() once.
 */

/** Statics that hold what dies late, and what is only there to be let go of. */
final class Wild
{
    public static $fibers = [], $held, $kept = [], $generators = [], $weak, $functions = [];
    public static $in_output = false;
    /** A usort() in which a script's own Fiber suspends is PHP's to lose; one in which a fork waits is ours to keep. */
    public static $sorts, $comparing = 0;
    /** Destructors do not throw any more: what is thrown at the end would hide leaks. */
    public static $quiet = false;
}

/** Unfinished business: a destructor at any time, at the end of the script too. */
final class Late
{
    public $what;
    public function __construct($what = null) { $this->what = $what; }
    public function __destruct()
    {
        step();
        Wild::$quiet || maybe_throw(6);
    }
    public function __set($name, $value) { maybe_step(2); }
    public function __call($name, $arguments) { maybe_step(2); return $this; }
    public function __invoke(...$arguments) { maybe_step(2); maybe_throw(6); return new Probe(); }
}

if (!extension_loaded('session')) {
    interface SessionHandlerInterface {}
}

final class Session implements SessionHandlerInterface
{
    #[ReturnTypeWillChange]
    public function open($path, $name) { maybe_step(2); return true; }
    #[ReturnTypeWillChange]
    public function close() { maybe_step(2); return true; }
    #[ReturnTypeWillChange]
    public function read($id) { maybe_step(2); return ''; }
    #[ReturnTypeWillChange]
    public function write($id, $data) { step(); maybe_throw(4); return true; }
    #[ReturnTypeWillChange]
    public function destroy($id) { return true; }
    #[ReturnTypeWillChange]
    public function gc($lifetime) { return 0; }
}

function fork_body(): void
{
    $late = dice(3) ? null : new Late(pick(Walk::$connections));
    try {
        for ($i = dice(5); $i > 0; $i--) {
            step();
            switch (dice(9)) {
                case 0: sched_yield(); break;
                case 1: sched_yield_sleep(0.001); break;
                case 2: FIBERS && !Wild::$sorts && Fiber::getCurrent() && Walk::$fibers[] = Fiber::getCurrent(); break;
                case 3: maybe_suspend(1); break;
                case 4: Walk::$forks[] = fork(function () { fork_body(); }); break;
                case 5: wait(get_running_fork_id()); break;
                case 6: wait(pick(Walk::$forks) ?? 0, 0.01); break;
                case 7: rpc_tl_query_result_one(rpc_tl_query_one(connection(), query(), 0.02)); break;
            }
        }
        maybe_throw(3);
    } finally {
        maybe_step(2);
        dice(4) || sched_yield();
    }
}

/** What runs a step of its own each time it is asked for more. */
function generated()
{
    try {
        for ($i = 0; $i < 4; $i++) {
            step();
            yield $i => new Probe();
            maybe_suspend(3);
        }
    } finally {
        maybe_step(2);
    }
}

/** An object that the extension made, or that it knows. */
function ours(): object
{
    switch (dice(5)) {
        case 0:
            $connection = pick(Walk::$connections);
            return is_object($connection) ? $connection : new Late($connection);
        case 1: return new KphpRpcRequestsExtraInfo();
        case 2:
            $answers = typed_rpc_tl_query_result(typed_rpc_tl_query(connection(), [typed_query(), typed_query()], 0.05));
            return pick(array_filter((array)$answers, 'is_object')) ?? new Late();
        case 3:
            $class = pick(['RpcConnection', 'KphpRpcRequestsExtraInfo', 'VK\TL\RpcResponse']);
            return class_exists($class) ? (new ReflectionClass($class))->newInstanceWithoutConstructor() : new Late();
        default: return typed_value(2);
    }
}

/** Everything that PHP can do to an object without knowing it. */
function handle(object $object)
{
    switch (dice(22)) {
        case 0: return serialize($object);
        case 1: return unserialize(preg_replace('/^O:\d+:"[^"]*"/', 'O:' . strlen(get_class($object)) . ':"' .
            get_class($object) . '"', serialize(new ArrayObject([1]))));
        case 2: return unserialize('O:' . strlen(get_class($object)) . ':"' . get_class($object) . '":1:{s:1:"x";R:1;}');
        case 3: return Wild::$kept[] = clone $object;
        case 4: return var_export($object, true);
        case 5: return get_object_vars($object);
        case 6: return (array)$object;
        case 7: return $object->other = value();
        case 8: $object->itself = $object; return null;
        case 9: unset($object->{dice(2) ? 'x' : 'itself'}); return null;
        case 10: return isset($object->x->y, $object['x']);
        case 11: return vk_json_encode($object);
        case 12: foreach ($object as $name => &$held) { Walk::$other = &$held; } return null;
        case 13: return [$object == ours(), $object <=> new Late(), $object == 1, "$object"];
        case 14: return Wild::$kept[] = WeakReference::create($object);
        case 15: Wild::$weak[$object] = new Late($object); return null;
        case 16: return $object->__construct(value());
        case 17: return (string)new ReflectionObject($object);
        case 18: return $object->{pick(['get', 'typedStore', 'typedFetch', 'getFunctionName', 'nope'])}(value());
        case 19: array_walk($object, 'maybe_step', 3); return null;
        case 20:
            if (Wild::$in_output) {
                return null;
            }
            ob_start();
            try {
                dice(2) ? var_dump($object) : debug_zval_refcount($object);
            } finally {
                ob_end_clean();
            }
            return null;
        default:
            $class = new ReflectionClass($object);
            if (method_exists($class, 'newLazyGhost')) {
                $lazy = $class->newLazyGhost(function ($object) { step(); maybe_throw(4); });
                return Wild::$kept[] = fill($lazy, 1);
            }
            return $class->getConstants();
    }
}

/** Something for a parameter: mostly what its name says. */
function argument(ReflectionParameter $parameter)
{
    $name = strtolower($parameter->getName());
    if (strpos($name, 'timeout') !== false || strpos($name, 'seconds') !== false) {
        return pick([0.001, 0.01, 0, 0.005]);
    }
    if ($name === 'host' || $name === 'port') {
        return $name === 'host' ? '127.0.0.1' : Walk::$port;
    }
    switch (dice(7)) {
        case 0: return connection();
        case 1: return pick(Walk::$ids);
        case 2: return array_slice(Walk::$ids, -5);
        case 3: return pick(Walk::$forks);
        case 4: return query();
        case 5: return [query(), query()];
        default: return value();
    }
}

/** Any function of the extension, called in one of the ways of PHP. */
function call_any()
{
    $function = pick(Wild::$functions);
    $name = $function->getName();
    $arguments = [];
    foreach ($function->getParameters() as $parameter) {
        if ($parameter->isOptional() && dice(3) === 0) {
            break;
        }
        $arguments[$parameter->getName()] = argument($parameter);
    }
    // By name where PHP can; without the name of a variadic one.
    $named = PHP_VERSION_ID >= 80000 && dice(4) === 0 && !$function->isVariadic();
    $list = $named ? $arguments : array_values($arguments);
    switch (dice(6)) {
        case 0: return $function->invokeArgs($list);
        case 1: return call_user_func_array($name, $list);
        case 2: return Closure::fromCallable($name)(...$list);
        case 3: return array_map($name, ...array_map(function ($v) { return [$v, $v]; }, array_values($arguments ?: [1])));
        case 4: return (string)$function . $function->getReturnType();
        default: return $name(...$list);
    }
}

function wild_steps(): array
{
    $call = function () { return call_any(); };
    return [
        $call,
        $call,
        $call,
        function () { handle(ours()); },
        function () { handle(ours()); },
        function () { handle(pick(Wild::$kept) ?? ours()); },
        function () { count(Walk::$forks) < 15 && Walk::$forks[] = fork(function () { fork_body(); return new Late(); }); },
        function () { count(Walk::$forks) < 15 && Walk::$forks[] = fork(fork_body()); },
        function () { count(Walk::$forks) < 15 && Walk::$forks[] = fork(new Late(new Late())); },
        function () { wait_multi(array_splice(Walk::$forks, 0, 3)); },
        function () { wait_concurrently(pick(Walk::$forks)); },
        function () { wait_queue_push(wait_queue_create(), Walk::$forks); },
        function () { array_map('get_fork_stat', Walk::$forks); },
        function () { rpc_wait(pick(Walk::$ids)); },
        // What a static property held dies while it gets another value.
        function () { Wild::$held = new Late(Wild::$held); },
        function () { Wild::$held = null; },
        function () { Wild::$held = [Wild::$held, ours()]; },
        function () { Wild::$kept[] = new Late(query()); },
        function () { Wild::$kept = array_slice(Wild::$kept, -dice(6)); },
        function () {
            // Each alone, and with no exception pending: new_fiber() says why.
            $fiber = array_shift(Wild::$fibers);
            Walk::$fibers = array_filter(Walk::$fibers, function ($other) use ($fiber) { return $other !== $fiber; });
            $fiber = null;
            Wild::$fibers = array_filter(Wild::$fibers, function ($fiber) { return !$fiber->isTerminated(); });
        },
        function () {
            if (FIBERS && count(Walk::$fibers) < 12) {
                new_fiber('fork_body')->start();
            }
        },
        function () {
            $fiber = pick(Walk::$fibers);
            if ($fiber && $fiber->isSuspended()) {
                $fiber->throw(new Exception('thrown in'));
            }
        },
        function () {
            Wild::$generators[] = generated();
            Wild::$generators = array_slice(Wild::$generators, -5);
        },
        function () {
            $generator = pick(Wild::$generators);
            $generator && $generator->next();
        },
        function () { Wild::$weak = new WeakMap(); },
        function () {
            set_error_handler(function ($level, $text) { maybe_step(2); maybe_throw(2); });
            try {
                step();
            } finally {
                restore_error_handler();
            }
        },
        function () {
            if (!Wild::$in_output) {
                ob_start(function ($text) {
                    Wild::$in_output = true;
                    try {
                        step();
                    } finally {
                        Wild::$in_output = false;
                    }
                    return '';
                });
                echo 'text';
                ob_end_clean();
            }
        },
        function () { signal_myself(); },
        function () {
            if (extension_loaded('session') && !Wild::$in_output) {
                @session_start();
                $_SESSION['held'] = dice(100);
                session_write_close();
            }
        },
        function () {
            if (Wild::$sorts) {
                $ids = array_slice(Walk::$ids, -9);
                usort($ids, function ($a, $b) {
                    Wild::$comparing++;
                    try {
                        maybe_step(6);
                        dice(9) || sched_yield();
                    } finally {
                        Wild::$comparing--;
                    }
                    return $a <=> $b;
                });
            }
        },
        function () { Walk::$ids = array_filter(Walk::$ids, 'is_int'); },
        function () {
            $change = function (&$value) { maybe_step(4); $value = value(1); };
            is_array(Walk::$last) && array_walk(Walk::$last, $change);
        },
    ];
}

/** A Fiber of the script's own. Held by one list more: PHP loses a pending exception when a Fiber dies in the midst. */
function new_fiber(callable $body): Fiber
{
    return Walk::$fibers[] = Wild::$fibers[] = new Fiber($body);
}

function signal_myself(): void
{
    if (function_exists('posix_kill') && function_exists('pcntl_signal')) {
        posix_kill(getmypid(), SIGUSR1);
    }
}

/** Before the first step. */
function begin_wild(): void
{
    Wild::$weak = class_exists('WeakMap') ? new WeakMap() : [];
    // The folder of a schema, and texts for a log, are not a walk's to choose.
    $not = ['tl_config_load_file', 'vk_set_error_verbosity', 'sched_yield_sleep'];
    foreach ((new ReflectionExtension('vkext'))->getFunctions() as $name => $function) {
        if (!in_array($name, $not, true)) {
            Wild::$functions[] = $function;
        }
    }
    Wild::$sorts = dice(2) === 0;
    if (function_exists('pcntl_signal')) {
        pcntl_async_signals(true);
        pcntl_signal(SIGUSR1, function () {
            maybe_step(1);
            maybe_suspend(4);
            // Not between two steps, where nobody catches it.
            Walk::$depth && maybe_throw(5);
        });
    }
    if (extension_loaded('session')) {
        session_set_save_handler(new Session(), dice(2) === 0);
    }
    register_shutdown_function(function () {
        Walk::$depth = 0;
        step();
        Wild::$quiet || maybe_throw(5);
    });
}

/** The last thing that a script does, all others behind it. */
function last_act(): void
{
    Walk::$depth = 0;
    Wild::$quiet = dice(4) > 0;
    // Behind the destructors of the script.
    Wild::$in_output || dice(2) || ob_start(function ($text) {
        Wild::$in_output = true;
        Walk::$depth = 2;
        // What an unfinished fork holds goes with the heap here: a debug PHP would call it leaks.
        if (!PHP_DEBUG) {
            Wild::$kept[] = fork(function () { fork_body(); return new Late(); });
            step();
        }
        Wild::$kept[] = fork(function () { return new Late(); });
        Wild::$held = new Late(new Custom());
        return $text;
    });
    if (extension_loaded('session') && dice(3) === 0) {
        @session_start();
    }
    switch (dice(6)) {
        case 0: fork(function () { exit(0); }); break;
        case 1: fork(function () { fork(function () { sched_yield(); exit(0); }); sched_yield_sleep(0.01); }); break;
        case 2: throw new Exception('the end');
        case 3: FIBERS && new_fiber(function () { fork_body(); exit(0); })->start(); break;
    }
}
