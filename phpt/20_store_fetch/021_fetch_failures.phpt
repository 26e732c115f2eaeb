--TEST--
fetch: what is not there: a warning, false, and nothing is taken
--FILE--
<?php
// rows: api-7.14..18
require __DIR__ . '/../_inc/raw.inc';

$functions = ['fetch_int', 'fetch_byte', 'fetch_long', 'fetch_double', 'fetch_float', 'fetch_string', 'fetch_string2',
    'fetch_string_as_int', 'fetch_memcache_value', 'fetch_lookup_int', 'fetch_end', 'fetch_eof', 'fetch_get_pos'];
echo "-- before anything was parsed\n";
foreach ($functions as $function) {
    echo "$function: ", told($function), "\n";
}
echo 'fetch_lookup_data: ', told(function () { return fetch_lookup_data(1); }), "\n";
echo "-- nothing left\n";
rpc_parse('');
foreach ($functions as $function) {
    echo "$function: ", told($function), "\n";
}
echo "-- cut short\n";
$cut = [
    'fetch_int' => '010203', 'fetch_long' => '01020304050607', 'fetch_double' => '01020304050607', 'fetch_float' => '010203',
    'fetch_string' => '0461626', 'fetch_string2' => '04616263', 'fetch_lookup_int' => '010203',
    'fetch_string_as_int' => '0431', 'fetch_memcache_value' => '1abbbea603616263',
];
foreach ($cut as $function => $hex) {
    rpc_parse(hex2bin(substr($hex, 0, strlen($hex) & ~1)));
    echo "$function: ", told($function), ', at ', fetch_get_pos(), "\n";
}
foreach (['fe', 'fe0000', 'feffffff61', 'ff000000', 'ff00000000000000', '04616263'] as $hex) {
    rpc_parse(hex2bin($hex));
    echo "string $hex: ", told('fetch_string'), ', at ', fetch_get_pos(), "\n";
}
foreach (['fe', 'fe00', 'fe0000', 'ff0000', 'ffffffffffffffffff', 'ff0000000000000080'] as $hex) {
    rpc_parse(hex2bin($hex));
    echo "string2 $hex: ", told('fetch_string2'), ', at ', fetch_get_pos(), "\n";
}
rpc_parse('abcd');
foreach ([2, -1, PHP_INT_MIN, PHP_INT_MAX, 1 << 62] as $n) {
    echo "fetch_lookup_data $n: ", told(function () use ($n) { return fetch_lookup_data($n); }), ', at ', fetch_get_pos(), "\n";
}
// A handler that parses something else in the middle.
set_error_handler(function () { rpc_parse('wxyz'); return true; });
rpc_parse('ab');
var_dump(fetch_int(), fetch_lookup_data(1));
?>
--EXPECT--
-- before anything was parsed
fetch_int: false | W fetch_int(): Trying to fetch from empty buffer
fetch_byte: false | W fetch_byte(): Trying to fetch from empty buffer
fetch_long: false | W fetch_long(): Trying to fetch from empty buffer
fetch_double: false | W fetch_double(): Trying to fetch from empty buffer
fetch_float: false | W fetch_float(): Trying to fetch from empty buffer
fetch_string: false | W fetch_string(): Trying to fetch from empty buffer
fetch_string2: false | W fetch_string2(): Trying to fetch from empty buffer
fetch_string_as_int: false | W fetch_string_as_int(): Trying to fetch from empty buffer
fetch_memcache_value: false | W fetch_memcache_value(): Trying to fetch from empty buffer
fetch_lookup_int: false | W fetch_lookup_int(): Trying to fetch from empty buffer
fetch_end: false | W fetch_end(): Trying to fetch from empty buffer
fetch_eof: true
fetch_get_pos: 0
fetch_lookup_data: false | W fetch_lookup_data(): Trying to fetch from empty buffer
-- nothing left
fetch_int: false | W fetch_int(): Can not fetch int from inbuf
fetch_byte: false | W fetch_byte(): Can not fetch byte from inbuf
fetch_long: false | W fetch_long(): Can not fetch long from inbuf
fetch_double: false | W fetch_double(): Can not fetch double from inbuf
fetch_float: false | W fetch_float(): Can not fetch float from inbuf
fetch_string: false | W fetch_string(): Can not fetch string from inbuf
fetch_string2: false | W fetch_string2(): Can not fetch string2 from inbuf
fetch_string_as_int: false | W fetch_string_as_int(): Can not fetch string from inbuf
fetch_memcache_value: false | W fetch_memcache_value(): Can not fetch memcache value from inbuf
fetch_lookup_int: false | W fetch_lookup_int(): Can not fetch int from inbuf
fetch_end: true
fetch_eof: true
fetch_get_pos: 0
-- cut short
fetch_int: false | W fetch_int(): Can not fetch int from inbuf, at 0
fetch_long: false | W fetch_long(): Can not fetch long from inbuf, at 0
fetch_double: false | W fetch_double(): Can not fetch double from inbuf, at 0
fetch_float: false | W fetch_float(): Can not fetch float from inbuf, at 0
fetch_string: false | W fetch_string(): Can not fetch string from inbuf, at 0
fetch_string2: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
fetch_lookup_int: false | W fetch_lookup_int(): Can not fetch int from inbuf, at 0
fetch_string_as_int: false | W fetch_string_as_int(): Can not fetch string from inbuf, at 0
fetch_memcache_value: false | W fetch_memcache_value(): Can not fetch memcache value from inbuf, at 0
string fe: false | W fetch_string(): Can not fetch string from inbuf, at 0
string fe0000: false | W fetch_string(): Can not fetch string from inbuf, at 0
string feffffff61: false | W fetch_string(): Can not fetch string from inbuf, at 0
string ff000000: false | W fetch_string(): Can not fetch string from inbuf: a length cannot begin with 255, at 0
string ff00000000000000: false | W fetch_string(): Can not fetch string from inbuf: a length cannot begin with 255, at 0
string 04616263: false | W fetch_string(): Can not fetch string from inbuf, at 0
string2 fe: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
string2 fe00: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
string2 fe0000: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
string2 ff0000: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
string2 ffffffffffffffffff: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
string2 ff0000000000000080: false | W fetch_string2(): Can not fetch string2 from inbuf, at 0
fetch_lookup_data 2: false | W fetch_lookup_data(): Can not fetch data from inbuf, at 0
fetch_lookup_data -1: false | W fetch_lookup_data(): a length cannot be negative, at 0
fetch_lookup_data -9223372036854775808: false | W fetch_lookup_data(): a length cannot be negative, at 0
fetch_lookup_data 9223372036854775807: false | W fetch_lookup_data(): Can not fetch data from inbuf, at 0
fetch_lookup_data 4611686018427387904: false | W fetch_lookup_data(): Can not fetch data from inbuf, at 0
bool(false)
string(4) "wxyz"
