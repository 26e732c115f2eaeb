--TEST--
errors: kill -9 of vkext serve in the middle of a batch
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$server = serve_start(['--schema', __DIR__ . '/../../tl/demo.tl']);
tl_load();
$c = connect($server);
$ids = rpc_tl_query($c, array_fill(0, 20, ['_' => 'demo.sleep', 'ms' => 15000]), 20.0);
usleep(50000);
$port = $server->port;
$server->stop(9);
$watch = new Stopwatch();
$codes = array_count_values(array_column(rpc_tl_query_result($ids), '__error_code'));
$watch->expect_sooner('the batch', 15.0);
var_dump($codes);
$server = serve_start(['--schema', __DIR__ . '/../../tl/demo.tl'], $port);
$until = hrtime(true) + 20000000000;
do {
    $id = rpc_tl_query_one($c, ['_' => 'demo.sleep', 'ms' => 0]);
    $answer = $id ? rpc_tl_query_result_one($id) : false;
} while (!isset($answer['result']) && hrtime(true) < $until);
echo isset($answer['result']) ? 'works again' : var_export($answer, true), "\n";
echo 'exit code of the server: ', $server->stop(), "\n";
?>
--EXPECT--
array(1) {
  [-4104]=>
  int(20)
}
works again
exit code of the server: 0
