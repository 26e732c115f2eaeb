--TEST--
query: records by name and by place, flat types, optional fields
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.4.4 api-5.4.5 api-5.4.8
require __DIR__ . '/../_inc/query.inc';

function sets(string $title, string $function, array $values): void
{
    echo "$title\n";
    foreach ($values as $value) {
        echo '  ', encoded(['_' => $function, 'x' => $value, 'also' => ['x' => 3, 'y' => 4], 'p' => $value]), "\n";
    }
}

sets('records', 'q.getPoint', [['x' => 1, 'y' => 2], ['y' => 2, 'x' => 1], [1 => 1, 2 => 2], ['point', 1, 2], [1, 2],
    ['x' => 1, 2 => 2], ['_' => 'somebody else', 'x' => 1, 'y' => 2], ['_' => null, 'x' => 1, 'y' => 2],
    ['x' => 1, 'y' => 2, 'z' => 3], ['x' => 1], [], null, 5, 'text', true, 1.5, ['x' => null, 'y' => null],
    ['x' => [], 'y' => [1]]]);
sets('a type with one field of its own name', 'q.wrapped', [5, '6', ['value' => 5], [], null]);
sets('nothing to store', 'q.getNothing', [[], null, 5, 'x', ['a' => 1]]);
sets('optional fields', 'q.getMasked', [['mask' => 0], ['mask' => 0, 'a' => 'not looked at'], ['mask' => 1, 'a' => 7],
    ['mask' => 1],
    ['mask' => 1, 'a' => null], ['mask' => 2, 'b' => 's'], ['mask' => 4], ['mask' => 4, 'c' => false], ['mask' => 8],
        ['mask' => 8, 'd' => true],
    ['mask' => 8, 'd' => null], ['mask' => 16, 'e' => null], ['mask' => 16, 'e' => ['resultTrue', 3]],
        ['mask' => 1 << 31, 'f' => [1]],
    ['mask' => -(1 << 31), 'f' => [1]], ['mask' => 0x60], ['mask' => '3', 'a' => 1, 'b' => ''], ['mask' => 3.9,
        'a' => 1, 'b' => ''],
    ['mask' => true, 'a' => 1], ['mask' => null], [], ['a' => 1], ['mask' => 2 ** 32 + 1, 'a' => 1]]);
echo "a mask of the function's own\n";
foreach ([['_' => 'q.optional', 'mask' => 0], ['_' => 'q.optional', 'mask' => 7, 'a' => 1, 'c' => [2]],
    ['_' => 'q.optional', 'mask' => 4],
    ['q.optional', 1, 5], ['q.optional', 4, 3 => 5, 4 => [6]]] as $query) {
    echo '  ', encoded($query), "\n";
}
echo "a mask from outside\n";
foreach ([[0, ['id' => 1]], [1, ['id' => 1, 'a' => 2]], [2, ['id' => 1]], [1, ['id' => 1]]] as [$m, $x]) {
    echo '  ', encoded(['_' => 'q.getOuter', 'm' => $m, 'x' => $x]), "\n";
}
?>
--EXPECT--
records
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  VkextTlException 0 q.getPoint → p.y: Field y not found
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  170000500100000002000000100000400300000004000000
  VkextTlException 0 q.getPoint → p.y: Field y not found
  VkextTlException 0 q.getPoint → p.x: Field x not found
  VkextTlException 0 q.getPoint → p: Field x not found: expected an array, got null
  VkextTlException 0 q.getPoint → p: Field x not found: expected an array, got int 5
  VkextTlException 0 q.getPoint → p: Field x not found: expected an array, got string "text"
  VkextTlException 0 q.getPoint → p: Field x not found: expected an array, got bool
  VkextTlException 0 q.getPoint → p: Field x not found: expected an array, got float 1.5
  170000500000000000000000100000400300000004000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP. | W vkext_tl_encode(): Null found instead of field "y". This will cause error in kPHP.
  170000500000000001000000100000400300000004000000
a type with one field of its own name
  1800005005000000
  1800005006000000
  1800005001000000
  1800005000000000
  1800005000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
nothing to store
  27000050
  27000050 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  27000050
  27000050
  27000050
optional fields
  1900005000000000
  1900005000000000
  190000500100000007000000
  VkextTlException 0 q.getMasked → x.a: Field a not found
  190000500100000000000000 | W vkext_tl_encode(): Null found instead of field "a". This will cause error in kPHP.
  190000500200000001730000
  1900005004000000
  1900005004000000
  VkextTlException 0 q.getMasked → x.d: Field d not found
  190000500800000039d3ed3f
  190000500800000039d3ed3f | W vkext_tl_encode(): Null found instead of field "d". This will cause error in kPHP.
  19000050100000007b0a9327
  1900005010000000f88e9c3f03000000
  19000050000000800100000001000000
  19000050000000800100000001000000
  1900005060000000
  19000050030000000100000000000000
  19000050030000000100000000000000
  190000500100000001000000
  1900005000000000 | W vkext_tl_encode(): Null found instead of field "mask". This will cause error in kPHP.
  VkextTlException 0 q.getMasked → x.mask: Field mask not found
  VkextTlException 0 q.getMasked → x.mask: Field mask not found
  190000500100000001000000
a mask of the function's own
  2000005000000000
  2000005007000000010000000100000002000000
  VkextTlException 0 q.optional → c: Field c not found
  200000500100000005000000
  20000050040000000100000006000000
a mask from outside
  1b0000500000000001000000
  1b000050010000000100000002000000
  1b0000500200000001000000
  VkextTlException 0 q.getOuter → x.a: Field a not found
