--TEST--
typed: what objects are stored as, byte for byte
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
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
echo 
