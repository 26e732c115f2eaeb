--TEST--
switches: int32 overflow, internal queries, query_x2
--INI--
tl.conffile={PWD}/switches.tl
--FILE--
<?php
// rows: api-9.2 api-9.3 api-12.12
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['default' => [['result' => 'da9b50a807000000']]]);
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);
$sent = function (array $query) use ($c): string {
    $told = told(function () use ($c, $query) {
        $id = rpc_tl_query_one($c, $query);
        return $id > 0 ? rpc_tl_query_result_one($id)['result'] : $id;
    });
    return $told . ' ' . value(array_column(rpc_get_last_send_error(), 0));
};
foreach ([true, false, 1, 'x', null] as $value) {
    echo value($value), ': ', told(function () use ($value) { return set_fail_rpc_on_int32_overflow($value); }), "\n";
}
foreach ([false, true, false] as $fail) {
    set_fail_rpc_on_int32_overflow($fail);
    foreach ([2147483647, 4294967295, -2147483648, 4294967296, -2147483649] as $n) {
        echo value($fail), " $n: ", $sent(['_' => 'switches.ask', 'n' => $n]), "\n";
    }
}
set_fail_rpc_on_int32_overflow(true);
echo 'store_int is not a TL query: ', told(function () { return store_int(4294967296); }), "\n";
echo $sent(['_' => 'switches.secret']), "\n";
var_dump(enable_internal_rpc_queries());
echo $sent(['_' => 'switches.secret']), "\n";
var_dump(disable_internal_rpc_queries());
echo $sent(['_' => 'switches.secret']), "\n";
var_dump(query_x2(21), query_x2(-4), query_x2(PHP_INT_MAX));
$peer->check();
?>
--EXPECT--
true: true
false: true
1: false
'x': false
null: false
false 2147483647: 7 []
false 4294967295: 7 []
false -2147483648: 7 []
false 4294967296: 7 []
false -2147483649: 7 []
true 2147483647: 7 []
true 4294967295: 7 []
true -2147483648: 7 []
true 4294967296: 0 [-113,-103]
true -2147483649: 0 [-113,-103]
false 2147483647: 7 []
false 4294967295: 7 []
false -2147483648: 7 []
false 4294967296: 7 []
false -2147483649: 7 []
store_int is not a TL query: true
0 | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function switches.secret [-110]
NULL
7 []
NULL
0 | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function switches.secret [-110]
int(42)
int(-8)
int(-2)
