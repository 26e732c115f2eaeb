--TEST--
typed: the same with the classes for PHP 8.1: declared types, enums, read-only results
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip they are for PHP 8.1'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/generated.inc';
use VK\TL\zoo\Functions as F;
use VK\TL\zoo\Types as T;
$schema = __DIR__ . '/../../tests/support/zoo.tl';
tl_config_load_file($schema) or die("no schema\n");
$folder = generate_classes('--modern ' . escapeshellarg($schema));
autoload_from($folder);
$classes = load_all($folder);
echo count($classes), " files\n";
foreach ([1, 5] as $seed) {
  $server = serve_start(['--schema', $schema, '--mock', '--seed', (string)$seed]);
  $c = new_rpc_connection('127.0.0.1', $server->port, 0, 60.0, 30.0);
  call_every_function($classes, $c, new F\zoo_onVisit('x'), ['VK\TL\_common\Functions\forward']);
  $server->stop();
}
echo "every function answered\n";

echo "enums\n";
$hex = bin2hex(vkext_tl_encode(new F\zoo_find([1, 2, 3], T\zoo_Colour::green)));
echo $hex === bin2hex(vkext_tl_encode(['_' => 'zoo.find', 'tag' => [1, 2, 3], 'colour' => ['_' => 'zoo.green']])) ? "stored by their case\n" : "$hex\n";
file_put_contents($file = "$folder/colours.tl", file_get_contents($schema) . "@read zoo.paint colours:(Vector zoo.Colour) = Vector zoo.Colour;\n");
tl_config_load_file($file);
unlink($file);
eval('namespace VK\TL\zoo\Functions; class zoo_paint { public $colours = []; } class zoo_paint_result { public $value; }');
$query = new F\zoo_paint();
$query->colours = [T\zoo_Colour::red, T\zoo_Colour::green, ['_' => 'zoo.red'], T\zoo_Colour::red];
$answer = substr(vkext_tl_encode($query), 4);
var_dump(vkext_tl_decode($answer, $query)->value === [T\zoo_Colour::red, T\zoo_Colour::green, T\zoo_Colour::red, T\zoo_Colour::red]);
enum Other { case red; }
$query->colours = [Other::red];
try {
  vkext_tl_encode($query);
} catch (VkextTlException $e) {
  echo $e->getMessage(), "\n";
}

echo "results are read-only, their types declared\n";
$result = (new F\zoo_onVisit_result(true));
try {
  $result->value = false;
} catch (Error $e) {
  echo $e->getMessage(), "\n";
}
$cages = new F\zoo_cages(rights: T\zoo_cage::BIT_LABEL_0 | T\zoo_cage::BIT_OPEN_1, ids: [1], pages: [1, 2]);
$value = vkext_tl_decode(hex2bin('15c4b51c' . '01000000' . '0700000000000000' . '02686900'), $cages)->value;
var_dump($value == [new T\zoo_cage(7, label: 'hi', open: true)], $value[0]->next);
echo $value[0]->calculateRights(has_next: false), "\n";
try {
  $value[0]->id = 'x';
} catch (TypeError $e) {
  echo "still typed\n";
}

echo "an error with a header is an error\n";
tl_config_load_file($schema);
ini_set('tl.enable_rpc_error_with_header_fetching', '1');
$peer = peer_start(['default' => [['error' => 'B', 'code' => -8, 'text' => 'no', 'header' => ['flags' => 8, 'fields' => '0500000006000000']]]]);
$response = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one(new_rpc_connection('127.0.0.1', $peer->port, 0, 60.0, 30.0), new F\zoo_onVisit('x')));
var_dump(get_class($response), $response->isError(), $response->getResult(), $response->getError()->error_code, $response->getHeader()->extra->request_size);
?>
--EXPECT--
50 files
every function answered
enums
stored by their case
bool(true)
zoo.paint → colours[0]: Unknown constructor Other for type zoo.Colour
results are read-only, their types declared
Cannot modify readonly property VK\TL\zoo\Functions\zoo_onVisit_result::$value
bool(true)
NULL
3
still typed
an error with a header is an error
string(37) "VK\TL\_common\Types\rpcResponseHeader"
bool(true)
NULL
int(-8)
int(5)
