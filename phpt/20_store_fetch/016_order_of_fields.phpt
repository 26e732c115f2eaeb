--TEST--
the order of a query's fields, keys that were unset, and arrays that change while they are stored
--FILE--
<?php
ini_set('tl.conffile', __DIR__ . '/order.tl');
$query = ['_' => 'order.call', 'name' => 'greeting', 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
$bytes = bin2hex(vkext_tl_encode($query));
echo $bytes, "\n";

// Any order, keys made at run time, other keys in between, the name last.
$other = ['ok' => true, 'x' => [], 'c' => 3];
foreach (['b', 'a', 'name'] as $i => $key) {
    $other[str_replace('~', '', "~$key")] = [2, 1, 'greeting'][$i];
}
$other['_'] = strtolower('ORDER.CALL');
var_dump(bin2hex(vkext_tl_encode($other)) === $bytes);

// By position.
var_dump(bin2hex(vkext_tl_encode(['order.call', 'greeting', 1, 2, 3, true])) === $bytes);

// What was unset is not there: neither its place nor its key.
$holes = ['_' => 'order.call', implode('', ['na', 'me']) => 'x', 'zz' => 1] + $query;
unset($holes['name'], $holes['zz']);
$holes['name'] = 'greeting';
var_dump(bin2hex(vkext_tl_encode($holes)) === $bytes);
unset($holes['name']);
try {
    vkext_tl_encode($holes);
} catch (VkextTlException $e) {
    echo $e->getMessage(), "\n";
}

// A string of another length class each, and what the short way leaves to the long one.
foreach ([0, 1, 3, 4, 253, 254, 70000] as $n) {
    $string = str_repeat('s', $n);
    $stored = vkext_tl_encode(['name' => $string] + $query);
    $answer = vkext_tl_decode(substr(vkext_tl_encode(['_' => 'order.echo', 'x' => ['name' => $string] + $query]), 4), ['_' => 'order.nothing']);
    echo $n, ' ', strlen($stored), ' ', var_export($answer['name'] === $string, true), ' ', $answer['c'], "\n";
}
echo bin2hex(vkext_tl_encode(['name' => 12, 'a' => '7', 'b' => 2.9, 'c' => false, 'ok' => 'yes'] + $query)), "\n";

/** Takes away the array that it stands in. */
class Thief
{
    public $target;

    public function __toString(): string
    {
        $this->target = null;
        return 'stolen';
    }
}
$thief = new Thief;
$list = ['_' => 'order.call', 'name' => $thief, 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
$thief->target = &$list;
$hold = [&$list];
echo bin2hex(vkext_tl_encode($list)), ' ', var_export($list, true), "\n";
// A name in a list behind plain ones.
$strings = ['_' => 'order.strings', 'x' => ['a', 'bc', $thief, 17, str_repeat('d', 300), 'e']];
echo strlen(vkext_tl_encode($strings)), ' ', md5(vkext_tl_encode($strings)), "\n";
?>
--EXPECT--
9008dde8086772656574696e67000000010000000200000003000000b5757299
bool(true)
bool(true)
bool(true)
order.call → name: Field name not found
0 24 true 3
1 24 true 3
3 24 true 3
4 28 true 3
253 276 true 3
254 280 true 3
70000 70024 true 3
9008dde802313200070000000200000000000000b5757299
9008dde80673746f6c656e00010000000200000003000000b5757299 NULL
340 f0ba76e443acd0207a7ee3ab7c2f0869
