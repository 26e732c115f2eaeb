--TEST--
query: null where a value belongs, numbers that do not fit
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.4.8..10 decision-30
require __DIR__ . '/../_inc/query.inc';

echo "null\n";
foreach (['int', 'nat', 'long', 'double', 'float', 'string', 'bool', 'shape', 'maybe', 'ints', 'dictionary', 'wrapped',
    'getNothing'] as $name) {
    echo "  q.$name: ", encoded(['_' => "q.$name", 'x' => null]), "\n";
}
echo '  q.true: ', encoded(['_' => 'q.true', 'x' => null, 'y' => null]), "\n";
echo '  q.getUnnamed: ', encoded(['q.getUnnamed', null, null]), "\n";
echo '  q.getPoint: ', encoded(['q.getPoint', ['x' => null, 'y' => null], ['x' => 1, 'y' => null]]), "\n";
echo '  many: ', encoded(['_' => 'q.points', 'x' => array_fill(0, 12, ['x' => null, 'y' => null])]), "\n";

$numbers = [2147483647, -2147483648, 2147483648, 4294967295, 4294967296, -2147483649, PHP_INT_MAX, '4294967296', 1e10];
foreach (['', 'kphp'] as $strict) {
    ini_set('vkext.strict', $strict);
    foreach ([false, true] as $fail) {
        set_fail_rpc_on_int32_overflow($fail);
        echo $strict, $fail ? ' refuses' : ' cuts', "\n";
        foreach ($numbers as $number) {
            echo '  int: ', encoded(['_' => 'q.int', 'x' => $number]), "\n";
        }
        foreach (['nat', 'long'] as $type) {
            echo "  $type: ", encoded(['_' => "q.$type", 'x' => 4294967296]), "\n";
        }
        echo '  boxed: ', encoded(['_' => 'q.boxed', 'x' => 4294967296, 'y' => '']), "\n";
        echo '  ints: ', encoded(['_' => 'q.ints', 'x' => [1, 4294967296]]), "\n";
        echo '  intKeys: ', encoded(['_' => 'q.intKeys', 'x' => [4294967296 => 1, 1 => 4294967296]]), "\n";
        echo '  deep: ', encoded(['_' => 'q.forward', 'query' => ['_' => 'q.points', 'x' => ['a' => ['x' => 1,
            'y' => 4294967296]]]]), "\n";
    }
}
?>
--EXPECT--
null
  q.int: 0100005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.nat: 0200005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.long: 030000500000000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.double: 050000500000000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.float: 0400005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.string: 0600005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.bool: 07000050379779bc | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.shape: 0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  q.maybe: 0c0000507b0a9327
  q.ints: VkextTlException 0 q.ints → x: Can't store not array as vector: got null
  q.dictionary: VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got null
  q.wrapped: 1800005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.getNothing: 27000050 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  q.true: 0800005039d3ed3f | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP.
  q.getUnnamed: 1a0000500000000000000000
  q.getPoint: 170000500000000000000000100000400100000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP.
  many: 2a0000500c000000013000000000000000000000013100000000000000000000013200000000000000000000013300000000000000000000013400000000000000000000013500000000000000000000013600000000000000000000013700000000000000000000013800000000000000000000013900000000000000000000023130000000000000000000023131000000000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP. | W vkext_tl_encode(): 8 more warnings of this kind
 cuts
  int: 01000050ffffff7f
  int: 0100005000000080
  int: 0100005000000080
  int: 01000050ffffffff
  int: 0100005000000000
  int: 01000050ffffff7f
  int: 01000050ffffffff
  int: 0100005000000000
  int: 0100005000e40b54
  nat: 0200005000000000
  long: 030000500000000001000000
  boxed: 09000050da9b50a800000000246e28b500000000
  ints: 10000050020000000100000000000000
  intKeys: 150000500200000000000000010000000100000000000000
  deep: 220000502a00005001000000016100000100000000000000
 refuses
  int: 01000050ffffff7f
  int: 0100005000000080
  int: 0100005000000080
  int: 01000050ffffffff
  int: VkextTlException 0 q.int → x: Wrong value: 4294967296 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: -2147483649 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 9223372036854775807 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 4294967296 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 10000000000 does not fit in int
  nat: 0200005000000000
  long: 030000500000000001000000
  boxed: VkextTlException 0 q.boxed → x: Wrong value: 4294967296 does not fit in int
  ints: VkextTlException 0 q.ints → x[1]: Wrong value: 4294967296 does not fit in int
  intKeys: VkextTlException 0 q.intKeys → x[1]: Wrong value: 4294967296 does not fit in int
  deep: VkextTlException 0 q.forward → query: q.points → x["a"].y: Wrong value: 4294967296 does not fit in int
kphp cuts
  int: 01000050ffffff7f
  int: 0100005000000080
  int: 0100005000000080
  int: 01000050ffffffff
  int: 0100005000000000 | W vkext_tl_encode(): Value 4294967296 of field "x" does not fit in int and was cut
  int: 01000050ffffff7f | W vkext_tl_encode(): Value -2147483649 of field "x" does not fit in int and was cut
  int: 01000050ffffffff | W vkext_tl_encode(): Value 9223372036854775807 of field "x" does not fit in int and was cut
  int: 0100005000000000 | W vkext_tl_encode(): Value 4294967296 of field "x" does not fit in int and was cut
  int: 0100005000e40b54 | W vkext_tl_encode(): Value 10000000000 of field "x" does not fit in int and was cut
  nat: 0200005000000000
  long: 030000500000000001000000
  boxed: 09000050da9b50a800000000246e28b500000000 | W vkext_tl_encode(): Value 4294967296 of field "x" does not fit in int and was cut
  ints: 10000050020000000100000000000000 | W vkext_tl_encode(): Value 4294967296 does not fit in int and was cut
  intKeys: 150000500200000000000000010000000100000000000000 | W vkext_tl_encode(): Value 4294967296 does not fit in int and was cut
  deep: 220000502a00005001000000016100000100000000000000 | W vkext_tl_encode(): Value 4294967296 of field "y" does not fit in int and was cut
kphp refuses
  int: 01000050ffffff7f
  int: 0100005000000080
  int: 0100005000000080
  int: 01000050ffffffff
  int: VkextTlException 0 q.int → x: Wrong value: 4294967296 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: -2147483649 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 9223372036854775807 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 4294967296 does not fit in int
  int: VkextTlException 0 q.int → x: Wrong value: 10000000000 does not fit in int
  nat: 0200005000000000
  long: 030000500000000001000000
  boxed: VkextTlException 0 q.boxed → x: Wrong value: 4294967296 does not fit in int
  ints: VkextTlException 0 q.ints → x[1]: Wrong value: 4294967296 does not fit in int
  intKeys: VkextTlException 0 q.intKeys → x[1]: Wrong value: 4294967296 does not fit in int
  deep: VkextTlException 0 q.forward → query: q.points → x["a"].y: Wrong value: 4294967296 does not fit in int
