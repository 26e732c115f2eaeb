--TEST--
vkext_pool_status and vkext_full_version
--SKIPIF--
<?php if (getenv('VKEXT_REPEAT') !== false) echo 'skip connections of the first run remain'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-9.7 api-2.2 api-2.3
require __DIR__ . '/../_inc/fault.inc';

function row(array $row, array $ports): string
{
    $told = [];
    foreach ($row as $key => $value) {
        $value = is_float($value) ? ($value >= 0 && $value < 1000 ? 'seconds' : 'WRONG') : str_replace($ports, ['PORT', 'NOBODY'], var_export($value, true));
        $told[] = "$key $value";
    }
    return implode(', ', $told);
}

var_dump(vkext_pool_status());
$peer = peer_with(on(['n' => 2], ['delay' => 0.3], GOOD));
$nobody = free_port();
$ports = [(string)$peer->port, (string)$nobody];
$c = connect($peer);
$same = connect($peer);
echo $c, ' ', $same, ' ', ask($c, 1), ask($same, 2), "\n";
$id = rpc_tl_query_one($c, ask_query(3));
foreach (vkext_pool_status() as $row) {
    echo row($row, $ports), "\n";
}
echo outcome($id), "\n";
var_dump(@new_rpc_connection('127.0.0.1', $nobody, 0, 1.0, 1.0));
foreach (vkext_pool_status() as $row) {
    unset($row['idle'], $row['age'], $row['retry_in']);  // the pause may be over by now
    echo row($row, $ports), "\n";
}
echo $peer->connections(), " connection\n";
var_dump(preg_match('/^vkext \d+\.\d+\.\d+\S* compiled at \w+ +\d+ \d+ [\d:]+ for PHP \d+\.\d+\.\d+\S*$/D', vkext_full_version()));
?>
--EXPECT--
array(0) {
}
1 2 12
host '127.0.0.1', port PORT, state 'ready', address '127.0.0.1:PORT', encrypted false, crc32c true, version 1, in_flight 1, idle seconds, age seconds, retry_in seconds, last_error ''
3
NULL
host '127.0.0.1', port PORT, state 'ready', address '127.0.0.1:PORT', encrypted false, crc32c true, version 1, in_flight 0, last_error ''
host '127.0.0.1', port NOBODY, state 'down', address '', encrypted false, crc32c false, version 0, in_flight 0, last_error 'refused'
1 connection
int(1)
