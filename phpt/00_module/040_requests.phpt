--TEST--
module: what a request sets, asks and breaks is gone in the next one; connections and the schema stay
--INI--
tl.conffile={PWD}/../30_query/query.tl
--FILE--
<?php
// rows: api-2.1..5 api-2.7..11 failure-S01 failure-S04 failure-W14 decision-40
require __DIR__ . '/../_inc/query.inc';
require __DIR__ . '/../_inc/process.inc';

$peer = peer_start(['default' => [['result' => 'da9b50a8{args}']], 'rules' => [['when' => ['magic' => '50000006'],
    'do' => []]]]);
$web = new WebServer(<<<'CODE'
$q = ['_' => 'q.int', 'x' => 5];
$open = function () { return new_rpc_connection('127.0.0.1', (int)$_GET['port'], 0, 60.0, 60.0); };
$told = [];
switch ($_GET['do']) {
case 'spoil':
    enable_internal_rpc_queries();
    set_fail_rpc_on_int32_overflow(true);
    vk_set_error_verbosity(2);
    ini_set('vkext.max_depth', '16');
    ini_set('vkext.error_codes', 'legacy');
    ini_set('vkext.float_strings', 'legacy');
    ini_set('vkext.strict', 'kphp');
    ini_set('tl.conffile', $_GET['other']);
    $c = $open();
    $told[] = rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => 1]);
    rpc_tl_query_one($c, []);
    $told[] = $open();
    store_string('left in the buffer');
    rpc_parse('left to read');
    rpc_queue_create([$told[0]]);
    echo json_encode($told);
    break;
case 'look':
    $old = (int)$_GET['id'];
    $told['pending'] = rpc_tl_pending_queries_count();
    $told['errors'] = rpc_get_last_send_error();
    $told['last'] = rpc_get_last_error();
    $told['old handle'] = @rpc_tl_query_one(1, $q);
    $told['handle'] = $c = $open();
    $told['old id'] = rpc_tl_query_result_one($old)['__error_code'];
    $told['old id raw'] = rpc_get($old);
    $told['old schema'] = rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => 1]);
    $told['internal'] = @rpc_tl_query_one($c, ['_' => 'q.secret', 'x' => 1]);
    $told['overflow'] = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'q.int', 'x' => 1 << 32]))['result'];
    $told['float'] = bin2hex(vkext_tl_encode(['_' => 'q.string', 'x' => 1.5]));
    $told['depth'] = ini_get('vkext.max_depth');
    $told['mute'] = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'q.string', 'x' => ''], 0.05))['__error_code'];
    $told['nothing to read'] = @fetch_int();
    rpc_clean();
    $told['larger id'] = rpc_tl_query_one($c, $q) > $old;
    echo json_encode($told);
    break;
case 'store':
    $c = $open();
    store_int(0x50000001);  // without rpc_clean()
    store_int(9);
    echo bin2hex(rpc_get(rpc_send($c)));
}
CODE
, []);
$where = "port=$peer->port";
$spoilt = json_decode($web->get("/?do=spoil&$where&other=" . urlencode(__DIR__ . '/../_inc/fault.tl')), true);
var_dump(count($spoilt), $spoilt[1]);
$look = json_decode($web->get("/?do=look&$where&id=$spoilt[0]"), true);
foreach ($look as $what => $value) {
    echo "$what: ", json_encode($value), "\n";
}
echo $web->get("/?do=store&$where"), "\n", $web->get("/?do=store&$where"), "\n";
echo $peer->connections(), " connection\n";
$peer->check();
$web->stop();
?>
--EXPECT--
int(2)
int(2)
pending: 0
errors: []
last: []
old handle: false
handle: 1
old id: -1003
old id raw: false
old schema: 0
internal: 0
overflow: 0
float: "0600005003312e35"
depth: "256"
mute: -4103
nothing to read: false
larger id: true
da9b50a809000000
da9b50a809000000
1 connection
