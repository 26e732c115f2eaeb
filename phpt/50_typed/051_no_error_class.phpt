--TEST--
typed: without rpcResponseError a failure is false and a warning; exceptions of an autoloader pass through
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
var_dump(typed_rpc_tl_query_result_one(0));
spl_autoload_register(function ($class) { throw new RuntimeException("looking for $class"); });
try {
  typed_rpc_tl_query_result_one(0);
} catch (RuntimeException $e) {
  echo $e->getMessage(), "\n";
}
try {
  vkext_tl_decode(hex2bin('39d3ed3f'), eval('namespace VK\TL\test\Functions; class test_noArguments {} return new test_noArguments();'));
} catch (RuntimeException $e) {
  echo $e->getMessage(), "\n";
}
try {
  $ids = typed_rpc_tl_query_result([1, 2]);
} catch (RuntimeException $e) {
  echo $e->getMessage(), "\n";
}
?>
--EXPECTF--

Warning: typed_rpc_tl_query_result_one(): class VK\TL\_common\Types\rpcResponseError not found or not instantiable; it was to say: -1003 No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error() in %s on line %d
bool(false)
looking for VK\TL\_common\Types\rpcResponseError
looking for VK\TL\test\Functions\test_noArguments_result
looking for VK\TL\_common\Types\rpcResponseError
