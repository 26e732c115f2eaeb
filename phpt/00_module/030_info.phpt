--TEST--
module: what phpinfo() tells
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
// rows: failure-P32
require __DIR__ . '/../_inc/process.inc';

function info(string $name): array
{
    ob_start();
    (new ReflectionExtension($name))->info();
    $lines = [];
    foreach (explode("\n", ob_get_clean()) as $line) {
        $parts = explode(' => ', $line);
        if (count($parts) > 1) {
            $lines[$parts[0]] = implode(' => ', array_slice($parts, 1));
        }
    }
    return $lines;
}
$info = info('vkext');
foreach (['vkext support' => '/^enabled$/', 'Version' => '/^\d+\.\d+\.\d+/', 'libevent' => '/^2\.\d/',
    'zlib' => '/^1\.\d/', 'AES' => '/./',
    'CRC32' => '/./', 'TL schema' => '~/fault\.tl \(\d+ functions, \d+ constructors, \d+ types\)$~'] as $name => $pattern) {
    if (!preg_match($pattern, $info[$name] ?? '')) {
        echo "$name: ", json_encode($info[$name] ?? null), "\n";
    }
}
echo count(array_filter(array_keys($info), function ($name) { return preg_match('/^(tl|vkext)\./', $name); })),
    " settings\n";
// The row follows what is loaded; nothing is loaded without a file.
tl_config_load_file(__DIR__ . '/../30_query/query.tl');
echo preg_replace('~^.*/~', '', info('vkext')['TL schema']), "\n";
$code = 'ob_start(); (new ReflectionExtension("vkext"))->info(); preg_match("/TL schema => (.*)/", ob_get_clean(), $found); echo $found[1];';
echo php_output($code, ['tl.conffile' => '']), "\n";
// In HTML nothing of a setting is markup.
$web = new WebServer('phpinfo(INFO_MODULES);', ['vkext.unix_socket_directory' => '<script>alert(1)</script>']);
$html = $web->get();
var_dump(strpos($html, '<td class="e">vkext support') !== false, strpos($html, '<script>alert') !== false);
$web->stop();
?>
--EXPECT--
25 settings
query.tl (51 functions, 37 constructors, 33 types)
none
bool(true)
bool(false)
