--TEST--
typed: names with "__", words of PHP, names that differ only in case: both ways with generated classes
--FILE--
<?php
// rows: api-6.1
require __DIR__ . '/../_inc/generated.inc';
$schema = sys_get_temp_dir() . '/vkext-names-' . getmypid() . '.tl';
file_put_contents($schema, <<<'TL'
int ? = Int;
string ? = String;
vector#1cb5c415 {t:Type} # [t] = Vector t;
n.one#00000011 x:int y:int = n.Thing;
n.one__two#00000012 z:int = n.Thing;
n.oNe#00000014 w:int = n.Thing;
n.box#00000015 {t:Type} v:t w:int = n.Box t;
n.box__int#00000016 {t:Type} = n.Box t;
list#00000017 a:int b:int = List;
null#00000018 = Value;
value#00000019 v:int = Value;
---functions---
n.get#00000001 v:(Vector n.Thing) = Vector n.Thing;
n.get__all#00000002 b:(n.Box int) = n.Box int;
print#00000003 l:list v:Value = Value;
n.geT#00000004 x:int = List;
TL);
tl_config_load_file($schema) or die("no schema\n");
$folder = generate_classes(escapeshellarg($schema) . ' 2>/dev/null');
unlink($schema);
autoload_from($folder);
foreach (load_all($folder) as $class) {
  if (strpos($class, '_common\Types\rpc') === false && substr_count($class, '\\') > 2 && strpos($class, 'net') === false) echo substr($class, 6), "\n";
}

use VK\TL\n\Functions as F;
use VK\TL\n\Types as T;
use VK\TL\_common\Functions as CF;
use VK\TL\_common\Types as CT;
function round_trip($query, string $head = '') {
  $bytes = vkext_tl_encode($query);
  echo bin2hex($bytes), ' ';
  $result = vkext_tl_decode($head === '' ? substr($bytes, 4) : hex2bin($head), $query);
  echo get_class($result), ' ';
  echo implode(' ', array_map('get_class', is_array($result->value) ? $result->value : [$result->value])), "\n";
  return $result->value;
}
$things = [new T\n_one(1, 2), new T\n_one__two(3), new T\n_oNe_(4)];
var_dump(round_trip(new F\n_get($things)) == $things);
var_dump(round_trip(new F\n_get__all(new T\n_box__int(5, 6))) == new T\n_box__int(5, 6));
var_dump(round_trip(new F\n_get__all(new T\n_box__int__int())) == new T\n_box__int__int());
round_trip(new CF\print_(new CT\list_(7, 8), new CT\null_()), '18000000');
round_trip(new F\n_geT_(9), '170000000100000002000000');
?>
--EXPECT--
_common\Functions\print_
_common\Types\Value_
_common\Types\list_
_common\Types\null_
_common\Types\value
n\Functions\n_geT_
n\Functions\n_get
n\Functions\n_get__all
n\Types\n_Box__int_
n\Types\n_Thing
n\Types\n_box__int
n\Types\n_box__int__int
n\Types\n_oNe_
n\Types\n_one
n\Types\n_one__two
0100000015c4b51c0300000011000000010000000200000012000000030000001400000004000000 VK\TL\n\Functions\n_get_result VK\TL\n\Types\n_one VK\TL\n\Types\n_one__two VK\TL\n\Types\n_oNe_
bool(true)
02000000150000000500000006000000 VK\TL\n\Functions\n_get__all_result VK\TL\n\Types\n_box__int
bool(true)
0200000016000000 VK\TL\n\Functions\n_get__all_result VK\TL\n\Types\n_box__int__int
bool(true)
03000000070000000800000018000000 VK\TL\_common\Functions\print__result VK\TL\_common\Types\null_
0400000009000000 VK\TL\n\Functions\n_geT__result VK\TL\_common\Types\list_
