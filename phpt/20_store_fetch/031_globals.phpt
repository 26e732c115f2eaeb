--TEST--
store: $GLOBALS as a dictionary: what is unset is neither counted nor stored
--FILE--
<?php
$file = sys_get_temp_dir() . '/vkext-globals-' . getmypid() . '.tl';
file_put_contents($file, "string ? = String;\n" .
    "vector#1cb5c415 {t:Type} # [t] = Vector t;\ndictionaryField {t:Type} key:string value:t = DictionaryField t;\n" .
    "dictionary#1f4c618f {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;\nnothing = Nothing;\n" .
    "---functions---\nget.all d:(Dictionary string) = Nothing;\n");
tl_config_load_file($file);
unlink($file);
$here = 'value';
$gone = 'other';
unset($gone);
$count = $stored = $key = 0;
$bytes = @vkext_tl_encode(['_' => 'get.all', 'd' => $GLOBALS]);
rpc_parse(substr($bytes, 8));
$all = [];
for ($count = fetch_int(); $stored < $count; $stored++) {
    $key = fetch_string();
    $all[$key] = fetch_string();
}
var_dump(fetch_eof(), $all['here'], isset($all['gone']), isset($all['never']));
if (false) $never = 1;
?>
--EXPECT--
bool(true)
string(5) "value"
bool(false)
bool(false)
