--TEST--
schema: what strings are worth where a number is wanted
--FILE--
<?php
require __DIR__ . '/schemas.inc';

$folder = new_schema_folder();
file_put_contents("$folder/a.tl", "---functions---\nf.double#00000001 x:double = Int;\nf.int#00000002 x:int = Int;\nf.long#00000003 x:long = Int;\n");
tl_config_load_file("$folder/a.tl") or die('no schema');

foreach (['1.5', ' 1.5', "\t\n-2e1x", '+.5', '1e', '0x10', '-0X1p1', 'inf', '-Infinity', 'nan', '', '.', 'e1', "3\0004"] as $text) {
    echo json_encode($text), ' ', json_encode(bin2hex(strrev(substr(vkext_tl_encode(['f.double', $text]), 4)))), "\n";
}
foreach (['12abc', "\n 7", '+7', '- 7', '--7', '0x10', '1e3', '1.9', '4294967297', ''] as $text) {
    $int = unpack('V', vkext_tl_encode(['f.int', $text]), 4)[1];
    $long = unpack('P', vkext_tl_encode(['f.long', $text]), 4)[1];
    echo json_encode($text), " $int $long\n";
}
?>
--EXPECT--
"1.5" "3ff8000000000000"
" 1.5" "3ff8000000000000"
"\t\n-2e1x" "c034000000000000"
"+.5" "3fe0000000000000"
"1e" "3ff0000000000000"
"0x10" "4030000000000000"
"-0X1p1" "c000000000000000"
"inf" "7ff0000000000000"
"-Infinity" "fff0000000000000"
"nan" "7ff8000000000000"
"" "0000000000000000"
"." "0000000000000000"
"e1" "0000000000000000"
"3\u00004" "4008000000000000"
"12abc" 12 12
"\n 7" 7 7
"+7" 0 0
"- 7" 0 0
"--7" 0 0
"0x10" 0 0
"1e3" 1 1
"1.9" 1 1
"4294967297" 1 4294967297
"" 0 0
