--TEST--
fetch: vkext.fetch_exceptions=1 throws as KPHP does
--INI--
vkext.fetch_exceptions=1
--FILE--
<?php
// rows: api-7.14 api-7.16
require __DIR__ . '/../_inc/raw.inc';

$functions = ['fetch_int', 'fetch_byte', 'fetch_long', 'fetch_double', 'fetch_float', 'fetch_string', 'fetch_string2',
    'fetch_string_as_int', 'fetch_memcache_value', 'fetch_lookup_int', 'fetch_end'];
foreach ($functions as $function) {
    echo "$function: ", told($function), "\n";
}
rpc_parse('');
foreach ($functions as $function) {
    echo "$function: ", told($function), "\n";
}
rpc_parse(hex2bin('ff000000'));
echo told('fetch_string'), "\n", told('fetch_end'), "\n", told('fetch_memcache_value'), "\n", told('fetch_eof'), "\n", told('fetch_int'), "\n", told('fetch_end'), "\n";
echo told(function () { return fetch_lookup_data(1); }), "\n";
ini_set('vkext.fetch_exceptions', '0');
echo told('fetch_int'), "\n";
?>
--EXPECT--
fetch_int: Exception -1 Not enough data to fetch
fetch_byte: Exception -1 Not enough data to fetch
fetch_long: Exception -1 Not enough data to fetch
fetch_double: Exception -1 Not enough data to fetch
fetch_float: Exception -1 Not enough data to fetch
fetch_string: Exception -1 Not enough data to fetch
fetch_string2: Exception -1 Not enough data to fetch
fetch_string_as_int: Exception -1 Not enough data to fetch
fetch_memcache_value: Exception -1 Not enough data to fetch
fetch_lookup_int: Exception -1 Not enough data to fetch
fetch_end: Exception -1 Not enough data to fetch
fetch_int: Exception -1 Not enough data to fetch
fetch_byte: Exception -1 Not enough data to fetch
fetch_long: Exception -1 Not enough data to fetch
fetch_double: Exception -1 Not enough data to fetch
fetch_float: Exception -1 Not enough data to fetch
fetch_string: Exception -1 Not enough data to fetch
fetch_string2: Exception -1 Not enough data to fetch
fetch_string_as_int: Exception -1 Not enough data to fetch
fetch_memcache_value: Exception -1 Not enough data to fetch
fetch_lookup_int: Exception -1 Not enough data to fetch
fetch_end: true
Exception -3 Can't fetch string, 255 found
Exception -2 Too much data to fetch
Exception -1 Wrong memcache.Value constructor
false
255
true
Exception -1 Not enough data to fetch
false | W fetch_int(): Can not fetch int from inbuf
