--TEST--
extra info: sizes of requests, sizes and times of answers, without any class of ours
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
// rows: api-10.0
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

/** As the polyfill package has it. */
final class KphpRpcRequestsExtraInfo
{
    public function get(): array
    {
        return [];
    }
}

$peer = peer_start(['rules' => [
    // The first three are answered when the fourth has been asked.
    ['when' => ['total' => [1, 3]], 'do' => []],
    ['when' => ['total' => 4], 'do' => [GOOD + ['to' => 1], GOOD + ['to' => 2],
        ['error' => 'A', 'code' => -5, 'text' => 'no', 'to' => 3], GOOD]],
    ['when' => ['magic' => 'fa000011'], 'do' => []],
], 'default' => [['delay' => 0.05], GOOD]]);
$c = connect($peer);
$info = new KphpRpcRequestsExtraInfo();
echo value(vkext\requests_extra_info($info)), "\n";
$ids = rpc_tl_query($c, ['a' => ask_query(1), 5 => ask_query(2), 'bad' => ['_' => 'no.such'], 'text' => ['_' => 'fault.text', 'text' => 'abcdef']],
    -1.0, false, $info, true);
echo value(vkext\requests_extra_info($info)), "\n";
echo 'not arrived: ', value(vkext\response_extra_info($ids['a'])), "\n";
ask($c, 4);
foreach (rpc_tl_query_result($ids) as $key => $answer) {
    echo "$key: ", value(shown($answer)), ' ';
    $told = vkext\response_extra_info($ids[$key]);
    echo $told === null ? 'null' : $told[0] . ' bytes, ' . value(is_float($told[1]) && $told[1] > 0 && $told[1] < 10), "\n";
}
echo 'once: ', value(vkext\response_extra_info($ids['a'])), ', unknown: ', value(vkext\response_extra_info(123)), "\n";
// Known before the answer is taken.
$ids = rpc_tl_query($c, [ask_query(3)], -1.0, false, null, true);
$until = hrtime(true) + 10000000000;
while (!($told = vkext\response_extra_info($ids[0])) && hrtime(true) < $until) {
    usleep(2000);
}
echo $told[0], ' ', value($told[1] > 0.04), ' ', shown(rpc_tl_query_result($ids)[0]), "\n";
// An answer that never comes.
$ids = rpc_tl_query($c, [['_' => 'fault.text', 'text' => '']], 0.05, false, $info, true);
expect_code('timeout', shown(rpc_tl_query_result($ids)[0]), -4103);
echo value(vkext\response_extra_info($ids[0])), ' ', value(vkext\requests_extra_info($info)), "\n";
// Ignored answers have no size; requests have.
echo told(function () use ($c, $info) { return rpc_tl_query($c, ['x' => ask_query(4)], -1.0, true, $info, true); }), ' ', value(vkext\requests_extra_info($info)), "\n";
// An object that cannot tell, null, and one the script forgets.
echo told(function () use ($c) { return count(rpc_tl_query($c, [ask_query(5)], -1.0, false, new stdClass())); }), "\n";
for ($i = 0; $i < 300; $i++) {
    rpc_tl_query($c, [], -1.0, false, new KphpRpcRequestsExtraInfo());
}
echo value(vkext\requests_extra_info(new KphpRpcRequestsExtraInfo())), "\n";
echo value(vkext\requests_extra_info($info)), "\n";
$peer->check();
?>
--EXPECT--
[]
{"a":[32],"5":[32],"bad":[0],"text":[36]}
not arrived: null
a: 1 32 bytes, true
5: 2 32 bytes, true
bad: '-1003 No answer received or duplicate/wrong query_id: the query was not sent, see rpc_get_last_send_error()' null
text: '-5 no' 32 bytes, true
once: null, unknown: null
32 true 3
null [[32]]
{"x":-1} | W rpc_tl_query(): $need_responses_extra_info has no effect on answers that are ignored {"x":[48]}
1 | W rpc_tl_query(): $requests_extra_info has no method get(): it is left alone
[]
{"x":[48]}
