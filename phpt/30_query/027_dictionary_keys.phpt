--TEST--
query: dictionaries of every kind of key, doubled keys, and sizes that take memory of their own
--INI--
tl.conffile={PWD}/query.tl
memory_limit=256M
--FILE--
<?php
// rows: api-5.4.7
require __DIR__ . '/../_inc/query.inc';

function text(string $s): string { return strlen($s) < 254 ? str_pad(chr(strlen($s)) . $s, (strlen($s) + 4) & ~3, "\0") :
    str_pad("\xfe" . substr(pack('V', strlen($s)), 0, 3) . $s, (strlen($s) + 7) & ~3, "\0"); }
/** The bytes of a dictionary with these keys in this order, each with its place as value. */
function bytes(array $keys): string
{
    $bytes = hex2bin('8f614c1f') . pack('V', count($keys));
    foreach ($keys as $i => $key) {
        $bytes .= text($key) . pack('V', $i);
    }
    return $bytes;
}
$query = ['_' => 'q.dictionary', 'x' => []];

foreach ([['b', 'a', '', 'long key'], ['a', 'b', 'a'], ['word', 'other', 'word', 'word'], ['', ''], ['0', '1', '2'],
          ['0', '1', 'x', '3', '1'], ['5', 'x', '7'], ['07', '7', '-3', '-0', '1e1', '9223372036854775808'],
          ["\0", "\0\0", "a\0b", "a\0c"]] as $keys) {
    $value = vkext_tl_decode(bytes($keys), $query);
    echo json_encode($keys), ' → ', json_encode(array_map(null, array_keys($value), $value)), "\n";
    // What the language makes of the same keys, and all of it still usable.
    $same = [];
    foreach ($keys as $i => $key) {
        $same[$key] = $i;
    }
    $value['more'] = $same['more'] = 1;
    $value[] = $same[] = 2;
    unset($value['more'], $same['more']);
    if ($value !== $same) echo "  another one\n";
}

echo "keys long and short, by the thousand\n";
foreach ([7, 8, 9, 1000, 70000] as $n) {
    $keys = [];
    for ($i = 0; $i < $n; $i++) {
        $keys[] = $i % 10 === 9 ? str_repeat('l', 250 + $i % 9) . $i : ($i % 7 === 3 ? (string)$i : "key $i");
    }
    $value = vkext_tl_decode(bytes($keys), $query);
    echo '  ', $n, ' ', var_export($value === array_flip($keys), true), ' ', isset($value['none']) ? 'bad' : 'good', "\n";
}

echo "where it is broken\n";
$whole = bytes(['a word that is long', 'b']);
$query = ['_' => 'q.dictionary', 'x' => []];
foreach ([15, 24, 30, 34, 39] as $size) {
    echo '  ', $size, ' ', decoded(bin2hex(substr($whole, 0, $size)), $query), "\n";
}

echo "the same keys again in other dictionaries of the same answer\n";
$file = sys_get_temp_dir() . '/vkext-d-' . getmypid() . '.tl';
file_put_contents($file, file_get_contents(__DIR__ . '/../../tl/common.tl') . '
---functions---
d.nested#00000c01 x:%(Dictionary %(Dictionary string)) = Dictionary %(Dictionary string);
');
tl_config_load_file($file);
unlink($file);
$words = ['key 1' => 'a', 'k' => 'bc', '17' => 'def', '' => '', 'another key' => str_repeat('long', 100), 'key 2' => '0'];
$lists = ['key 1' => $words, 'k' => array_reverse($words, true), '17' => [], '' => $words, 'key 2' => ['key 2' => '']];
$value = vkext_tl_decode(hex2bin('8f614c1f') . substr(vkext_tl_encode(['_' => 'd.nested', 'x' => $lists]), 4),
    ['_' => 'd.nested', 'x' => []]);
var_dump($value === $lists);
$value['k']['key 1'] .= '!';
$value['']['key 2'] = null;
unset($value['key 1']['key 2']);
var_dump(array_keys($value['key 1']), $value['k']['key 1'], $lists['k']['key 1']);

?>
--EXPECT--
["b","a","","long key"] → [["b",0],["a",1],["",2],["long key",3]]
["a","b","a"] → [["a",2],["b",1]]
["word","other","word","word"] → [["word",3],["other",1]]
["",""] → [["",1]]
["0","1","2"] → [[0,0],[1,1],[2,2]]
["0","1","x","3","1"] → [[0,0],[1,4],["x",2],[3,3]]
["5","x","7"] → [[5,0],["x",1],[7,2]]
["07","7","-3","-0","1e1","9223372036854775808"] → [["07",0],[7,1],[-3,2],["-0",3],["1e1",4],["9223372036854775808",5]]
["\u0000","\u0000\u0000","a\u0000b","a\u0000c"] → [["\u0000",0],["\u0000\u0000",1],["a\u0000b",2],["a\u0000c",3]]
keys long and short, by the thousand
  7 true good
  8 true good
  9 true good
  1000 true good
  70000 true good
where it is broken
  15 VkextTlException 0 more elements announced than there are bytes (byte 8)
  24 VkextTlException 0 fewer bytes than the value needs (byte 8)
  30 VkextTlException 0 ["a word that is long"]: fewer bytes than the value needs (byte 28)
  34 VkextTlException 0 fewer bytes than the value needs (byte 32)
  39 VkextTlException 0 ["b"]: fewer bytes than the value needs (byte 36)
the same keys again in other dictionaries of the same answer
bool(true)
array(5) {
  [0]=>
  string(5) "key 1"
  [1]=>
  string(1) "k"
  [2]=>
  int(17)
  [3]=>
  string(0) ""
  [4]=>
  string(11) "another key"
}
string(2) "a!"
string(1) "a"
