--TEST--
schema: tl.conffile: text, .tlo, directory, colon list; none at all
--FILE--
<?php
// rows: api-1.1 decision-8 decision-48
require __DIR__ . '/../_inc/query.inc';
require __DIR__ . '/../_inc/process.inc';

$folder = sys_get_temp_dir() . '/vkext-schema-' . getmypid();
mkdir($folder);
mkdir("$folder/parts");
register_shutdown_function(function () use ($folder) {
    array_map('unlink', array_merge(glob("$folder/parts/{,.}*.t*", GLOB_BRACE), glob("$folder/*.*")));
    rmdir("$folder/parts");
    rmdir($folder);
});
$write = function (string $name, string $text) use ($folder): string {
    file_put_contents("$folder/$name", $text);
    return "$folder/$name";
};
$one = $write('one.tl', "a.point x:int y:int = a.Point;\n---functions---\na.get p:a.point = a.Point;\n");
$types = $write('parts/types.tl', "a.point x:int y:int = a.Point;\n");
$functions = $write('parts/z_functions.tl', "---functions---\na.get p:a.point = a.Point;\n");
$write('parts/notes.txt', "not TL at all {{{\n");
$write('parts/.hidden.tl', "not TL at all {{{\n");
$tlo = "$folder/one.tlo";
exec(escapeshellarg(getenv('VKEXT_TOOL')) . ' compile ' . escapeshellarg($one) . ' -o ' . escapeshellarg($tlo) .
    ' 2>&1', $lines, $status);
echo "compile: $status ", implode("\n", $lines), "\n";

$code = 'try { echo bin2hex(vkext_tl_encode(["_" => "a.get", "p" => ["x" => 1, "y" => 2]])); } catch (VkextTlException $e) { echo $e->getMessage(); }';
$hide = function (string $text) use ($folder): string {
    // PHP 7.4 logs what goes wrong at its start, whatever the settings say, and then shows it.
    $text = preg_replace('~PHP Warning:  PHP Startup: .*?Unknown on line 0\n\n(?=Warning)~s', '', $text);
    return str_replace($folder, 'DIR', $text);
};
foreach ([$one, $tlo, "$folder/parts", "$folder/parts/", "$types:$functions", "$functions:$types", "$types:",
    ":$types", $types, $functions, "$one:$one",
    '', '/no/such/file.tl', "$folder/parts/notes.txt", "$folder/parts:/no/such", $write('empty.tl', ''),
        $write('broken.tlo', 'xxxx'),
    $write('cut.tlo', substr((string)@file_get_contents($tlo), 0, 40)), $write('text.tlo', file_get_contents($one)),
    '/dev/null', '/proc/self/mem'] as $conffile) {
    echo $hide($conffile), ":\n  ", $hide(php_output($code, ['tl.conffile' => $conffile,
        'display_startup_errors' => '1', 'log_errors' => '0'])), "\n";
}
echo "in a request\n";
foreach ([$tlo, "$folder/parts", '/no/such/file.tl'] as $conffile) {
    echo $hide($conffile), ":\n  ", $hide(told(function () use ($conffile) { return ini_set('tl.conffile',
        $conffile); })), ' ',
        $hide(json_encode(ini_get('tl.conffile'), JSON_UNESCAPED_SLASHES)), ' ', encoded(['_' => 'a.get',
            'p' => ['x' => 1, 'y' => 2]]), "\n";
}
ini_restore('tl.conffile');

echo "a query without a schema\n";
$peer = seven_peer();
$code = '$c = new_rpc_connection("127.0.0.1", ' . $peer->port .
    ', 0, 60, 60); var_dump(rpc_tl_query_one($c, ["_" => "a.get"]));
    echo json_encode(rpc_get_last_send_error()), json_encode(rpc_tl_query($c, ["a" => ["_" => "a.get"], 2 => []])),
        json_encode(rpc_get_last_send_error());';
echo php_output($code, ['tl.conffile' => '']), "\n";
$peer->check();
?>
--EXPECT--
compile: 0 
DIR/one.tl:
  064e684a0100000002000000
DIR/one.tlo:
  064e684a0100000002000000
DIR/parts:
  064e684a0100000002000000
DIR/parts/:
  064e684a0100000002000000
DIR/parts/types.tl:DIR/parts/z_functions.tl:
  064e684a0100000002000000
DIR/parts/z_functions.tl:DIR/parts/types.tl:
  064e684a0100000002000000
DIR/parts/types.tl::
  Function a.get not found
:DIR/parts/types.tl:
  Function a.get not found
DIR/parts/types.tl:
  Function a.get not found
DIR/parts/z_functions.tl:
  Warning: PHP Startup: tl.conffile: DIR/parts/z_functions.tl:2:9: error: unknown constructor or variable 'a.point'
  a.get p:a.point = a.Point;
          ^ in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/one.tl:DIR/one.tl:
  Warning: PHP Startup: tl.conffile: DIR/one.tl:1:1: error: constructor 'a.point' is already declared at line 1 of DIR/one.tl
  a.point x:int y:int = a.Point;
  ^ in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
:
  no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
/no/such/file.tl:
  Warning: PHP Startup: tl.conffile: /no/such/file.tl: error: No such file or directory in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/parts/notes.txt:
  Warning: PHP Startup: tl.conffile: DIR/parts/notes.txt:1:15: error: implicit argument after an explicit one
  not TL at all {{{
                ^ in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/parts:/no/such:
  Warning: PHP Startup: tl.conffile: /no/such: error: No such file or directory in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/empty.tl:
  Function a.get not found
DIR/broken.tlo:
  Warning: PHP Startup: tl.conffile: DIR/broken.tlo: offset 0: error: unknown schema magic 0x78787878 in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/cut.tlo:
  Warning: PHP Startup: tl.conffile: DIR/cut.tlo: offset 12: error: types_num = 4 is impossible, 24 bytes left in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
DIR/text.tlo:
  Warning: PHP Startup: tl.conffile: DIR/text.tlo: offset 0: error: unknown schema magic 0x6f702e61 in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
/dev/null:
  Function a.get not found
/proc/self/mem:
  Warning: PHP Startup: tl.conffile: /proc/self/mem: error: Input/output error in Unknown on line 0
no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()
in a request
DIR/one.tlo:
  '' "DIR/one.tlo" 064e684a0100000002000000
DIR/parts:
  'DIR/one.tlo' "DIR/parts" 064e684a0100000002000000
/no/such/file.tl:
  false | W ini_set(): /no/such/file.tl: error: No such file or directory "DIR/parts" 064e684a0100000002000000
a query without a schema
int(0)
[[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()"]]{"a":0,"2":0}[[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()","a"],[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()",2]]
