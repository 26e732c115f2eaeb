--TEST--
vk_sp_*: every row of both tables, and every byte of the case and folding rules
--FILE--
<?php
// rows: help-4.0..20
$wrong = 0;
function same(string $row, string $got, string $expected): void
{
    global $wrong;
    if ($got !== $expected) {
        $wrong++;
        echo "$row: '", vk_win_to_utf8($got, false), "' ", bin2hex($got), ', expected ', bin2hex($expected), "\n";
    }
}
// Per text: simplify, full_simplify, deunicode, to_upper, to_lower, sort, remove_repeats, to_cyrillic, words_only.
// null is the text itself. UTF-8 here, cp1251 in the calls; hex: is bytes.
$functions = ['simplify', 'full_simplify', 'deunicode', 'to_upper', 'to_lower', 'sort', 'remove_repeats', 'to_cyrillic', 'words_only'];
$rows = [
    ['', '', '', '', '', '', '', '', '', ' '],
    ['Hello, World!', 'helloworld', 'неllоwоrld', null, 'HELLO, WORLD!', 'hello, world!', ' !,HWdellloor', 'Helo, World!', 'неllо, wоrld!', ' hello world '],
    ['Привет, Мир! Ёж', 'приветмиреж', 'приветтиреж', null, 'ПРИВЕТ, МИР! ЁЖ', 'привет, мир! ёж', 'hex:a8cccfe2e5e6e8e8f0f0f22020212c', null, 'привет, тир! еж', ' привет мир еж '],
    ['&#1076;&amp;&lt;b&gt;&quot;<br>x', '1076ampltbgtquotbrx', 'вх', "&<b>\"\nx", '&#1076;&AMP;&LT;B&GT;&QUOT;<BR>X', null, '#&&&&&0167;;;;;<>abbglmopqrtttux', null, '&#1о7б;&атр;&lт;в&gт;&qиот;<вr>х', ' 1076 amp lt b gt quot br x '],
    ['ABC123', 'abc123', 'авс12з', null, null, 'abc123', '123ABC', null, 'авс12з', ' abc123 '],
    ['aaabbc', null, 'аааввс', null, 'AAABBC', null, null, 'abc', 'аааввс', ' aaabbc '],
    ['a b', 'ab', 'ав', null, 'A B', null, ' ab', null, 'а в', ' a b '],
    ['&#65;&#193;', '65193', 'аа', 'AA', null, null, '##&&13569;;', null, '&#б5;&#19з;', ' 65 193 '],
    ['hex:a8b883b4', 'еегг', 'еегг', null, 'hex:a8a881a5', 'hex:b8b883b4', 'hex:83a8b4b8', null, 'еегг', ' еегг '],
    ['Їжак Ґанок Ўласны', 'iжакганокуласны', 'iжакганокуласны', null, 'ЇЖАК ҐАНОК ЎЛАСНЫ', 'їжак ґанок ўласны', 'hex:a1a5afe0e0e0e6eaeaebededeef1fb2020', null, 'iжак ганок уласны', ' iжак ганок уласны '],
];
function win(?string $text, string $itself): string
{
    return $text === null ? $itself : (strpos($text, 'hex:') === 0 ? hex2bin(substr($text, 4)) : vk_utf8_to_win($text));
}
foreach ($rows as $n => $row) {
    $text = win($row[0], '');
    foreach ($functions as $i => $name) {
        $function = "vk_sp_$name";
        same('help-4.' . ($n + ($i < 5 ? 1 : 11)) . " $name", $function($text), win($row[$i + 1], $text));
    }
}
// The rules, byte by byte.
$pairs = ["\xa8" => "\xb8", "\xaa" => "\xba", "\xaf" => "\xbf", "\xb2" => "\xb3", "\xa1" => "\xa2", "\xa3" => "\xbc", "\xa5" => "\xb4",
    "\xbd" => "\xbe", "\x80" => "\x90", "\x81" => "\x83", "\x8a" => "\x9a", "\x8c" => "\x9c", "\x8d" => "\x9d", "\x8e" => "\x9e", "\x8f" => "\x9f"];
for ($i = 0; $i < 32; $i++) {
    $pairs[chr(0xc0 + $i)] = chr(0xe0 + $i);
}
for ($i = 65; $i < 91; $i++) {
    $pairs[chr($i)] = chr($i + 32);
}
$folded = ["\xb8" => "\xe5", "\x83" => "\xe3", "\xb4" => "\xe3", "\xa2" => "\xf3", "\xb3" => 'i', "\xbf" => 'i', "\xbe" => 's', "\x9a" => "\xeb",
    "\x9c" => "\xed", "\x9d" => "\xea", "\x90" => 'h', "\x9e" => 'h', "\xba" => "\xfd", "\xbc" => 'j', "\xa9" => 'c', "\xae" => 'r', "\xb5" => 'm'];
$to_lower = $to_upper = [];
foreach ($pairs as $upper => $lower) {
    $to_lower[ord($upper)] = $lower;
    $to_upper[ord($lower)] = (string)$upper;
}
for ($i = 0; $i < 256; $i++) {
    $space = in_array($i, [0x98, 0xa0, 0xad], true);
    $lower = $space ? ' ' : (string)($to_lower[$i] ?? chr($i));
    same("to_lower $i", vk_sp_to_lower(chr($i)), $lower);
    same("to_upper $i", vk_sp_to_upper(chr($i)), $space ? ' ' : (string)($to_upper[$i] ?? chr($i)));
    $simple = $folded[$lower] ?? (preg_match('/^[0-9a-z\xe0-\xff]$/', $lower) ? $lower : '');
    same("simplify $i", vk_sp_simplify(chr($i)), $simple);
    same("words_only $i", vk_sp_words_only(chr($i)), $simple === '' ? ' ' : " $simple ");
}
$alike = [
    'a' => 'а', 'b' => 'в', 'c' => 'с', 'e' => 'е', 'h' => 'н', 'k' => 'к', 'm' => 'т', 'n' => 'п', 'o' => 'о', 'p' => 'р', 't' => 'т', 'u' => 'и',
    'x' => 'х', 'y' => 'у', '0' => 'о', '3' => 'з', '4' => 'ч', '6' => 'б', 'м' => 'т', 'ъ' => 'в', 'ь' => 'в',
];
foreach ($alike as $from => $to) {
    same("full_simplify $from", vk_sp_full_simplify(vk_utf8_to_win((string)$from)), vk_utf8_to_win($to));
    same("to_cyrillic $from", vk_sp_to_cyrillic(vk_utf8_to_win((string)$from)), vk_utf8_to_win($to));
}
foreach (str_split('dfgijlqrsvwz125789') as $same) {
    same("full_simplify $same", vk_sp_full_simplify($same), $same);
}
same('simplify', vk_sp_simplify(' abc123'), 'abc123');
same('simplify', vk_sp_simplify("\x01abc\n\n\t123\t"), 'abc123');
same('full_simplify', vk_sp_full_simplify(vk_utf8_to_win('<b>привет</b>')), vk_utf8_to_win('вприветв'));
same('full_simplify', vk_sp_full_simplify('?'), '');
// Entities: what the table does not know goes; the named ones; characters of one byte stay as that byte.
same('deunicode', vk_sp_deunicode('&#1076;&#127;&#168;&#215;&#247;&#8217x;&amp'), "\x7f\xa8\xd7\xf7&#8217x;&amp");
same('deunicode', vk_sp_deunicode("a\0&lt;"), "a\0<");
// The whole length: NUL ends nothing, a million bytes are no limit.
same('NUL', vk_sp_simplify("a\0b") . vk_sp_to_upper("a\0b") . vk_sp_remove_repeats("aa\0bb"), "abA\0Ba\0b");
same('long', vk_sp_to_upper(str_repeat('a', 1000000)), str_repeat('A', 1000000));
echo "$wrong wrong\n";
?>
--EXPECT--
0 wrong
