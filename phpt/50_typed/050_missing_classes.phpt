--TEST--
typed: a generated class that is missing or cannot be instantiated is an error that names it
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: api-6.4
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

$answers = ['8fbe289e' => 'd4b263aa0100000002000000', '2ba879a9' => '39d3ed3f', 'cfa2a9c6' => '3618d7d8', 'd4151c7d' => '473f13100900000000000000'];
$rules = [];
foreach ($answers as $magic => $hex) {
  $rules[] = ['when' => ['magic' => $magic], 'do' => [['result' => $hex]]];
}
$peer = peer_start(['rules' => $rules]);
$c = connect($peer);

function ask_typed($query): string {
  global $c;
  return brief(typed_rpc_tl_query_result_one(rpc_tl_query_one($c, $query)));
}

// Nothing is loaded but what answers stand in.
spl_autoload_unregister(spl_autoload_functions()[0]);
eval('namespace VK\TL\_common\Types; class rpcResponseError { public $error_code = 0; public $error = ""; }');
echo "result: ", ask_typed(['_' => 'test.noArguments']), "\n";
eval('namespace VK\TL\test\Functions; class test_noArguments_result { public $value; } class test_swap_result { public $value; } class test_echoShape_result { public $value; } class test_page_result { public $value; }');
echo "response: ", ask_typed(['_' => 'test.noArguments']), "\n";
eval('namespace VK\TL\_common\Types; class rpcResponseOk { public $result; }');
echo "record: ", ask_typed(['_' => 'test.swap', 'p' => [1 => 1, 2 => 2]]), "\n";
eval('namespace VK\TL\test\Types; abstract class test_point { public $x; public $y; } interface test_shapeNone {}');
echo "abstract: ", ask_typed(['_' => 'test.swap', 'p' => [1 => 1, 2 => 2]]), "\n";
echo "interface: ", ask_typed(['_' => 'test.echoShape', 'value' => ['_' => 'test.shapeNone']]), "\n";
echo "generic: ", ask_typed(['_' => 'test.page']), "\n";
echo json_encode(rpc_get_last_error()), "\n";
echo "all there: ", ask_typed(['_' => 'test.noArguments']), "\n";
$peer->check();
?>
--EXPECT--
result: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\test\\Functions\\test_noArguments_result not found or not instantiable"}
response: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\_common\\Types\\rpcResponseOk not found or not instantiable"}
record: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\test\\Types\\test_point not found or not instantiable"}
abstract: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\test\\Types\\test_point not found or not instantiable"}
interface: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\test\\Types\\test_shapeNone not found or not instantiable"}
generic: rpcResponseError{error_code: -4101, error: "Can't parse response: class VK\\TL\\_common\\Types\\vectorTotal__test_Point not found or not instantiable"}
{"code":-4101,"text":"Can't parse response: class VK\\TL\\_common\\Types\\vectorTotal__test_Point not found or not instantiable","host":"","port":0,"phase":"decode","elapsed":0,"limit":0,"path":""}
all there: rpcResponseOk{result: test_noArguments_result{value: true}}
