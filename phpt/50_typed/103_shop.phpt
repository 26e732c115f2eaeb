--TEST--
typed: classes of the reference example: a call of every function goes round
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/reference/examples/shop.tl")) echo 'skip the example is not here';
?>
--FILE--
<?php
// rows: typed-12.1..23
require __DIR__ . '/../_inc/generated.inc';
$schema = (getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared') . '/reference/examples/shop.tl';
tl_config_load_file($schema) or die("no schema\n");
$folder = generate_classes('' . escapeshellarg($schema));
autoload_from($folder);
$classes = load_all($folder);
echo count($classes), " files\n";
$server = serve_start(['--schema', $schema, '--mock']);
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 60.0, 30.0);
$handing_on = ['rpcDestActor', 'rpcDestFlags', 'rpcDestActorFlags'];
$results = call_every_function($classes, $c, new VK\TL\shop\Functions\shop_onEvent('x'), array_map(function ($name) {
  return "VK\\TL\\_common\\Functions\\$name";
}, $handing_on));
echo count($results), " functions answered\n";
echo bin2hex(vkext_tl_encode(new VK\TL\shop\Functions\shop_getItem(0x1ff, 1))), "\n";
$server->stop();
?>
--EXPECT--
36 files
12 functions answered
4da48dceff0100000100000000000000
