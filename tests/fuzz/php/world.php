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

/** The bytes, or the exception: outside of PHP code it would be a fatal error. */
function store($query)
{
    try {
        return \vkext_tl_encode($query);
    } catch (\Throwable $thrown) {
        return $thrown;
    }
}

function on_warning($code, $text)
{
    Harm::act(null);
    return true;
}

}

namespace {

spl_autoload_register(function (string $class) {
    $file = FUZZ_CLASSES . '/' . strtr($class, '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

}
