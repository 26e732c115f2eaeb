--TEST--
schemas: values made by a schema outlive it: keys that only an array of the script holds
--FILE--
<?php
$file = sys_get_temp_dir() . '/vkext-o-' . getmypid() . '.tl';
function load(string $text): void
{
    global $file;
    file_put_contents($file, $text);
    tl_config_load_file($file);
}
for ($round = 0; $round < 3; $round++) {
    load("p.point#00000a01 first_field_$round:int second_field_$round:int = p.Point;\n---functions---\np.get#00000b01 = p.Point;\n");
    $values = [];
    for ($i = 0; $i < 100; $i++) {
        $values[] = vkext_tl_decode(hex2bin('010a00000100000002000000'), ['_' => 'p.get']);
    }
    load("q.point#00000a02 other_$round:int = q.Point;\n---functions---\nq.get#00000b02 = q.Point;\n");
    echo json_encode($values[99]), "\n";
    $copy = $values[0];
    $copy['more'] = 1;
    unset($values);
    echo json_encode($copy), "\n";
    unset($copy);
}
unlink($file);
?>
--EXPECT--
{"first_field_0":1,"second_field_0":2}
{"first_field_0":1,"second_field_0":2,"more":1}
{"first_field_1":1,"second_field_1":2}
{"first_field_1":1,"second_field_1":2,"more":1}
{"first_field_2":1,"second_field_2":2}
{"first_field_2":1,"second_field_2":2,"more":1}
