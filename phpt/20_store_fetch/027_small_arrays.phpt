--TEST--
arrays of few entries have small tables: whatever PHP does with them has the result that it has with PHP's own
--FILE--
<?php
ini_set('tl.conffile', __DIR__ . '/small.tl');

/** What a value becomes on its way through the codec. */
function travel(string $type, $value)
{
    $query = ['_' => "small.echo$type", 'x' => $value];
    return vkext_tl_decode(substr(vkext_tl_encode($query), 4), $query);
}

/** Each makes another array of one, or changes it. */
$ways = [
    'append' => function ($x) { for ($i = 0; $i < 20; $i++) { $x[] = $i; } return $x; },
    'append one' => function ($x) { $x[] = 1; return $x; },
    'far index' => function ($x) { $x[5] = 'five'; $x[3] = 'three'; $x[1000] = 'far'; return $x; },
    'keys' => function ($x) { for ($i = 0; $i < 20; $i++) { $x["k$i"] = [$i]; } return $x; },
    'one key' => function ($x) { $x['new'] = 1; unset($x['new']); $x['new'] = 2; return $x; },
    'unset' => function ($x) { foreach (array_keys($x) as $key) { unset($x[$key]); $x["again $key"] = $key; } return $x; },
    'pop' => function ($x) { while ($x) { array_pop($x); } $x[] = 'one'; $x['two'] = 2; return $x; },
    'shift' => function ($x) { array_shift($x); array_unshift($x, 'first', 'second', 'third'); return $x; },
    'splice' => function ($x) { array_splice($x, 1, 1, ['in', 'their', 'place', 'and', 'more']); return $x; },
    'sort' => function ($x) { ksort($x); arsort($x); $y = $x; sort($y); return [$x, $y]; },
    'merge' => function ($x) { return [$x + ['z' => 1], array_merge($x, $x), array_replace($x, ['a' => 'A']), array_flip(array_keys($x))]; },
    'by reference' => function ($x) { foreach ($x as $key => &$value) { $value = [$value]; if (count($x) < 12) { $x["r$key"] = 0; } } unset($value); return $x; },
    'object' => function ($x) { $o = (object)$x; $o->more = 1; $o->yet = 2; unset($o->a); $o->a = 3; return (array)$o; },
    'copy' => function ($x) { $copies = array_fill(0, 3, $x); $copies[1]['c'] = 'C'; $copies[2][] = 'D'; return [$copies, $x]; },
    'walk' => function ($x) { array_walk($x, function (&$v, $k) { $v = "$k!"; }); return array_filter($x) + array_map('strval', $x); },
    'serialize' => function ($x) { return [unserialize(serialize($x)), json_encode($x), var_export($x, true)]; },
];

/** The same content in a table that PHP made. */
function as_php_makes_it(array $x): array
{
    $made = [];
    foreach ($x as $key => $value) {
        $made[$key] = is_array($value) ? as_php_makes_it($value) : $value;
    }
    return $made;
}

$row = ['a' => 1, 'b' => 'two', 'c' => 3, 'd' => 4, 'e' => 5, 'f' => 6, 'g' => 7, 'h' => 'eight', 'i' => 9];
$values = [];
foreach ([2, 3, 4, 5, 8, 9] as $n) {
    $values["row$n"] = ["Row$n", array_slice($row, 0, $n)];
}
foreach (['none', 'one', 'two', 'three', 'four'] as $n => $name) {
    $values["named $n"] = ['Any', array_slice($row, 0, $n) + ['_' => "small.$name"]];
}
foreach ([0, 1, 2, 3, 7] as $mask) {
    $values["mask $mask"] = ['Some', ['m' => $mask] + ($mask & 1 ? ['a' => 1] : []) + ($mask & 2 ? ['b' => 'x'] : [])
        + ($mask & 4 ? ['c' => 3] : [])];
}
for ($n = 0; $n < 10; $n++) {
    $list = $n ? range(1, $n) : [];
    $values["list $n"] = ['List', $list];
    $values["strings $n"] = ['Strings', array_map(function ($i) { return str_repeat('s', $i); }, $list)];
    $values["dictionary $n"] = ['Dictionary', array_combine(array_map(function ($i) { return "key$i"; }, $list), $list)];
    $values["numbers $n"] = ['Numbers', array_combine(array_map(function ($i) { return $i * 7; }, $list), $list)];
}

$checked = 0;
foreach ($values as $name => [$type, $value]) {
    $got = travel($type, $value);
    if ($got !== $value) {
        echo "$name: ", json_encode($got), "\n";
    }
    foreach ($ways as $way => $change) {
        $ours = $change(travel($type, $value));
        if ($ours !== $change(as_php_makes_it($value))) {
            echo "$name, $way: ", json_encode($ours), "\n";
        }
        $checked++;
    }
    if ($got !== $value) {
        echo "$name was changed\n";
    }
}
echo "$checked checked\n";
?>
--EXPECT--
896 checked
