--TEST--
counters: vkext_prepare_stats and vk_clear_stats
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-2.12 api-9.5 api-9.6
require __DIR__ . '/../_inc/fault.inc';

function stats(): array
{
    $rows = [];
    foreach (explode("\n", rtrim(vkext_prepare_stats())) as $line) {
        $parts = explode("\t", $line);
        $rows[$parts[0]] = $parts[1] ?? null;
    }
    return $rows;
}

$before = stats();
echo implode("\n", array_keys($before)), "\n";
echo $before['tl_config_file'] === ini_get('tl.conffile') ? 'the file' : $before['tl_config_file'], "\n";
var_dump((bool)preg_match('/^0x[0-9a-f]+$/', $before['tl_config_crc64']));
foreach (['tl_functions', 'ping_timeout', 'persistent_tree_nodes', 'total_queries'] as $key) {
    echo "$key $before[$key]\n";
}

$peer = peer_start(['rules' => [
    ['when' => ['n' => 2], 'do' => [['error' => 'A', 'code' => -5, 'text' => "no\tway\n"]]],
    ['when' => ['n' => 3], 'do' => []],
], 'default' => [GOOD]]);
$c = connect($peer);
ask($c);
ask($c);
ask($c, 1, 0.05);
$waiting = rpc_tl_query_one($c, ask_query(1));
$told = function () {
    $s = stats();
    foreach (['active_net_connections', 'total_net_connections', 'net_connections_fails', 'active_queries', 'finished_queries',
        'errored_queries', 'timedout_queries', 'total_queries'] as $key) {
        echo "$key $s[$key], ";
    }
    echo "\n";
};
$told();
rpc_tl_query_result_one($waiting);
$told();
var_dump(vk_clear_stats());
$told();
$peer->check();
?>
--EXPECT--
malloc 0, emalloc 0, rmalloc 0, pmalloc 0
active_net_connections
net_connections_fails
total_net_connections
active_queries
finished_queries
errored_queries
timedout_queries
total_queries
last_error
last_error_code
tl_config_file
tl_config_crc64
tl_functions
tl_constructors
tl_types
persistent_tree_nodes
dynamic_tree_nodes
total_ref_cnt
total_tree_nodes_existed
total_tl_working
ping_timeout
abandoned_queries
requeued_queries
lost_net_connections
unknown_answers
unknown_packets
pings_sent
pongs_sent
bytes_sent
bytes_received
sleeps
interruptions
forks
the file
bool(true)
tl_functions 5
ping_timeout 60.000
persistent_tree_nodes 0
total_queries 0
active_net_connections 1, total_net_connections 1, net_connections_fails 0, active_queries 1, finished_queries 1, errored_queries 1, timedout_queries 1, total_queries 4, 
active_net_connections 1, total_net_connections 1, net_connections_fails 0, active_queries 0, finished_queries 2, errored_queries 1, timedout_queries 1, total_queries 4, 
NULL
active_net_connections 1, total_net_connections 0, net_connections_fails 0, active_queries 0, finished_queries 0, errored_queries 0, timedout_queries 0, total_queries 0,
