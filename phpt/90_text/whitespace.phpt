--TEST--
vk_whitespace_pack: both modes
--FILE--
<?php
// rows: help-3.0..11
foreach (["a  b", "a \n b", "a\r\nb", " a ", "<b> x </b>", "a , b", "( a )", "<pre> a  b </pre>  c",
          "<code> a  b</code>  c", "x\xa0\xa0y", "  ", "\n", "a\x0bb  c", "test \n", "\n test", "a\tb", "a\0  b",
          "a\rb", "<pre>\n a\t</pre>\n b", "<code>x</code>  <pre>  y</pre>  z", "a ; b : c / d { e } \" f", "<PRE>  x"] as $text) {
  echo json_encode(utf8(vk_whitespace_pack($text))), ' ', json_encode(utf8(vk_whitespace_pack($text, 1))), "\n";
}
function utf8(string $s): string {
  return str_replace("\xa0", 'NBSP', $s);
}
?>
--EXPECT--
"a b" "a b"
"a\nb" "a\nb"
"a\nb" "a\nb"
" a " "a"
"<b> x <\/b>" "<b>x<\/b>"
"a , b" "a,b"
"( a )" "(a)"
"<pre> a  b <\/pre> c" "<pre> a  b <\/pre>c"
"<code> a  b<\/code> c" "<code> a  b<\/code>c"
"xNBSPNBSPy" "xNBSPNBSPy"
" " ""
"\n" ""
"a\u000bb c" "a\u000bb c"
"test\n" "test"
"\ntest" "test"
"a\tb" "a b"
"a\u0000 b" "a\u0000 b"
"a\rb" "a b"
"<pre>\n a\t<\/pre>\nb" "<pre>\n a\t<\/pre>b"
"<code>x<\/code> <pre>  y<\/pre> z" "<code>x<\/code><pre>  y<\/pre>z"
"a ; b : c \/ d { e } \" f" "a;b:c\/d{e}\"f"
"<PRE> x" "<PRE>x"
