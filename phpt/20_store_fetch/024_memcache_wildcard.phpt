--TEST--
fetch: rpc_mc_parse_raw_wildcard_with_flags_to_array
--FILE--
<?php
// rows: api-12.11
require __DIR__ . '/../_inc/raw.inc';

$entry = function (string $key, string $value): string {
    return str_pad(chr(strlen($key)) . $key, (strlen($key) + 4) & ~3, "\0") . $value;
};
$text = function (string $s, int $flags = 0): string {
    return pack('V', 0xa6bebb1a) . str_pad(chr(strlen($s)) . $s, (strlen($s) + 4) & ~3, "\0") . pack('V', $flags);
};
$number = pack('VPV', 0x9729c42, 17, 0);
$dictionary = function (int $count, string ...$entries): string {
    return pack('VV', 0x1f4c618f, $count) . implode('', $entries);
};
$rows = [
    'three' => $dictionary(3, $entry('a', $text('x')), $entry('7', $number), $entry('', $text(serialize([1]), 1))),
    'none' => $dictionary(0),
    'one over' => $dictionary(1, $entry('b', $number)) . 'abcd',
    'empty' => '',
    'other magic' => pack('VV', 0x12345678, 0),
    'no count' => pack('V', 0x1f4c618f),
    'count too large' => $dictionary(-1, $entry('a', $number)),
    'bad value' => $dictionary(2, $entry('a', $number), $entry('b', pack('V', 5))),
];
foreach ($rows as $name => $raw) {
    $result = ['old' => 1, 'a' => 2];
    $told = told(function () use ($raw, &$result) { return rpc_mc_parse_raw_wildcard_with_flags_to_array($raw, $result); });
    echo $name, ': ', $told, ' ', value($result), "\n";
}
$fresh = null;
var_dump(rpc_mc_parse_raw_wildcard_with_flags_to_array($rows['one over'], $fresh));
echo value($fresh), "\n";
$copy = $original = ['k' => 1];
rpc_mc_parse_raw_wildcard_with_flags_to_array($rows['one over'], $copy);
echo value($original), ' ', value($copy), "\n";
ini_set('vkext.fetch_exceptions', '1');
foreach (['other magic', 'bad value'] as $name) {
    $result = [];
    echo $name, ': ', told(function () use ($rows, $name, &$result) { return rpc_mc_parse_raw_wildcard_with_flags_to_array($rows[$name], $result); }), "\n";
}
?>
--EXPECT--
three: true {"old":1,"a":"x","7":17,"":[1]}
none: true {"old":1,"a":2}
one over: true {"old":1,"a":2,"b":17}
empty: false {"old":1,"a":2}
other magic: false | W rpc_mc_parse_raw_wildcard_with_flags_to_array(): Not a Dictionary: unknown constructor {"old":1,"a":2}
no count: false | W rpc_mc_parse_raw_wildcard_with_flags_to_array(): Can not fetch dictionary from inbuf {"old":1,"a":2}
count too large: false | W rpc_mc_parse_raw_wildcard_with_flags_to_array(): Can not fetch dictionary from inbuf {"old":1,"a":17}
bad value: false | W rpc_mc_parse_raw_wildcard_with_flags_to_array(): Not a memcache.Value: unknown constructor {"old":1,"a":17}
bool(true)
{"b":17}
{"k":1} {"k":1,"b":17}
other magic: Exception -1 Strange dictionary magic
bad value: Exception -1 Wrong memcache.Value constructor
