--TEST--
schema: open_basedir holds for every part of a path and every file of a directory
--FILE--
<?php
// rows: failure-P31
require __DIR__ . '/../_inc/process.inc';

$folder = realpath(sys_get_temp_dir()) . '/vkext-basedir-' . getmypid();
mkdir("$folder/in/linked", 0700, true);
mkdir("$folder/out", 0700);
file_put_contents("$folder/in/a.tl", "---functions---\na.in = Int;\n");
file_put_contents("$folder/out/b.tl", "---functions---\nb.out = Int;\n");
symlink("$folder/out/b.tl", "$folder/in/linked/b.tl");
register_shutdown_function(function () use ($folder) {
    array_map('unlink', array_merge(glob("$folder/*/*.tl"), glob("$folder/in/linked/*")));
    array_map('rmdir', ["$folder/in/linked", "$folder/in", "$folder/out", $folder]);
});
$code = <<<'CODE'
foreach ([$argv[1] . '/in/a.tl', $argv[1] . '/in', $argv[1] . '/out/b.tl', "$argv[1]/in/a.tl:$argv[1]/out/b.tl",
    ":$argv[1]/out/b.tl", "$argv[1]/in/linked",
    "$argv[1]/in/../out/b.tl", $argv[1] . '/in/' . str_repeat('x', 5000)] as $path) {
    foreach (['tl_config_load_file', function ($path) { return ini_set('tl.conffile', $path) !== false; }] as $load) {
        $warning = '';
        set_error_handler(function ($level, $text) use (&$warning) { $warning .= strpos($text,
            'open_basedir') !== false ? ' open_basedir' : " $text"; });
        echo substr(str_replace($argv[1], 'DIR', $path), 0, 40), ': ', json_encode($load($path)), substr($warning, 0,
            60), "\n";
        restore_error_handler();
    }
}
CODE;
echo str_replace($folder, 'DIR', php_output($code, ['open_basedir' => "$folder/in"], '-- ' . escapeshellarg($folder))),
    "\n";
?>
--EXPECT--
DIR/in/a.tl: true
DIR/in/a.tl: true
DIR/in: true
DIR/in: true
DIR/out/b.tl: false open_basedir
DIR/out/b.tl: false open_basedir
DIR/in/a.tl:DIR/out/b.tl: false open_basedir
DIR/in/a.tl:DIR/out/b.tl: false open_basedir
:DIR/out/b.tl: false open_basedir
:DIR/out/b.tl: false open_basedir
DIR/in/linked: false open_basedir
DIR/in/linked: false open_basedir
DIR/in/../out/b.tl: false open_basedir
DIR/in/../out/b.tl: false open_basedir
DIR/in/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: false
DIR/in/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: false
