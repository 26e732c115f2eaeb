--TEST--
limits: destructors that run when the request ends, behind PHP's own: they encode, wait, throw; the next request is right
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/process.inc';
$peer = peer_with();
$web = new WebServer(<<<'CODE'
final class Late
{
    public $id;
    public $others;
    public function __destruct()
    {
        file_put_contents($_GET['log'], " $_GET[does]", FILE_APPEND);
        switch ($_GET['does']) {
            case 'encodes': vkext_tl_encode([strrev('_') => strrev('ksa.tluaf'), strrev('n') => 5]); break;
            case 'asks': @rpc_tl_query_result($this->others); break;
            case 'waits': @wait($this->id); break;
            case 'throws': throw new Exception();
            case 'fails': trigger_error('the end', E_USER_ERROR);
        }
    }
    public function get() { return []; }
}
final class Fetcher { public $late; }
final class Query
{
    public $late;
    public function typedStore()
    {
        store_int(0x11223344);
        $fetcher = new Fetcher();
        $fetcher->late = $this->late;
        return $fetcher;
    }
}
$c = new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, 60.0, 60.0);
// Names made at run time: their memory is the request's.
$query = [strrev('_') => strrev('ksa.tluaf'), strrev('n') => 5];
$again = [strrev('n') => 6];
echo bin2hex(vkext_tl_encode($query)), bin2hex(vkext_tl_encode(['_' => 'fault.ask'] + $again));
ob_start(function ($text) use ($c, $query) {
    // PHP has called the destructors of all objects by now, but not of these.
    $lates = [new Late(), new Late(), new Late()];
    switch ($_GET['in']) {
        case 'sizes':
            foreach ($lates as $late) rpc_tl_query($c, [$query, $query], -1, false, $late);
            break;
        case 'fetchers':
            $ids = [];
            foreach ($lates as $late) {
                $asks = new Query();
                $asks->late = $late;
                $ids[] = $late->id = typed_rpc_tl_query_one($c, $asks);
            }
            foreach ($lates as $late) $late->others = $ids;
            break;
        case 'forks':
            foreach ($lates as $late) $late->id = fork($late);
            break;
    }
    return $text . ' ' . $_GET['in'];
});
CODE
, ['tl.conffile' => __DIR__ . '/../_inc/fault.tl', 'vkext.kphp_runtime' => '1', 'display_errors' => '0']);
$log = tempnam(sys_get_temp_dir(), 'vkext');
foreach (['sizes', 'fetchers', 'forks'] as $in) {
    foreach (['encodes', 'asks', 'waits', 'throws', 'fails', 'encodes'] as $does) {
        for ($i = 0; $i < 3 && $web->lives(); $i++) {
            $got = $web->get("/?port=$peer->port&log=$log&in=$in&does=$does") . file_get_contents($log);
            $count = in_array($does, ['throws', 'fails'], true) ? 1 : 3;
            $expected = "100000fa05000000100000fa06000000 $in" . str_repeat(" $does", $count);
            if ($got !== $expected) echo "$in: $got\n";
            file_put_contents($log, '');
        }
    }
}
unlink($log);
var_dump($web->lives());
$peer->check();
$web->stop();
?>
--EXPECT--
bool(true)
