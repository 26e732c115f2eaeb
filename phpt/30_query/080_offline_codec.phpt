--TEST--
query: the offline codec: vkext_tl_encode(), vkext_tl_decode()
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: decision-20 decision-8
require __DIR__ . '/../_inc/query.inc';
require __DIR__ . '/../_inc/process.inc';

$int = ['_' => 'q.int', 'x' => 5];
echo encoded($int), ' ', decoded('da9b50a807000000', $int), "\n";
echo "wrappers in front\n";
foreach (['e14cc88c00000000da9b50a807000000' => 'header', '7d8727b50500000001780000' => 'reqError',
    'f532e47a00000000000000000500000001780000' => 'rpcReqError'] as $hex => $what) {
    echo "  $what: ", decoded($hex, $int), "\n";
}
echo '  behind a header of the query: ', encoded(['_' => 'rpcDestActor', 'actor_id' => 9, 'query' => $int]), ' ',
    decoded('da9b50a807000000', ['_' => 'rpcDestActor', 'actor_id' => 9, 'query' => $int]), "\n";
echo "a query that cannot be stored has no answer either\n";
echo '  ', decoded('da9b50a807000000', ['_' => 'q.int']), "\n", '  ', decoded('', ['_' => 'nope']), "\n";
echo "arguments\n";
foreach ([[], [5], ['q.int'], [null]] as $arguments) {
    echo '  ', as_php8(told(function () use ($arguments) { return vkext_tl_encode(...$arguments); })), "\n";
}
foreach ([['', 5], ['']] as $arguments) {
    echo '  ', as_php8(told(function () use ($arguments) { return vkext_tl_decode(...$arguments); })), "\n";
}
echo '  ', as_php8(told(function () use ($int) { return vkext_tl_decode([], $int); })), "\n";
$e = null;
try {
    vkext_tl_encode([]);
} catch (VkextTlException $e) {
    echo get_parent_class($e), ' ', $e->getCode(), ' ', $e->getMessage(), "\n";
}
echo "nothing is sent, nothing is noted\n";
var_dump(rpc_get_last_send_error(), rpc_tl_pending_queries_count());
$notes = 0;
set_error_handler(function () use (&$notes) { $notes++; throw new RuntimeException('from the handler'); });
try {
    vkext_tl_encode(['_' => 'q.getPoint', 'p' => ['x' => null, 'y' => null], 'also' => ['x' => null, 'y' => null]]);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' ', $notes, "\n";
}
restore_error_handler();
echo encoded($int), "\n";
echo "no schema\n";
$code = 'try { vkext_tl_encode(["_" => "q.int"]); } catch (VkextTlException $e) { echo $e->getMessage(), "\n"; }
  try { vkext_tl_decode("", ["_" => "q.int"]); } catch (VkextTlException $e) { echo $e->getMessage(); }';
echo php_output($code, ['tl.conffile' => '']), "\n";
?>
--EXPECT--
0100005005000000 7
wrappers in front
  header: VkextTlException 0 a constructor that cannot stand here (byte 0)
  reqError: VkextTlException 0 a constructor that cannot stand here (byte 0)
  rpcReqError: VkextTlException 0 a constructor that cannot stand here (byte 0)
  behind a header of the query: bdaa687509000000000000000100005005000000 7
a query that cannot be stored has no answer either
  VkextTlException 0 q.int → x: Field x not found
  VkextTlException 0 Function nope not found
arguments
  ArgumentCountError 0 vkext_tl_encode() expects exactly 1 argument, 0 given
  TypeError 0 vkext_tl_encode(): Argument #1 ($query) must be of type array, int given
  TypeError 0 vkext_tl_encode(): Argument #1 ($query) must be of type array, string given
  TypeError 0 vkext_tl_encode(): Argument #1 ($query) must be of type array, null given
  TypeError 0 vkext_tl_decode(): Argument #2 ($query) must be of type array, int given
  ArgumentCountError 0 vkext_tl_decode() expects exactly 2 arguments, 1 given
  TypeError 0 vkext_tl_decode(): Argument #1 ($bytes) must be of type string, array given
Exception 0 Can't store function with no name
nothing is sent, nothing is noted
array(0) {
}
int(0)
from the handler 1
0100005005000000
no schema
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
