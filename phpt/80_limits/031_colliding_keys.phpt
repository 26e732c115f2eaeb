--TEST--
limits: keys that collide are an error before they cost seconds
--SKIPIF--
<?php if (getenv('VKEXT_VALGRIND') !== false) echo 'skip what is bounded is time: minutes below valgrind'; ?>
--INI--
tl.conffile={PWD}/../30_query/query.tl
memory_limit=256M
--FILE--
<?php
// rows: failure-W24
require __DIR__ . '/../_inc/query.inc';

$queries = ['8f614c1f' => ['_' => 'q.dictionary', 'x' => []], '42fcba07' => ['_' => 'q.intKeys', 'x' => []],
    'f1d824b4' => ['_' => 'q.longKeys', 'x' => []]];
echo "keys that all fall into one place of the engine's table\n";
// A script may well number things so; a hundred thousand of them are an attack on its time.
foreach ([4000, 1 << 17] as $size) {
    foreach (['f1d824b4' => 'P', '42fcba07' => 'V'] as $magic => $form) {
        $bytes = hex2bin($magic) . pack('V', $size);
        for ($i = 0; $i < $size; $i++) {
            $bytes .= pack("{$form}V", $form === 'V' ? $i << 15 : $i << 20, $i);
        }
        try {
            echo '  ', count(vkext_tl_decode($bytes, $queries[$magic])), "\n";
        } catch (VkextTlException $e) {
            echo '  ', $e->getMessage(), "\n";
        }
    }
}
// "Ez" and "FY" have one hash, and so have all words made of them.
$bytes = hex2bin('8f614c1f') . pack('V', 1 << 16);
for ($i = 0; $i < 1 << 16; $i++) {
    $bytes .= "\x20" . strtr(sprintf('%016b', $i), ['0' => 'Ez', '1' => 'FY']) . "\0\0\0" . pack('V', $i);
}
echo '  ', decoded(bin2hex($bytes), $queries['8f614c1f']), "\n";
// The same key again and again, at the end of a chain.
$bytes = hex2bin('f1d824b4') . pack('V', 1 << 19);
for ($i = 0; $i < 1 << 19; $i++) {
    $bytes .= pack('PV', min($i, 5000) % 5000 << 20, $i);
}
echo '  ', substr(decoded(bin2hex($bytes), $queries['f1d824b4']), 0, 60), "\n";
// A dictionary of memcache values, by hand.
$bytes = pack('VV', 0x1f4c618f, 1 << 15);
for ($i = 1; $i <= 1 << 15; $i++) {
    $key = chr(strlen($i << 20)) . ($i << 20);
    $bytes .= str_pad($key, (strlen($key) + 3) & ~3, "\0") . pack('VP', 0x09729c42, $i) . pack('V', 0);
}
$into = [];
var_dump(@rpc_mc_parse_raw_wildcard_with_flags_to_array($bytes, $into));
echo '  ', error_get_last()['message'], "\n";
?>
--EXPECT--
keys that all fall into one place of the engine's table
  4000
  4000
    too many keys that collide
    too many keys that collide
  VkextTlException 0 too many keys that collide
  VkextTlException 0 too many keys that collide
bool(false)
  rpc_mc_parse_raw_wildcard_with_flags_to_array(): Too many keys of the dictionary collide
