--TEST--
raw queries: send, noflush, flush, get, parse
--INI--
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-7.8 api-7.9 api-7.11 api-7.12
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);

function query(int $n): void
{
    rpc_clean();
    store_int(0x0ec40001);
    store_int($n);
}

query(1);
$id = rpc_send($c);
var_dump($id > 0);
echo 'pending ', rpc_tl_pending_queries_count(), ', ', bin2hex(rpc_get($id)), ', pending ', rpc_tl_pending_queries_count(), "\n";
// Once only, and unknown ids.
echo told(function () use ($id) { return rpc_get($id); }), ' ', rpc_get_last_error()['code'], "\n";
echo told(function () use ($id) { return rpc_get_and_parse($id + 1000000); }), ' ', rpc_get_last_error()['code'], "\n";
// A handle, an id, as text.
query(2);
$id = rpc_send((string)$c);
echo bin2hex(rpc_get((string)$id)), "\n";
// Queued until something flushes: rpc_flush, another send, or waiting.
query(3);
$third = rpc_send_noflush($c);
usleep(100000);
echo 'arrived: ', count($peer->events('request')), "\n";
var_dump(rpc_flush());
$peer->wait_for('request', 3);
query(4);
$fourth = rpc_send_noflush($c);
query(5);
$fifth = rpc_send($c);
$peer->wait_for('request', 5);
query(6);
$sixth = rpc_send_noflush($c);
foreach ([$sixth, $fifth, $fourth, $third] as $id) {
    var_dump(rpc_get_and_parse($id, 20.0));
    echo fetch_int(), value(fetch_end()), ' ';
}
echo "\n";
var_dump(rpc_flush(), rpc_flush(-1.0), rpc_flush(NAN), rpc_flush(0));
// The portable path: a TL query's answer as bytes.
query(7);
echo told(function () use ($c) { return rpc_tl_query_result_one(rpc_send($c)); }), "\n";
// An empty buffer is a request without a function.
rpc_clean();
echo told(function () use ($c) { return rpc_get(rpc_send($c), 20.0); }), "\n";
// A failed get leaves what is being read alone.
rpc_parse('abcd');
rpc_get_and_parse(12345);
echo fetch_lookup_data(1), "\n";
echo $peer->connections(), " connection\n";
?>
--EXPECT--
bool(true)
pending 1, 01000000, pending 0
false -1003
false -1003
02000000
arrived: 2
bool(true)
bool(true)
6true bool(true)
5true bool(true)
4true bool(true)
3true 
bool(true)
bool(true)
bool(true)
bool(true)
{"__error":"Can't parse response","__error_code":-4101}
''
abcd
1 connection
