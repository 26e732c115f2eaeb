<?php
/*
 * A random walk over the functions of the extension: php walk.php PORT SEED STEPS CLASSES
 *
 * Every piece of PHP code that the extension may run (error handlers, __get, __set, __toString, typedStore, typedFetch,
 * autoloaders, destructors, fibers, forks) takes steps of its own, throws or suspends; so does PHP around it (wild.php).
 * Nothing is expected of the answers: the process has to come to its end, without a word from valgrind. The same seed
 * takes the same steps, but for what the order of the server's answers and the clock decide. What PHP itself does not
 * survive is left out: docs/survival.md has a list. Needs vkext.kphp_runtime=1 and a schema; see run.
 */
[, $port, $seed, $steps, $classes] = $argv;
mt_srand((int)$seed);
define('FIBERS', PHP_VERSION_ID >= 80100);
require __DIR__ . '/wild.php';

final class Walk
{
    public static $port, $classes, $schema;
    public static $names = [], $functions = [], $types = [];
    public static $depth = 0;
    public static $connections = [], $ids = [0, -1, 1], $queues = [], $fibers = [], $forks = [];
    /** What values refer to, to be changed in the middle. */
    public static $last, $one, $other;
}

function dice(int $sides): int
{
    return mt_rand(0, $sides - 1);
}

function pick(array $from)
{
    return $from ? $from[array_rand($from)] : null;
}

function bytes(int $count): string
{
    $all = '';
    while ($count-- > 0) {
        $all .= chr(dice(256));
    }
    return $all;
}

function maybe_step(int $sides): void
{
    if (dice($sides) === 0) {
        step();
    }
}

function maybe_throw(int $sides): void
{
    if (dice($sides) === 0) {
        throw new Exception('walk');
    }
}

function maybe_suspend(int $sides): void
{
    if (dice($sides) === 0 && FIBERS && Fiber::getCurrent() && Wild::$comparing === 0) {
        try {
            Fiber::suspend();
        } catch (FiberError $e) {
        }
    }
}

/** A value whose every use runs code. */
final class Probe
{
    public $x = 1;
    public function __get($name)
    {
        maybe_step(3);
        maybe_throw(10);
        return dice(2) ? 5 : [1, new Probe()];
    }
    public function __toString()
    {
        maybe_step(2);
        maybe_throw(10);
        return 'text';
    }
    public function __destruct()
    {
        maybe_step(8);
    }
}

/** A query that stores itself. */
final class Custom
{
    private $way;
    public function __construct()
    {
        $this->way = dice(6);
    }
    public function typedStore()
    {
        store_int(0x11223344);
        maybe_step(3);
        maybe_suspend(4);
        store_int(dice(100));
        if ($this->way === 0) {
            throw new Exception('typedStore');
        }
        return [1 => null, 2 => 5][$this->way] ?? ($this->way === 1 ? null : $this);
    }
    public function typedFetch()
    {
        fetch_int();
        maybe_step(3);
        maybe_suspend(4);
        if ($this->way === 3) {
            fetch_string();
        }
        return dice(5) ? $this : null;
    }
    public function __destruct()
    {
        maybe_step(6);
    }
}

/** Loads a generated class, now and then with handlers where its properties were. */
function load_class(string $class): void
{
    if (strncmp($class, 'VK\TL\\', 6) !== 0) {
        return;
    }
    maybe_step(4);
    maybe_throw(25);
    $path = Walk::$classes . '/' . str_replace('\\', '/', $class) . '.php';
    $path = is_file($path) ? $path : preg_replace('/_result\.php$/', '.php', $path);
    if (!is_file($path)) {
        return;
    }
    $code = file_get_contents($path);
    $way = dice(6);
    if ($way === 0) {
        $code = preg_replace('/public \$(\w+) = [^;]+;/', 'private $$1 = null;', $code, 1);
    } elseif ($way === 1) {
        $code = preg_replace('/^class (\w+)(.*)\{/m', 'class $1$2{
            public function __set($name, $value) { \maybe_step(3); \maybe_throw(12); \maybe_suspend(9); }
            public function __get($name) { \maybe_step(3); return \dice(2) ? 7 : null; }
            public function __destruct() { \maybe_step(5); }', $code, 1);
    }
    // A Fiber that was suspended in here may have been overtaken.
    if (!class_exists($class, false) && !interface_exists($class, false)) {
        eval('?>' . $code);
    }
}

function value(int $depth = 3)
{
    switch (dice(14)) {
        case 0: return null;
        case 1: return dice(1000);
        case 2: return 1.5;
        case 3: return 'text ' . dice(9);
        case 4: return new Probe();
        case 5: return dice(2) === 0;
        case 6: return $depth ? [value($depth - 1), value($depth - 1)] : [];
        case 7: return $depth ? ['x' => value($depth - 1), 'y' => value($depth - 1)] : 1;
        case 8: return ['_' => pick(['resultTrue', 'resultFalse', 'nope']), 'result' => $depth ? value($depth - 1) : 1];
        case 9:
            $inner = $depth ? value($depth - 1) : 3;
            Walk::$one = &$inner;
            return ['x' => &$inner, 'y' => 2];
        case 10: return str_repeat('z', dice(600));
        case 11: return (object)['x' => 1, 'y' => new Probe()];
        case 12: return typed_value(1);
        default: return [dice(9), dice(9), dice(9)];
    }
}

function fill(object $object, int $depth): object
{
    foreach (array_keys(get_object_vars($object)) as $name) {
        if (dice(5) === 0) {
            continue;
        }
        $object->$name = dice(3) === 0 ? value() : ($depth && dice(2) ? typed_value($depth - 1) : dice(9));
        if (dice(8) === 0) {
            $held = $object->$name;
            $object->$name = &$held;
            Walk::$other = &$held;
        }
        if (dice(30) === 0) {
            unset($object->$name);
        }
    }
    return $object;
}

function made(?string $class, int $depth): object
{
    try {
        if ($class !== null && class_exists($class) && (new ReflectionClass($class))->isInstantiable()) {
            return fill((new ReflectionClass($class))->newInstanceWithoutConstructor(), $depth);
        }
    } catch (Throwable $e) {
    }
    return new Probe();
}

function typed_value(int $depth): object
{
    return made(pick(Walk::$types), $depth);
}

/** One that can be stored, mostly: those that are made up at random seldom are. */
function good_query(int $depth = 3): array
{
    $number = function () { return dice(6) ? dice(9) : new Probe(); };
    switch (dice($depth ? 9 : 6)) {
        case 0: return ['_' => 'test.echo', 'value' => dice(5) ? 'text' : new Probe()];
        case 1: return ['_' => 'test.swap', 'p' => ['x' => $number(), 'y' => $number()]];
        case 2: return ['_' => 'test.tupleOf', 'n' => dice(20)];
        case 3: return ['_' => 'test.list', 'x' => [[dice(9), dice(9)], [], [$number()]]];
        case 4: return ['_' => 'test.noArguments'];
        case 5: return ['_' => 'test.echoDictionaries', 'value' => value()];
        case 6: return ['_' => 'test.forward', 'tag' => $number(), 'query' => good_query($depth - 1)];
        case 7: return ['_' => 'test.forwardMany', 'query' => good_query($depth - 1)];
        default:
            return ['_' => 'test.forwardTwo', 'first' => good_query($depth - 1), 'second' => good_query($depth - 1)];
    }
}

function good_typed(): object
{
    $class = 'VK\TL\test\Functions\test_' . pick(['echo', 'swap', 'tupleOf', 'noArguments']);
    $query = made($class, 0);
    if (substr($class, -4) === 'swap') {
        $query->p = made('VK\TL\test\Types\test_point', 0);
        $query->p->x = $query->p->y = dice(6) ? 5 : new Probe();
    }
    $query->{substr($class, -4) === 'echo' ? 'value' : 'n'} = dice(9);
    return $query;
}

function typed_query(): object
{
    if (dice(2)) {
        return good_typed();
    }
    return dice(5) === 0 ? new Custom() : made(pick(Walk::$functions), 2);
}

function query(int $depth = 3)
{
    if (dice(2)) {
        return good_query();
    }
    switch (dice(12)) {
        case 0: return new Custom();
        case 1:
        case 2: return typed_query();
        case 3: return value();
    }
    $query = ['_' => pick(Walk::$names)];
    foreach (['x', 'y', 'p', 'm', 's', 'value', 'query', 'n', 'list'] as $name) {
        if (dice(2)) {
            $query[$name] = $name === 'query' && $depth ? query($depth - 1) : value();
        }
    }
    Walk::$last = &$query;
    if (dice(5) === 0) {
        $name = array_rand($query);
        $held = $query[$name];
        $query[$name] = &$held;
        Walk::$other = &$held;
    }
    return $query;
}

function connection()
{
    // Mostly one that is good.
    if (!Walk::$connections || (count(Walk::$connections) < 20 && dice(6) === 0)) {
        Walk::$connections[] = new_rpc_connection('127.0.0.1', Walk::$port, dice(3) ? 0 : 5, 0.2, 0.5);
    }
    return pick(Walk::$connections);
}

function note(array $ids): array
{
    foreach ($ids as $id) {
        Walk::$ids[] = $id;
    }
    Walk::$ids = array_slice(Walk::$ids, -60);
    return $ids;
}

function steps(): array
{
    $id = function () { return pick(Walk::$ids); };
    return [
        function () { note([rpc_tl_query_one(connection(), query(), 0.05)]); },
        function () { note([typed_rpc_tl_query_one(connection(), typed_query(), 0.05)]); },
        function () {
            $queries = [];
            for ($i = dice(12); $i > 0; $i--) {
                $queries[dice(3) ? $i : "k$i"] = query();
            }
            note(rpc_tl_query(connection(), $queries, 0.05, dice(6) === 0));
        },
        function () {
            $ids = note(typed_rpc_tl_query(connection(), [typed_query(), 'k' => typed_query(), typed_query()], 0.1));
            typed_rpc_tl_query_result($ids, 0.05);
        },
        function () {
            $info = new KphpRpcRequestsExtraInfo();
            note(rpc_tl_query(connection(), ['a' => query(), query()], 0.03, false, $info, true));
            $info->get();
        },
        function () use ($id) { rpc_tl_query_result_one($id(), dice(2) ? 0.01 : -1); },
        function () use ($id) { typed_rpc_tl_query_result_one($id(), 0.01); },
        function () { rpc_tl_query_result(array_slice(Walk::$ids, -dice(20) - 1), 0.02); },
        function () use ($id) { Walk::$queues = [rpc_queue_create(dice(2) ? Walk::$ids : $id())]; },
        function () use ($id) { rpc_queue_push(pick(Walk::$queues), dice(2) ? array_slice(Walk::$ids, -5) : $id()); },
        function () { rpc_queue_next(pick(Walk::$queues), 0.005); },
        function () { $query = query(); vkext_tl_encode(is_array($query) || is_object($query) ? $query : []); },
        function () { vkext_tl_decode(bytes(4 * dice(12)), dice(2) ? typed_query() : (array)query()); },
        function () { ini_set('tl.conffile', Walk::$schema); },
        function () { ini_set('vkext.strict', pick(['', 'kphp', 'bytes'])); },
        function () { ini_set('vkext.fetch_exceptions', (string)dice(2)); },
        function () { ini_set('vkext.max_depth', pick(['16', '256'])); },
        function () { gc_collect_cycles(); },
        // Held for a moment: PHP itself loses its way when a value's destructor gives its variable another reference.
        function () { $held = Walk::$last; Walk::$last = null; },
        function () { $held = Walk::$one; Walk::$one = null; },
        function () { $held = Walk::$other; Walk::$other = null; },
        function () { Walk::$connections = array_slice(Walk::$connections, dice(3)); },
        function () {
            rpc_clean();
            store_int(5);
            store_string(value());
            store_many('ls', 1, 'b');
            note([rpc_send(connection(), 0.05)]);
        },
        function () use ($id) { rpc_get($id(), 0.01); },
        function () use ($id) {
            if (rpc_get_and_parse($id(), 0.01)) {
                fetch_int();
                fetch_string();
                fetch_end();
            }
        },
        function () { vk_json_encode(query()); },
        function () {
            rpc_flush(0.01);
            rpc_get_last_send_error();
            rpc_get_last_error();
            vkext_pool_status();
            vkext_prepare_stats();
        },
        function () {
            if (FIBERS && count(Walk::$fibers) < 10) {
                new_fiber(function () {
                    for ($i = 0; $i < 4; $i++) {
                        step();
                        maybe_suspend(2);
                    }
                })->start();
            }
        },
        function () {
            $fiber = pick(Walk::$fibers);
            if ($fiber && $fiber->isSuspended()) {
                $fiber->resume();
            }
            if (dice(4) === 0) {
                Walk::$fibers = array_filter(Walk::$fibers, function ($f) { return !$f->isTerminated() && dice(5); });
            }
        },
        function () {
            if (count(Walk::$forks) < 15) {
                Walk::$forks[] = fork(function () {
                    for ($i = 0; $i < 3; $i++) {
                        step();
                        dice(3) === 0 ? sched_yield() : (dice(9) === 0 ? sched_yield_sleep(0.002) : null);
                    }
                    maybe_throw(4);
                    return new Probe();
                });
            }
        },
        function () { wait(array_pop(Walk::$forks) ?? 0, 0.01); },
        function () { wait_queue_next(wait_queue_create(Walk::$forks), 0.005); },
    ];
}

function step(): void
{
    static $steps;
    if (!$steps) {
        $asking = array_slice(steps(), 0, 8);
        $steps = array_merge(steps(), $asking, $asking, $asking, wild_steps());
    }
    if (Walk::$depth > 4) {
        return;
    }
    Walk::$depth++;
    try {
        $steps[dice(count($steps))]();
    } catch (Throwable $e) {
        // Whatever is thrown on the way is a way to go.
    }
    Walk::$depth--;
}

Walk::$port = (int)$port;
Walk::$classes = $classes;
Walk::$schema = ini_get('tl.conffile');
foreach (vkext_tl_schema()['combinators'] as $combinator) {
    if ($combinator['kind'] === 'function') {
        Walk::$names[] = $combinator['name'];
    }
}
foreach (glob("$classes/VK/TL/*/{Functions,Types}/*.php", GLOB_BRACE) as $path) {
    $class = str_replace('/', '\\', substr($path, strlen($classes) + 1, -4));
    strpos($path, '/Functions/') ? Walk::$functions[] = $class : Walk::$types[] = $class;
}
spl_autoload_register('load_class');
set_error_handler(function (int $level, string $text) {
    if (Walk::$depth < 3) {
        maybe_step(6);
    }
    if (dice(12) === 0) {
        throw new ErrorException($text);
    }
    return true;
});
begin_wild();
for ($i = 0; $i < (int)$steps; $i++) {
    Walk::$depth = 0;
    try {
        step();
    } catch (Throwable $e) {
        // Of a signal that came between two statements.
    }
}
echo "came to its end\n";
last_act();
