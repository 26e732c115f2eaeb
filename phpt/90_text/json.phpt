--TEST--
vk_json_encode: scalars, lists, maps, objects
--FILE--
<?php
// rows: help-2.0..9
class Point implements JsonSerializable {
  public $a = 1;
  protected $b = 2;
  private $c = 3;
  public $n;
  #[\ReturnTypeWillChange]
  public function jsonSerialize() { return "never"; }
}
class Hidden implements JsonSerializable {
  private $c = 3;
  #[\ReturnTypeWillChange]
  public function jsonSerialize() { return "never"; }
}
class Typed {
  public int $unset;
  public int $set = 5;
}
$point = new Point;
$point->n = (object)['x' => 1.5];
$five = 5;
foreach ([
  null, true, false, -1, PHP_INT_MIN, 1.0, 1.5, 1 / 3, 1e20, -0.0, 1e-10,
  "a/b\"\\\x01\x0b\t", "\x7f", "", [], [[]], new stdClass, [1 => 1], [0 => 1, 1 => 2], [1 => 2, 0 => 1],
  ['a' => ['b' => null]], ["1" => 1, "b" => true, 4 => "c", 5 => 5.], $point, new Hidden, new Typed, ['' => 5], [null => 5],
  (object)['0' => 'zero', 'é' => 1], [&$five, [&$five]],
] as $value) {
  echo vk_json_encode($value), "\n";
}
echo bin2hex(vk_json_encode("\xcf\xf0\0")), "\n";
?>
--EXPECT--
null
true
false
-1
-9223372036854775808
1.000000
1.500000
0.333333
100000000000000000000.000000
-0.000000
0.000000
"a\/b\"\\\t"
""
""
[]
[[]]
{}
{"1":1}
[1,2]
{"1":2,"0":1}
{"a":{"b":null}}
{"1":1,"b":true,"4":"c","5":5.000000}
{"a":1,"n":{"x":1.500000}}
{}
{"set":5}
{"":5}
{"":5}
{"0":"zero","é":1}
[5,[5]]
22cff022
