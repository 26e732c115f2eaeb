--TEST--
errors: ids that are no queries: -1003 under their key
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_start(['default' => [GOOD]]);
$c = connect($peer);
$id = rpc_tl_query_one($c, ask_query(5));
echo outcome($id), "\n";
foreach ([$id, 0, -1, 12345, PHP_INT_MAX, false] as $wrong) {
    expect_code(var_export($wrong, true), shown(rpc_tl_query_result_one($wrong)), -1003);
}
$good = rpc_tl_query_one($c, ask_query(6));
foreach (rpc_tl_query_result(['used' => $id, 'good' => $good, 0 => 0, 'no' => false,
    'minus' => -1]) as $key => $answer) {
    echo $key, ': ', code_of(shown($answer)), "\n";
}
$peer->check();
?>
--EXPECT--
5
used: -1003
good: 6
0: -1003
no: -1003
minus: -1003
