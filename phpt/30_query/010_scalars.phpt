--TEST--
query: what becomes of a scalar of the wrong type
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-3.3..7 api-5.4.3 api-5.4.4
require __DIR__ . '/../_inc/query.inc';

class Word
{
    private $text;
    public function __construct(string $text) { $this->text = $text; }
    public function __toString(): string { return $this->text; }
}

$long = '9223372036854775807';
$values = ['null' => null, 'true' => true, 'false' => false, '5' => 5, '-1' => -1, 'max' => PHP_INT_MAX,
    'min' => PHP_INT_MIN, '2^31' => 2147483648, '2^32-1' => 4294967295, '2^32' => 4294967296,
    '1.5' => 1.5, '-1.9' => -1.9, '0.5' => 0.5, '-0.0' => -0.0, '0.1' => 0.1, '1e20' => 1e20, '-1e20' => -1e20,
    '1e300' => 1e300, '1e15' => 1e15, 'NAN' => NAN, 'INF' => INF, '-INF' => -INF,
    "''" => '', "'0'" => '0', "'7x'" => '7x', "'-7'" => '-7', "'+7'" => '+7', "' 7'" => ' 7', "'\\n\\t7'" => "\n\t7",
    "'- 7'" => '- 7', "'--7'" => '--7', "'1e3'" => '1e3', "'0x10'" => '0x10', "'007'" => '007', "'1.9'" => '1.9',
    "'1.5abc'" => '1.5abc', "'1,5'" => '1,5', "'.5'" => '.5', "'abc'" => 'abc', "'true'" => 'true',
        "'false'" => 'false',
    "'0.0'" => '0.0', "' '" => ' ', "'INF'" => 'INF', "'nan'" => 'nan', "'5\\0 6'" => "5\0006", 'max text' => $long,
    'wraps' => '99999999999999999999', '[]' => [], '[0]' => [0], '[1,2]' => [1, 2]];
foreach (['int', 'nat', 'long', 'double', 'float', 'string', 'bool'] as $type) {
    echo "$type\n";
    foreach ($values as $name => $value) {
        echo "  $name: ", preg_replace('/^[0-9a-f]{8}/', '', encoded(['_' => "q.$type", 'x' => $value])), "\n";
    }
}
echo "objects\n";
foreach (['int', 'double', 'string', 'bool'] as $type) {
    foreach ([new Word('12'), new stdClass(), function () {}] as $value) {
        echo "  $type ", get_class($value), ': ', encoded(['_' => "q.$type", 'x' => $value]), "\n";
    }
}
echo "resources\n";
$resource = fopen('php://memory', 'r');
foreach (['int', 'long', 'double', 'string', 'bool'] as $type) {
    $number = encoded(['_' => "q.$type", 'x' => $type === 'string' ? "Resource id #" .
        (int)$resource : (int)$resource]);
    echo "  $type: ", encoded(['_' => "q.$type", 'x' => $resource]) === $number ? 'its number' : 'not its number', "\n";
}
echo "true\n";
foreach ([true, false, 0, '', [], 5.5, 'x'] as $value) {
    echo '  ', encoded(['_' => 'q.true', 'x' => $value, 'y' => $value]), "\n";
}
?>
--EXPECT--
int
  null: 00000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 01000000
  false: 00000000
  5: 05000000
  -1: ffffffff
  max: ffffffff
  min: 00000000
  2^31: 00000080
  2^32-1: ffffffff
  2^32: 00000000
  1.5: 01000000
  -1.9: ffffffff
  0.5: 00000000
  -0.0: 00000000
  0.1: 00000000
  1e20: 00000000
  -1e20: 00000000
  1e300: 00000000
  1e15: 0080c6a4
  NAN: 00000000
  INF: 00000000
  -INF: 00000000
  '': 00000000
  '0': 00000000
  '7x': 07000000
  '-7': f9ffffff
  '+7': 00000000
  ' 7': 07000000
  '\n\t7': 07000000
  '- 7': 00000000
  '--7': 00000000
  '1e3': 01000000
  '0x10': 00000000
  '007': 07000000
  '1.9': 01000000
  '1.5abc': 01000000
  '1,5': 01000000
  '.5': 00000000
  'abc': 00000000
  'true': 00000000
  'false': 00000000
  '0.0': 00000000
  ' ': 00000000
  'INF': 00000000
  'nan': 00000000
  '5\0 6': 05000000
  max text: ffffffff
  wraps: ffff0f63
  []: 00000000
  [0]: 01000000
  [1,2]: 01000000
nat
  null: 00000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 01000000
  false: 00000000
  5: 05000000
  -1: ffffffff
  max: ffffffff
  min: 00000000
  2^31: 00000080
  2^32-1: ffffffff
  2^32: 00000000
  1.5: 01000000
  -1.9: ffffffff
  0.5: 00000000
  -0.0: 00000000
  0.1: 00000000
  1e20: 00000000
  -1e20: 00000000
  1e300: 00000000
  1e15: 0080c6a4
  NAN: 00000000
  INF: 00000000
  -INF: 00000000
  '': 00000000
  '0': 00000000
  '7x': 07000000
  '-7': f9ffffff
  '+7': 00000000
  ' 7': 07000000
  '\n\t7': 07000000
  '- 7': 00000000
  '--7': 00000000
  '1e3': 01000000
  '0x10': 00000000
  '007': 07000000
  '1.9': 01000000
  '1.5abc': 01000000
  '1,5': 01000000
  '.5': 00000000
  'abc': 00000000
  'true': 00000000
  'false': 00000000
  '0.0': 00000000
  ' ': 00000000
  'INF': 00000000
  'nan': 00000000
  '5\0 6': 05000000
  max text: ffffffff
  wraps: ffff0f63
  []: 00000000
  [0]: 01000000
  [1,2]: 01000000
long
  null: 0000000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 0100000000000000
  false: 0000000000000000
  5: 0500000000000000
  -1: ffffffffffffffff
  max: ffffffffffffff7f
  min: 0000000000000080
  2^31: 0000008000000000
  2^32-1: ffffffff00000000
  2^32: 0000000001000000
  1.5: 0100000000000000
  -1.9: ffffffffffffffff
  0.5: 0000000000000000
  -0.0: 0000000000000000
  0.1: 0000000000000000
  1e20: 0000000000000080
  -1e20: 0000000000000080
  1e300: 0000000000000080
  1e15: 0080c6a47e8d0300
  NAN: 0000000000000080
  INF: 0000000000000080
  -INF: 0000000000000080
  '': 0000000000000000
  '0': 0000000000000000
  '7x': 0700000000000000
  '-7': f9ffffffffffffff
  '+7': 0000000000000000
  ' 7': 0700000000000000
  '\n\t7': 0700000000000000
  '- 7': 0000000000000000
  '--7': 0000000000000000
  '1e3': 0100000000000000
  '0x10': 0000000000000000
  '007': 0700000000000000
  '1.9': 0100000000000000
  '1.5abc': 0100000000000000
  '1,5': 0100000000000000
  '.5': 0000000000000000
  'abc': 0000000000000000
  'true': 0000000000000000
  'false': 0000000000000000
  '0.0': 0000000000000000
  ' ': 0000000000000000
  'INF': 0000000000000000
  'nan': 0000000000000000
  '5\0 6': 0500000000000000
  max text: ffffffffffffff7f
  wraps: ffff0f632d5ec76b
  []: 0000000000000000
  [0]: 0100000000000000
  [1,2]: 0100000000000000
double
  null: 0000000000000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 000000000000f03f
  false: 0000000000000000
  5: 0000000000001440
  -1: 000000000000f0bf
  max: 000000000000e043
  min: 000000000000e0c3
  2^31: 000000000000e041
  2^32-1: 0000e0ffffffef41
  2^32: 000000000000f041
  1.5: 000000000000f83f
  -1.9: 666666666666febf
  0.5: 000000000000e03f
  -0.0: 0000000000000080
  0.1: 9a9999999999b93f
  1e20: 408cb5781daf1544
  -1e20: 408cb5781daf15c4
  1e300: 9c7500883ce4377e
  1e15: 00003426f56b0c43
  NAN: 000000000000f87f
  INF: 000000000000f07f
  -INF: 000000000000f0ff
  '': 0000000000000000
  '0': 0000000000000000
  '7x': 0000000000001c40
  '-7': 0000000000001cc0
  '+7': 0000000000001c40
  ' 7': 0000000000001c40
  '\n\t7': 0000000000001c40
  '- 7': 0000000000000000
  '--7': 0000000000000000
  '1e3': 0000000000408f40
  '0x10': 0000000000003040
  '007': 0000000000001c40
  '1.9': 666666666666fe3f
  '1.5abc': 000000000000f83f
  '1,5': 000000000000f03f
  '.5': 000000000000e03f
  'abc': 0000000000000000
  'true': 0000000000000000
  'false': 0000000000000000
  '0.0': 0000000000000000
  ' ': 0000000000000000
  'INF': 000000000000f07f
  'nan': 000000000000f87f
  '5\0 6': 0000000000001440
  max text: 000000000000e043
  wraps: 408cb5781daf1544
  []: 0000000000000000
  [0]: 000000000000f03f
  [1,2]: 000000000000f03f
float
  null: 00000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 0000803f
  false: 00000000
  5: 0000a040
  -1: 000080bf
  max: 0000005f
  min: 000000df
  2^31: 0000004f
  2^32-1: 0000804f
  2^32: 0000804f
  1.5: 0000c03f
  -1.9: 3333f3bf
  0.5: 0000003f
  -0.0: 00000080
  0.1: cdcccc3d
  1e20: ec78ad60
  -1e20: ec78ade0
  1e300: 0000807f
  1e15: a95f6358
  NAN: 0000c07f
  INF: 0000807f
  -INF: 000080ff
  '': 00000000
  '0': 00000000
  '7x': 0000e040
  '-7': 0000e0c0
  '+7': 0000e040
  ' 7': 0000e040
  '\n\t7': 0000e040
  '- 7': 00000000
  '--7': 00000000
  '1e3': 00007a44
  '0x10': 00008041
  '007': 0000e040
  '1.9': 3333f33f
  '1.5abc': 0000c03f
  '1,5': 0000803f
  '.5': 0000003f
  'abc': 00000000
  'true': 00000000
  'false': 00000000
  '0.0': 00000000
  ' ': 00000000
  'INF': 0000807f
  'nan': 0000c07f
  '5\0 6': 0000a040
  max text: 0000005f
  wraps: ec78ad60
  []: 00000000
  [0]: 0000803f
  [1,2]: 0000803f
string
  null: 00000000 | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: 01310000
  false: 00000000
  5: 01350000
  -1: 022d3100
  max: 1339323233333732303336383534373735383037
  min: 142d39323233333732303336383534373735383038000000
  2^31: 0a3231343734383336343800
  2^32-1: 0a3432393439363732393500
  2^32: 0a3432393439363732393600
  1.5: 03312e35
  -1.9: 042d312e39000000
  0.5: 03302e35
  -0.0: 022d3000
  0.1: 03302e31
  1e20: 07312e30452b3230
  -1e20: 082d312e30452b3230000000
  1e300: 08312e30452b333030000000
  1e15: 1031303030303030303030303030303030000000
  NAN: 034e414e
  INF: 03494e46
  -INF: 042d494e46000000
  '': 00000000
  '0': 01300000
  '7x': 02377800
  '-7': 022d3700
  '+7': 022b3700
  ' 7': 02203700
  '\n\t7': 030a0937
  '- 7': 032d2037
  '--7': 032d2d37
  '1e3': 03316533
  '0x10': 0430783130000000
  '007': 03303037
  '1.9': 03312e39
  '1.5abc': 06312e3561626300
  '1,5': 03312c35
  '.5': 022e3500
  'abc': 03616263
  'true': 0474727565000000
  'false': 0566616c73650000
  '0.0': 03302e30
  ' ': 01200000
  'INF': 03494e46
  'nan': 036e616e
  '5\0 6': 03350036
  max text: 1339323233333732303336383534373735383037
  wraps: 143939393939393939393939393939393939393939000000
  []: 0541727261790000 | W vkext_tl_encode(): Array to string conversion in field "x"
  [0]: 0541727261790000 | W vkext_tl_encode(): Array to string conversion in field "x"
  [1,2]: 0541727261790000 | W vkext_tl_encode(): Array to string conversion in field "x"
bool
  null: 379779bc | W vkext_tl_encode(): Null found instead of field "x". This will cause error in kPHP.
  true: b5757299
  false: 379779bc
  5: b5757299
  -1: b5757299
  max: b5757299
  min: b5757299
  2^31: b5757299
  2^32-1: b5757299
  2^32: b5757299
  1.5: b5757299
  -1.9: b5757299
  0.5: b5757299
  -0.0: 379779bc
  0.1: b5757299
  1e20: b5757299
  -1e20: b5757299
  1e300: b5757299
  1e15: b5757299
  NAN: b5757299
  INF: b5757299
  -INF: b5757299
  '': 379779bc
  '0': 379779bc
  '7x': b5757299
  '-7': b5757299
  '+7': b5757299
  ' 7': b5757299
  '\n\t7': b5757299
  '- 7': b5757299
  '--7': b5757299
  '1e3': b5757299
  '0x10': b5757299
  '007': b5757299
  '1.9': b5757299
  '1.5abc': b5757299
  '1,5': b5757299
  '.5': b5757299
  'abc': b5757299
  'true': b5757299
  'false': b5757299
  '0.0': b5757299
  ' ': b5757299
  'INF': b5757299
  'nan': b5757299
  '5\0 6': b5757299
  max text: b5757299
  wraps: b5757299
  []: 379779bc
  [0]: b5757299
  [1,2]: b5757299
objects
  int Word: 0100005001000000 | W vkext_tl_encode(): Object of class Word could not be converted to a number
  int stdClass: 0100005001000000 | W vkext_tl_encode(): Object of class stdClass could not be converted to a number
  int Closure: 0100005001000000 | W vkext_tl_encode(): Object of class Closure could not be converted to a number
  double Word: 05000050000000000000f03f | W vkext_tl_encode(): Object of class Word could not be converted to a number
  double stdClass: 05000050000000000000f03f | W vkext_tl_encode(): Object of class stdClass could not be converted to a number
  double Closure: 05000050000000000000f03f | W vkext_tl_encode(): Object of class Closure could not be converted to a number
  string Word: 0600005002313200
  string stdClass: Error 0 Object of class stdClass could not be converted to string
  string Closure: Error 0 Object of class Closure could not be converted to string
  bool Word: 07000050b5757299
  bool stdClass: 07000050b5757299
  bool Closure: 07000050b5757299
resources
  int: its number
  long: its number
  double: its number
  string: its number
  bool: its number
true
  0800005039d3ed3f
  0800005039d3ed3f
  0800005039d3ed3f
  0800005039d3ed3f
  0800005039d3ed3f
  0800005039d3ed3f
  0800005039d3ed3f
