--TEST--
store: the bytes of every function, and what each returns
--FILE--
<?php
// rows: api-7.1..5 api-12.7 api-2.7
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);
// Before the first rpc_clean() of the request: as if it had been called.
var_dump(store_int(0x0ec40001), store_int(-2));
echo bin2hex(rpc_get(rpc_send($c))), "\n";

$rows = [
    'store_int' => [0, 1, -1, 2147483647, -2147483648, 4294967295, 4294967296 + 7],
    'store_byte' => [0, 7, 255, 300, -1],
    'store_long' => [0, -1, 1 << 40, PHP_INT_MAX, PHP_INT_MIN],
    'store_double' => [0.0, 1.5, -0.0, 1e308, 3],
    'store_float' => [0.0, 1.5, 0.1, 3],
    'store_string' => ['', 'a', 'ab', 'abc', 'abcd', "a\0b"],
    'store_string2' => ['', 'a', 'abc', 'abcd'],
    'store_raw' => ['', 'abcd', 'abc', 'abcdefgh'],
];
foreach ($rows as $function => $values) {
    foreach ($values as $value) {
        $told = '';
        $hex = stored($c, function () use ($function, $value, &$told) {
            $told = told(function () use ($function, $value) { return $function($value); });
        });
        echo "$function ", value($value), ": $hex $told\n";
    }
}
// A buffer is sent once, and empty afterwards.
store_int(0x0ec40001);
store_int(1);
$id = rpc_send($c);
store_int(0x0ec40001);
store_int(2);
$second = rpc_send($c);
echo bin2hex(rpc_get($id)), ' ', bin2hex(rpc_get($second)), "\n";
// rpc_clean() and every TL query empty it.
store_int(99);
var_dump(rpc_clean());
store_int(0x0ec40001);
store_int(3);
echo bin2hex(rpc_get(rpc_send($c))), "\n";
store_int(99);
rpc_tl_query_one($c, []);
store_int(0x0ec40001);
echo bin2hex(rpc_get(rpc_send($c))), "|\n";
$peer->check();
?>
--EXPECT--
bool(true)
bool(true)
feffffff
store_int 0: 00000000 true
store_int 1: 01000000 true
store_int -1: ffffffff true
store_int 2147483647: ffffff7f true
store_int -2147483648: 00000080 true
store_int 4294967295: ffffffff true
store_int 4294967303: 07000000 true
store_byte 0: 00 true
store_byte 7: 07 true
store_byte 255: ff true
store_byte 300: 2c true
store_byte -1: ff true
store_long 0: 0000000000000000 true
store_long -1: ffffffffffffffff true
store_long 1099511627776: 0000000000010000 true
store_long 9223372036854775807: ffffffffffffff7f true
store_long -9223372036854775807-1: 0000000000000080 true
store_double 0.0: 0000000000000000 true
store_double 1.5: 000000000000f83f true
store_double -0.0: 0000000000000080 true
store_double 1.0e+308: a0c8eb85f3cce17f true
store_double 3: 0000000000000840 true
store_float 0.0: 00000000 true
store_float 1.5: 0000c03f true
store_float 0.1: cdcccc3d true
store_float 3: 00004040 true
store_string '': 00000000 true
store_string 'a': 01610000 true
store_string 'ab': 02616200 true
store_string 'abc': 03616263 true
store_string 'abcd': 0461626364000000 true
store_string hex:610062: 03610062 true
store_string2 '': 00 true
store_string2 'a': 0161 true
store_string2 'abc': 03616263 true
store_string2 'abcd': 0461626364 true
store_raw '':  true
store_raw 'abcd': 61626364 true
store_raw 'abc':  false
store_raw 'abcdefgh': 6162636465666768 true
01000000 02000000
NULL
03000000
|
