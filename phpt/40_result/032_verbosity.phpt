--TEST--
vk_set_error_verbosity: failures and counters go to the log, never to the output
--SKIPIF--
<?php if (getenv('VKEXT_REPEAT') !== false) echo 'skip counters of the first run remain'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
log_errors=1
--FILE--
<?php
// rows: api-9.4
require __DIR__ . '/../_inc/fault.inc';

$log = tempnam(sys_get_temp_dir(), 'vkext-log-');
ini_set('error_log', $log);
$peer = peer_start(['default' => [['error' => 'A', 'code' => -5, 'text' => "no\nway"]]]);
$c = connect($peer);
ask($c);
echo 'quiet: ', filesize($log), "\n";
var_dump(vk_set_error_verbosity(1));
ask($c);
rpc_tl_query_one($c, ['_' => 'no.such']);
vk_set_error_verbosity(2);
ask($c);
vk_set_error_verbosity(0);
ask($c);
echo preg_replace('/^\[.*?\] /m', '', str_replace(__DIR__, '', file_get_contents($log)));
// The counters come at the end of the request.
unlink($log);
ini_set('error_log', '');
vk_set_error_verbosity(1);
$peer->check();
?>
--EXPECTF--
quiet: 0
bool(true)
vkext: Error no way (error_code -5)
vkext: Error Function no.such not found (error_code -110)
vkext: Error no way (error_code -5) in %sfault.inc:43
malloc 0, emalloc 0, rmalloc 0, pmalloc 0
%Aerrored_queries	4
%A
