--TEST--
typed: destructors run for finished values only
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: api-6.4
require __DIR__ . '/../_inc/typed_classes.inc';
eval(<<<'PHP'
namespace VK\TL\test\Types;
class test_point { public $x = 0; public $y = 0; function __construct() { echo "never called\n"; } function __destruct() { echo "  gone: $this->x\n"; } }
class test_nothing { function __destruct() { echo "  nothing is gone\n"; } }
PHP
);
$list = fun('page');
echo "all well\n";
$value = vkext_tl_decode(hex2bin('473f1310' . '02000000' . '02000000' . '0100000000000000' . '0200000000000000'), $list)->value;
echo count($value->vector), " there\n";
unset($value);
echo "a second object in the place of a first\n";
file_put_contents($file = sys_get_temp_dir() . '/vkext-d-' . getmypid() . '.tl', file_get_contents(__DIR__ . '/../../tl/common.tl') .
  "test.point x:int y:int = test.Point;\n---functions---\nd.points = Dictionary %test.Point;\n");
tl_config_load_file($file);
unlink($file);
eval('namespace VK\TL\d\Functions; class d_points {} class d_points_result { public $value; }');
$value = vkext_tl_decode(hex2bin('8f614c1f' . '02000000' . '016b0000' . '0100000000000000' . '016b0000' . '0200000000000000'), tl('d/Functions/d_points'));
echo count($value->value), " there\n";
unset($value);
echo "cut short: none runs\n";
foreach (['8f614c1f' . '02000000' . '016b0000' . '0100000000000000' . 'ff000000' . '0200000000000000', '8f614c1f01000000016b00000100000000000000ffffffff'] as $hex) {
  echo fetched($hex, tl('d/Functions/d_points')), "\n";
}
echo "done\n";
?>
--EXPECT--
all well
2 there
  gone: 1
  gone: 2
a second object in the place of a first
  gone: 1
1 there
  gone: 2
cut short: none runs
VkextTlException: a string in a form that cannot stand here (byte 20)
VkextTlException: 4 bytes left after the result
done
