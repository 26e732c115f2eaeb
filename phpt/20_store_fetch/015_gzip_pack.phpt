--TEST--
store: packing what was stored
--FILE--
<?php
// rows: api-12.8
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);

function packed($c, string $text, int $threshold, int $default = 0): string
{
    return stored($c, function () use ($text, $threshold, $default) {
        store_gzip_pack_threshold($default);
        store_int(0x22222222);
        store_start_gzip_pack();
        store_string($text);
        store_finish_gzip_pack($threshold);
        store_int(0x33333333);
    });
}

function shown(string $hex, string $text): void
{
    rpc_parse(hex2bin($hex));
    echo dechex(fetch_int()), ' ';
    if (fetch_lookup_int() !== 0x3072cfa1) {
        echo 'plain: ', fetch_string() === $text ? 'same' : 'DIFFERENT';
    } else {
        fetch_int();
        $gzip = fetch_string();
        $plain = gzdecode($gzip);
        rpc_parse($plain);
        echo 'packed, ', bin2hex(substr($gzip, 0, 2)), ', smaller: ', value(strlen($hex) / 2 < strlen($text)), ', ';
        echo fetch_string() === $text && fetch_eof() ? 'same' : 'DIFFERENT';
        rpc_parse(substr(hex2bin($hex), -4));
    }
    echo ' ', dechex(fetch_int()), ' ', value(fetch_eof()), "\n";
}

$long = str_repeat('abc', 300);
shown(packed($c, $long, 100), $long);
shown(packed($c, $long, 1), $long);
shown(packed($c, $long, 2000), $long);        // below the threshold
shown(packed($c, 'abc', 1), 'abc');           // would not become smaller
shown(packed($c, $long, 0), $long);           // no threshold
shown(packed($c, $long, -1, 50), $long);      // the one remembered
// Without a start, after rpc_clean() in between, and with nothing stored.
echo stored($c, function () { store_int(1); store_finish_gzip_pack(1); }), "\n";
store_start_gzip_pack();
echo stored($c, function () { store_int(2); store_finish_gzip_pack(1); }), "\n";
echo stored($c, function () { store_start_gzip_pack(); store_finish_gzip_pack(1); }), "|\n";
$peer->check();
?>
--SKIPIF--
<?php if (!function_exists('gzdecode')) echo 'skip needs zlib'; ?>
--EXPECT--
22222222 packed, 1f8b, smaller: true, same 33333333 true
22222222 packed, 1f8b, smaller: true, same 33333333 true
22222222 plain: same 33333333 true
22222222 plain: same 33333333 true
22222222 plain: same 33333333 true
22222222 packed, 1f8b, smaller: true, same 33333333 true
01000000
02000000
|
