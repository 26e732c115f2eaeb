--TEST--
errors: what a newcomer does wrong first, and where it is told
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
require __DIR__ . '/../_inc/raw.inc';

function tell(string $what): void
{
    $last = rpc_get_last_error();
    echo "$what\n  ", json_encode(rpc_get_last_send_error()), "\n  ",
        $last ? "{$last['code']} {$last['phase']}: " . preg_replace('/:\d+:/', ':PORT:', $last['text']) : 'nothing', "\n";
}

echo "nobody listens\n";
$port = free_port();
$none = null;
echo '  ', preg_replace('/:\d+,/', ':PORT,', told(function () use (&$none, $port) {
    $none = new_rpc_connection('127.0.0.1', $port, 0, 0.5);
    return $none;
})), "\n";
$id = rpc_tl_query_one($none, ['_' => 'demo.get', 'key' => 'a']);
var_dump($id);
echo rpc_tl_query_result_one($id)['__error'], "\n";
tell('the error is still that of the connection');
rpc_tl_query_one(12345, ['_' => 'demo.get', 'key' => 'a']);
tell('a number that is no connection');

$server = serve_start();
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 10.0, 10.0);
$ids = rpc_tl_query($c, ['x' => ['_' => 'demo.get', 'key' => 'a']]);
tell('no schema');
echo json_encode(rpc_tl_query_result($ids)), "\n";
echo told(function () use ($c) { return ini_set('tl.conffile', '/no/such.tl'); }), "\n";

ini_set('tl.conffile', __DIR__ . '/../../tl/demo.tl');
foreach ([['_' => 'demo.gett', 'key' => 'a'], ['_' => 'get', 'key' => 'a'], ['_' => 'demo.get', 'kye' => 'a'],
    ['key' => 'a'], 'demo.get'] as $query) {
    echo json_encode($query), ' ', json_encode(rpc_tl_query_one($c, $query));
    tell('');
}
?>
--EXPECT--
nobody listens
  null | W new_rpc_connection(): Can't connect to 127.0.0.1:PORT, refused (-4104)
bool(false)
No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()
the error is still that of the connection
  [[-112,"Invalid connection in rpc_tl_query_one"]]
  -4104 connect: 127.0.0.1:PORT: refused
a number that is no connection
  [[-102,"Invalid connection in rpc_tl_query_one"]]
  -102 send: Invalid connection in rpc_tl_query_one
no schema
  [[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()","x"]]
  -110 store: no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
{"x":{"__error":"No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","__error_code":-1003}}
false | W ini_set(): /no/such.tl: error: No such file or directory
{"_":"demo.gett","key":"a"} 0
  [[-110,"Function demo.gett not found, did you mean demo.get?"]]
  -110 store: Function demo.gett not found, did you mean demo.get?
{"_":"get","key":"a"} 0
  [[-110,"Function get not found, did you mean demo.get?"]]
  -110 store: Function get not found, did you mean demo.get?
{"_":"demo.get","kye":"a"} 0
  [[-108,"demo.get \u2192 key: Field key not found: is the key \"kye\" meant for it?"],[-103,"Failed to store demo.get"]]
  -108 store: demo.get → key: Field key not found: is the key "kye" meant for it?
{"key":"a"} 0
  [[-107,"Can't store function with no name"]]
  -107 store: Can't store function with no name
"demo.get" 0
  [[-107,"Can't store function with no name: expected an array or an object, got string \"demo.get\""]]
  -107 store: Can't store function with no name: expected an array or an object, got string "demo.get"
