--TEST--
limits: 131,072 queries in flight, not one more; then all of them end
--SKIPIF--
<?php
if (getenv('VKEXT_VALGRIND') !== false) echo 'skip a hundred thousand of anything takes long there';
?>
--INI--
tl.conffile={PWD}/../30_query/query.tl
memory_limit=1G
--FILE--
<?php
// rows: api-5.8.0 failure-N16 failure-T18
require __DIR__ . '/../_inc/query.inc';

$mute = peer_start(['connections' => [['ready' => [['deaf' => true]]]], 'default' => []]);
$c = new_rpc_connection('127.0.0.1', $mute->port, 0, 600.0, 60.0);
$most = 131072;
$q = ['_' => 'q.noArguments'];
$queries = array_fill(0, $most, $q);
$queries['one more'] = $q;
$queries['and one'] = $q;
$ids = rpc_tl_query($c, $queries, 0.5);
var_dump(rpc_tl_pending_queries_count(), $ids['one more'], $ids['and one'], min($ids), count(array_filter($ids)));
foreach (array_slice(rpc_get_last_send_error(), 0, 2) as $error) {
    echo implode(' ', $error), "\n";
}
var_dump(rpc_tl_query_one($c, $q), rpc_get_last_send_error()[0][0]);
$codes = array_count_values(array_map(function ($answer) { return $answer['__error_code']; },
    rpc_tl_query_result($ids)));
ksort($codes);
echo json_encode($codes), "\n";
var_dump(rpc_tl_pending_queries_count(), rpc_tl_query_one($c, $q) > 0);
?>
--EXPECT--
int(131072)
int(0)
int(0)
int(0)
int(131072)
-114 too many queries wait or have answers that were not taken one more
-114 too many queries wait or have answers that were not taken and one
bool(false)
int(-114)
{"-4103":131072,"-1003":2}
int(0)
bool(true)
