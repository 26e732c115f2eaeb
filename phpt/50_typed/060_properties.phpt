--TEST--
typed: declared types, magic methods, dynamic and private properties
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: api-6.2 api-6.4
require __DIR__ . '/../_inc/typed_classes.inc';

eval(<<<'PHP'
namespace VK\TL\test\Types;
class test_scalars { const START = 3; public int $i = self::START; public int $l; public float $f; public ?float $d; public string $s; public int $n; public bool $b; public bool $t; }
class test_unnamed { public string $arg1; public ?string $arg2 = null; public float $arg3 = 0.5; }
class test_point { public $x = [1, [2]]; public int $y = 0; }
class test_countedRecords_arg2_item { public $x; public array $y = []; }
class test_points { public test_point $bare; public ?object $also = null; public \ArrayAccess $boxed; }
class test_masked { public int $fields_mask = 0; public ?int $a = null; public string $b; public bool $c = false; public bool $d = false; public ?array $e = null; public ?int $f = 9; public ?test_point $g = null; }
#[\AllowDynamicProperties]
class test_shapeCircle { }
class test_outerMask { private $all = ['id' => 1];
  function __set($name, $value) { echo "  set $name\n"; $this->all[$name] = $value; }
  function __get($name) { echo "  get $name\n"; return $this->all[$name]; } }
class test_passesMask { private $m; protected $inner; public $fixed; function m() { return $this->m; } }
class test_tree extends \ArrayObject { public $value; public $children; }
class test_matrix { public $rows = 1; public int $columns; public array $cells; }
PHP
);

echo "declared types\n";
$q = fun('echoScalars', ['value' => ['i' => 0, 'l' => 0, 'f' => 0, 'd' => 0, 's' => '', 'n' => 0, 'b' => 0, 't' => 0]]);
echo fetched('86c23fb1' . '01000000' . 'feffffffffffffff' . '0000003f' . '000000000000f83f' . '03616263' . 'ffffffff' . 'b5757299', $q), "\n";
$value = vkext_tl_decode(hex2bin('86c23fb1' . '00000000' . '0000000000000000' . '00000000' . '0000000000000000' . '00000000' . '00000000' . '379779bc'), $q)->value;
try {
  $value->l = 'text';
} catch (TypeError $e) {
  echo "still typed\n";
}
echo "converted as an assignment would\n";
$q = fun('echoUnnamed', ['value' => [1 => 0, 2 => '', 3 => 0]]);
echo fetched('6a85c772' . '05000000' . '01730000' . '0700000000000000', $q), "\n";
echo "or refused\n";
echo fetched('46aa1fa5' . '01000000' . '01000000' . '01610000', fun('echoCountedRecords', ['value' => ['n' => 0, 'list' => []]])), "\n";
echo "a value that is left out keeps its default, or stays uninitialised\n";
$q = fun('echoMasked', ['value' => ['fields_mask' => 0]]);
echo fetched('dffc672a' . '00000000', $q), "\n";
echo fetched('dffc672a' . '12000000' . '01710000' . '7b0a9327', $q), "\n";
echo "types of objects\n";
$q = fun('echoPoints', ['value' => ['bare' => [1 => 0, 2 => 0], 'also' => [1 => 0, 2 => 0], 'boxed' => [1 => 0, 2 => 0]]]);
echo fetched('82e897cc' . '0100000002000000' . '0300000004000000' . 'd4b263aa' . '0500000006000000', $q), "\n";
echo "dynamic\n";
echo fetched('566aaf50' . '000000000000f83f', fun('echoShape', ['value' => ['_' => 'test.shapeNone']])), "\n";
$circle = type('shapeCircle', ['radius' => 2.5]);
echo stored(fun('echoShape', ['value' => $circle])), "\n";
echo "__set and __get, when everything is read\n";
$value = vkext_tl_decode(hex2bin('cae18d41' . '0700000008000000'), fun('withMask', ['fields_mask' => 1, 'a' => 1]))->value;
echo stored(fun('echoOuterMask', ['m' => 1, 'value' => $value])), "\n";
echo "private and protected\n";
$q = fun('echoPassesMask', ['value' => ['m' => 0, 'inner' => [2 => 0], 'fixed' => ['id' => 0, 'a' => 0]]]);
$value = vkext_tl_decode(hex2bin('20e2f932' . '02000000' . '01000000' . '0300000004000000'), $q)->value;
echo get_class($value->fixed), ' ', $value->m(), "\n";
echo stored(fun('echoPassesMask', ['value' => $value])), "\n";
echo "a class with an internal parent\n";
$value = vkext_tl_decode(hex2bin('2e24c266' . '01000000' . '01000000' . '02000000' . '00000000'), fun('echoTree', ['value' => ['value' => 1, 'children' => []]]))->value;
$value['x'] = 1;
echo count($value), ' ', $value->children[0]->value, "\n";
echo "storing what is not initialised, unset, or not declared\n";
echo stored(fun('echoMatrix', ['value' => type('matrix')])), "\n";
$unset = type('matrix', ['columns' => 1, 'cells' => [[5]]]);
unset($unset->rows);
echo stored(fun('echoMatrix', ['value' => $unset])), "\n";
echo stored(fun('echoMatrix', ['value' => (object)['rows' => 1, 'columns' => 1, 'cells' => [[5]]]])), "\n";
echo "typed `_result`\n";
eval('namespace VK\TL\test\Functions; class test_tupleOf { public $n = 1; } class test_tupleOf_result { public ?array $value; } class test_page { } class test_page_result { public \stdClass $value; } class test_list {public $x = []; } class test_list_result { private $v; function __set($n, $v) { echo "  set $n\n"; $this->v = $v; } }');
echo fetched('8a76709705000000', fun('tupleOf')), "\n";
echo fetched('473f13100900000000000000', fun('page')), "\n";
echo fetched('15c4b51c00000000', fun('list')), "\n";
?>
--EXPECTF--
declared types
test_echoScalars_result{value: test_scalars{i: 1, l: -2, f: 0.5, d: 1.5, s: "abc", n: -1, b: true, t: true}}
still typed
converted as an assignment would
test_echoUnnamed_result{value: test_unnamed{arg1: "5", arg2: "s", arg3: 7.0}}
or refused
TypeError: %s
a value that is left out keeps its default, or stays uninitialised
test_echoMasked_result{value: test_masked{fields_mask: 0, a: null, c: false, d: false, e: null, f: 9, g: null}}
test_echoMasked_result{value: test_masked{fields_mask: 18, a: null, b: "q", c: false, d: false, e: null, f: null, g: null}}
types of objects
TypeError: %s
dynamic
test_echoShape_result{value: test_shapeCircle{radius: 1.5}}
c6a9a2cf566aaf500000000000000440
__set and __get, when everything is read
  set id
  set a
  get id
  get a
d01dca6a010000000700000008000000
private and protected
  set id
  set b
  set id
  set a
  set b
VK\TL\test\Types\test_outerMask 2
Error: Cannot access private property VK\TL\test\Types\test_passesMask::$m
a class with an internal parent
1 2
storing what is not initialised, unset, or not declared
Error: Typed property VK\TL\test\Types\test_matrix::$columns must not be accessed before initialization

%s: Undefined property: VK\TL\test\Types\test_matrix::$rows in %s on line %d

Warning: vkext_tl_encode(): Null found instead of field "rows". This will cause error in kPHP. in %s on line %d
9b723b980000000001000000
9b723b98010000000100000005000000
typed `_result`
test_tupleOf_result{value: [5]}
TypeError: %s
  set value
test_list_result{}
