--TEST--
typed: a call of every function goes round with generated classes
--FILE--
<?php
require __DIR__ . '/../_inc/generated.inc';
$schema = __DIR__ . '/../../tests/support/zoo.tl';
tl_config_load_file($schema) or die("no schema\n");
$folder = generate_classes(escapeshellarg($schema));
autoload_from($folder);
$classes = load_all($folder);
echo count($classes), " files\n";
$server = serve_start(['--schema', $schema, '--mock']);
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 60.0, 30.0);

// What the properties of an object hold must be of the types in its class.
function check($object, string $path): int {
  $n = 0;
  foreach ((new ReflectionObject($object))->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
    preg_match('~@var (\S+)~', $property->getDocComment() ?: '', $found);
    $n += check_value($property->getValue($object), $found[1] ?? 'mixed', "$path->{$property->getName()}");
  }
  return $n + 1;
}
function check_value($value, string $type, string $path): int {
  if (preg_match('~^\(?(.*?)\)?\[\](\|null)?$~', $type, $found)) {
    if ($value === null && isset($found[2])) return 0;
    if (!is_array($value)) echo "$path: no array\n";
    $n = 0;
    foreach ((array)$value as $k => $v) {
      $n += check_value($v, $found[1], "{$path}[$k]");
    }
    return $n;
  }
  $type = preg_replace('~\|null$~', '', $type, -1, $nullable);
  if ($value === null && $nullable) return 0;
  if (strpos($type, 'TL\\') === 0) {
    if (!is_a($value, "VK\\$type")) {
      echo "$path: no $type but ", is_object($value) ? get_class($value) : gettype($value), "\n";
      return 0;
    }
    return check($value, $path);
  }
  $names = ['boolean' => 'boolean', 'integer' => 'int', 'double' => 'float', 'string' => 'string'];
  if (($names[gettype($value)] ?? '?') !== $type) echo "$path: no $type but ", gettype($value), "\n";
  return 0;
}

$inner = new VK\TL\zoo\Functions\zoo_onVisit('x');
$objects = 0;
foreach (call_every_function($classes, $c, $inner, ['VK\TL\_common\Functions\forward']) as $class => $result) {
  $objects += check($result, $class);
}
echo $objects > 20 ? "every function answered\n" : "only $objects objects\n";
$server->stop();
?>
--EXPECT--
52 files
every function answered
