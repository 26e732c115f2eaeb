--TEST--
typed: what objects are stored as, byte for byte
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: api-6.1 api-6.2 api-6.3
require __DIR__ . '/../_inc/typed_classes.inc';

function show(string $function, array $properties): void {
  $query = fun($function, $properties);
  echo $function, ' ', stored($query), "\n";
}

echo "scalars\n";
show('echo', ['value' => 'x']);
show('echoScalars', ['value' => type('scalars', ['i' => 1, 'l' => -2, 'f' => 0.5, 'd' => 1.5, 's' => 'abc', 'n' => -1, 'b' => 1])]);
show('echoUnnamed', ['value' => type('unnamed', ['arg1' => 5, 'arg2' => 's', 'arg3' => 7])]);
echo "records: objects, arrays, both\n";
show('swap', ['p' => type('point', ['x' => 1, 'y' => 2])]);
show('swap', ['p' => ['x' => 1, 'y' => 2]]);
show('echoPoints', ['value' => ['bare' => type('point', ['x' => 1]), 'also' => [1 => 2, 2 => 3], 'boxed' => type('point')]]);
show('swap', ['p' => null]);
echo "flat types are their field\n";
show('echoWrapWrap', ['value' => 5]);
show('echoWrapList', ['value' => [1, 2]]);
echo "Maybe is null or the value\n";
show('maybe', ['x' => null]);
show('maybe', ['x' => 0]);
show('maybe', ['x' => false]);
echo "masks: the number says what is there\n";
show('echoMasked', ['value' => type('masked', ['fields_mask' => 0, 'a' => 5, 'c' => true])]);
show('echoMasked', ['value' => type('masked', ['fields_mask' => 0x17, 'a' => 5, 'b' => 'q', 'f' => 6, 'g' => type('point')])]);
show('echoMasked', ['value' => type('masked', ['fields_mask' => 8])]);
show('echoMasked', ['value' => type('masked', ['fields_mask' => 16])]);
show('echoMasked', ['value' => type('masked', ['fields_mask' => -2147483648, 'e' => [4]])]);
show('echoMasked', ['value' => type('masked', ['fields_mask' => 2])]);
show('echoPassesMask', ['value' => type('passesMask', ['m' => 3, 'inner' => type('outerMask', ['id' => 1, 'a' => 2]),
  'fixed' => type('outerMask', ['a' => 9])])]);
echo "unions: by class\n";
show('echoShape', ['value' => type('shapeCircle', ['radius' => 1.5])]);
show('echoShape', ['value' => type('shapeGroup', ['members' => [type('shapeNone'), ['_' => 'test.shapeNone']]])]);
show('echoColor', ['value' => type('green')]);
show('echoShape', ['value' => type('point')]);
show('echoShape', ['value' => new stdClass()]);
show('echoEither', ['value' => type('either', [
  'v' => tl('_common/Types/right__int__test_Shape', ['value' => type('shapeNone')]),
  'p' => tl('_common/Types/pair__int__string', ['a' => 1, 'b' => 'z'])])]);
echo "a class of another instance of the same union will do\n";
eval('namespace VK\TL\_common\Types; class left__string__string { public $value = 7; }');
show('echoEither', ['value' => type('either', ['v' => tl('_common/Types/left__string__string'), 'p' => ['a' => 1, 'b' => '']])]);
echo "repetitions\n";
show('echoCountedRecords', ['value' => type('countedRecords', ['n' => 2, 'list' => [
  type('countedRecords_arg2_item', ['x' => 1, 'y' => 'a']), ['x' => 2, 'y' => 'b']]])]);
show('echoBodyWithMask', ['value' => type('bodyWithMask', ['n' => 1, 'list' => [type('bodyWithMask_arg2_item', ['mask' => 2, 'y' => 'b'])]])]);
show('echoCountedUnnamed', ['value' => type('countedUnnamed', ['arg1' => 1, 'arg2' => [5], 'arg3' => 1, 'tail' => ['q']])]);
show('echoMatrix', ['value' => type('matrix', ['rows' => 1, 'columns' => 2, 'cells' => [[1, 2]]])]);
echo "generics\n";
show('echoUseBoth', ['value' => type('useBoth', ['k' => 1, 'v' => type('both__string__maybe_test_Point',
  ['first' => ['a', 'b'], 'second' => [null, type('point')]])])]);
show('echoTree', ['value' => type('tree', ['value' => 1, 'children' => [type('tree', ['value' => 2])]])]);
show('echoChain', ['value' => type('chain__int', ['flag' => 1, 'head' => 1, 'tail' => type('chain__int')])]);
show('echoDictionaries', ['value' => type('dictionaries', ['a' => ['k' => 1], 'b' => [3 => 'c'], 'c' => [5 => type('shapeNone')],
  'd' => ['z' => ['y' => 'x']]])]);
echo "queries in queries\n";
show('forward', ['tag' => 7, 'query' => fun('echo', ['value' => 'x'])]);
show('forward', ['tag' => 7, 'query' => ['_' => 'test.echo', 'value' => 'x']]);
show('forwardMany', ['query' => fun('forward', ['query' => fun('noArguments')])]);
show('forwardTwo', ['first' => fun('noArguments'), 'second' => fun('page')]);
show('forward', ['tag' => 7, 'query' => null]);
show('forward', ['tag' => 7, 'query' => type('point')]);
echo "objects in an array query\n";
echo stored(['_' => 'test.swap', 'p' => type('point', ['x' => 1, 'y' => 2])]), "\n";
echo stored(['_' => 'test.forward', 'tag' => 7, 'query' => fun('maybe', ['x' => 3])]), "\n";
echo "what is no query\n";
foreach ([new stdClass(), type('point'), new ArrayObject(), function () {}] as $object) {
  echo stored($object), "\n";
}
eval('namespace VK\TL\test\Functions; class test_unknown {} class test_swap_proxy extends test_swap {}');
echo stored(fun('unknown')), "\n";
echo "a subclass counts as its parent\n";
echo stored(fun('swap_proxy', ['p' => [1 => 1, 2 => 2]])), "\n";
?>
--EXPECTF--
scalars
echo efaa6abd01780000
echoScalars cc35534b01000000feffffffffffffff0000003f000000000000f83f03616263ffffffffb5757299
echoUnnamed c7f9b2db05000000017300000700000000000000
records: objects, arrays, both
swap 9e28be8f0100000002000000
swap 9e28be8f0100000002000000
echoPoints 853e473d01000000000000000200000003000000d4b263aa0000000000000000
swap VkextTlException: test.swap → p: Field x not found: expected an array, got null
flat types are their field
echoWrapWrap 4da1128605000000
echoWrapList 1f87c11b020000000100000002000000
Maybe is null or the value
maybe d062eb327b0a9327
maybe d062eb32f88e9c3f00000000
maybe d062eb32f88e9c3f00000000
masks: the number says what is there
echoMasked 58e8cc8a00000000
echoMasked 58e8cc8a170000000500000001710000f88e9c3f060000000000000000000000
echoMasked 58e8cc8a0800000039d3ed3f
echoMasked 58e8cc8a100000007b0a9327
echoMasked 58e8cc8a000000800100000004000000
echoMasked 
Warning: vkext_tl_encode(): Null found instead of field "b". This will cause error in kPHP. in %s on line %d
58e8cc8a0200000000000000
echoPassesMask b8bd70ed0300000001000000020000000000000009000000
unions: by class
echoShape c6a9a2cf566aaf50000000000000f83f
echoShape c6a9a2cf89822142020000003618d7d83618d7d8
echoColor a34893d1de11afee
echoShape VkextTlException: test.echoShape → value: Unknown constructor test.point for type test.Shape
echoShape VkextTlException: test.echoShape → value: Unknown constructor stdClass for type test.Shape
echoEither 2fe8bcae3bcb3edf3618d7d801000000017a0000
a class of another instance of the same union will do
echoEither 2fe8bcae5dcd290a070000000100000000000000
repetitions
echoCountedRecords 97c59c780200000001000000016100000200000001620000
echoBodyWithMask ad061612010000000200000001620000
echoCountedUnnamed ac880e1301000000050000000100000001710000
echoMatrix 9b723b9801000000020000000100000002000000
generics
echoUseBoth 1deb40b4010000000161000001620000020000007b0a9327f88e9c3f0000000000000000
echoTree 8aa617e001000000010000000200000000000000
echoChain 313c3a61010000000100000000000000
echoDictionaries 0e97847601000000016b0000010000000100000003000000016300000100000005000000000000003618d7d88f614c1f01000000017a0000010000000179000001780000
queries in queries
forward 309ea7ac07000000efaa6abd01780000
forward 309ea7ac07000000efaa6abd01780000
forwardMany 081dc22c309ea7ac00000000a979a82b
forwardTwo d99a669ea979a82b7d1c15d4
forward VkextTlException: test.forward → query: Can't store function with no name: expected an array or an object, got null
forward VkextTlException: test.forward → query: Class VK\TL\test\Types\test_point is not the generated class of a TL function
objects in an array query
9e28be8f0100000002000000
309ea7ac07000000d062eb32f88e9c3f03000000
what is no query
VkextTlException: Class stdClass is not the generated class of a TL function
VkextTlException: Class VK\TL\test\Types\test_point is not the generated class of a TL function
VkextTlException: Class ArrayObject is not the generated class of a TL function
VkextTlException: Class Closure is not the generated class of a TL function
VkextTlException: Function test.unknown not found
a subclass counts as its parent
9e28be8f0100000002000000
