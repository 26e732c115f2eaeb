--TEST--
query: rpc_get_last_send_error(): every code, root cause first
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.7.0 api-5.2.3
require __DIR__ . '/../_inc/query.inc';

$peer = seven_peer();
$c = patient($peer);
$list = function (string $title, $query) use ($c) {
    echo "$title\n";
    $id = @rpc_tl_query_one($c, $query);
    foreach (rpc_get_last_send_error() as $error) {
        echo '  ', implode(' ', $error), "\n";
    }
    $last = rpc_get_last_error();
    if ($last && ($last['path'] !== '' || $last['phase'] !== 'store')) {
        echo '  ', $last['code'], ' ', $last['phase'], ' at ', $last['path'], "\n";
    }
    if ($id !== 0) {
        echo '  gives ', var_export($id, true), "\n";
    }
};
$list('-104 a hole', ['_' => 'q.ints', 'x' => [1, 2 => 3]]);
$list('-107 no name', ['x' => 5]);
$list('-108 a field', ['_' => 'q.getPoint', 'p' => ['x' => 1], 'also' => []]);
$list('-110 a function', ['_' => 'no.such']);
$list('-110 a constructor', ['_' => 'q.shapes', 'x' => [['q.none'], ['_' => 'q.nothing']]]);
$list('-112 no array', ['_' => 'q.dictionaries', 'x' => ['k' => 5]]);
$list('-112 a key', ['_' => 'q.intKeys', 'x' => ['k' => 5]]);
set_fail_rpc_on_int32_overflow(true);
$list('-113 a number', ['_' => 'q.points', 'x' => ['k' => ['x' => 1, 'y' => 1 << 40]]]);
$list('nested', ['_' => 'q.forward', 'query' => ['_' => 'q.forward', 'query' => ['_' => 'q.shapes', 'x' => [['q.group',
    [['q.box', 1 << 40, '']]]]]]]);
echo "of a batch, all of them\n";
$ids = rpc_tl_query($c, ['a' => [], 'b' => ['_' => 'q.int', 'x' => 1], 'c' => ['_' => 'nope'],
    'd' => ['_' => 'q.int']]);
foreach (rpc_get_last_send_error() as $error) {
    echo '  ', implode(' ', $error), "\n";
}
rpc_tl_query_result($ids);
echo "-102 nobody there\n";
$port = $peer->port;
$peer->check();
$peer->stop(9);
$query = ['_' => 'q.int', 'x' => 5];
do {
    $id = rpc_tl_query_one($c, $query);  // the first may still go into the closed socket
} while ($id && rpc_tl_query_result_one($id));
foreach (rpc_get_last_send_error() as $error) {
    echo '  ', preg_replace('/:\d+: .*/', ':PORT: and why', implode(' ', $error)), "\n";
}
var_dump($id, rpc_get_last_error()['code'], rpc_tl_query($c, ['a' => $query, 5 => $query]));
foreach (rpc_get_last_send_error() as $error) {
    echo '  ', preg_replace('/:\d+: .*/', ':PORT: and why', implode(' ', $error)), "\n";
}
?>
--EXPECT--
-104 a hole
  -104 q.ints → x: No element #1 in array
  -103 Fail to store Vector[vector]
  -103 Failed to store q.ints
  -104 store at q.ints → x
-107 no name
  -107 Can't store function with no name
-108 a field
  -108 q.getPoint → p.y: Field y not found
  -103 Fail to store q.Point[q.point]
  -103 Failed to store q.getPoint
  -108 store at q.getPoint → p.y
-110 a function
  -110 Function no.such not found
-110 a constructor
  -110 q.shapes → x[1]: Unknown constructor q.nothing for type q.Shape
  -103 Fail to store Vector[vector]
  -103 Failed to store q.shapes
  -110 store at q.shapes → x[1]
-112 no array
  -112 q.dictionaries → x["k"]: Can't store not array as vector: got int 5
  -103 Fail to store Vector[vector]
  -103 Fail to store Dictionary[dictionary]
  -103 Failed to store q.dictionaries
  -112 store at q.dictionaries → x["k"]
-112 a key
  -112 q.intKeys → x["k"]: a string key in a dictionary of int keys
  -103 Fail to store IntKeyDictionary[intKeyDictionary]
  -103 Failed to store q.intKeys
  -112 store at q.intKeys → x["k"]
-113 a number
  -113 q.points → x["k"].y: Wrong value: 1099511627776 does not fit in int
  -103 Fail to store q.Point[q.point]
  -103 Fail to store Dictionary[dictionary]
  -103 Failed to store q.points
  -113 store at q.points → x["k"].y
nested
  -113 q.forward → query: q.forward → query: q.shapes → x[0].shapes[0].w: Wrong value: 1099511627776 does not fit in int
  -103 Fail to store q.Shape[q.box]
  -103 Fail to store Vector[vector]
  -103 Fail to store q.Shape[q.group]
  -103 Fail to store Vector[vector]
  -103 Failed to store q.shapes
  -103 Failed to store q.forward
  -103 Failed to store q.forward
  -113 store at q.forward → query: q.forward → query: q.shapes → x[0].shapes[0].w
of a batch, all of them
  -107 Can't store function with no name a
  -110 Function nope not found c
  -108 q.int → x: Field x not found d
  -103 Failed to store q.int d
-102 nobody there
  -102 127.0.0.1:PORT: and why
bool(false)
int(-4104)
array(2) {
  ["a"]=>
  int(0)
  [5]=>
  int(0)
}
  -102 127.0.0.1:PORT: and why
  -102 127.0.0.1:PORT: and why
