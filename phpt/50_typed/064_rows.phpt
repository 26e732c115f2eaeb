--TEST--
typed: fields that lie side by side in a class are filled at once; any other class becomes the same
--INI--
tl.conffile={PWD}/rows.tl
--FILE--
<?php
eval(<<<'PHP'
namespace VK\TL\rows\Types;
class rows_rPlain { public $id = 0; public $name = 'none'; public $list = []; }
class rows_rTyped { public int $id; public string $name; public array $list; }
class rows_rBetween { public $id = 0; public $extra = 'extra'; public $name; public $list; }
class rows_rAfter { private static $all = 5; public $id; public $name; public $list; public int $later; private $more = [1, 2]; protected ?string $mine = null;
  function more() { return [$this->more, $this->mine]; } }
class rows_rReverse { public $list = []; public $name = ''; public $id = 0; }
class rows_rCounted { const WORD = 'word'; public $id; public $name = self::WORD . '!'; public $list = [self::WORD . '?' => self::WORD]; }
abstract class Base { public $id; public $before = 1.5; }
class rows_rChild extends Base { public $name; public $list; }
class rows_rNarrow { public int $id = 0; public int $name = 0; public ?array $list = null; }
class rows_rGuarded { public $id; public $name; public $list; static $ended = 0; function __destruct() { ++self::$ended; } }
PHP
);
foreach (['Plain', 'Typed', 'Between', 'After', 'Reverse', 'Counted', 'Child', 'Narrow', 'Guarded'] as $kind) {
    eval("namespace VK\TL\\rows\Functions; class rows_get$kind { } class rows_get{$kind}_result { public \$value; }");
}

function text(string $s): string { return str_pad(chr(strlen($s)) . $s, (strlen($s) + 4) & ~3, "\0"); }
function row(int $id, string $name, array $list): string { return pack('V', $id) . text($name) . pack('V*', count($list), ...$list); }
function bytes(string ...$rows): string { return "\x15\xc4\xb5\x1c" . pack('V', count($rows)) . implode($rows); }
function fetch(string $kind, string $bytes) {
    $query = "VK\\TL\\rows\\Functions\\rows_get$kind";
    return vkext_tl_decode($bytes, new $query)->value;
}

$good = bytes(row(1, 'first', [1, 2, 3]), row(2, '', []), row(-3, '7', [4]));
foreach (['Plain', 'Typed', 'Between', 'After', 'Reverse', 'Counted', 'Child', 'Narrow', 'Guarded'] as $kind) {
    echo "$kind:";
    try {
        $made = fetch($kind, $good);
        foreach ($made as $object) {
            echo ' ', $object->id, ' ', var_export($object->name, true), ' ', json_encode($object->list), ';';
        }
        // What one object does to itself stays there.
        $made[0]->list[] = 'mine';
        $made[0]->name = &$made[1]->name;
        $again = fetch($kind, $good);
        echo ' ', $again[0]->name === 'first' && $again[0]->list === [1, 2, 3] ? 'apart' : 'MIXED';
        echo ' ', count((array)$again[2]), ' properties';
    } catch (Throwable $e) {
        echo ' ', get_class($e);
    }
    unset($made, $again, $object);
    // Ends in the middle of a row, at each byte.
    $failed = 0;
    for ($n = 0; $n < strlen($good); $n++) {
        try {
            fetch($kind, substr($good, 0, $n));
        } catch (VkextTlException $e) {
            $failed++;
        } catch (TypeError $e) {
        }
    }
    echo ', ', $kind === 'Narrow' || $failed === $n ? 'no broken one' : "$failed of $n", "\n";
}
$after = fetch('After', $good)[0];
var_dump($after->more());
try {
    $after->later;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$after->later = 5;
$typed = fetch('Typed', $good)[0];
try {
    $typed->id = 'text';
} catch (TypeError $e) {
    echo "still typed\n";
}
unset($typed->id);
try {
    $typed->id;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo (new VK\TL\rows\Types\rows_rCounted)->name, ' ', json_encode((new VK\TL\rows\Types\rows_rCounted)->list), "\n";
echo json_encode((new VK\TL\rows\Types\rows_rPlain)), "\n";
echo VK\TL\rows\Types\rows_rGuarded::$ended, " ended\n";
?>
--EXPECT--
Plain: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 3 properties, no broken one
Typed: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 3 properties, no broken one
Between: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 4 properties, no broken one
After: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 5 properties, no broken one
Reverse: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 3 properties, no broken one
Counted: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 3 properties, no broken one
Child: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 4 properties, no broken one
Narrow: TypeError, no broken one
Guarded: 1 'first' [1,2,3]; 2 '' []; -3 '7' [4]; apart 3 properties, no broken one
array(2) {
  [0]=>
  array(2) {
    [0]=>
    int(1)
    [1]=>
    int(2)
  }
  [1]=>
  NULL
}
Typed property VK\TL\rows\Types\rows_rAfter::$later must not be accessed before initialization
still typed
Typed property VK\TL\rows\Types\rows_rTyped::$id must not be accessed before initialization
word! {"word?":"word"}
{"id":0,"name":"none","list":[]}
6 ended
