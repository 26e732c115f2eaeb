--TEST--
vk_json_encode: what has no JSON, values that hold themselves, depth, exceptions on the way
--FILE--
<?php
// rows: help-2.5 help-2.9
var_dump(vk_json_encode(1e100), vk_json_encode(NAN), vk_json_encode(['a' => [INF]]));

$a = [1];
$a['self'] = &$a;
var_dump(vk_json_encode($a));
$o = new stdClass;
$o->in = ['o' => $o];
var_dump(vk_json_encode($o));
var_dump(vk_json_encode([$o->in, 7]));
// The marks are taken back.
var_dump(vk_json_encode($o));
// No cycles left for a leak checker to find.
$o->in = null;
$a = null;
// Twice is not inside itself.
$twice = [1];
var_dump(vk_json_encode([$twice, $twice]));
var_dump(vk_json_encode([STDIN, 2]));

$deep = [];
for ($i = 0; $i < 1023; $i++) $deep = [$deep];
var_dump(strlen(vk_json_encode($deep)));
var_dump(vk_json_encode([$deep]));

set_error_handler(function ($code, $text) use (&$a, &$b) {
  $b = null;
  $a = null;
  throw new Exception($text);
});
$b = [1, 2, [3]];
$value = [&$b];
$value['r'] = &$value;
$value[] = 4;
try {
  vk_json_encode($value);
} catch (Exception $e) {
  echo "caught: ", $e->getMessage(), "\n";
}
$value = null;
set_error_handler(function ($code, $text) use (&$list) {
  // Changes what is being walked.
  $list[] = 'more';
  $list[0] = str_repeat('x', 10);
  return true;
});
$list = [STDIN, 2, 3];
$holder = [&$list, 'end'];
var_dump(vk_json_encode($holder));
var_dump(count($list));
?>
--EXPECTF--
Warning: vk_json_encode(): double 1e+100 has no JSON form in %s on line %d

Warning: vk_json_encode(): double NAN has no JSON form in %s on line %d

Warning: vk_json_encode(): double INF has no JSON form in %s on line %d
bool(false)
bool(false)
bool(false)

Warning: vk_json_encode(): array recursion detected - self in %s on line %d
string(19) "{"0":1,"self":null}"

Warning: vk_json_encode(): array recursion detected - o in %s on line %d
string(%d) "{"in":{"o":null}}"

Warning: vk_json_encode(): array recursion detected - %s in %s on line %d
string(%d) "%s"

Warning: vk_json_encode(): array recursion detected - o in %s on line %d
string(%d) "{"in":{"o":null}}"
string(9) "[[1],[1]]"

Warning: vk_json_encode(): type is not supported - resource in %s on line %d
string(8) "[null,2]"
int(2048)

Warning: vk_json_encode(): value is nested deeper than 1024 levels in %s on line %d
bool(false)
caught: vk_json_encode(): array recursion detected - r
string(18) "[[null,2,3],"end"]"
int(4)
