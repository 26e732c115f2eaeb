--TEST--
typed: the classes of a schema with thousands of combinators load in one process; the command tells of renamed ones
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/corpus/open/td/telegram_api.tl")) die('skip the collection is not here');
if (getenv('VKEXT_VALGRIND')) echo 'skip thousands of files, and nothing of the extension in them';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/generated.inc';
$schema = (getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared') . '/corpus/open/td/telegram_api.tl';
$folder = sys_get_temp_dir() . '/vkext-large-' . getmypid();
register_shutdown_function('remove_folder', $folder);
exec(escapeshellarg(getenv('VKEXT_TOOL')) . ' php ' . escapeshellarg($schema) . " -o $folder 2>&1", $lines, $code);
echo "exit code $code, ", str_replace("$folder/", '', end($lines)), "\n";
echo count(preg_grep('~^vkext php: User: its class is called VK\\\\TL\\\\_common\\\\Types\\\\User_, because another name differs only in case$~', $lines)), "\n";
autoload_from($folder);
echo count(load_all($folder)), " files\n";
$objects = 0;
foreach (get_declared_classes() as $class) {
  if (strpos($class, 'VK\TL\\') === 0) {
    new $class();
    $objects++;
  }
}
echo "$objects objects\n";
exec(escapeshellarg(getenv('VKEXT_TOOL')) . ' php ' . escapeshellarg($schema) . " -o $folder --check -q 2>/dev/null", $none, $code);
echo "exit code $code, ", count($none), " differ\n";
?>
--EXPECT--
exit code 0, VK/TL: 3489 classes in 2675 files
1
2675 files
3242 objects
exit code 0, 0 differ
