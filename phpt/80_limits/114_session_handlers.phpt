--TEST--
limits: a session's handler that queries: written before the request ends, and nothing of it in the next request
--SKIPIF--
<?php
if (!extension_loaded('session')) echo 'skip no sessions';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/process.inc';
$peer = peer_with();
$web = new WebServer(<<<'CODE'
final class Handler implements SessionHandlerInterface
{
    #[ReturnTypeWillChange]
    public function open($path, $name) { return true; }
    #[ReturnTypeWillChange]
    public function close() { return true; }
    #[ReturnTypeWillChange]
    public function read($id) { return ''; }
    #[ReturnTypeWillChange]
    public function destroy($id) { return true; }
    #[ReturnTypeWillChange]
    public function gc($lifetime) { return 0; }
    #[ReturnTypeWillChange]
    public function write($id, $data)
    {
        // The first string with a name's text stands for it until the request ends: one of this request's memory.
        $query = [strrev('_') => strrev('ksa.tluaf'), strrev('n') => 5];
        $c = new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, 60.0, 60.0);
        file_put_contents($_GET['log'], "written\n", FILE_APPEND);
        if (!$c) {
            return true;
        }
        rpc_tl_query_one($c, $query);  // nobody takes its answer
        $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, $query));
        file_put_contents($_GET['log'], json_encode($answer) . "\n", FILE_APPEND);
        return true;
    }
}
ob_start();
$query = [strrev('_') => strrev('ksa.tluaf'), strrev('n') => 7];
echo bin2hex(vkext_tl_encode($query)), ' ', rpc_tl_pending_queries_count();
$c = new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, 60.0, 60.0);
echo ' connection ', $c, ' answer ', rpc_tl_query_result_one(rpc_tl_query_one($c, $query))['result'];
session_set_save_handler(new Handler(), false);
session_start();
$_SESSION['a'] = 1;
ob_end_flush();
if (isset($_GET['late'])) {
    // A fatal error: the session is written by its own module, behind the end of this one.
    error_reporting(0);
    trigger_error('the end', E_USER_ERROR);
}
CODE
, ['tl.conffile' => __DIR__ . '/../_inc/fault.tl', 'session.use_cookies' => '0', 'session.cache_limiter' => '',
    'session.use_strict_mode' => '0', 'display_errors' => '0']);
$log = tempnam(sys_get_temp_dir(), 'vkext');
foreach (['', '', '&late=1', '', '&late=1', '&late=1', ''] as $late) {
    echo $web->get("/?port=$peer->port&log=$log$late"), "\n";
    echo '  ', str_replace("\n", "\n  ", trim(file_get_contents($log))), "\n";
    file_put_contents($log, '');
}
unlink($log);
var_dump($web->lives());
$peer->check();
$web->stop();
?>
--EXPECT--
100000fa07000000 0 connection 1 answer 7
  written
  {"result":5,"_":"_"}
100000fa07000000 0 connection 1 answer 7
  written
  {"result":5,"_":"_"}
100000fa07000000 0 connection 1 answer 7
  written
100000fa07000000 0 connection 1 answer 7
  written
  {"result":5,"_":"_"}
100000fa07000000 0 connection 1 answer 7
  written
100000fa07000000 0 connection 1 answer 7
  written
100000fa07000000 0 connection 1 answer 7
  written
  {"result":5,"_":"_"}
bool(true)
