--TEST--
typed: user code that runs in the middle of an answer throws, asks, ends the script
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

// test.echoShape and test.echo are answered by what they were asked.
$peer = peer_start(['rules' => [
  ['when' => ['magic' => 'cfa2a9c6'], 'do' => [['result' => '{args}']]],
  ['when' => ['magic' => 'bd6aaaef'], 'do' => [['result' => '246e28b5{args}']]],
]]);
$c = connect($peer);
$autoload = spl_autoload_functions()[0];
$then = null;
spl_autoload_register(function ($class) use (&$then) {
  if ($then && strpos($class, 'shapeCircle')) {
    ($then)($class);
  }
}, true, true);
eval('namespace VK\TL\test\Types; class test_shapeNone { function __destruct() { echo "  destructor\n"; } }');

function group(): array {
  return ['_' => 'test.echoShape', 'value' => ['_' => 'test.shapeGroup', 'members' => [
    ['_' => 'test.shapeNone'], ['_' => 'test.shapeNone'], ['_' => 'test.shapeCircle', 'radius' => 1.0], ['_' => 'test.shapeNone']]]];
}

echo "an exception after two of four: no destructor runs, the other answers stay\n";
$then = function ($class) { throw new LogicException("no $class"); };
$ids = rpc_tl_query($c, [group(), ['_' => 'test.echo', 'value' => 'later']]);
try {
  typed_rpc_tl_query_result($ids);
} catch (LogicException $e) {
  echo get_class($e), ': ', $e->getMessage(), "\n";
}
echo brief(typed_rpc_tl_query_result_one($ids[1])), "\n";
echo brief(typed_rpc_tl_query_result_one($ids[0])), "\n";

echo "another query from there, and another schema\n";
$then = function () use ($c, &$then, $autoload) {
  $then = null;
  echo '  ', brief(typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('echo', ['value' => 'inner'])))), "\n";
  $file = sys_get_temp_dir() . '/vkext-a-' . getmypid() . '.tl';
  file_put_contents($file, file_get_contents(__DIR__ . '/../../tl/common.tl') . "---functions---\nother.f = True;\n");
  tl_config_load_file($file);
  unlink($file);
};
$id = rpc_tl_query_one($c, group());
$answer = typed_rpc_tl_query_result_one($id);
echo brief($answer), "\n";
unset($answer);
tl_config_load_file(__DIR__ . '/../../tl/common.tl:' . __DIR__ . '/../../tl/test.tl');

echo "__set throws when all is read\n";
eval('namespace VK\TL\test\Types; class test_point { function __set($name, $value) { throw new \DomainException($name); } }');
echo fetched('d4b263aa' . '0100000002000000', fun('swap', ['p' => [1 => 1, 2 => 2]])), "\n";

$peer->check();
echo "exit\n";
file_put_contents($file = sys_get_temp_dir() . '/vkext-b-' . getmypid() . '.tl', file_get_contents(__DIR__ . '/../../tl/common.tl') .
  "e.gone#0e0e0e02 a:int b:int = e.Gone;\ne.there#0e0e0e01 = e.There;\n---functions---\ne.f = Vector %(Pair e.There e.Gone);\n");
tl_config_load_file($file);
unlink($file);
eval('namespace VK\TL\e\Types; class e_there { function __destruct() { echo "never\n"; } } namespace VK\TL\e\Functions; class e_f {} class e_f_result { public $value; } namespace VK\TL\_common\Types; class pair__e_There__e_Gone { public $a; public $b; }');
spl_autoload_register(function ($class) { if (strpos($class, 'e_gone')) exit("left\n"); }, true, true);
register_shutdown_function(function () { echo "shutdown\n"; });
vkext_tl_decode(hex2bin('15c4b51c' . '01000000' . '010e0e0e' . '020e0e0e' . '0100000002000000'), tl('e/Functions/e_f'));
echo "not reached\n";
?>
--EXPECT--
an exception after two of four: no destructor runs, the other answers stay
LogicException: no VK\TL\test\Types\test_shapeCircle
rpcResponseOk{result: test_echo_result{value: "later"}}
rpcResponseError{error_code: -1003, error: "No answer received or duplicate/wrong query_id"}
another query from there, and another schema
  rpcResponseOk{result: test_echo_result{value: "inner"}}
rpcResponseOk{result: test_echoShape_result{value: test_shapeGroup{members: [test_shapeNone{}, test_shapeNone{}, test_shapeCircle{radius: 1.0}, test_shapeNone{}]}}}
  destructor
  destructor
  destructor
__set throws when all is read
DomainException: x
exit
left
shutdown
