--TEST--
errors: kill -9 of vkext serve in the middle of a batch
--INI--
tl.conffile={PWD}/../../tl/demo.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$port = free_port();  // held until the end, so that nobody else has it in between
$server = serve_start([], $port);
$c = connect($server);
$sleep = function (int $milliseconds) use ($c) {
    return ['_' => 'demo.sleep', 'milliseconds' => $milliseconds];
};
$ids = rpc_tl_query($c, ['first' => $sleep(0)] + array_fill(0, 20, $sleep(15000)));
var_dump(rpc_tl_query_result_one($ids['first'])['result']);
unset($ids['first']);
$server->stop(9);
$watch = new Stopwatch();
foreach (rpc_tl_query_result($ids) as $answer) {
    expect_code('asked of a dead server', shown($answer), -4104);
}
$watch->expect_sooner('the batch', 15.0);

$server = serve_start([], $port);
$until = hrtime(true) + 20000000000;
do {
    $outcome = outcome(rpc_tl_query_one($c, $sleep(0)));
} while ($outcome !== [] && hrtime(true) < $until && usleep(20000) === null);
echo json_encode($outcome), "\n";
echo 'exit code of the server: ', $server->stop(), "\n";
?>
--EXPECT--
array(0) {
}
[]
exit code of the server: 0
