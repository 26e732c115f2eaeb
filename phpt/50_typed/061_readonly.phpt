--TEST--
typed: readonly properties are written once
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip readonly came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/typed_classes.inc';
eval('namespace VK\TL\test\Types; class test_point { public readonly int $x; public readonly ?int $y; }
  enum test_shapeNone {}');
$query = fun('swap', ['p' => [1 => 1, 2 => 2]]);
$point = vkext_tl_decode(hex2bin('d4b263aa0500000006000000'), $query)->value;
echo brief($point), ' ', stored(fun('swap', ['p' => $point])), "\n";
try {
  $point->x = 1;
} catch (Error $e) {
  echo $e->getMessage(), "\n";
}
echo fetched('3618d7d8', fun('echoShape', ['value' => ['_' => 'test.shapeNone']])), "\n";
?>
--EXPECT--
test_point{x: 5, y: 6} 9e28be8f0500000006000000
Cannot modify readonly property VK\TL\test\Types\test_point::$x
VkextTlException: class VK\TL\test\Types\test_shapeNone not found or not instantiable
