--TEST--
the order of a query's fields, keys that were unset, and arrays that change while they are stored
--FILE--
<?php
$c = null;
ini_set('tl.conffile', __DIR__ . '/../../bench/bench.tl');
$query = ['_' => 'bench.call', 'name' => 'greeting', 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
$bytes = bin2hex(vkext_tl_encode($query));
echo $bytes, "\n";

// Any order, keys made at run time, other keys in between, the name last.
$other = ['ok' => true, 'x' => [], 'c' => 3];
foreach (['b', 'a', 'name'] as $i => $key) {
    $other[str_replace('~', '', "~$key")] = [2, 1, 'greeting'][$i];
}
$other['_'] = strtolower('BENCH.CALL');
var_dump(bin2hex(vkext_tl_encode($other)) === $bytes);

// By position.
var_dump(bin2hex(vkext_tl_encode(['bench.call', 'greeting', 1, 2, 3, true])) === $bytes);

// What was unset is not there: neither its place nor its key.
$holes = ['_' => 'bench.call', implode('', ['na', 'me']) => 'x', 'zz' => 1] + $query;
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
    $answer = vkext_tl_decode(substr(vkext_tl_encode(['_' => 'bench.echoSmall', 'x' => ['name' => $string] + $query]), 4), ['_' => 'bench.nothing']);
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
$list = ['_' => 'bench.call', 'name' => $thief, 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
$thief->target = &$list;
$hold = [&$list];
echo bin2hex(vkext_tl_encode($list)), ' ', var_export($list, true), "\n";
// A name in a list behind plain ones.
$strings = ['_' => 'bench.strings', 'x' => ['a', 'bc', $thief, 17, str_repeat('d', 300), 'e']];
echo strlen(vkext_tl_encode($strings)), ' ', md5(vkext_tl_encode($strings)), "\n";
?>
--EXPECT--
