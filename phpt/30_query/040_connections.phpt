--TEST--
query: arguments of new_rpc_connection() and what comes of them
--INI--
tl.conffile={PWD}/query.tl
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-4.1..4 api-4.6 decision-9 decision-15 decision-18
require __DIR__ . '/../_inc/query.inc';

$peer = seven_peer();
$port = $peer->port;
$open = function (...$arguments) use ($port) {
    return preg_replace('/\b' . $port . '\b/', 'PORT', told(function () use ($arguments) {
        return new_rpc_connection(...$arguments);
    }));
};
echo "numbers\n";
foreach ([['127.0.0.1', $port], ['127.0.0.1', (string)$port], ['127.0.0.1', $port, '9'], ['127.0.0.1', $port, 0, 5],
    ['127.0.0.1', (float)$port],
    ['127.0.0.1', $port, 0, -1, NAN, INF], ['127.0.0.1', $port, 0, 0, 0, 0], ['127.0.0.1', $port, 0, 86401.0, 1e300,
        -5], ['127.0.0.1', " $port"]] as $i => $arguments) {
    echo '  ', $open(...$arguments), "\n";
}
var_dump($peer->connections());
echo "not a host\n";
foreach ([[null], [5], [['127.0.0.1']], [true], [new stdClass()], ['']] as [$host]) {
    echo '  ', $open($host, $port), "\n";
}
echo "not a port\n";
foreach ([0, -1, 65536, 'http', null, [], 4294967296 + $port] as $bad) {
    echo '  ', preg_replace('/int 429\d{7}/', 'int N', $open('127.0.0.1', $bad)), "\n";
}
echo "nobody there\n";
$free = free_port();
echo '  ', str_replace($free, 'FREE', $open('127.0.0.1', $free, 0, 60, 60)), "\n";
echo '  ', $open('no.such.host.invalid', $port, 0, 1, 1) === 'null' ? 'no warning' : 'null, and a warning', "\n";
echo '  ', $open('unix:/no/such/socket', 0), "\n";
echo '  ', $open('unix:' . str_repeat('x', 200), 0), "\n";
echo '  ', $open(str_repeat('x', 300), $port), "\n";
echo '  ', $open("127.0.0.1\0.example", $port), "\n";
echo "arguments\n";
foreach ([[], ['127.0.0.1']] as $arguments) {
    echo '  ', preg_replace('/ArgumentCountError.*expects/', 'ArgumentCountError: expects', as_php8($open(...$arguments))), "\n";
}

echo "handles\n";
$c = patient($peer);
$query = ['_' => 'q.int', 'x' => 5];
foreach ([(string)$c, (float)$c, 0, -1, 99999, PHP_INT_MAX, null, true, [$c], new stdClass(), 'x'] as $handle) {
    echo '  ', value($handle), ': ', told(function () use ($handle, $query) { return rpc_tl_query_one($handle,
        $query); }), errors(), ' and ',
        told(function () use ($handle, $query) { return rpc_tl_query($handle, ['a' => $query]); }), errors(), "\n";
}
$peer->check();
?>
--EXPECT--
numbers
  1
  2
  3
  4
  5
  6
  7
  8
  9
int(1)
not a host
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
not a port
  null | W new_rpc_connection(): port must be between 1 and 65535, not int 0
  null | W new_rpc_connection(): port must be between 1 and 65535, not int -1
  null | W new_rpc_connection(): port must be between 1 and 65535, not int 65536
  null | W new_rpc_connection(): port must be between 1 and 65535, not string "http"
  null | W new_rpc_connection(): port must be between 1 and 65535, not null
  null | W new_rpc_connection(): port must be between 1 and 65535, not array(0)
  null | W new_rpc_connection(): port must be between 1 and 65535, not int N
nobody there
  null | W new_rpc_connection(): Can't connect to 127.0.0.1:FREE, refused (-4104)
  null, and a warning
  null | W new_rpc_connection(): Can't connect to unix:/no/such/socket, no such socket (-4104)
  null | W new_rpc_connection(): Can't resolve hostname unix:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: the path of a unix socket has 1 to 107 bytes
  null | W new_rpc_connection(): Can't resolve hostname xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: not a host name
  null | W new_rpc_connection(): host name must be a non-empty string without NUL
arguments
  ArgumentCountError: expects at least 2 arguments, 0 given
  ArgumentCountError: expects at least 2 arguments, 1 given
handles
  '10': false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  10.0: false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  0: false | -102 Invalid connection in rpc_tl_query_one and [] | -102 Invalid connection in rpc_tl_query
  -1: false | -102 Invalid connection in rpc_tl_query_one and [] | -102 Invalid connection in rpc_tl_query
  99999: false | -102 Invalid connection in rpc_tl_query_one and [] | -102 Invalid connection in rpc_tl_query
  9223372036854775807: false | -102 Invalid connection in rpc_tl_query_one and [] | -102 Invalid connection in rpc_tl_query
  null: false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  true: false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  [10]: false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  {}: false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
  'x': false | -112 Invalid connection in rpc_tl_query_one and [] | -112 Invalid connection in rpc_tl_query
