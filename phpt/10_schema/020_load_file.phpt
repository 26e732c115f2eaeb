--TEST--
schema: tl_config_load_file(): what it takes, what it keeps
--INI--
tl.conffile={PWD}/../30_query/query.tl
--FILE--
<?php
// rows: api-9.1 decision-40 decision-41 decision-48
require __DIR__ . '/../_inc/query.inc';

$file = sys_get_temp_dir() . '/vkext-load-' . getmypid() . '.tl';
register_shutdown_function(function () use ($file) { @unlink($file); });
$load = function (string $text) use ($file): string {
    file_put_contents($file, $text);
    return str_replace($file, 'FILE', told(function () use ($file) { return tl_config_load_file($file); }));
};
echo "not a file\n";
foreach ([null, 5, [], true, new stdClass(), '', '/no/such/file', __DIR__ . '/../00_module', "/dev/null\0x"] as $path) {
    echo '  ', preg_replace('~/\S*/phpt~', 'PHPT',
        told(function () use ($path) { return tl_config_load_file($path); })), "\n";
}
echo '  the schema is still there: ', encoded(['_' => 'q.int', 'x' => 1]), "\n";
echo "good ones\n";
$functions = "---functions---\nb.ask n:int = Int;\n";
echo '  ', $load("int#a8509bda ? = Int;\nlong#22076cba ? = Long;\n$functions"), ' ', encoded(['_' => 'b.ask',
    'n' => 1]), "\n";
echo '  ', $load($functions), ' ', encoded(['_' => 'b.ask', 'n' => 1]),
    "\n";  // nothing has to be declared that everybody knows
echo '  ', $load($functions), ' ', encoded(['_' => 'b.ask', 'n' => 1]), "\n";
echo '  ', $load("// with other line ends\r\n" . str_replace("\n", "\r\n", $functions)), ' ', encoded(['_' => 'b.ask',
    'n' => 1]), "\n";
echo '  ', $load("---functions---\nb.other s:string = Int;\n"), ' ', encoded(['_' => 'b.ask', 'n' => 1]), ' ',
    encoded(['_' => 'b.other', 's' => '']), "\n";
echo "the fetch buffer stays\n";
rpc_parse("\1\0\0\0");
var_dump($load($functions), fetch_int());
echo "bad ones: where, and what\n";
foreach (['b.ask n:int = Int', "b.point x:int = b.Point;\nb.point y:int = b.Point;",
    "---functions---\nb.ask n:nosuch = Int;",
    "---functions---\nb.ask n:int = NoSuch;", "---functions---\nb.ask x:int\n  y:(Vector\n  = Int;",
        "b.x \$:int = b.X;", "b.x a:flags.0?int = b.X;",
    "b.x a:int b:a.0?int = b.X;", "b.x flags:# b:flags.32?int = b.X;", 
    "vector {t:Type} # [t] = Vector t;\n---functions---\nb.ask = Vector;", "/* never closed\n", "b.X = b.X;", "\0\1\2",
        "b.endless x:b.endless = b.Endless;"] as $text) {
    echo '  ', str_replace("\n", "\n  ", $load($text)), "\n";
}
echo '  the last good one holds: ', encoded(['_' => 'b.ask', 'n' => 1]), "\n";
?>
--EXPECT--
not a file
  false | W tl_config_load_file(): the path of a schema must be a string
  false | W tl_config_load_file(): the path of a schema must be a string
  false | W tl_config_load_file(): the path of a schema must be a string
  false | W tl_config_load_file(): the path of a schema must be a string
  false | W tl_config_load_file(): the path of a schema must be a string
  false | W tl_config_load_file(): schema: error: no schema there
  false | W tl_config_load_file(): /no/such/file: error: No such file or directory
  false | W tl_config_load_file(): PHPT/10_schema/../00_module: error: no *.tl file in this directory
  false | W tl_config_load_file(): the path of a schema has a NUL in it
  the schema is still there: 0100005001000000
good ones
  true cf40ccb801000000
  true cf40ccb801000000
  true cf40ccb801000000
  true cf40ccb801000000
  true VkextTlException 0 Function b.ask not found f8e739f700000000
the fetch buffer stays
string(4) "true"
int(1)
bad ones: where, and what
  false | W tl_config_load_file(): FILE:1:18: error: expected ';', found end of file
    b.ask n:int = Int
                     ^
  false | W tl_config_load_file(): FILE:2:1: error: constructor 'b.point' is already declared at line 1
    b.point y:int = b.Point;
    ^
  false | W tl_config_load_file(): FILE:2:9: error: unknown constructor or variable 'nosuch'
    b.ask n:nosuch = Int;
            ^
  false | W tl_config_load_file(): FILE:2:15: error: unknown type 'NoSuch'
    b.ask n:int = NoSuch;
                  ^
  false | W tl_config_load_file(): FILE:4:3: error: expected ')', found '='
      = Int;
      ^
  false | W tl_config_load_file(): FILE:1:5: error: unexpected character '$'
    b.x $:int = b.X;
        ^
  false | W tl_config_load_file(): FILE:1:7: error: unknown field mask 'flags'
    b.x a:flags.0?int = b.X;
          ^
  false | W tl_config_load_file(): FILE:1:13: error: field mask 'a' is not of type #
    b.x a:int b:a.0?int = b.X;
                ^
  false | W tl_config_load_file(): FILE:1:21: error: mask bit 32 is out of range 0..31
    b.x flags:# b:flags.32?int = b.X;
                        ^
  false | W tl_config_load_file(): FILE:3:9: error: type 'Vector' was declared with 1 argument, 0 given
    b.ask = Vector;
            ^
  false | W tl_config_load_file(): FILE:1:1: error: unexpected character '/'
    /* never closed
    ^
  false | W tl_config_load_file(): FILE:1:1: error: the name of a combinator must begin with a lower-case letter
    b.X = b.X;
    ^
  false | W tl_config_load_file(): FILE:1:1: error: unexpected NUL byte
       
    ^
  false | W tl_config_load_file(): FILE:1:1: error: 'b.endless' contains itself without a condition: infinite size
    b.endless x:b.endless = b.Endless;
    ^
  the last good one holds: cf40ccb801000000
