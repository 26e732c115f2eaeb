--TEST--
query: vectors, tuples, repetitions, dictionaries
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.4.6 api-5.4.7
require __DIR__ . '/../_inc/query.inc';

function sets(string $function, array $values, array $more = []): void
{
    echo "$function\n";
    foreach ($values as $value) {
        echo '  ', encoded(['_' => $function] + $more + ['x' => $value]), "\n";
    }
}

$holes = [1, 2, 3];
unset($holes[2]);
$emptied = [1, 2];
unset($emptied[0], $emptied[1]);
$wrong = [[0 => 1, 2 => 3], [1 => 1], ['a' => 1], [-1 => 1, 0 => 2], [0 => 1, 'a' => 2], null, 5, 'abc', true, 1.5];
sets('q.ints', array_merge([[], [1, 2], [1 => 2, 0 => 1], $holes, $emptied, ['1', true, 2.9, null], [[7]]], $wrong));
sets('q.boxedInts', [[1, 2], [], null]);
sets('q.three', array_merge([[1, 2, 3], [1, 2, 3, 4], [2 => 3, 1 => 2, 0 => 1], [1, 2, 3, 'more' => 4], [1, 2], []],
    $wrong));
sets('q.tuple', [['a', 'b'], ['a', 'b', 'c'], ['a'], null], ['n' => 2]);
sets('q.tuple', [[], ['a'], null, 5], ['n' => 0]);
sets('q.tuple', [[], ['a']], ['n' => -1]);
sets('q.getCounted', [['n' => 2, 'list' => [5, 6]], ['n' => 1, 'list' => [5, 6]], ['n' => 3, 'list' => [5, 6]],
    ['n' => 0, 'list' => []],
    ['n' => 0], ['n' => -1, 'list' => []], ['n' => 1, 'list' => 5]]);
sets('q.getRows', [['n' => 2, 'rows' => [['x' => 1, 'y' => 'a'], ['x' => 2, 'y' => 'b']]], ['n' => 1, 'rows' => [[1,
    'a']]],
    ['n' => 1, 'rows' => [[1 => 1, 2 => 'a']]], ['n' => 1, 'rows' => [['x' => 1]]], ['n' => 1, 'rows' => [5]]]);
sets('q.dictionary', [[], ['a' => 1, 'b' => 2], [10, 20], [-3 => 1], ['' => 1], ["a\0b" => 1], ['007' => 1],
    [PHP_INT_MAX => 1, PHP_INT_MIN => 2],
    ['b' => 1, 'a' => 2, 5 => 3], ['ключ' => 1], $holes, ['a' => null], ['a' => []], null, 5, 'abc']);
sets('q.intKeys', [[], [1 => 5, -2 => 6], [2 ** 32 + 1 => 5], ['5' => 1], ['x' => 1], ['' => 1], ['1.5' => 1],
    ['007' => 1], [1 => 1, 'x' => 2], null, 5]);
sets('q.longKeys', [[], [1 => 5, -2 => 6], [5000000000 => 7], [PHP_INT_MIN => 1], ['x' => 1],
    ['9223372036854775808' => 1], null]);
sets('q.points', [['a' => ['x' => 1, 'y' => 2]], ['a' => ['x' => 1]], [7 => ['x' => 1]], [str_repeat('k',
    100) => ['x' => 1]]]);
?>
--EXPECT--
q.ints
  1000005000000000
  10000050020000000100000002000000
  10000050020000000100000002000000
  10000050020000000100000002000000
  1000005000000000
  100000500400000001000000010000000200000000000000
  100000500100000001000000
  VkextTlException 0 q.ints → x: No element #1 in array
  VkextTlException 0 q.ints → x: No element #0 in array
  VkextTlException 0 q.ints → x: No element #0 in array
  VkextTlException 0 q.ints → x: No element #1 in array
  VkextTlException 0 q.ints → x: No element #1 in array
  VkextTlException 0 q.ints → x: Can't store not array as vector: got null
  VkextTlException 0 q.ints → x: Can't store not array as vector: got int 5
  VkextTlException 0 q.ints → x: Can't store not array as vector: got string "abc"
  VkextTlException 0 q.ints → x: Can't store not array as vector: got bool
  VkextTlException 0 q.ints → x: Can't store not array as vector: got float 1.5
q.boxedInts
  1100005015c4b51c020000000100000002000000
  1100005015c4b51c00000000
  VkextTlException 0 q.boxedInts → x: Can't store not array as vector: got null
q.three
  12000050010000000200000003000000
  12000050010000000200000003000000
  12000050010000000200000003000000
  12000050010000000200000003000000
  VkextTlException 0 q.three → x: No element #2 in array
  VkextTlException 0 q.three → x: No element #0 in array
  VkextTlException 0 q.three → x: No element #1 in array
  VkextTlException 0 q.three → x: No element #0 in array
  VkextTlException 0 q.three → x: No element #0 in array
  VkextTlException 0 q.three → x: No element #1 in array
  VkextTlException 0 q.three → x: No element #1 in array
  VkextTlException 0 q.three → x: No element #0 in array: expected an array of 3, got null
  VkextTlException 0 q.three → x: No element #0 in array: expected an array of 3, got int 5
  VkextTlException 0 q.three → x: No element #0 in array: expected an array of 3, got string "abc"
  VkextTlException 0 q.three → x: No element #0 in array: expected an array of 3, got bool
  VkextTlException 0 q.three → x: No element #0 in array: expected an array of 3, got float 1.5
q.tuple
  13000050020000000161000001620000
  13000050020000000161000001620000
  VkextTlException 0 q.tuple → x: No element #1 in array
  VkextTlException 0 q.tuple → x: No element #0 in array: expected an array of 2, got null
q.tuple
  1300005000000000
  1300005000000000
  1300005000000000
  1300005000000000
q.tuple
  VkextTlException 0 q.tuple → x: Fail to store Tuple[tuple]: -1 elements
  VkextTlException 0 q.tuple → x: Fail to store Tuple[tuple]: -1 elements
q.getCounted
  1c000050020000000500000006000000
  1c0000500100000005000000
  VkextTlException 0 q.getCounted → x.list: No element #2 in array
  1c00005000000000
  VkextTlException 0 q.getCounted → x.list: Field list not found
  1c000050ffffffff
  VkextTlException 0 q.getCounted → x.list: No element #0 in array: expected an array of 1, got int 5
q.getRows
  1d0000500200000001000000016100000200000001620000
  1d000050010000000100000001610000
  VkextTlException 0 q.getRows → x.rows[0].x: Field x not found
  VkextTlException 0 q.getRows → x.rows[0].y: Field y not found
  VkextTlException 0 q.getRows → x.rows[0]: Field x not found: expected an array, got int 5
q.dictionary
  1400005000000000
  140000500200000001610000010000000162000002000000
  1400005002000000013000000a0000000131000014000000
  1400005001000000022d330001000000
  14000050010000000000000001000000
  14000050010000000361006201000000
  14000050010000000330303701000000
  1400005002000000133932323333373230333638353437373538303701000000142d3932323333373230333638353437373538303800000002000000
  1400005003000000016200000100000001610000020000000135000003000000
  140000500100000008d0bad0bbd18ed18700000001000000
  140000500200000001300000010000000131000002000000
  14000050010000000161000000000000
  14000050010000000161000000000000
  VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got null
  VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got int 5
  VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got string "abc"
q.intKeys
  1500005000000000
  15000050020000000100000005000000feffffff06000000
  15000050010000000100000005000000
  15000050010000000500000001000000
  VkextTlException 0 q.intKeys → x["x"]: a string key in a dictionary of int keys
  VkextTlException 0 q.intKeys → x[""]: a string key in a dictionary of int keys
  VkextTlException 0 q.intKeys → x["1.5"]: a string key in a dictionary of int keys
  VkextTlException 0 q.intKeys → x["007"]: a string key in a dictionary of int keys
  VkextTlException 0 q.intKeys → x["x"]: a string key in a dictionary of int keys
  VkextTlException 0 q.intKeys → x: Can't store not array as dictionary: got null
  VkextTlException 0 q.intKeys → x: Can't store not array as dictionary: got int 5
q.longKeys
  1600005000000000
  1600005002000000010000000000000005000000feffffffffffffff06000000
  160000500100000000f2052a0100000007000000
  1600005001000000000000000000008001000000
  VkextTlException 0 q.longKeys → x["x"]: a string key in a dictionary of long keys
  VkextTlException 0 q.longKeys → x["9223372036854775808"]: a string key in a dictionary of long keys
  VkextTlException 0 q.longKeys → x: Can't store not array as dictionary: got null
q.points
  2a00005001000000016100000100000002000000
  VkextTlException 0 q.points → x["a"].y: Field y not found
  VkextTlException 0 q.points → x[7].y: Field y not found
  VkextTlException 0 q.points → x["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…"].y: Field y not found
