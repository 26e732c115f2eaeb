--TEST--
limits: an answer that memory_limit leaves no room for is an error, whatever it is made of
--SKIPIF--
<?php
if (getenv('USE_ZEND_ALLOC') === '0') die('skip no memory_limit without the heap of PHP');
if (getenv('VKEXT_REPEAT') !== false) die('skip the heap of the first run has room left');
?>
--INI--
memory_limit=256M
--FILE--
<?php
$file = sys_get_temp_dir() . '/vkext-m-' . getmypid() . '.tl';
file_put_contents($file, file_get_contents(__DIR__ . '/../../tl/common.tl') . 'm.point#00000a01 x:int name:string = m.Point;
---functions---
m.ints#00000b01 = Vector int;
m.text#00000b02 = String;
m.strings#00000b03 = Vector string;
m.lists#00000b04 = Vector %(Vector string);
m.points#00000b05 = Vector %m.Point;
m.names#00000b06 = Dictionary string;
');
var_dump(tl_config_load_file($file));
unlink($file);

function vector(int $n, string $items): string { return "\x15\xc4\xb5\x1c" . pack('V', $n) . $items; }
function text(string $s): string { return strlen($s) < 254 ? str_pad(chr(strlen($s)) . $s, (strlen($s) + 4) & ~3, "\0") :
    str_pad("\xfe" . substr(pack('V', strlen($s)), 0, 3) . $s, (strlen($s) + 7) & ~3, "\0"); }

$names = '';
for ($i = 0; $i < 100000; $i++) {
    $names .= text("key $i") . text("value $i");
}
$answers = [
    'ints' => vector(300000, str_repeat(pack('V', 7), 300000)),
    'text' => "\x24\x6e\x28\xb5" . text(str_repeat('x', 5000000)),
    'strings' => vector(60000, str_repeat(text(str_repeat('s', 60)), 60000)),
    'lists' => vector(600, str_repeat(pack('V', 100) . str_repeat(text(str_repeat('s', 60)), 100), 600)),
    'points' => vector(40000, str_repeat(pack('V', 7) . text('a name, longer than nothing'), 40000)),
    'names' => "\x8f\x61\x4c\x1f" . pack('V', 100000) . $names,
];
foreach ($answers as $name => $bytes) {
    $outcomes = [];
    for ($more = 0; $more <= 24 << 20; $more += 1 << 20) {
        gc_mem_caches();
        ini_set('memory_limit', (string)(memory_get_usage(true) + $more));
        try {
            $value = vkext_tl_decode($bytes, ['_' => "m.$name"]);
            $outcome = 'right';
            unset($value);
        } catch (VkextTlException $e) {
            $outcome = strpos($e->getMessage(), 'memory_limit') ? 'too large' : $e->getMessage();
        }
        if (end($outcomes) !== $outcome) {
            $outcomes[] = $outcome;
        }
    }
    echo $name, ': ', implode(', then ', $outcomes), "\n";
}
?>
--EXPECT--
bool(true)
ints: too large, then right
text: too large, then right
strings: too large, then right
lists: too large, then right
points: too large, then right
names: too large, then right
