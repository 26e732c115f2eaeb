--TEST--
vk_stats_hll_*: create, add, merge, count, pack, unpack
--FILE--
<?php
// rows: help-5.0..18
function buckets($hll): string {
  if (!is_string($hll)) return var_export($hll, true);
  $out = [strlen($hll)];
  for ($i = 0; $i < strlen($hll); $i++) {
    if ($hll[$i] !== '0') $out[] = "$i:$hll[$i]";
  }
  return implode(' ', $out);
}
foreach ([[], [[]], [[1], 100], [[], 1], [[1]], [[1, 2, 3]], [["5"]], [[-1]], [[0]], [[PHP_INT_MAX]], [["abc", null]],
          [[1.9, true]], [[0], 16384], [[1000003], 16384], [[2000006], 16384], [[64], 16384]] as $arguments) {
  echo buckets(vk_stats_hll_create(...$arguments)), "\n";
}
echo buckets(vk_stats_hll_create()), "\n";
echo "-- pack\n";
$h = vk_stats_hll_create([1, 2, 3]);
$dense = vk_stats_hll_create(range(1, 253));
$packed = vk_stats_hll_pack($h);
echo bin2hex($packed), "\n";
echo bin2hex(vk_stats_hll_pack(vk_stats_hll_create([1, 2, 3], 16384))), "\n";
echo bin2hex(vk_stats_hll_pack(vk_stats_hll_create([64], 16384))), "\n";
var_dump(vk_stats_hll_pack(vk_stats_hll_create()), vk_stats_hll_pack(""), vk_stats_hll_pack("abc"));
var_dump(vk_stats_hll_pack($dense) === $dense, vk_stats_hll_pack($packed));
var_dump(vk_stats_hll_is_packed($packed), vk_stats_hll_is_packed($h), vk_stats_hll_is_packed(""));
var_dump(vk_stats_hll_unpack(vk_stats_hll_pack(vk_stats_hll_create([64], 16384))) === vk_stats_hll_create([64], 16384));
var_dump(vk_stats_hll_unpack($packed) === $h, vk_stats_hll_unpack($h));
echo buckets(vk_stats_hll_unpack("!013")), ' ', buckets(vk_stats_hll_unpack("!0F5")), ' ', buckets(vk_stats_hll_unpack("$8")), "\n";
echo "-- count\n";
foreach ([$h, $packed, $dense, vk_stats_hll_create(range(1, 1000)), vk_stats_hll_create(range(1, 1000), 16384),
          vk_stats_hll_create([], 16384), vk_stats_hll_create([64], 16384),
          vk_stats_hll_create([1, 2, 3], 16384), vk_stats_hll_create(range(1, 100000)),
          vk_stats_hll_create(range(1, 100000), 16384), "abc", "1", "\$9", "\$>\xff\xff1"] as $hll) {
  $count = vk_stats_hll_count($hll);
  echo is_float($count) ? sprintf('%.9f', $count) : var_export($count, true), "\n";
}
echo "-- merge, add\n";
var_dump(vk_stats_hll_merge([$h, $packed]) === $h, vk_stats_hll_merge([]), vk_stats_hll_merge([$h, 5]),
         vk_stats_hll_merge([$h, vk_stats_hll_create([], 16384)]));
echo buckets(vk_stats_hll_add($h, [5, 0])), "\n", buckets($h), "\n";
var_dump(vk_stats_hll_add($packed, [1]), vk_stats_hll_add("abc", [1]));
set_error_handler(function ($code, $text) { throw new Exception($text); });
try {
  vk_stats_hll_add($h, [1, new stdClass]);
} catch (Exception $e) {
  echo $e->getMessage(), "\n";
}
?>
--EXPECT--
256
256
false
false
256 127:2
256 4:1 57:1 127:2
256 103:1
256 148:1
256 47:2
256 67:2
256 47:2
256 127:2
16384 3018:2
16384 971:1
16384 5871:4
16384 16303:3
256
-- pack
24380501313a0131800132
243e150331651d317f4032
243e308033
string(2) "$8"
string(0) ""
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
bool(true)
bool(true)
bool(false)
256 1:3 256 15:5 256
-- count
3.017716673
3.017716673
253.772941537
993.652549075
1002.026141175
0.000000000
1.000030519
3.000274692
110980.665267964
99991.293985641
false
false
false
false
-- merge, add
bool(true)
bool(false)
bool(false)
bool(false)
256 4:1 47:2 57:1 103:1 127:2
256 4:1 57:1 127:2
bool(false)
bool(false)
Object of class stdClass could not be converted to int
