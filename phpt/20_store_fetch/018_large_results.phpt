--TEST--
vkext_tl_encode: large strings alone, several, behind and in front of small ones, and where it fails behind one
--FILE--
<?php
ini_set('tl.conffile', __DIR__ . '/order.tl');
/** A string as TL writes it. */
$tl = function (string $s): string {
    $n = strlen($s);
    $head = $n < 254 ? chr($n) : "\xfe" . substr(pack('V', $n), 0, 3);
    return str_pad($head . $s, (strlen($head) + $n + 3) & ~3, "\0");
};
$small = ['a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
$behind = pack('VVVV', 1, 2, 3, 0x997275b5);
foreach ([32767, 32768, 32769, 65536, 1 << 20, (2 << 20) + 3, 16777215] as $n) {
    $string = str_repeat("\xc3", $n);
    $made = vkext_tl_encode(['_' => 'order.call', 'name' => $string] + $small);
    var_dump($made === hex2bin('9008dde8') . $tl($string) . $behind);
}
unset($string, $made);

// Growing: 40 of each size, every third one large.
$list = [];
for ($i = 0; $i < 120; $i++) {
    $list[] = str_repeat(chr(65 + $i % 26), [7, 300, 33000][$i % 3]);
}
$bytes = pack('V', 120) . implode('', array_map($tl, $list));
$head = substr(vkext_tl_encode(['_' => 'order.strings', 'x' => []]), 0, -4);
var_dump(vkext_tl_encode(['_' => 'order.strings', 'x' => $list]) === $head . $bytes);
var_dump(vkext_tl_encode(['_' => 'order.strings', 'x' => $list]) === $head . $bytes);

/** Stores something large itself, and then may throw. */
class Inner
{
    public $throws = false;

    public function __toString(): string
    {
        $made = vkext_tl_encode(['_' => 'order.strings', 'x' => [str_repeat('i', 50000)]]);
        if ($this->throws) throw new Exception('inner');
        return substr($made, -50000);
    }
}
$inner = new Inner;
$large = str_repeat('o', 60000);
$made = vkext_tl_encode(['_' => 'order.strings', 'x' => [$large, $inner, $large]]);
var_dump($made === $head . pack('V', 3) . $tl($large) . $tl(str_repeat('i', 50000)) . $tl($large));
$inner->throws = true;
foreach ([[$large, $inner], [$large, str_repeat('x', 16777216)]] as $wrong) {
    try {
        vkext_tl_encode(['_' => 'order.strings', 'x' => $wrong]);
    } catch (Exception $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
echo bin2hex(vkext_tl_encode(['_' => 'order.call', 'name' => 'x'] + $small)), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Exception: inner
VkextTlException: order.strings → x[1]: a string longer than 16777215 bytes
9008dde801780000010000000200000003000000b5757299
