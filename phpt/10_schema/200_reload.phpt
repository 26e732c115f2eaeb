--TEST--
schema: ini_set and tl_config_load_file hold for a request; older .tlo, broken files; queries in flight
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
require __DIR__ . '/schemas.inc';

$folder = new_schema_folder();
$first = schema_file("$folder/1.tl", 1);
$second = schema_file("$folder/2.tl", 2);
echo 'at first: ', which(), "\n";

// Both ways, and what they say.
echo var_export(tl_config_load_file($first), true), ' ', which(), "\n";
echo var_export(ini_set('tl.conffile', $second), true), ' ', which(), ' ', var_export(ini_get('tl.conffile') === $second, true), "\n";
// The same content counts as success.
echo var_export(tl_config_load_file($second), true), ' ', which(), "\n";

// A broken file: one warning, which says where; nothing else changes.
file_put_contents("$folder/broken.tl", "good x:int = Good;\nbad x:Missing = Bad;\n");
function tell(callable $what): void
{
    set_error_handler(function (int $level, string $text) use (&$folder) {
        echo '  warning: ', preg_replace('~\S*/~', '', strtok($text, "\n")), "\n";
        return true;
    });
    echo var_export($what(), true), ' ', which(), "\n";
    restore_error_handler();
}
tell(function () use ($folder) { return tl_config_load_file("$folder/broken.tl"); });
tell(function () use ($folder) { return ini_set('tl.conffile', "$folder/broken.tl"); });
tell(function () use ($folder) { return tl_config_load_file("$folder/nothing.tl"); });
tell(function () { return ini_set('tl.conffile', ''); });
tell(function () { return tl_config_load_file(['no', 'path']); });
echo ini_get('tl.conffile') === $second ? "the setting is as it was\n" : "the setting changed\n";

// Compiled: an older one is kept out and counts as success, a newer one comes in.
$new = compiled_file($first, "$folder/new.tlo", 2000);
$old = compiled_file($second, "$folder/old.tlo", 1000);
echo var_export(tl_config_load_file($new), true), ' ', which(), "\n";
echo var_export(tl_config_load_file($old), true), ' ', which(), "\n";
$newer = compiled_file($second, "$folder/newer.tlo", 3000);
echo var_export(tl_config_load_file($newer), true), ' ', which(), "\n";

// A directory, and a list.
mkdir("$folder/all");
schema_file("$folder/all/a.tl", 4);
schema_file("$folder/all/b.tl", 5);
echo var_export(tl_config_load_file("$folder/all"), true), ' ', which(), "\n";
echo var_export(tl_config_load_file("$first:$second"), true), ' ', which(), "\n";

// Queries in flight finish with the schema they were sent with.
tl_config_load_file(dirname(__DIR__, 2) . '/tl/demo.tl');
$server = serve_start();
$c = new_rpc_connection($server->host, $server->port);
$ids = rpc_tl_query($c, ['a' => ['_' => 'demo.set', 'key' => 'k', 'value' => 'v', 'lifetime' => 0], 'b' => ['_' => 'demo.get', 'key' => 'k']]);
tl_config_load_file($first);
echo which(), "\n";
$results = rpc_tl_query_result($ids, 60.0);
var_dump($results['a']['result'], $results['b']['result']['value'] ?? $results['b']);
?>
--EXPECT--
at first: none
true 1
'' 2 true
true 2
  warning: tl_config_load_file(): broken.tl:2:7: error: unknown type 'Missing'
false 2
  warning: ini_set(): broken.tl:2:7: error: unknown type 'Missing'
false 2
  warning: tl_config_load_file(): nothing.tl: error: No such file or directory
false 2
false 2
  warning: tl_config_load_file(): the path of a schema must be a string
false 2
the setting is as it was
true 1
true 1
true 2
true 4,5
true 1,2
1
bool(true)
string(1) "v"
