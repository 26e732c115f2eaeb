--TEST--
typed: every vector becomes objects of generated classes, and these its bytes (a Maybe in a Maybe is one null)
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/vectors/tl-vectors.json")) echo 'skip the vectors are not here';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/generated.inc';
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
$vectors = array_filter(json_decode(file_get_contents("$shared/vectors/tl-vectors.json"), true)['vectors'], function ($v) {
  return $v['kind'] === 'value' && strpos($v['type'], '[') === false;
});
// A function for each: it takes the value and answers with a list of them.
$schema = sys_get_temp_dir() . '/vkext-vectors-' . getmypid() . '.tl';
$text = file_get_contents("$shared/vectors/tl-vectors.tl") . "\n---functions---\n";
foreach ($vectors as $v) {
  $type = strpos($v['type'], ' ') === false ? $v['type'] : (strpos($v['type'], '%') === 0 ? '%(' . substr($v['type'], 1) . ')' : "($v[type])");
  $text .= "@any v.f$v[id] value:$type = Vector $type;\n";
}
file_put_contents($schema, $text);
tl_config_load_file($schema) or die("no schema\n");
unset($text);
$folder = generate_classes(escapeshellarg($schema));
unlink($schema);
autoload_from($folder);
load_all($folder);
$same = 0;
foreach ($vectors as $v) {
  $class = "VK\\TL\\v\\Functions\\v_f$v[id]";
  try {
    // Any query of the function will do: its bytes are not looked at.
    $answer = @vkext_tl_decode(hex2bin('15c4b51c01000000' . $v['hex']), new $class(example(declared($class))));
    $hex = bin2hex(substr(vkext_tl_encode(new $class($answer->value[0])), 4));
  } catch (VkextTlException $e) {
    $hex = $e->getMessage();
  }
  if ($hex === $v['hex']) {
    $same++;
  } else {
    echo "$v[id] $v[type] $v[hex]: $hex\n";
  }
}
function declared(string $class): string {
  preg_match('~@var (\S+)~', (new ReflectionProperty($class, 'value'))->getDocComment(), $found);
  return $found[1];
}
echo $same, ' of ', count($vectors), "\n";
?>
--EXPECT--
31 Maybe (Maybe int) f88e9c3f7b0a9327: 7b0a9327
87 of 88
