--TEST--
errors: rpc_get_last_error() behind the result of a query that was not sent, and of what is no query
--INI--
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
require __DIR__ . '/../_inc/raw.inc';

function last(): string
{
    $e = rpc_get_last_error();
    return $e ? "$e[code] $e[phase]: " . preg_replace('/:\d+:/', ':PORT:', $e['text']) : 'none';
}

// Nothing went wrong before: the result itself is what went wrong.
echo last(), "\n";
rpc_tl_query_result_one(0);
echo last(), "\n";
rpc_tl_query_result(['x' => 12345]);
echo last(), "\n";

// An error of long ago is not taken for the reason.
$server = serve_start();
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 10.0, 10.0);
$away = @new_rpc_connection('127.0.0.1', free_port(), 0, 0.5);
echo last(), "\n";
$id = rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => 'a']);
rpc_tl_query_result_one($id);
echo "no schema\n  ", last(), "\n";

$away = @new_rpc_connection('127.0.0.1', free_port(), 0, 0.5);
$id = rpc_tl_query_one(99, ['_' => 'demo.get', 'key' => 'a']);
rpc_tl_query_result_one($id);
echo "no connection\n  ", last(), "\n";

$away = @new_rpc_connection('127.0.0.1', free_port(), 0, 0.5);
rpc_tl_query_result_one(12345);
echo "no query\n  ", last(), "\n";
$away = @new_rpc_connection('127.0.0.1', free_port(), 0, 0.5);
rpc_tl_query_result([54321]);
echo "no query among several\n  ", last(), "\n";
?>
--EXPECT--
none
-1003 result: No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()
-1003 result: No answer received or duplicate/wrong query_id
-4104 connect: 127.0.0.1:PORT: refused
no schema
  -110 store: no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
no connection
  -102 send: Invalid connection in rpc_tl_query_one
no query
  -1003 result: No answer received or duplicate/wrong query_id
no query among several
  -1003 result: No answer received or duplicate/wrong query_id
