--TEST--
module: both names, version, functions, silence
--FILE--
<?php
// rows: api-9.7 api-2.13 failure-K12 decision-1
require __DIR__ . '/../_inc/process.inc';

var_dump(extension_loaded('vkext'), extension_loaded('vk_extension'));
var_dump(phpversion('vkext') === phpversion('vk_extension'), preg_match('/^\d+\.\d+\.\d+/', phpversion('vkext')));
$line = vkext_full_version();
var_dump(substr_count($line, "\n"), strpos($line, phpversion('vkext')) !== false, strpos($line,
    'compiled at') !== false,
    strpos($line, PHP_VERSION) !== false);
var_dump((new ReflectionExtension('vk_extension'))->getFunctions());
echo count((new ReflectionExtension('vkext'))->getFunctions()) >= 75 ? 'all functions' : 'too few functions', "\n";
foreach ((new ReflectionExtension('vkext'))->getDependencies() as $name => $kind) {
    echo "needs $name: $kind\n";
}
// Nothing is printed and nobody is connected to at start, with every setting out of the ordinary.
foreach ([[], ['tl.conffile_autoreload' => '1'], ['vkext.use_unix' => '1', 'vkext.unix_socket_directory' => ''],
    ['vkext.key_file' => '/no/such/key'],
    ['vkext.kphp_runtime' => '1'], ['vkext.connection_objects' => '1'], ['opcache.enable_cli' => '0']] as $settings) {
    $output = php_output('', $settings + ['display_startup_errors' => '1', 'error_reporting' => '-1'], '/dev/null');
    echo $output === '' ? 'silent' : $output, "\n";
}
echo php_output('echo implode(" ", array_filter(get_loaded_extensions(), function ($name) { return strncmp($name, "vk", 2) === 0; }));'), "\n";
// No signal was taken over.
echo preg_match('/^SigCgt:\s*(\w+)/m', file_get_contents('/proc/self/status'), $found)
    && (getenv('VKEXT_VALGRIND') !== false || (hexdec(substr($found[1], -4)) & (1 << 10 | 1 << 5)) === 0)
        ? "SIGSEGV and SIGABRT are the system's\n" : "taken: $found[1]\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(1)
int(0)
bool(true)
bool(true)
bool(true)
array(0) {
}
all functions
silent
silent
silent
silent
silent
silent
silent
vkext vk_extension
SIGSEGV and SIGABRT are the system's
