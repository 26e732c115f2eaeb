--TEST--
query: bytes that are no answer: where, why, and nothing is left behind
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.2.11 failure-W17 failure-W18 failure-W19 failure-W20 failure-W22 failure-W27 decision-35 decision-36 decision-37
require __DIR__ . '/../_inc/query.inc';

function answers(string $title, array $query, array $hexes): void
{
    echo "$title\n";
    foreach ($hexes as $hex) {
        echo '  ', str_replace('VkextTlException 0 ', '', decoded($hex, $query)), "\n";
    }
}

$none = ['q.none'];
answers('too short', ['_' => 'q.int', 'x' => 0], ['', 'da', 'da9b50a8', 'da9b50a8050000']);
answers('too long', ['_' => 'q.int', 'x' => 0], ['da9b50a80500000000', 'da9b50a80500000000000000']);
answers('another constructor', ['_' => 'q.int', 'x' => 0], ['05000000', 'ba6c072205000000']);
answers('a union of somebody else', ['_' => 'q.shape', 'x' => $none], ['10000040', '04000040020000000100004099999999',
    '0400004002000000']);
answers('neither true nor false', ['_' => 'q.bool', 'x' => 0], ['01000000', '39d3ed3f']);
answers('neither there nor not', ['_' => 'q.maybe', 'x' => null], ['05000000', 'f88e9c3f']);
answers('counts', ['_' => 'q.ints', 'x' => []], ['15c4b51cffffffff', '15c4b51c0200000005000000',
    '15c4b51cffffff7f00000000', '15c4b51c00000040']);
answers('counts of keys', ['_' => 'q.dictionary', 'x' => []], ['8f614c1fffffffff', '8f614c1f01000000',
    '8f614c1f010000000161000001', '8f614c1f02000000016100000100000003626262']);
answers('counts in the value', ['_' => 'q.getCounted', 'x' => ['n' => 0, 'list' => []]], ['16000040ffffffff',
    '160000400300000001000000']);
answers('elements without bytes', ['_' => 'q.lots', 'n' => 3], ['8a76709739d3ed3f39d3ed3f']);
answers('strings', ['_' => 'q.string', 'x' => ''], ['246e28b5ff000000', '246e28b503', '246e28b5056162', '246e28b5fe',
    '246e28b5fe000100', '246e28b5feffffff00000000',
    '246e28b5ff01000000000000' . '61000000']);
echo "tolerated, unless vkext.strict=bytes\n";
foreach (['', 'bytes'] as $strict) {
    ini_set('vkext.strict', $strict);
    answers("strict '$strict'", ['_' => 'q.string', 'x' => ''], ['246e28b5fe01000061000000', '246e28b5016100ff',
        '246e28b50161ffff']);
}
ini_set('vkext.strict', '');
echo "paths\n";
answers('deep', ['_' => 'q.dictionaries', 'x' => []], ['8f614c1f01000000' . '016b0000' . '01000000' . '04000040' .
    '01000000' . '03000040' . '05000000' . '05']);
answers('in a record', ['_' => 'q.getMasked', 'x' => ['mask' => 0]], ['13000040030000000500000005',
    '1300004010000000ffffffff']);
answers('in a tree', ['_' => 'q.getTree', 'x' => ['value' => 1, 'children' => []]], ['1800004001000000' . '01000000' .
    '02000000' . '01000000' . '0300']);
answers('in an inner answer', ['_' => 'q.diagonal', 'flag' => true, 'query' => ['_' => 'q.shape', 'x' => $none]],
    ['15c4b51c0200000001000040' . '02000040']);
answers('in an unnamed field', ['q.getUnnamed', 1, ''], ['140000400500000005']);

echo "over the network the text is the old one; rpc_get_last_error() tells more\n";
$peer = peer_start(['rules' => [['when' => ['n' => 1], 'do' => [['result' => '15c4b51c0200000005000000']]],
    ['when' => ['n' => 2], 'do' => [['result' => '15c4b51c0000000000']]]],
        'default' => [['result' => '15c4b51c00000000']]]);
$c = patient($peer);
for ($i = 0; $i < 3; $i++) {
    echo '  ', answer(rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'q.ints', 'x' => []]))), "\n";
    $last = rpc_get_last_error();
    echo '  ', $last['code'], ' ', $last['phase'], ' ', $last['text'], ' ', $last['path'], "\n";
}
$peer->check();
?>
--EXPECT--
too short
  fewer bytes than the value needs (byte 0)
  fewer bytes than the value needs (byte 0)
  fewer bytes than the value needs (byte 4)
  fewer bytes than the value needs (byte 4)
too long
  1 byte left after the result
  4 bytes left after the result
another constructor
  a constructor that cannot stand here (byte 0)
  a constructor that cannot stand here (byte 0)
a union of somebody else
  a constructor that cannot stand here (byte 0)
  shapes[1]: a constructor that cannot stand here (byte 12)
  shapes: more elements announced than there are bytes (byte 8)
neither true nor false
  neither boolTrue nor boolFalse (byte 4)
  neither boolTrue nor boolFalse (byte 4)
neither there nor not
  a constructor that cannot stand here (byte 4)
  fewer bytes than the value needs (byte 4)
counts
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
counts of keys
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
  more elements announced than there are bytes (byte 8)
counts in the value
  list: more elements announced than there are bytes (byte 8)
  list: more elements announced than there are bytes (byte 8)
elements without bytes
  more elements announced than there are bytes (byte 4)
strings
  a string in a form that cannot stand here (byte 4)
  fewer bytes than the value needs (byte 4)
  fewer bytes than the value needs (byte 4)
  fewer bytes than the value needs (byte 4)
  fewer bytes than the value needs (byte 4)
  fewer bytes than the value needs (byte 4)
  a string in a form that cannot stand here (byte 4)
tolerated, unless vkext.strict=bytes
strict ''
  "a"
  "a"
  "a"
strict 'bytes'
  a string not in its shortest form, or not padded with zeros (byte 4)
  a string not in its shortest form, or not padded with zeros (byte 8)
  a string not in its shortest form, or not padded with zeros (byte 8)
paths
deep
  ["k"][0].shapes[0].label: fewer bytes than the value needs (byte 32)
in a record
  b: fewer bytes than the value needs (byte 12)
  e: a constructor that cannot stand here (byte 12)
in a tree
  children[0].children: more elements announced than there are bytes (byte 20)
in an inner answer
  [1].r: fewer bytes than the value needs (byte 16)
in an unnamed field
  [2]: fewer bytes than the value needs (byte 8)
over the network the text is the old one; rpc_get_last_error() tells more
  -4101 Can't parse response
  -4101 decode Can't parse response: more elements announced than there are bytes (byte 8) 
  -4101 Can't parse response
  -4101 decode Can't parse response: 1 byte left after the result 
  {"result":[],"_":"_"}
  -4101 decode Can't parse response: 1 byte left after the result 
