--TEST--
dictionaries of one answer whose keys are the same, nearly the same, or others: each is what its own bytes say
--FILE--
<?php
ini_set('tl.conffile', __DIR__ . '/small.tl');

function text(string $s): string { return str_pad(chr(strlen($s)) . $s, (strlen($s) + 4) & ~3, "\0"); }
/** Bytes of a dictionary by a list of [key, bytes of the value]. */
function dictionary(array $entries): string {
    return pack('V', count($entries)) . implode('', array_map(function ($e) { return text($e[0]) . $e[1]; }, $entries));
}

// A small generator of our own, so that every PHP makes the same.
$state = 1;
function any(int $n): int {
    global $state;
    $state = ($state * 1103515245 + 12345) & 0x7fffffff;
    return ($state >> 8) % $n;
}
$words = ['id', 'name', 'k', '', '7', '-12', '007', 'a key of more than sixteen bytes', 'a key of more than sixteen bytez', 'key0', 'key1', 'key2', 'x1', 'x2'];

/** Keys that are like those of the one before: the same, one other, turned round, cut, longer, one twice. */
function vary(array $keys): array {
    global $words;
    switch (any(8)) {
        case 0: $keys[any(count($keys))] = $words[any(count($words))]; break;
        case 1: $keys = array_reverse($keys); break;
        case 2: $keys = array_slice($keys, 0, 1 + any(count($keys))); break;
        case 3: $keys[] = $words[any(count($words))]; break;
        case 4: $keys[] = $keys[any(count($keys))]; break;
        case 5: $keys = array_map(function () use ($words) { return $words[any(count($words))]; }, $keys); break;
    }
    return $keys;
}

$wrong = 0;
for ($round = 0; $round < 1500; $round++) {
    $keys = array_slice($words, any(6), 1 + any(8));
    $expected = [];
    $bytes = '';
    $count = 1 + any(12);
    for ($i = 0; $i < $count; $i++) {
        $entries = $row = [];
        foreach ($keys as $key) {
            $row[$key] = $value = any(1000);
            $entries[] = [$key, pack('V', $value)];
        }
        $bytes .= dictionary($entries);
        $expected[] = $row;
        $keys = vary($keys);
    }
    $got = vkext_tl_decode("\x15\xc4\xb5\x1c" . pack('V', $count) . $bytes, ['_' => 'small.siblings']);
    // Whatever a script does with one of them, no other one sees it.
    $copy = $got;
    foreach ($copy as $i => &$row) {
        $row["mine $i"] = $i;
        unset($row[array_keys($row)[0]]);
        $row['id'] = $row['key0'] = -1;
    }
    unset($row);
    foreach ($expected as $i => $row) {
        foreach ($row as $key => $value) {
            $wrong += $got[$i][$key] === $value && isset($got[$i][$key]) ? 0 : 1;
        }
        $wrong += isset($got[$i]['no such']) ? 1 : 0;
    }
    if ($got !== $expected || $wrong) {
        echo "round $round: ", json_encode($got), ' instead of ', json_encode($expected), "\n";
        break;
    }
    for ($cut = 0; $cut < strlen($bytes); $cut += 1 + any(40)) {
        try {
            vkext_tl_decode("\x15\xc4\xb5\x1c" . pack('V', $count) . substr($bytes, 0, $cut), ['_' => 'small.siblings']);
            echo "cut at $cut\n";
        } catch (VkextTlException $e) {
        }
    }
}
echo "$round rounds\n";

// A replaced value was the model of what follows.
$inner = function (array $keys) { return dictionary(array_map(function ($k) { return [$k, pack('V', 1) . pack('V', strlen($k))]; }, $keys)); };
$nested = "\x8f\x61\x4c\x1f" . dictionary([['same', $inner(['one', 'two'])], ['same', $inner(['one', 'two'])], ['same', $inner(['one', 'three'])],
    ['other', $inner(['one', 'two'])], ['same', $inner(['one', 'two', 'one'])], ['last', $inner(['one', 'two'])]]);
echo json_encode(vkext_tl_decode($nested, ['_' => 'small.nested'])), "\n";
?>
--EXPECT--
1500 rounds
{"same":{"one":[3],"two":[3]},"other":{"one":[3],"two":[3]},"last":{"one":[3],"two":[3]}}
