--TEST--
errors: an error behind a reqResultHeader
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$header = ['flags' => 9, 'fields' => 'cb04fb711f010000' . '0400000008000000'];
$rules = [];
foreach (['B', 'C', 'D'] as $i => $form) {
    foreach ([0, 1] as $round) {
        $rules[] = on(['total' => 2 * $i + $round + 1], ['error' => $form, 'code' => -$i - 10, 'text' => $form,
            'header' => $header]);
    }
}
$peer = peer_with(...$rules);
$c = connect($peer);
foreach (['B', 'C', 'D'] as $form) {
    foreach (['0', '1'] as $fetch) {
        ini_set('tl.enable_rpc_error_with_header_fetching', $fetch);
        $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query(1)));
        $error = $fetch ? $answer['result'] : $answer;
        echo $form, $fetch, ': ', $error['__error_code'] ?? 'no code', ' ', $error['__error'] ?? 'no text';
        if ($fetch) {
            echo ' ', $answer['flags'], ' ', json_encode($answer['extra']);
        }
        echo "\n";
    }
}
expect_recovery('after the errors', $c);
$peer->check();
?>
--EXPECT--
B0: -10 B
B1: -10 B 9 {"binlog_pos":1234567890123,"request_size":4,"response_size":8}
C0: -11 C
C1: -11 C 9 {"binlog_pos":1234567890123,"request_size":4,"response_size":8}
D0: -12 D
D1: -12 D 9 {"binlog_pos":1234567890123,"request_size":4,"response_size":8}
