--TEST--
store and fetch: padding counts from the start of the buffer, and packets of every length
--FILE--
<?php
// rows: api-7.4 api-7.5 api-7.14
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);
for ($n = 0; $n < 4; $n++) {
    foreach (['', 'a', 'abc', str_repeat('b', 255)] as $text) {
        $hex = stored($c, function () use ($n, $text) {
            for ($i = 0; $i < $n; $i++) {
                store_byte(0xee);
            }
            store_string($text);
            store_byte(0xdd);
        });
        rpc_parse(hex2bin($hex));
        for ($i = 0; $i < $n; $i++) {
            fetch_byte();
        }
        $back = fetch_string();
        echo "$n bytes, then ", strlen($text), ': ', strlen($hex) > 40 ? strlen($hex) / 2 : $hex,
            $back === $text && fetch_get_pos() % 4 === 0 && fetch_byte() === 0xdd && fetch_eof() ? ' same' : ' DIFFERENT', "\n";
    }
}
foreach ($peer->events('request') as $request) {
    if ($request['length'] % 4) {
        echo 'a packet of ', $request['length'], " bytes\n";
    }
}
$peer->check();
?>
--EXPECT--
0 bytes, then 0: 00000000dd same
0 bytes, then 1: 01610000dd same
0 bytes, then 3: 03616263dd same
0 bytes, then 255: 261 same
1 bytes, then 0: ee000000dd same
1 bytes, then 1: ee016100dd same
1 bytes, then 3: ee03616263000000dd same
1 bytes, then 255: 261 same
2 bytes, then 0: eeee0000dd same
2 bytes, then 1: eeee0161dd same
2 bytes, then 3: eeee036162630000dd same
2 bytes, then 255: 265 same
3 bytes, then 0: eeeeee00dd same
3 bytes, then 1: eeeeee0161000000dd same
3 bytes, then 3: eeeeee0361626300dd same
3 bytes, then 255: 265 same
a packet of 33 bytes
a packet of 33 bytes
a packet of 33 bytes
a packet of 289 bytes
a packet of 33 bytes
a packet of 33 bytes
a packet of 37 bytes
a packet of 289 bytes
a packet of 33 bytes
a packet of 33 bytes
a packet of 37 bytes
a packet of 293 bytes
a packet of 33 bytes
a packet of 37 bytes
a packet of 37 bytes
a packet of 293 bytes
