--TEST--
store: values of other types, one row a conversion
--FILE--
<?php
// rows: api-3.3..6 api-3.9 api-7.1 api-7.2
require __DIR__ . '/../_inc/raw.inc';

final class Text
{
    public function __toString()
    {
        return 'said';
    }
}

final class Storing
{
    public function __toString()
    {
        store_int(0x11111111);
        return 'x';
    }
}

final class Throwing
{
    public function __toString()
    {
        throw new RuntimeException('no text', 7);
    }
}

$peer = echo_peer();
$c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);
$reference = 5;
$values = [
    null, false, true, 1.9, -1.9, 1e19, '', '7', '7x', ' 7', '-7', '1e3', '0x10', '9223372036854775808', [], [0],
    1.5, 3.14159265, '1.5abc', &$reference, new stdClass(),
];
foreach (['store_int', 'store_long', 'store_double', 'store_string', 'store_string2'] as $function) {
    foreach ($values as $value) {
        $told = '';
        $hex = stored($c, function () use ($function, $value, &$told) {
            $told = told(function () use ($function, $value) { return $function($value); });
        });
        echo "$function ", value($value), ": $hex $told\n";
    }
}
// An object's text; it may store by itself, before the string.
foreach ([new Text(), new Storing(), new Throwing()] as $object) {
    $told = '';
    echo get_class($object), ' ', stored($c, function () use ($object, &$told) {
        $told = told(function () use ($object) { return store_string($object); });
    }), " $told\n";
}
ini_set('vkext.float_strings', 'legacy');
echo 'legacy ', hex2bin(substr(stored($c, function () { store_string(3.14159265); }), 2, 16)), "\n";
echo 'legacy ', strlen(stored($c, function () { store_string(1e308); })) / 2, " bytes\n";
ini_set('vkext.strict', 'kphp');
foreach (['store_int' => [4294967295, 4294967296, -2147483649], 'store_byte' => [255, 300, -129]] as $function => $numbers) {
    foreach ($numbers as $number) {
        echo "$function $number: ", told(function () use ($function, $number) { return $function($number); }), "\n";
    }
}
$peer->check();
?>
--EXPECT--
store_int null: 00000000 true | W store_int(): Null found instead of field "v". This will cause error in kPHP.
store_int false: 00000000 true
store_int true: 01000000 true
store_int 1.9: 01000000 true
store_int -1.9: ffffffff true
store_int 1.0e+19: 00000000 true
store_int '': 00000000 true
store_int '7': 07000000 true
store_int '7x': 07000000 true
store_int ' 7': 07000000 true
store_int '-7': f9ffffff true
store_int '1e3': 01000000 true
store_int '0x10': 00000000 true
store_int '9223372036854775808': 00000000 true
store_int []: 00000000 true
store_int [0]: 01000000 true
store_int 1.5: 01000000 true
store_int 3.14159265: 03000000 true
store_int '1.5abc': 01000000 true
store_int 5: 05000000 true
store_int {}: 01000000 true | W store_int(): Object of class stdClass could not be converted to a number
store_long null: 0000000000000000 true | W store_long(): Null found instead of field "v". This will cause error in kPHP.
store_long false: 0000000000000000 true
store_long true: 0100000000000000 true
store_long 1.9: 0100000000000000 true
store_long -1.9: ffffffffffffffff true
store_long 1.0e+19: 0000000000000080 true
store_long '': 0000000000000000 true
store_long '7': 0700000000000000 true
store_long '7x': 0700000000000000 true
store_long ' 7': 0700000000000000 true
store_long '-7': f9ffffffffffffff true
store_long '1e3': 0100000000000000 true
store_long '0x10': 0000000000000000 true
store_long '9223372036854775808': 0000000000000080 true
store_long []: 0000000000000000 true
store_long [0]: 0100000000000000 true
store_long 1.5: 0100000000000000 true
store_long 3.14159265: 0300000000000000 true
store_long '1.5abc': 0100000000000000 true
store_long 5: 0500000000000000 true
store_long {}: 0100000000000000 true | W store_long(): Object of class stdClass could not be converted to a number
store_double null: 0000000000000000 true | W store_double(): Null found instead of field "v". This will cause error in kPHP.
store_double false: 0000000000000000 true
store_double true: 000000000000f03f true
store_double 1.9: 666666666666fe3f true
store_double -1.9: 666666666666febf true
store_double 1.0e+19: 003d9160e458e143 true
store_double '': 0000000000000000 true
store_double '7': 0000000000001c40 true
store_double '7x': 0000000000001c40 true
store_double ' 7': 0000000000001c40 true
store_double '-7': 0000000000001cc0 true
store_double '1e3': 0000000000408f40 true
store_double '0x10': 0000000000003040 true
store_double '9223372036854775808': 000000000000e043 true
store_double []: 0000000000000000 true
store_double [0]: 000000000000f03f true
store_double 1.5: 000000000000f83f true
store_double 3.14159265: f1d4c853fb210940 true
store_double '1.5abc': 000000000000f83f true
store_double 5: 0000000000001440 true
store_double {}: 000000000000f03f true | W store_double(): Object of class stdClass could not be converted to a number
store_string null: 00000000 true | W store_string(): Null found instead of field "v". This will cause error in kPHP.
store_string false: 00000000 true
store_string true: 01310000 true
store_string 1.9: 03312e39 true
store_string -1.9: 042d312e39000000 true
store_string 1.0e+19: 07312e30452b3139 true
store_string '': 00000000 true
store_string '7': 01370000 true
store_string '7x': 02377800 true
store_string ' 7': 02203700 true
store_string '-7': 022d3700 true
store_string '1e3': 03316533 true
store_string '0x10': 0430783130000000 true
store_string '9223372036854775808': 1339323233333732303336383534373735383038 true
store_string []: 0541727261790000 true | W store_string(): Array to string conversion in field "v"
store_string [0]: 0541727261790000 true | W store_string(): Array to string conversion in field "v"
store_string 1.5: 03312e35 true
store_string 3.14159265: 0a332e313431353932363500 true
store_string '1.5abc': 06312e3561626300 true
store_string 5: 01350000 true
store_string {}:  Error 0 Object of class stdClass could not be converted to string
store_string2 null: 00 true | W store_string2(): Null found instead of field "v". This will cause error in kPHP.
store_string2 false: 00 true
store_string2 true: 0131 true
store_string2 1.9: 03312e39 true
store_string2 -1.9: 042d312e39 true
store_string2 1.0e+19: 07312e30452b3139 true
store_string2 '': 00 true
store_string2 '7': 0137 true
store_string2 '7x': 023778 true
store_string2 ' 7': 022037 true
store_string2 '-7': 022d37 true
store_string2 '1e3': 03316533 true
store_string2 '0x10': 0430783130 true
store_string2 '9223372036854775808': 1339323233333732303336383534373735383038 true
store_string2 []: 054172726179 true | W store_string2(): Array to string conversion in field "v"
store_string2 [0]: 054172726179 true | W store_string2(): Array to string conversion in field "v"
store_string2 1.5: 03312e35 true
store_string2 3.14159265: 0a332e3134313539323635 true
store_string2 '1.5abc': 06312e35616263 true
store_string2 5: 0135 true
store_string2 {}:  Error 0 Object of class stdClass could not be converted to string
Text 0473616964000000 true
Storing 1111111101780000 true
Throwing  RuntimeException 7 no text
legacy 3.141593
legacy 320 bytes
store_int 4294967295: true
store_int 4294967296: true | W store_int(): Value 4294967296 of field "v" does not fit in int and was cut
store_int -2147483649: true | W store_int(): Value -2147483649 of field "v" does not fit in int and was cut
store_byte 255: true
store_byte 300: true | W store_byte(): Value 300 of field "v" does not fit in int and was cut
store_byte -129: true | W store_byte(): Value -129 of field "v" does not fit in int and was cut
