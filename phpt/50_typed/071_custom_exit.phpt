--TEST--
typed: exit in typedStore() ends the script, and nothing else
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
$peer = peer_start();
$c = connect($peer);
class Query {
  function typedStore() {
    store_int(1);
    exit("left\n");
  }
}
register_shutdown_function(function () use ($c) {
  echo "shutdown\n";
  store_int(2);
  echo rpc_tl_pending_queries_count(), "\n";
});
typed_rpc_tl_query_one($c, new Query());
echo "not reached\n";
?>
--EXPECT--
left
shutdown
0
