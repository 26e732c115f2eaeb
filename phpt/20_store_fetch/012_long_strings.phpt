--TEST--
store: strings of every form, the longest ones, and more than can be sent
--INI--
memory_limit=512M
--FILE--
<?php
// rows: api-7.4 api-7.5
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 60.0, 60.0);
foreach ([252, 253, 254, 255, 256, 257, 65789, 65790, 100000] as $size) {
    foreach (['store_string', 'store_string2'] as $function) {
        $text = str_repeat('a', $size - 1) . 'z';
        $bytes = hex2bin(stored($c, function () use ($function, $text) { $function($text); }));
        echo "$function $size: ", strlen($bytes), ' ', bin2hex(substr($bytes, 0, 12)), ' … ', bin2hex(substr($bytes, -4)), "\n";
        rpc_parse($bytes);
        $back = $function === 'store_string' ? fetch_string() : fetch_string2();
        if ($back !== $text || !fetch_eof()) {
            echo "read back: wrong\n";
        }
    }
}
rpc_clean();
echo 'longest: ', told(function () { return store_string(str_repeat('a', 0xffffff)); }), "\n";
echo 'too long: ', told(function () { return store_string(str_repeat('a', 0x1000000)); }), "\n";
echo 'string2: ', told(function () { return store_string2(str_repeat('a', 0x1000000)); }), "\n";
echo 'not sent: ', told(function () use ($c) { return rpc_send($c); }), "\n";
echo value(rpc_get_last_send_error()), "\n";
echo rpc_get_last_error()['code'], "\n";
echo told(function () {
    for ($i = 0; $i < 100; $i++) {
        if (!store_string2(str_repeat('a', 8 << 20))) {
            return $i;
        }
    }
}), "\n";
rpc_clean();
echo stored($c, function () { store_int(1); }), "\n";
$peer->check();
?>
--EXPECT--
store_string 252: 256 fc6161616161616161616161 … 7a000000
store_string2 252: 253 fc6161616161616161616161 … 6161617a
store_string 253: 256 fd6161616161616161616161 … 617a0000
store_string2 253: 254 fd6161616161616161616161 … 6161617a
store_string 254: 260 fefe00006161616161616161 … 617a0000
store_string2 254: 257 fe0000616161616161616161 … 6161617a
store_string 255: 260 feff00006161616161616161 … 61617a00
store_string2 255: 258 fe0100616161616161616161 … 6161617a
store_string 256: 260 fe0001006161616161616161 … 6161617a
store_string2 256: 259 fe0200616161616161616161 … 6161617a
store_string 257: 264 fe0101006161616161616161 … 7a000000
store_string2 257: 260 fe0300616161616161616161 … 6161617a
store_string 65789: 65796 fefd00016161616161616161 … 7a000000
store_string2 65789: 65792 feffff616161616161616161 … 6161617a
store_string 65790: 65796 fefe00016161616161616161 … 617a0000
store_string2 65790: 65799 fffe00010000000000616161 … 6161617a
store_string 100000: 100004 fea086016161616161616161 … 6161617a
store_string2 100000: 100009 ffa086010000000000616161 … 6161617a
longest: true
too long: false | W store_string(): a string of 16777216 bytes is too long for a TL string
string2: true
not sent: false
[[-3011,"the request is larger than a packet can be (16777215 bytes)"]]
-3011
3 | W store_string2(): 58720296 bytes are stored, more than can ever be sent
01000000
