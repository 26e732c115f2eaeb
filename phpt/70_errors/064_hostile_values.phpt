--TEST--
errors: counts, lengths and depths that cannot be: an error, no memory, no crash
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$vector = '15c4b51c';
$string = '246e28b5';
$point = '010000fa';
$cases = [
    ['list', $vector . 'ffffffff'], ['list', $vector . 'ffffff7f' . '01000000'], ['list', $vector . '00000080'],
    ['list', $vector . '02000000' . '01000000'], ['list', $vector . '01000000'], ['list', $vector], ['list',
        $vector . '0000000000000000'],
    ['text', $string . 'fe0000ff'], ['text', $string . 'feffffff'], ['text', $string . 'ff' . '00000000000000'],
    ['text', $string . '05' . '616263'], ['text', $string . 'fd'], ['text', $string], ['text', $string . '0361'],
    ['getPoint', $point], ['getPoint', $point . '01000000'], ['getPoint', $point . '01000000' . '04616263'],
        ['getPoint', '020000fa' . '0100000000000000'],
];
$rules = [];
foreach ($cases as $i => [$function, $bytes]) {
    $rules[] = on(['total' => 2 * $i + 1], ['result' => $bytes]);
}
$peer = peer_with(...$rules);
$c = connect($peer);
$memory = memory_get_peak_usage(true);
foreach ($cases as [$function, $bytes]) {
    $query = $function === 'text' ? ['_' => 'fault.text', 'text' => ''] : ['_' => "fault.$function", 'n' => 1];
    expect_code("$function $bytes", outcome(rpc_tl_query_one($c, $query)), -4101);
    expect_recovery("$function $bytes", $c);
}
echo memory_get_peak_usage(true) - $memory < 1 << 21 ? "no memory\n" : "memory grew\n";
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
no memory
1 connection
