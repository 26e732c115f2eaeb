<?php
/*
 * The PHP side of fuzz_php_store: the generated classes, and values that do things while they are stored. Every class
 * keeps its answer in a property, so what it is asked for comes from the fuzzer too.
 */
namespace VK\TL\Fuzz {

/** What such a value does; $target refers to some container of the query. */
final class Harm
{
    public static $target = null;
    public static $deed = 0;

    public static function act($give)
    {
        $deed = self::$deed;
        self::$deed = 0;  // once: what is stored in here must not go on for ever
        switch ($deed) {
            case 1:
                self::$target = null;
                break;
            case 2:
                self::$target = [self::$target, 'other'];
                break;
            case 3:
                throw new \LogicException('thrown');
            case 4:
                @\vkext_tl_encode(['_' => 'zoo.onVisit', 'name' => 'inside']);
                break;
            case 5:
                gc_collect_cycles();
                break;
            case 6:
                trigger_error('warned');
                break;
            case 7:
                if (is_array(self::$target)) {
                    array_pop(self::$target);
                    self::$target['new'] = self::$target;
                }
                break;
            case 8:
                if (is_object(self::$target)) {
                    foreach (array_keys(get_object_vars(self::$target)) as $name) {
                        unset(self::$target->$name);
                    }
                }
                break;
            case 9:
                @\vkext_tl_encode(is_object(self::$target) || is_array(self::$target) ? self::$target : []);
                break;
            case 10:
                @\store_string('stored');
                @\fetch_int();
                @\rpc_parse("\1\2\3\4");
                break;
            case 11:
            case 12:
                if (\Fiber::getCurrent()) {
                    \Fiber::suspend();
                }
                break;
        }
        return $give;
    }
}

final class Asked
{
    private $give;
    public function __construct($give)
    {
        $this->give = $give;
    }
    public function __get($name)
    {
        return Harm::act($this->give);
    }
    public function __isset($name)
    {
        return true;
    }
}

final class Said
{
    private $give;
    public function __construct($give)
    {
        $this->give = $give;
    }
    public function __toString(): string
    {
        $text = Harm::act($this->give);
        return is_string($text) ? $text : 'text';
    }
}

final class Dropped
{
    public $value;
    public function __construct($value)
    {
        $this->value = $value;
    }
    public function __destruct()
    {
        Harm::act(null);
    }
}

/** A query that stores itself by calls of store_*, and fetches its answer by calls of fetch_*. */
class Custom
{
    public $stores = [];
    public $fetches = [];
    public $fetcher = null;
    public $answer = null;

    public function typedStore()
    {
        run($this->stores);
        return Harm::act($this->fetcher);
    }
    public function typedFetch()
    {
        run($this->fetches);
        return Harm::act($this->answer);
    }
}

/** Takes the sizes of requests. */
final class Sizes
{
    public function get()
    {
        return [];
    }
}

/** What the function returns, or the exception: outside of PHP code it would be a fatal error. */
function attempt($function, array $arguments)
{
    try {
        return $function(...$arguments);
    } catch (\Throwable $thrown) {
        return $thrown;
    }
}

/** Calls, each a function and its arguments, one after another: their results. */
function run(array $calls): array
{
    $results = [];
    foreach ($calls as [$function, $arguments]) {
        $results[] = $function(...$arguments);
    }
    return $results;
}

/** attempt() in a Fiber. Where user code suspends it, others store meanwhile; then it goes on, or is destroyed. */
function attempt_in_fiber($function, array $arguments, bool $abandon)
{
    $fiber = new \Fiber('VK\TL\Fuzz\attempt');
    $fiber->start($function, $arguments);
    while (!$fiber->isTerminated()) {
        \vkext_tl_encode(['_' => 'zoo.onVisit', 'name' => str_repeat('meanwhile', 9)]);
        if ($abandon) {
            return new \Exception('abandoned');
        }
        $fiber->resume();
    }
    return $fiber->getReturn();
}

function assign($object, string $property, $value)
{
    try {
        $object->$property = $value;
    } catch (\Error $refused) {
    }
}

function parse_wildcard(string $raw)
{
    $result = ['before' => 1];
    \rpc_mc_parse_raw_wildcard_with_flags_to_array($raw, $result);
    return $result;
}

function same($one, $other): bool
{
    return serialize($one) === serialize($other);
}

function on_warning($code, $text)
{
    Harm::act(null);
    return true;
}

}

namespace {

spl_autoload_register(function (string $class) {
    // Half of them with declared types, enums and the like.
    $tree = strpos($class, 'VK\\TL\\zoo\\') === 0 ? '/modern/' : '/plain/';
    $file = FUZZ_CLASSES . $tree . strtr($class, '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

// All of them now: a run must not depend on which of them another one has met.
foreach (['plain', 'modern'] as $tree) {
    $folder = FUZZ_CLASSES . "/$tree/";
    $files = new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS);
    foreach (new RecursiveIteratorIterator($files) as $file) {
        class_exists(strtr(substr($file, strlen($folder), -strlen('.php')), '/', '\\'));
    }
}

}
