--TEST--
query: a float stored as a string; six digits for those who had them
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-3.6 decision-30 decision-46
require __DIR__ . '/../_inc/query.inc';

$floats = [1.5, 3.14159265, 0.1, -0.0, 1e20, 1e-7, 1e300, 123456789.123, 1/3, NAN, INF, -INF];
foreach (['php', 'legacy'] as $form) {
    ini_set('vkext.float_strings', $form);
    echo "$form\n";
    foreach ($floats as $float) {
        $hex = bin2hex(vkext_tl_encode(['_' => 'q.string', 'x' => $float]));
        $bytes = hex2bin(substr($hex, 8));
        $length = ord($bytes[0]);
        $text = $length < 254 ? substr($bytes, 1, $length) : substr($bytes, 4, ord($bytes[1]) + 256 * ord($bytes[2]));
        echo '  ', strlen($text) > 60 ? substr($text, 0, 20) . '… ' . strlen($text) : $text, "\n";
    }
}
// Not by locale, not by the setting for echo.
ini_set('precision', '3');
setlocale(LC_ALL, 'de_DE.UTF-8', 'C');
ini_set('vkext.float_strings', 'php');
echo encoded(['_' => 'q.string', 'x' => 3.14159265]), "\n";
ini_set('vkext.float_strings', 'legacy');
echo encoded(['_' => 'q.string', 'x' => 3.14159265]), "\n";
?>
--EXPECT--
php
  1.5
  3.14159265
  0.1
  -0
  1.0E+20
  1.0E-7
  1.0E+300
  123456789.123
  0.3333333333333333
  NAN
  INF
  -INF
legacy
  1.500000
  3.141593
  0.100000
  0.000000
  100000000000000000000.000000
  0.000000
  10000000000000000525… 308
  123456789.123000
  0.333333
  NAN
  INF
  -INF
060000500a332e313431353932363500
0600005008332e313431353933000000
