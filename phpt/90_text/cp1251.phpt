--TEST--
vk_utf8_to_win, vk_win_to_utf8, vk_upcase: bytes, limits, full length in spite of NUL
--FILE--
<?php
// rows: help-1.2 help-7.0 api-9.8
function show(string $s): void {
  echo addcslashes($s, "\0..\37\177..\377\\"), "\n";
}
show(vk_utf8_to_win("Привет"));
show(vk_utf8_to_win("№ 5 — “q” é"));
show(vk_utf8_to_win("Привет", 3));
show(vk_utf8_to_win("日本", 3));
show(vk_utf8_to_win("a\xffb\xd0"));
show(vk_utf8_to_win("abc\xff", 0, true));
show(vk_utf8_to_win("日", 0, true));
show(vk_utf8_to_win("abc", -1));
show(vk_utf8_to_win("a\0b"));
echo "--\n";
echo vk_win_to_utf8("\xcf\xf0\xe8\xe2\xe5\xf2 &#1076;&#33;"), "\n";
echo vk_win_to_utf8("&#33;&#34;&amp;", false), "\n";
echo vk_win_to_utf8("a\0b\x98&#2147483648;"), "\n";
echo "--\n";
show(vk_upcase("a1-z Привет"));
show(vk_upcase("a\0b"));
echo "--\n";
show(vk_hello_world());
try {  // a warning and null in PHP 7
  echo @vk_upcase([]) === null ? "refused\n" : "taken\n";
} catch (TypeError $e) {
  echo "refused\n";
}
?>
--EXPECT--
\317\360\350\342\345\362
\271 5 \227 \223q\224 &#233;
\317\360\350
&#2
a?5?b?6?
abc\377
&#26085;

a\000b
--
Привет д&#33;
!"&amp;
ab$#2147483648;
--
A1-Z \320\237\321\200\320\270\320\262\320\265\321\202
A\000B
--
A\000A\000
refused
