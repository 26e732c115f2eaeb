--TEST--
typed: property hooks run when the whole tree is there; lazy objects are initialised
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) echo 'skip hooks came with PHP 8.4'; ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/typed_classes.inc';
eval(<<<'PHP'
namespace VK\TL\test\Types;
class test_point { public int $x { set(int $v) { echo "  set x $v\n"; $this->x = $v * 10; } } public int $y { get => $this->y + 1; } }
class test_points { public test_point $bare { set { echo "  set bare ", $value->x, "\n"; $this->bare = $value; } } public private(set) test_point $also; public $boxed; }
PHP);
$query = fun('echoPoints', ['value' => ['bare' => [1 => 0, 2 => 0], 'also' => [1 => 0, 2 => 0], 'boxed' => [1 => 0, 2 => 0]]]);
echo brief(vkext_tl_decode(hex2bin('82e897cc' . '0100000002000000' . '0300000004000000' . 'd4b263aa' . '0500000006000000'), $query)), "\n";
eval('namespace VK\TL\test\Types; class test_nothing2 { public $x = 0; public $y = 0; }');
$lazy = (new ReflectionClass('VK\TL\test\Types\test_nothing2'))->newLazyGhost(function ($o) { $o->x = 7; });
echo stored(fun('swap', ['p' => $lazy])), "\n";
?>
--EXPECT--
  set x 1
  set bare 10
  set x 3
  set x 5
test_echoPoints_result{value: test_points{bare: test_point{x: 10, y: 3}, also: test_point{x: 30, y: 5}, boxed: test_point{x: 50, y: 7}}}
9e28be8f0700000000000000
