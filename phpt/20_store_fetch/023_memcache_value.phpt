--TEST--
fetch: memcache.Value
--FILE--
<?php
// rows: api-7.19
require __DIR__ . '/../_inc/raw.inc';

function tl_string(string $s): string
{
    return str_pad(strlen($s) < 254 ? chr(strlen($s)) . $s : "\xfe" . substr(pack('V', strlen($s)), 0, 3) . $s,
        (strlen($s) < 254 ? strlen($s) + 4 : strlen($s) + 7) & ~3, "\0");
}

function text_value(string $s, int $flags): string
{
    return pack('V', 0xa6bebb1a) . tl_string($s) . pack('V', $flags);
}

final class Victim
{
    public function __wakeup()
    {
        echo "woken\n";
    }
}

$data = ['a' => [1, 2.5, null], 'b' => 'x'];
$rows = [
    'string' => text_value('abcde', 0),
    'empty' => text_value('', 0),
    'binary' => text_value("a\0\xff", 0),
    'long text' => text_value(str_repeat('q', 300), 0),
    'long' => pack('VPV', 0x9729c42, 1 << 40, 0),
    'negative' => pack('VPV', 0x9729c42, -5, 0),
    'not found' => pack('V', 0x32c42422),
    'true' => pack('V', 0x997275b5),
    'false' => pack('V', 0xbc799737),
    'error' => pack('VPV', 0x7ae432f5, 77, -5) . tl_string('refused'),
    'serialized' => text_value(serialize($data), 1),
    'serialized false' => text_value(serialize(false), 1),
    'serialized object' => text_value(serialize(new Victim()), 1),
    'compressed' => text_value(hex2bin('789c4b4c4a0600024d0127'), 2),
    'both' => text_value(gzcompress(serialize($data)), 3),
    'gzip' => text_value(gzencode('plain'), 2),
    'bad serialized' => text_value('a:1:{', 1),
    'bad compressed' => text_value('not zlib', 2),
    'bad both' => text_value(gzcompress('O:'), 3),
    'other flags' => text_value('abc', 4),
    'unknown' => pack('VV', 0x12345678, 1),
    'cut long' => pack('VP', 0x9729c42, 1),
    'cut flags' => substr(text_value('abc', 0), 0, -1),
    'cut error' => pack('VP', 0x7ae432f5, 77),
];
foreach ($rows as $name => $bytes) {
    rpc_parse($bytes);
    $told = told('fetch_memcache_value');
    echo $name, ': ', strlen($told) > 290 ? strlen($told) : preg_replace('/ [NW] unserialize.*/', ' unserialize complains', $told),
        ', at ', fetch_get_pos(), ' of ', strlen($bytes), "\n";
}
// Nothing sticks: the next value is fetched as if nothing had happened.
rpc_parse(pack('V', 0x12345678) . text_value('next', 0));
echo told('fetch_memcache_value'), ' ', fetch_int() === 0x12345678 ? '' : 'WRONG', told('fetch_memcache_value'), "\n";
// A bomb: 64 MiB of zeros.
rpc_parse(text_value(gzcompress(str_repeat("\0", 64 << 20), 9), 2));
echo told('fetch_memcache_value'), "\n";
?>
--SKIPIF--
<?php if (!function_exists('gzcompress')) echo 'skip needs zlib'; ?>
--INI--
memory_limit=256M
--EXPECT--
string: 'abcde', at 16 of 16
empty: '', at 12 of 12
binary: hex:6100ff, at 12 of 12
long text: 302, at 312 of 312
long: 1099511627776, at 16 of 16
negative: -5, at 16 of 16
not found: false, at 4 of 4
true: true, at 4 of 4
false: false, at 4 of 4
error: false, at 24 of 24
serialized: {"a":[1,2.5,null],"b":"x"}, at 72 of 72
serialized false: false, at 16 of 16
serialized object: {"__PHP_Incomplete_Class_Name":"Victim"}, at 28 of 28
compressed: 'abc', at 20 of 20
both: {"a":[1,2.5,null],"b":"x"}, at 68 of 68
gzip: 'plain', at 36 of 36
bad serialized: false | unserialize complains, at 16 of 16
bad compressed: false | N fetch_memcache_value(): Compressed value of memcache cannot be unpacked, at 20 of 20
bad both: false | unserialize complains, at 20 of 20
other flags: 'abc', at 12 of 12
unknown: false | W fetch_memcache_value(): Not a memcache.Value: unknown constructor, at 0 of 8
cut long: false | W fetch_memcache_value(): Can not fetch memcache value from inbuf, at 0 of 12
cut flags: false | W fetch_memcache_value(): Can not fetch memcache value from inbuf, at 0 of 11
cut error: false | W fetch_memcache_value(): Can not fetch memcache value from inbuf, at 0 of 12
false | W fetch_memcache_value(): Not a memcache.Value: unknown constructor 'next'
false | N fetch_memcache_value(): Compressed value of memcache cannot be unpacked
