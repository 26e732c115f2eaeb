--TEST--
store: store_many and store_header
--FILE--
<?php
// rows: api-7.6 api-7.7
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);
$rows = [
    ['sldf', 'abc', 1 << 33, 7, 1.5], ['i', 9], ['s', 5], ['d', '12x'], [''],
    [], [7], ['d'], ['d', 1, 2], ['dx', 1, 2], ['xd', 1, 2], [null, 1], [['d'], 1],
];
foreach ($rows as $row) {
    $told = '';
    $hex = stored($c, function () use ($row, &$told) {
        $told = told(function () use ($row) { return store_many(...$row); });
    });
    echo value($row), ": $hex $told\n";
}
foreach ([[5], [5, 0], [5, 128], [-5, 1 << 31], ['7', 3], [null]] as $row) {
    $told = '';
    $hex = stored($c, function () use ($row, &$told) {
        $told = told(function () use ($row) { return store_header(...$row); });
    });
    echo value($row), ": $hex $told\n";
}
// In front of a query it is the wrapper that the server sees.
foreach ([[5], [6, 4]] as $row) {
    rpc_clean();
    store_header(...$row);
    store_int(0x0ec40002);
    rpc_get(rpc_send($c));
}
$actor = new_rpc_connection('127.0.0.1', $peer->port, (1 << 33) + 3, 20.0, 20.0);
foreach ([[], [5], [6, 128]] as $row) {
    rpc_clean();
    if ($row) {
        store_header(...$row);
    }
    store_int(0x0ec40003);
    echo told(function () use ($actor) { return rpc_get(rpc_send($actor)); }), "\n";
}
foreach ($peer->events('request') as $request) {
    if ($request['magic'] !== '0ec40001') {
        echo $request['magic'], ' actor ', $request['actor'], ' flags ', $request['extra']['flags'] ?? 'none', ' length ', $request['length'], "\n";
    }
}
$peer->check();
?>
--EXPECT--
["sldf","abc",8589934592,7,1.5]: 03616263000000000200000007000000000000000000f83f true
["i",9]: 09000000 true
["s",5]: 01350000 true
["d","12x"]: 0c000000 true
[""]:  true
[]:  false
[7]:  false
["d"]:  false
["d",1,2]:  false
["dx",1,2]:  false
["xd",1,2]:  false
[null,1]:  false
[["d"],1]:  false
[5]: bdaa68750500000000000000 true
[5,0]: bdaa68750500000000000000 true
[5,128]: f7aca5f0050000000000000080000000 true
[-5,2147483648]: f7aca5f0fbffffffffffffff00000080 true
["7",3]: f7aca5f0070000000000000003000000 true
[null]: bdaa68750000000000000000 true | W store_header(): Null found instead of field "v". This will cause error in kPHP.
''
'' | W rpc_send(): inaccurate use of 'actor_id': '8589934595' was passed into RPC connection constructor, but '5' was already set in the query
'' | W rpc_send(): inaccurate use of 'actor_id': '8589934595' was passed into RPC connection constructor, but '6' was already set in the query | W rpc_send(): inaccurate use of 'ignore_answer': the query asks for no result, the call does not; the bit was cleared
0ec40002 actor 5 flags 0 length 44
0ec40002 actor 6 flags 4 length 44
0ec40003 actor 8589934595 flags 0 length 44
0ec40003 actor 8589934595 flags 0 length 44
0ec40003 actor 8589934595 flags 0 length 44
