--TEST--
typed: a query of one form and an answer of the other work silently, unless vkext.strict=kphp
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';
$peer = peer_start(['default' => [['result' => '246e28b5{args}']]]);
$c = connect($peer);

function mixed_forms(): void {
  global $c;
  $ids = typed_rpc_tl_query($c, [fun('echo', ['value' => 'a']), fun('echo', ['value' => 'b'])]);
  echo brief(rpc_tl_query_result_one($ids[0])), ' ', brief(typed_rpc_tl_query_result_one($ids[1])), "\n";
  $ids = rpc_tl_query($c, [['_' => 'test.echo', 'value' => 'a'], ['_' => 'test.echo', 'value' => 'b']]);
  echo brief(rpc_tl_query_result_one($ids[0])), ' ', brief(typed_rpc_tl_query_result_one($ids[1])), "\n";
}
mixed_forms();
ini_set('vkext.strict', 'kphp');
mixed_forms();
$peer->check();
?>
--EXPECTF--
["result" => "a", "_" => "_"] rpcResponseOk{result: test_echo_result{value: "b"}}
["result" => "a", "_" => "_"] rpcResponseOk{result: test_echo_result{value: "b"}}

Warning: rpc_tl_query_result_one(): untyped result of a typed query: KPHP refuses this in %s on line %d
["result" => "a", "_" => "_"] rpcResponseOk{result: test_echo_result{value: "b"}}
["result" => "a", "_" => "_"] 
Warning: typed_rpc_tl_query_result_one(): typed result of an untyped query: KPHP refuses this in %s on line %d
rpcResponseOk{result: test_echo_result{value: "b"}}
