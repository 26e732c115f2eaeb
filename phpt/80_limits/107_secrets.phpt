--TEST--
limits: the key of encrypted connections is shown nowhere
--INI--
vkext.key_file={PWD}/../_inc/test.key
vkext.connection_objects=1
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
$key = file_get_contents(__DIR__ . '/../_inc/test.key');
$peer = peer_with_key([]);
$other = peer_start(['policy' => 'aes', 'key' => str_repeat('ab', 32), 'default' => [GOOD]]);
ob_start();
$c = connect($peer);
if ($c === null) {
    ob_end_clean();
    die("without OpenSSL there is nothing to show\n");
}
var_dump($c, ask($c));
print_r(vkext_pool_status());
new_rpc_connection('127.0.0.1', $other->port, 0, 1.0, 5.0);
var_dump(rpc_get_last_error());
phpinfo();
print_r(ini_get_all('vkext'));
echo vkext_prepare_stats();
debug_print_backtrace();
$shown = ob_get_clean();
var_dump(strlen($shown) > 1000);
foreach ([$key, substr($key, 0, 8), bin2hex($key), base64_encode($key), bin2hex(substr($key, 4, 16))] as $i => $form) {
    if (stripos($shown, $form) !== false) {
        echo "form $i is there\n";
    }
}
try {
    serialize($c);
    echo "serialised\n";
} catch (Exception $e) {
    echo "not serialised\n";
}
?>
--EXPECTREGEX--
(bool\(true\)\nnot serialised|without OpenSSL there is nothing to show)
