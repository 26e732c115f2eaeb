--TEST--
raw queries: timeouts, errors, a server that is away
--INI--
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-7.11 api-7.12
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['rules' => [
    ['when' => ['magic' => '00000001'], 'do' => []],
    ['when' => ['magic' => '00000002'], 'do' => [['error' => 'A', 'code' => -7, 'text' => 'form A']]],
    ['when' => ['magic' => '00000003'], 'do' => [['error' => 'B', 'code' => -8, 'text' => 'form B']]],
    ['when' => ['magic' => '00000004'], 'do' => [['delay' => 0.3], ['result' => '0a000000']]],
], 'default' => [['echo' => true]]]);
$c = connect($peer);

function raw(int $magic, $c, float $timeout = -1.0)
{
    rpc_clean();
    store_int($magic);
    return rpc_send($c, $timeout);
}

function last(): string
{
    $e = rpc_get_last_error();
    return $e ? "$e[code] $e[phase] " . preg_replace('/\d+\.\d+ s/', 'T', $e['text']) : 'none';
}

// The query's own timeout.
$watch = new Stopwatch();
$id = raw(1, $c, 0.2);
var_dump(rpc_get($id));
$watch->expect_deadline('the query', 0.2);
echo rpc_get_last_error()['code'], "\n";
var_dump(rpc_get($id));
echo rpc_get_last_error()['code'], "\n";
// rpc_get's counts from when the query was sent: counted from now it would never be sooner, so once is enough.
for ($tries = 0, $took = 1.0; $took >= 0.1 && $tries < 50; $tries++) {
    $id = raw(1, $c);
    usleep(100000);
    $watch = new Stopwatch();
    $got = rpc_get($id, 0.1);
    $took = $watch->seconds();
}
var_dump($got);
$watch->expect_sooner('counted from the start', 0.1);
echo rpc_get_last_error()['code'], ' pending ', rpc_tl_pending_queries_count(), "\n";
// Senseless timeouts are none.
foreach ([0, -1, NAN, INF, 1e9] as $timeout) {
    $id = raw(4, $c);
    echo bin2hex(rpc_get($id, $timeout)), ' ';
}
echo "\n";
// Errors: false, and the server's own words on request. An error inside a result is a result.
var_dump(rpc_get(raw(2, $c)));
echo last(), "\n";
var_dump(rpc_get_and_parse(raw(2, $c)));
var_dump(rpc_get_and_parse(raw(3, $c)));
echo dechex(fetch_int()), "\n";
// No server.
$gone = connect($peer);
$peer->stop(9);
$id = raw(5, $gone, 0.5);
var_dump($id === false || rpc_get($id) === false);
expect_code('gone', last(), -4104);
var_dump(rpc_flush(0.1) || true);
echo 'pending ', rpc_tl_pending_queries_count(), "\n";
?>
--EXPECT--
bool(false)
-4103
bool(false)
-1003
bool(false)
-4103 pending 0
0a000000 0a000000 0a000000 0a000000 0a000000 
bool(false)
-7 server form A
bool(false)
bool(true)
7ae432f5
bool(true)
bool(true)
pending 0
