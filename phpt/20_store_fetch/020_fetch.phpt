--TEST--
fetch: every function, positions, the end
--FILE--
<?php
// rows: api-7.13..18 api-12.6
require __DIR__ . '/../_inc/raw.inc';

$rows = [
    'fetch_int' => ['00000000', '01000000', 'ffffffff', 'ffffff7f', '00000080'],
    'fetch_byte' => ['00', '7f', 'ff'],
    'fetch_long' => ['0000000000000000', 'ffffffffffffffff', 'ffffffffffffff7f', '0000000000000080'],
    'fetch_double' => ['0000000000000000', '000000000000f83f', '000000000000f07f'],
    'fetch_float' => ['00000000', '0000c03f', 'cdcccc3d'],
    'fetch_string' => ['00000000', '01610000', '03616263', '0461626364000000', 'fe03000061626300', '03610062', '0161', '016161', '00', 'fe000000'],
    'fetch_string2' => ['00', '0161', '0461626364', 'ff0300000000000000616263'],
    'fetch_string_as_int' => ['02313200', '032d3500', '0578797a6162', '00000000', '0331653300000000', '0420333378000000'],
    'fetch_lookup_int' => ['05000000', 'ffffffff'],
];
foreach ($rows as $function => $answers) {
    foreach ($answers as $hex) {
        rpc_parse(hex2bin($hex));
        echo "$function $hex: ", told($function), ', at ', fetch_get_pos(), ', ', fetch_eof() ? 'end' : 'more', "\n";
    }
}
rpc_parse(hex2bin('fe0100' . str_repeat('62', 255)));
echo strlen(fetch_string2()), ' ', fetch_get_pos(), "\n";
rpc_parse(hex2bin('feff00' . str_repeat('62', 254 + 255)));
echo strlen(fetch_string2()), "\n";

rpc_parse(hex2bin('0102030405060708'));
echo told(function () { return fetch_lookup_data(2); }), ' ', told(function () { return fetch_lookup_data(0); }), ' ',
    told(function () { return fetch_lookup_data(1); }), ' ', fetch_get_pos(), "\n";
fetch_int();
echo bin2hex(fetch_lookup_data(1)), ' ', fetch_lookup_int(), ' ', fetch_get_pos(), "\n";
echo told('fetch_eof'), ', ', told('fetch_end'), "\n";
fetch_int();
echo told('fetch_eof'), ', ', told('fetch_end'), ', ', fetch_get_pos(), "\n";
// What can be parsed.
foreach (['', 'abcd', 1633837924, 1.25, null, true, [], new stdClass()] as $data) {
    echo value($data), ': ', told(function () use ($data) { return rpc_parse($data); }), ', ',
        fetch_eof() ? 'nothing' : bin2hex(fetch_lookup_data(1)), "\n";
}
?>
--EXPECT--
fetch_int 00000000: 0, at 4, end
fetch_int 01000000: 1, at 4, end
fetch_int ffffffff: -1, at 4, end
fetch_int ffffff7f: 2147483647, at 4, end
fetch_int 00000080: -2147483648, at 4, end
fetch_byte 00: 0, at 1, end
fetch_byte 7f: 127, at 1, end
fetch_byte ff: 255, at 1, end
fetch_long 0000000000000000: 0, at 8, end
fetch_long ffffffffffffffff: -1, at 8, end
fetch_long ffffffffffffff7f: 9223372036854775807, at 8, end
fetch_long 0000000000000080: -9223372036854775807-1, at 8, end
fetch_double 0000000000000000: 0.0, at 8, end
fetch_double 000000000000f83f: 1.5, at 8, end
fetch_double 000000000000f07f: inf, at 8, end
fetch_float 00000000: 0.0, at 4, end
fetch_float 0000c03f: 1.5, at 4, end
fetch_float cdcccc3d: 0.10000000149011612, at 4, end
fetch_string 00000000: '', at 4, end
fetch_string 01610000: 'a', at 4, end
fetch_string 03616263: 'abc', at 4, end
fetch_string 0461626364000000: 'abcd', at 8, end
fetch_string fe03000061626300: 'abc', at 8, end
fetch_string 03610062: hex:610062, at 4, end
fetch_string 0161: 'a', at 4, end
fetch_string 016161: 'a', at 4, end
fetch_string 00: '', at 4, end
fetch_string fe000000: '', at 4, end
fetch_string2 00: '', at 1, end
fetch_string2 0161: 'a', at 2, end
fetch_string2 0461626364: 'abcd', at 5, end
fetch_string2 ff0300000000000000616263: 'abc', at 12, end
fetch_string_as_int 02313200: 12, at 4, end
fetch_string_as_int 032d3500: -5, at 4, end
fetch_string_as_int 0578797a6162: 0, at 8, end
fetch_string_as_int 00000000: 0, at 4, end
fetch_string_as_int 0331653300000000: 1, at 4, more
fetch_string_as_int 0420333378000000: 33, at 8, end
fetch_lookup_int 05000000: 5, at 0, more
fetch_lookup_int ffffffff: -1, at 0, more
255 258
509
hex:0102030405060708 '' hex:01020304 0
05060708 134678021 4
false, false | W fetch_end(): Ending fetch from non-empty buffer
true, true, 8
'': true, nothing
'abcd': true, 61626364
1633837924: true, 31363333
1.25: true, 312e3235
null: false | W rpc_parse(): data must be a string, 312e3235
true: false | W rpc_parse(): data must be a string, 312e3235
[]: false | W rpc_parse(): data must be a string, 312e3235
{}: false | W rpc_parse(): data must be a string, 312e3235
