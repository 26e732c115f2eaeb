--TEST--
vk_utf8_to_win, vk_win_to_utf8, vk_upcase: every row of the tables, and every byte
--FILE--
<?php
// rows: help-1.0..32
$wrong = 0;
function same(string $row, string $got, string $expected): void
{
    global $wrong;
    if ($got !== $expected) {
        $wrong++;
        echo "$row: ", bin2hex($got), ', expected ', bin2hex($expected), "\n";
    }
}
// What a string becomes; with a limit, with $exit_on_error.
$to_win = [
    [1, '', ''], [1, 'abc', 'abc'],
    [2, 'Привет', "\xcf\xf0\xe8\xe2\xe5\xf2"],
    [3, 'Ёё', "\xa8\xb8"],
    [4, '№ 5 — “q”', "\xb9 5 \x97 \x93q\x94"],
    [5, '€', "\x88"],
    [6, '日本', '&#26085;&#26412;'],
    [7, "\u{1F600}", '&#128512;'],
    [8, 'é', '&#233;'], [8, "\u{FEFF}x", '&#65279;x'], [8, "\u{FF1D}", '&#65309;'],
    [9, "\u{202E}", "\xda"], [9, "\u{202B}\u{202C}", "\xda\xda"], [9, "\u{202A}", '&#8234;'],
    [9, "\u{FFFD}", ' '], [9, "\u{AD}", "\xad"], [9, "\u{A0}", "\xa0"],
    [10, "a\xffb", 'a?5?b'],
    [11, "\xd0", '?6?'], [11, "П\xd0", "\xcf?6?"],
    [12, "\x80", '?2?'], [12, "\xc0\x80", '?3?'],
    [13, "\xf8\x88\x80\x80\x80", '?5??2??2??2??2?'],
    [14, 'Привет', "\xcf\xf0\xe8", 3], [14, 'Привет', '', -3], [14, 'Привет', "\xcf\xf0\xe8\xe2\xe5\xf2", 6],
    [15, '日本', '&#2', 3],
    [16, "abc\xff", "abc\xff", 0, true], [16, "\xd0Привет", "\xd0Привет", 0, true],
    [17, '日', '&#26085;', 0, true],
    [18, "a\0b", "a\0b"],
    // A letter inside a sequence is kept; a lead byte inside one starts anew.
    [0, "\xd0a", '?1?a'], [0, "\xd0\xd0\x90", "?4?\xc0"], [0, "\xe2\x82b", '?1?b'],
    // Forms that are too long for what they say, surrogates, what is beyond Unicode: decoded.
    [0, "\xe0\x90\x90", "\xc0"], [0, "\xed\xa0\x80", '&#55296;'], [0, "\xf4\x90\x80\x80", '&#1114112;'],
    // A limit looks at three times as many bytes.
    [0, str_repeat('日', 2), '&', 1],
];
foreach ($to_win as $case) {
    same("help-1.$case[0]", vk_utf8_to_win($case[1], $case[3] ?? 0, $case[4] ?? false), $case[2]);
}
$to_utf8 = [  // with $escape, without; null: the same as with
    [19, "\xcf\xf0\xe8\xe2\xe5\xf2", 'Привет', null],
    [20, "\xa8\xb9\x97", 'Ё№—', null],
    [21, "\x98", '', null], [21, "a\0b", 'ab', null],
    [22, '&#1076;', 'д', null],
    [23, '&#33;', '&#33;', '!'],
    [24, '&#34;&#36;&#39;&#60;&#62;&#92;', '&#34;&#36;&#39;&#60;&#62;&#92;', '"$\'<>\\'],
    [25, '&#8232;&#8233;', '&#8232;&#8233;', "\u{2028}\u{2029}"],
    [26, '&#0;', '&#0;', ''], [26, '&#31;', '&#31;', "\x1f"],
    [27, '&#55296;', ' ', null], [27, '&#57343;', ' ', null],
    [28, '&#128512;', "\u{1F600}", null],
    // Nothing in Unicode: the character that says so, not bytes that no reader takes.
    [29, '&#1114112;', "\u{FFFD}", null],
    [30, '&#2147483648;', '$#2147483648;', ''],
    [31, '&amp;&lt;', '&amp;&lt;', null], [31, '&#x41;', '&#x41;', null], [31, '&#;', '&#;', null],
    [31, '&#65', '&#65', null], [31, '&&#65;', '&&#65;', null],
    [0, '&#32;', ' ', null], [0, '&#35;', '#', null],
];
foreach ($to_utf8 as $case) {
    same("help-1.$case[0]", vk_win_to_utf8($case[1]), $case[2]);
    same("help-1.$case[0] false", vk_win_to_utf8($case[1], false), $case[3] ?? $case[2]);
}
// All bytes but NUL and the one without a meaning go there and back.
$bytes = '';
for ($i = 1; $i < 256; $i++) {
    $bytes .= $i === 0x98 || $i === 0x26 ? '' : chr($i);
}
same('help-1.0', vk_utf8_to_win(vk_win_to_utf8($bytes)), $bytes);
// Exactly 131 characters beyond ASCII have a byte.
$mapped = 0;
for ($i = 0x80; $i < 0x11000; $i++) {
    if ($i < 0xd800 || $i > 0xdfff) {
        $utf8 = $i < 0x800 ? chr(0xc0 | $i >> 6) . chr(0x80 | $i & 63)
            : ($i < 0x10000 ? chr(0xe0 | $i >> 12) . chr(0x80 | $i >> 6 & 63) . chr(0x80 | $i & 63)
            : chr(0xf0) . chr(0x80 | $i >> 12 & 63) . chr(0x80 | $i >> 6 & 63) . chr(0x80 | $i & 63));
        $mapped += strlen(vk_utf8_to_win($utf8)) === 1;
    }
}
echo "$mapped characters\n";
foreach (['' => '', 'abcXYZ1' => 'ABCXYZ1', 'aBc' => 'ABC', 'AbCdeFG' => 'ABCDEFG', ' ' => ' ', 'привет' => 'привет', 'ß' => 'ß',
    "a\0b" => "A\0B", 'a1-z' => 'A1-Z', 'Z' => 'Z'] as $text => $upper) {
    same('help-1.32', vk_upcase((string)$text), $upper);
}
echo "$wrong wrong\n";
?>
--EXPECT--
131 characters
0 wrong
