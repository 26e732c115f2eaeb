--TEST--
limits: open_basedir holds for schemas; what the administrator decides cannot be set by a script
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
$inside = sys_get_temp_dir() . '/vkext-b-' . getmypid();
mkdir($inside);
copy(__DIR__ . '/../_inc/fault.tl', "$inside/fault.tl");
file_put_contents("$inside/empty.tl", "empty.nothing#0badbad0 = empty.Nothing;\n");
ini_set('open_basedir', $inside);
foreach (["$inside/fault.tl", __DIR__ . '/../_inc/fault.tl', "$inside/../" . basename($inside) . '/fault.tl',
          "$inside/empty.tl:" . __DIR__ . '/../_inc/fault.tl', ":$inside/fault.tl:$inside/empty.tl"] as $i => $path) {
    echo $i, ' ', var_export(@tl_config_load_file($path), true), ' ', var_export(@ini_set('tl.conffile', $path) !== false, true), "\n";
}
foreach (['vkext.key_file', 'vkext.require_encryption', 'vkext.protocol_version', 'vkext.use_unix', 'vkext.strict_pid'] as $key) {
    if (@ini_set($key, '1') !== false) {
        echo "$key can be set\n";
    }
}
unlink("$inside/fault.tl");
unlink("$inside/empty.tl");
rmdir($inside);
?>
--EXPECT--
0 true true
1 false false
2 true true
3 false false
4 true true
