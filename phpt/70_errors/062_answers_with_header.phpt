--TEST--
errors: a result behind a reqResultHeader, every field of it
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$every = '6400000000000000' . 'c800000000000000' . '0100000a5e09090300' . '00a065' . '1400000004000000' . '00000000'
    . '02000000' . '0161000001620000' . '0163000000000000' . '01000000' . '02733000' . '0500000000000000'
    . '0700000000000000' . '0800000000000000';
$peer = peer_with(on(['total' => 1], GOOD + ['header' => ['flags' => 0]]),
    on(['total' => 2], GOOD + ['header' => ['flags' => 8, 'fields' => '0400000008000000']]),
    on(['total' => 3], GOOD + ['header' => ['flags' => 0x0800405F, 'fields' => $every]]),
    // compression_version 0 means: not compressed.
    on(['total' => 4], GOOD + ['header' => ['flags' => 0x20, 'fields' => '00000000']]));
$c = connect($peer);
for ($n = 1; $n <= 4; $n++) {
    echo json_encode(rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query($n)))), "\n";
}
expect_recovery('after the headers', $c);
$peer->check();
?>
--EXPECT--
{"flags":0,"extra":[],"result":1,"_":"reqResultHeader"}
{"flags":8,"extra":{"request_size":4,"response_size":8},"result":2,"_":"reqResultHeader"}
{"flags":134234207,"extra":{"binlog_pos":100,"binlog_time":200,"engine_pid":{"ip":167772161,"port_pid":50923870,"utime":1704984576},"request_size":20,"response_size":4,"failed_subqueries":0,"stats":{"a":"b","c":""},"shards_binlog_pos":{"s0":5},"epoch_number":7,"view_number":8},"result":3,"_":"reqResultHeader"}
{"flags":32,"extra":{"compression_version":0},"result":4,"_":"reqResultHeader"}
