--TEST--
limits: an answer larger than memory_limit: an error of that request, not of the next
--INI--
tl.conffile={PWD}/../30_query/query.tl
--FILE--
<?php
// rows: failure-T01 failure-T02 failure-T03 failure-S18
require __DIR__ . '/../_inc/query.inc';
require __DIR__ . '/../_inc/process.inc';

// A million ints, half a million strings, a hundred thousand unions.
$answers = tempnam(sys_get_temp_dir(), 'vkext');
$script = $answers . '.py';
file_put_contents($script, <<<'PYTHON'
SCENARIO = {}

def on_request(session, request):
    magic = '%08x' % request['magic']
    if magic == '50000010':
        return [{'result': '15c4b51c' + (1000000).to_bytes(4, 'little').hex() + '05000000' * 1000000}]
    if magic == '50000028':
        return [{'result': '15c4b51c' + (500000).to_bytes(4, 'little').hex() + '03616263' * 500000}]
    if magic == '50000029':
        return [{'result': '15c4b51c' + (100000).to_bytes(4, 'little').hex() + '0200004005000000' * 100000}]
    return [{'result': 'da9b50a807000000'}]
PYTHON
);
register_shutdown_function(function () use ($answers, $script) {
    unlink($answers);
    unlink($script);
});
$peer = peer_start($script);
$web = new WebServer(<<<'CODE'
ini_set('memory_limit', $_GET['limit'] ?? '16M');
$c = new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, 200.0, 60.0);
$query = ['_' => $_GET['do'], 'x' => $_GET['do'] === 'q.int' ? 1 : []];
$id = rpc_tl_query_one($c, $query);
if (isset($_GET['raw'])) {
    $bytes = rpc_get($id);
    exit($bytes === false ? json_encode(array_slice(rpc_get_last_error(), 0, 2)) : (string)strlen($bytes));
}
$answer = rpc_tl_query_result_one($id);
echo isset($answer['__error']) ? json_encode($answer) : (is_array($answer['result'])
    ? count($answer['result']) : $answer['result']);
CODE
);
foreach (['q.ints', 'q.strings', 'q.shapes'] as $do) {
    $web->get("/?do=$do&limit=256M&port=$peer->port");  // leaves memory that the engine keeps
    echo "$do: ", preg_replace('/\(tried.*/', '', $web->get("/?do=$do&port=$peer->port")), "\n";
    echo '  next: ', $web->get("/?do=q.int&port=$peer->port"), "\n";
    echo '  with room: ', $web->get("/?do=$do&limit=256M&port=$peer->port"), "\n";
}
echo 'the bytes: ', $web->get("/?do=q.ints&raw&limit=4M&port=$peer->port"), "\n";
echo '  next: ', $web->get("/?do=q.int&raw&limit=4M&port=$peer->port"), "\n";
echo '  with room: ', $web->get("/?do=q.ints&raw&port=$peer->port"), "\n";
var_dump($web->lives());
$peer->check();
$web->stop();
?>
--EXPECT--
q.ints: {"__error":"Can't parse response: the answer does not fit in memory_limit","__error_code":-4101}
  next: 7
  with room: 1000000
q.strings: {"__error":"Can't parse response: the answer does not fit in memory_limit","__error_code":-4101}
  next: 7
  with room: 500000
q.shapes: {"__error":"Can't parse response: the answer does not fit in memory_limit","__error_code":-4101}
  next: 7
  with room: 100000
the bytes: {"code":-4101,"text":"the answer does not fit in memory_limit"}
  next: 8
  with room: 4000008
bool(true)
