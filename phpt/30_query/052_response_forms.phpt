--TEST--
query: around a value and around an error: exactly these keys, in this order
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.5.0 api-5.6.0 api-5.2.9 api-5.2.10 api-1.3 decision-10 decision-11 decision-44
require __DIR__ . '/../_inc/query.inc';

function packed(string $text): string
{
    $text = chr(strlen($text)) . $text;
    return bin2hex($text . str_repeat("\0", -strlen($text) & 3));
}
function longs(int ...$numbers): string
{
    return bin2hex(pack('P*', ...$numbers));
}

// Every field of a header, bit by bit.
$fields = [
    0 => longs(1234567890123), 1 => longs(-1), 2 => '0100007f' . '02000000' . '03000000', 3 => '04000000' . '05000000',
        4 => '06000000',
    5 => '00000000', 6 => '02000000' . packed('a') . packed("nul\0inside") . packed('') . packed('e'),
    14 => '01000000' . packed('s0') . longs(1 << 40), 27 => longs(7) . longs(8),
];
$good = 'da9b50a807000000';
$rules = [['result' => $good], ['result' => $good, 'header' => ['flags' => 0]]];
foreach ($fields as $bit => $hex) {
    $rules[] = ['result' => $good, 'header' => ['flags' => 1 << $bit, 'fields' => $hex]];
}
foreach (['A', 'B', 'C', 'D'] as $form) {
    $rules[] = ['error' => $form, 'code' => -2000, 'text' => "form $form"];
}
$rules[] = ['error' => 'D', 'code' => 0, 'text' => ''];
$rules[] = ['error' => 'A', 'code' => 0, 'text' => 'code nought'];
$rules[] = ['error' => 'B', 'code' => -2147483648, 'text' => "nul\0 and \"quotes\""];
$with_header = count($rules);
foreach ([true, false] as $ini) {
    foreach (['B', 'C', 'D'] as $form) {
        $rules[] = ['error' => $form, 'code' => -3000, 'text' => 'no', 'header' => ['flags' => 1,
            'fields' => $fields[0]]];
    }
    $rules[] = ['error' => 'B', 'code' => -3000, 'text' => 'no',
        'header' => ['flags' => array_reduce(array_keys($fields), function ($all, $bit) { return $all | 1 << $bit; },
        0),
        'fields' => implode('', $fields)]];
}
$gzip = bin2hex(gzencode_(hex2bin($good)));
$rules[] = ['result' => 'a1cf7230' . $gzip];
// A deflate block without compression, which needs no zlib here.
function gzencode_(string $bytes): string
{
    $n = strlen($bytes);
    $gzip = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x01" . pack('vv', $n, ~$n & 0xffff) . $bytes . pack('VV', crc32($bytes), $n);
    $text = chr(strlen($gzip)) . $gzip;
    return $text . str_repeat("\0", -strlen($text) & 3);
}
$rules[] = ['result' => 'a1cf7230' . substr($gzip, 0, -8), 'header' => ['flags' => 0]];
$rules[] = ['result' => $good, 'header' => ['flags' => 1 << 5,
    'fields' => '01000000']];  // compressed by a way we do not know
$rules[] = ['result' => $good,
    'header' => ['flags' => 1 << 9]];                          // a field nobody told us about
$rules[] = ['result' => $good, 'header' => ['flags' => 1, 'fields' => '00']];             // cut
foreach ($rules as $i => $action) {
    $rules[$i] = ['when' => ['total' => $i + 1], 'do' => [$action]];
}
$peer = peer_start(['rules' => $rules]);
$c = patient($peer);
foreach ($rules as $i => $rule) {
    ini_set('tl.enable_rpc_error_with_header_fetching', $i >= $with_header && $i < $with_header + 4 ? '1' : '0');
    $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'q.int', 'x' => 1]));
    echo json_encode($answer, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
$peer->check();
?>
--EXPECT--
{"result":7,"_":"_"}
{"flags":0,"extra":[],"result":7,"_":"reqResultHeader"}
{"flags":1,"extra":{"binlog_pos":1234567890123},"result":7,"_":"reqResultHeader"}
{"flags":2,"extra":{"binlog_time":-1},"result":7,"_":"reqResultHeader"}
{"flags":4,"extra":{"engine_pid":{"ip":2130706433,"port_pid":2,"utime":3}},"result":7,"_":"reqResultHeader"}
{"flags":8,"extra":{"request_size":4,"response_size":5},"result":7,"_":"reqResultHeader"}
{"flags":16,"extra":{"failed_subqueries":6},"result":7,"_":"reqResultHeader"}
{"flags":32,"extra":{"compression_version":0},"result":7,"_":"reqResultHeader"}
{"flags":64,"extra":{"stats":{"a":"nul\u0000inside","":"e"}},"result":7,"_":"reqResultHeader"}
{"flags":16384,"extra":{"shards_binlog_pos":{"s0":1099511627776}},"result":7,"_":"reqResultHeader"}
{"flags":134217728,"extra":{"epoch_number":7,"view_number":8},"result":7,"_":"reqResultHeader"}
{"__error":"form A","__error_code":-2000}
{"__error":"form B","__error_code":-2000}
{"__error":"form C","__error_code":-2000}
{"__error":"form D","__error_code":-2000,"error_code":-2000,"error":"form D","_":"reqError"}
{"__error":"","__error_code":0,"error_code":0,"error":"","_":"reqError"}
{"__error":"code nought","__error_code":0}
{"__error":"nul\u0000 and \"quotes\"","__error_code":-2147483648}
{"flags":1,"extra":{"binlog_pos":1234567890123},"result":{"__error":"no","__error_code":-3000}}
{"flags":1,"extra":{"binlog_pos":1234567890123},"result":{"__error":"no","__error_code":-3000}}
{"flags":1,"extra":{"binlog_pos":1234567890123},"result":{"__error":"no","__error_code":-3000,"error_code":-3000,"error":"no","_":"reqError"}}
{"flags":134234239,"extra":{"binlog_pos":1234567890123,"binlog_time":-1,"engine_pid":{"ip":2130706433,"port_pid":2,"utime":3},"request_size":4,"response_size":5,"failed_subqueries":6,"compression_version":0,"stats":{"a":"nul\u0000inside","":"e"},"shards_binlog_pos":{"s0":1099511627776},"epoch_number":7,"view_number":8},"result":{"__error":"no","__error_code":-3000}}
{"__error":"no","__error_code":-3000}
{"__error":"no","__error_code":-3000}
{"__error":"no","__error_code":-3000,"error_code":-3000,"error":"no","_":"reqError"}
{"__error":"no","__error_code":-3000}
{"result":7,"_":"_"}
{"__error":"Can't parse response","__error_code":-4101}
{"__error":"Can't parse response","__error_code":-4101}
{"__error":"Can't parse response","__error_code":-4101}
{"__error":"Can't parse response","__error_code":-4101}
