--TEST--
query: how a function is named, and where its arguments are looked for
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
require __DIR__ . '/../_inc/query.inc';

echo "names\n";
foreach ([['_' => 'q.int', 'x' => 5], ['q.int', 'x' => 5], ['q.int', 5], [0 => 'q.int', 1 => 5], ['x' => 5,
    '_' => 'q.int'],
    ['_' => 'q.int', 0 => 'q.long', 'x' => 5], ['_' => 0x50000001, 'x' => 5], [0x50000001, 5],
    ['_' => 0xd0000026, 'x' => 5], ['_' => 0xd0000026 - 2 ** 32, 'x' => 5], ['_' => 0x150000001, 'x' => 5],
    ['_' => 12345, 'x' => 5], ['_' => -1], ['_' => 0], ['_' => '1342177281', 'x' => 5], ['_' => 'q.none'],
        ['_' => 'Q.int', 'x' => 5],
    ['_' => 'q.int ', 'x' => 5], ['_' => "q.int\0", 'x' => 5], ['_' => ''], ['_' => str_repeat('q', 5000)], [],
        ['x' => 5],
    ['_' => null], ['_' => 1.5], ['_' => true], ['_' => []], ['_' => new stdClass()], [null], [[]], [1 => 'q.int',
        2 => 5],
    ['_' => "пере\"вод\nстроки"]] as $query) {
    echo '  ', encoded($query), "\n";
}
echo "arguments: the name first, then the place\n";
foreach ([['_' => 'q.int', 'x' => 1, 1 => 2], ['_' => 'q.int', 1 => 2], ['_' => 'q.int', '1' => 2], ['_' => 'q.int',
    0 => 2],
    ['_' => 'q.int'], ['_' => 'q.int', 'X' => 2], ['q.int', 'y', 2], ['q.boxed', 1, 's'], ['q.boxed', 'y' => 's',
        1 => 7],
    [2 => 's', 0 => 'q.boxed', 1 => 7], ['_' => 'q.boxed', 'x' => 1, 'y' => 's', 'z' => 3, 9 => 9]] as $query) {
    echo '  ', encoded($query), "\n";
}
echo "implicit arguments have a number too\n";
foreach ([['q.diagonal', false, ['q.noArguments']], [0 => 'q.diagonal', 2 => true, 3 => ['q.noArguments']],
    ['q.diagonal', true, false, ['q.noArguments']], ['q.forward', 0, ['q.int', 3]], ['q.two', 0, 0, ['q.int', 1],
        ['q.int', 2]],
    ['_' => 'q.two', 3 => ['q.int', 1], 'second' => ['q.int', 2]], ['_' => 'q.getOuter', 'm' => 1, 'x' => [2 => 4,
        3 => 5]],
    ['q.getOuter', 1, [1 => 4, 2 => 5]]] as $query) {
    echo '  ', encoded($query), "\n";
}
echo "unnamed arguments\n";
foreach ([['q.getUnnamed', 5, 's'], ['_' => 'q.getUnnamed', 1 => 5, 2 => 's'], ['_' => 'q.getUnnamed', 'int' => 5,
    2 => 's'],
    ['_' => 'q.getUnnamed', '' => 5, 2 => 's'], ['_' => 'q.getUnnamed', 'arg1' => 5, 'arg2' => 's'],
    ['q.getUnnamed', 5]] as $query) {
    echo '  ', encoded($query), "\n";
}
?>
--EXPECT--
names
  0100005005000000
  0100005005000000
  0100005005000000
  0100005005000000
  0100005005000000
  0100005005000000
  0100005005000000
  0100005005000000
  260000d005000000
  260000d005000000
  0100005005000000
  VkextTlException 0 Function with magic 0x00003039 not found
  VkextTlException 0 Function with magic 0xffffffff not found
  VkextTlException 0 Function with magic 0x00000000 not found
  VkextTlException 0 Function 1342177281 not found
  VkextTlException 0 Function q.none not found
  VkextTlException 0 Function Q.int not found, did you mean q.int?
  VkextTlException 0 Function q.int  not found, did you mean q.int?
  VkextTlException 0 Function q.int not found, did you mean q.int?
  VkextTlException 0 Function  not found
  VkextTlException 0 Function qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq not found
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Can't store function with no name
  VkextTlException 0 Function пере"вод
строки not found
arguments: the name first, then the place
  0100005001000000
  0100005002000000
  0100005002000000
  VkextTlException 0 q.int → x: Field x not found
  VkextTlException 0 q.int → x: Field x not found
  VkextTlException 0 q.int → x: Field x not found: is the key "X" meant for it?
  0100005000000000
  09000050da9b50a801000000246e28b501730000
  09000050da9b50a807000000246e28b501730000
  09000050da9b50a807000000246e28b501730000
  09000050da9b50a801000000246e28b501730000
implicit arguments have a number too
  VkextTlException 0 q.diagonal → query: Field query not found
  21000050b57572990a000050
  21000050379779bc0a000050
  220000500100005003000000
  2300005001000050010000000100005002000000
  2300005001000050010000000100005002000000
  1b000050010000000400000005000000
  VkextTlException 0 q.getOuter → x.a: Field a not found
unnamed arguments
  1a0000500500000001730000
  1a0000500500000001730000
  VkextTlException 0 q.getUnnamed → [1]: Field 1 not found
  VkextTlException 0 q.getUnnamed → [1]: Field 1 not found
  VkextTlException 0 q.getUnnamed → [1]: Field 1 not found
  VkextTlException 0 q.getUnnamed → [2]: Field 2 not found
