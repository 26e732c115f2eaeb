--TEST--
errors: nobody listens
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$watch = new Stopwatch();
var_dump(@new_rpc_connection('127.0.0.1', free_port(), 0, 20.0, 20.0));
echo error_get_last()['message'], "\n";
$watch->expect_sooner('refused', 20.0);

// A connection that had worked, and a server that went away between two queries: no id, and at once.
$peer = peer_start(['default' => [['stop_listening' => true], GOOD, ['delay' => 0.05], ['close' => true]]]);
$c = connect($peer);
echo ask($c), "\n";
$peer->wait_for('end');
$watch = new Stopwatch();
$outcome = ask($c, 1, 20.0);
$watch->expect_sooner('gone away', 20.0);
expect_code('gone away', $outcome, -102, -4104);
// Again and again: the pause after the failed connect is not burnt by the caller.
for ($i = 0; $i < 20; $i++) {
    expect_code('still away', ask($c, 1, 20.0), -102, -4104);
}
$watch->expect_sooner('still away', 10.0);
$ids = rpc_tl_query($c, ['a' => ask_query(1), 5 => ask_query(2)]);
echo implode(' ', array_keys($ids)), "\n";
foreach ($ids as $id) {
    expect_code('in a batch', outcome($id), -102, -4104);
}
$peer->check();
?>
--EXPECTF--
NULL
%A127.0.0.1:%d%A
7
a 5
