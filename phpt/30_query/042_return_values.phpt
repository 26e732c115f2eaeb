--TEST--
query: what the functions return
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.2.1 api-5.2.2 api-5.2.4..8 api-5.2.12..14 decision-13 decision-14
require __DIR__ . '/../_inc/query.inc';

$peer = peer_start(['default' => [['result' => 'da9b50a8{args}']]]);
$c = patient($peer);
$q = function ($n) { return ['_' => 'q.int', 'x' => $n]; };

echo "one\n";
$id = rpc_tl_query_one($c, $q(5));
var_dump(is_int($id) && $id > 0, rpc_get_last_send_error());
echo json_encode(rpc_tl_query_result_one($id)), "\n", answer(rpc_tl_query_result_one($id)), "\n";
foreach ([['_' => 'q.int'], ['_' => 'nope'], [], null, 5, 'q.int', new stdClass()] as $bad) {
    echo '  ', value($bad), ': ', told(function () use ($c, $bad) { return rpc_tl_query_one($c, $bad); }), errors(),
        "\n";
}
echo "results do not clear the list of errors, queries do\n";
rpc_tl_query_one($c, []);
rpc_tl_query_result_one(0);
rpc_tl_pending_queries_count();
echo errors(), "\n";
$id = rpc_tl_query_one($c, $q(1));
echo errors(), "nothing\n";

echo "ids that are none\n";
foreach ([0, -1, 1, $id + 100000, null, false, true, [], [$id], '5', (string)$id, (float)$id,
    new stdClass()] as $i => $wrong) {
    echo '  ', in_array($i, [3, 10, 11]) ? gettype($wrong) : preg_replace('/\d{3,}/', 'N', value($wrong)), ': ',
        told(function () use ($wrong) { return answer(rpc_tl_query_result_one($wrong)); }), "\n";
}
echo '  the right one: ', answer(rpc_tl_query_result_one($id)), "\n";

echo "many\n";
$ids = rpc_tl_query($c, ['b' => $q(1), 7 => $q(2), 'a' => $q(3), -5 => $q(4), '' => $q(5), $q(6)]);
echo json_encode(array_keys($ids)), ' ', count(array_unique($ids)), "\n";
$shuffled = array_reverse($ids, true);
echo json_encode(array_map(function ($a) { return $a['result']; }, rpc_tl_query_result($shuffled))), "\n";
echo json_encode(array_map('answer', rpc_tl_query_result(['a' => $ids['a'], 'b' => 0, 'c' => false, 'd' => -1,
    'e' => null, 'f' => 12345, 'g' => 'x']))), "\n";
$ids = rpc_tl_query($c, ['good' => $q(1), 'bad' => ['_' => 'q.int'], 3 => ['_' => 'nope'], 4 => $q(2), 5 => null,
    'x' => 5]);
echo json_encode(array_map(function ($id) { return $id > 0 ? 'id' : $id; }, $ids)), errors(), "\n";
echo json_encode(array_map('answer', rpc_tl_query_result($ids))), "\n";
$same = rpc_tl_query_one($c, $q(8));
echo 'one id twice: ', json_encode(array_map('answer', rpc_tl_query_result([$same, $same]))), "\n";

echo "no answer wanted\n";
var_dump(rpc_tl_query($c, ['a' => $q(1), 'bad' => [], 2 => $q(2)], -1.0, true));
echo "nothing to send, nothing to take\n";
var_dump(rpc_tl_query($c, []), rpc_tl_query_result([]));
foreach ([null, 5, 'x', new stdClass(), new ArrayObject([$q(1)])] as $bad) {
    echo '  ', told(function () use ($c, $bad) { return rpc_tl_query($c, $bad); }), errors(), ' and ',
        told(function () use ($bad) { return rpc_tl_query_result($bad); }), "\n";
}
echo "how many wait\n";
var_dump(rpc_tl_pending_queries_count());
$ids = rpc_tl_query($c, [$q(1), $q(2), $q(3)]);
rpc_clean();
store_int(0x50000001);
store_int(4);
$raw = rpc_send($c);
var_dump(rpc_tl_pending_queries_count());
$peer->wait_for('request', 18);
rpc_tl_query_result_one($ids[0]);
var_dump(rpc_tl_pending_queries_count());
echo 'of a raw query: ', answer(rpc_tl_query_result_one($raw)), "\n";
rpc_tl_query_result($ids);
var_dump(rpc_tl_pending_queries_count());
echo "too few arguments\n";
foreach (['rpc_tl_query_one', 'rpc_tl_query', 'rpc_tl_query_result_one', 'rpc_tl_query_result'] as $function) {
    echo '  ', preg_replace('/ \d+(?= )/', '', as_php8(told(function () use ($function) { return $function(); }))), "\n";
}
$peer->check();
?>
--EXPECT--
one
bool(true)
array(0) {
}
{"result":5,"_":"_"}
-1003 No answer received or duplicate/wrong query_id
  {"_":"q.int"}: 0 | -108 q.int → x: Field x not found | -103 Failed to store q.int
  {"_":"nope"}: 0 | -110 Function nope not found
  []: 0 | -107 Can't store function with no name
  null: 0 | -107 Can't store function with no name: expected an array or an object, got null
  5: 0 | -107 Can't store function with no name: expected an array or an object, got int 5
  'q.int': 0 | -107 Can't store function with no name: expected an array or an object, got string "q.int"
  {}: 0 | -110 Class stdClass is not the generated class of a TL function
results do not clear the list of errors, queries do
 | -107 Can't store function with no name
nothing
ids that are none
  0: '-1003 No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()'
  -1: '-1003 No answer received or duplicate/wrong query_id'
  1: '-1003 No answer received or duplicate/wrong query_id'
  integer: '-1003 No answer received or duplicate/wrong query_id'
  null: '-1003 No answer received or duplicate/wrong query_id'
  false: '-1003 No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()'
  true: '-1003 No answer received or duplicate/wrong query_id'
  []: '-1003 No answer received or duplicate/wrong query_id'
  [N]: '-1003 No answer received or duplicate/wrong query_id'
  '5': '-1003 No answer received or duplicate/wrong query_id'
  string: '-1003 No answer received or duplicate/wrong query_id'
  double: '-1003 No answer received or duplicate/wrong query_id'
  {}: '-1003 No answer received or duplicate/wrong query_id'
  the right one: {"result":1,"_":"_"}
many
["b",7,"a",-5,"",8] 6
{"8":6,"":5,"-5":4,"a":3,"7":2,"b":1}
{"a":"-1003 No answer received or duplicate\/wrong query_id","b":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","c":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","d":"-1003 No answer received or duplicate\/wrong query_id","e":"-1003 No answer received or duplicate\/wrong query_id","f":"-1003 No answer received or duplicate\/wrong query_id","g":"-1003 No answer received or duplicate\/wrong query_id"}
{"good":"id","bad":0,"3":0,"4":"id","5":0,"x":0} | -108 q.int → x: Field x not found bad | -103 Failed to store q.int bad | -110 Function nope not found 3 | -107 Can't store function with no name: expected an array or an object, got null 5 | -107 Can't store function with no name: expected an array or an object, got int 5 x
{"good":"{\"result\":1,\"_\":\"_\"}","bad":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","3":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","4":"{\"result\":2,\"_\":\"_\"}","5":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","x":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()"}
one id twice: ["{\"result\":8,\"_\":\"_\"}","-1003 No answer received or duplicate\/wrong query_id"]
no answer wanted
array(3) {
  ["a"]=>
  int(-1)
  ["bad"]=>
  int(0)
  [2]=>
  int(-1)
}
nothing to send, nothing to take
array(0) {
}
array(0) {
}
  [] | -112 queries must be an array and false
  [] | -112 queries must be an array and false
  [] | -112 queries must be an array and false
  [] | -112 queries must be an array and false
  [] | -112 queries must be an array and false
how many wait
int(0)
int(4)
int(3)
of a raw query: -4101 Can't parse response
int(0)
too few arguments
  ArgumentCountError rpc_tl_query_one() expects at least arguments, given
  ArgumentCountError rpc_tl_query() expects at least arguments, given
  ArgumentCountError rpc_tl_query_result_one() expects at least argument, given
  ArgumentCountError rpc_tl_query_result() expects at least argument, given
