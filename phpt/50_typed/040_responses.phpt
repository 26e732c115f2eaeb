--TEST--
typed: rpcResponseOk, Header, Error; forms may be mixed; errors of ours are objects too
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: typed-8.1..3 api-6.5 api-6.7
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

const NO_ARGUMENTS = '2ba879a9';
const TRUE_ANSWER = '39d3ed3f';
// test.echo is answered by its value as a String.
$rules = [
  ['when' => ['magic' => 'bd6aaaef'], 'do' => [['result' => '246e28b5{args}']]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 2], 'do' => [['result' => TRUE_ANSWER, 'header' => ['flags' => 9, 'fields' => '07000000000000000500000006000000']]]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 3], 'do' => [['error' => 'A', 'code' => -5, 'text' => 'form A']]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 4], 'do' => [['error' => 'B', 'code' => -6, 'text' => 'form B']]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 5], 'do' => [['error' => 'D', 'code' => -7, 'text' => 'form D']]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 6], 'do' => [['result' => 'deadbeef']]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 7], 'do' => [['error' => 'B', 'code' => -8, 'text' => 'with header', 'header' => ['flags' => 8, 'fields' => '0500000006000000']]]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 8], 'do' => [['error' => 'B', 'code' => -8, 'text' => 'with header', 'header' => ['flags' => 8, 'fields' => '0500000006000000']]]],
  ['when' => ['magic' => NO_ARGUMENTS, 'total' => 9], 'do' => []],
];
$peer = peer_start(['rules' => $rules, 'default' => [['result' => TRUE_ANSWER]]]);
$c = connect($peer);

function answer($query): string {
  global $c;
  return brief(typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, $query)));
}

echo answer(fun('noArguments')), "\n";
foreach (['header', 'A', 'B', 'D', 'bad bytes', 'error in a header'] as $what) {
  echo "$what: ", answer(fun('noArguments')), "\n";
}
ini_set('tl.enable_rpc_error_with_header_fetching', '1');
echo "the same, kept: ", answer(fun('noArguments')), "\n";
$late = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('noArguments'), 0.05));
echo "no answer in time: ", get_class($late), ' ', $late->error_code, "\n";
echo "batch:\n";
$ids = typed_rpc_tl_query($c, ['a' => fun('echo', ['value' => 'x']), 5 => ['_' => 'test.echo', 'value' => 'y'], 'bad' => fun('swap', ['p' => 5]), 'd' => new stdClass()]);
echo json_encode(array_map(function ($id) { return $id > 0; }, $ids)), "\n";
foreach (typed_rpc_tl_query_result($ids) as $key => $value) {
  echo "$key => ", brief($value), "\n";
}
echo "used ids: ", brief(typed_rpc_tl_query_result_one($ids['a'])), ' ', brief(typed_rpc_tl_query_result_one(0)), "\n";
var_dump(typed_rpc_tl_query_result('no array'), typed_rpc_tl_query_result([]));
echo "mixed: ", brief(rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('echo', ['value' => 'm'])))), ' ',
  brief(typed_rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'test.echo', 'value' => 'n']))), ' ',
  brief(rpc_tl_query_result_one(rpc_tl_query_one($c, fun('echo', ['value' => 'o'])))), "\n";
echo "not stored: ";
var_dump(typed_rpc_tl_query_one($c, fun('swap', ['p' => 5])));
foreach (rpc_get_last_send_error() as $error) {
  echo "  $error[0] $error[1]\n";
}
echo "no class: ";
var_dump(typed_rpc_tl_query_one($c, new stdClass()), typed_rpc_tl_query_one($c, 'text'), typed_rpc_tl_query_one(77, fun('noArguments')));
echo rpc_tl_pending_queries_count(), " pending\n";
$peer->check();
?>
--EXPECT--
rpcResponseOk{result: test_noArguments_result{value: true}}
header: rpcResponseHeader{flags: 9, extra: rpcReqResultExtra{binlog_pos: 7, binlog_time: null, engine_pid: null, request_size: 5, response_size: 6, failed_subqueries: null, compression_version: null, stats: null, shards_binlog_pos: null, epoch_number: null, view_number: null}, result: test_noArguments_result{value: true}}
A: rpcResponseError{error_code: -5, error: "form A"}
B: rpcResponseError{error_code: -6, error: "form B"}
D: rpcResponseError{error_code: -7, error: "form D"}
bad bytes: rpcResponseError{error_code: -4101, error: "Can't parse response"}
error in a header: rpcResponseError{error_code: -8, error: "with header"}
the same, kept: rpcResponseHeader{flags: 8, extra: rpcReqResultExtra{binlog_pos: null, binlog_time: null, engine_pid: null, request_size: 5, response_size: 6, failed_subqueries: null, compression_version: null, stats: null, shards_binlog_pos: null, epoch_number: null, view_number: null}, result: rpcResponseError{error_code: -8, error: "with header"}}
no answer in time: VK\TL\_common\Types\rpcResponseError -4103
batch:
{"a":true,"5":true,"bad":false,"d":false}
a => rpcResponseOk{result: test_echo_result{value: "x"}}
5 => rpcResponseOk{result: test_echo_result{value: "y"}}
bad => rpcResponseError{error_code: -1003, error: "No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()"}
d => rpcResponseError{error_code: -1003, error: "No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()"}
used ids: rpcResponseError{error_code: -1003, error: "No answer received or duplicate/wrong query_id"} rpcResponseError{error_code: -1003, error: "No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()"}
bool(false)
array(0) {
}
mixed: ["result" => "m", "_" => "_"] rpcResponseOk{result: test_echo_result{value: "n"}} ["result" => "o", "_" => "_"]
not stored: int(0)
  -108 test.swap → p: Field x not found: expected an array, got int 5
  -103 Fail to store test.Point[test.point]
  -103 Failed to store test.swap
no class: int(0)
int(0)
bool(false)
0 pending
