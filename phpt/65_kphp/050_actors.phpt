--TEST--
K2: requests to actors by name, in numbers that count from 1
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-12.18 api-12.19
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['rules' => [on(['magic' => 'fa000011'])], 'default' => [GOOD]]);
$mute = ['_' => 'fault.text', 'text' => ''];
$fetch = function (array $ids) { return value(array_map('shown', rpc_fetch_responses($ids))); };
ini_set('vkext.actors', "plain=127.0.0.1:$peer->port, big=127.0.0.1:$peer->port@8589934595\tlocalhost=localhost:$peer->port");
// An actor has 0.3 s to connect, which a slow machine may not make: both sockets are there already.
connect($peer);
new_rpc_connection('localhost', $peer->port, 0, 60.0, 60.0);

// Numbers under the keys of their requests; each answer one time.
$ids = rpc_send_requests('plain', ['x' => ask_query(1), 5 => ask_query(2), 'bad' => ['_' => 'nowhere'], 'y' => ask_query(3)], 10.0, false, null, false);
echo value($ids), ' ', $fetch($ids), ' ', $fetch(['again' => $ids['x'], 'ignored' => -1, 'failed' => 0]), "\n";
echo value(rpc_send_requests('plain', [ask_query(4), ask_query(5)], 10.0, true, null, false)), "\n";
$ids = rpc_send_requests('localhost', [ask_query(6)], 10.0, false, null, false);
echo value($ids), ' ', value(array_map('shown', rpc_fetch_responses_synchronously($ids))), "\n";
// Wherever a query id is taken.
$ids = rpc_send_requests('plain', array_map('ask_query', range(1, 7)), 10.0, false, null, true);
echo value($ids), ' ', value(rpc_wait($ids[0])), ' ', shown(rpc_tl_query_result_one($ids[0])), ' ', bin2hex(rpc_get($ids[1])), ' ', value(rpc_get_and_parse($ids[2])), fetch_int() && false, ' ', fetch_int(), "\n";
$queue = rpc_queue_create(array_slice($ids, 3));
$sum = 0;
while ($id = rpc_queue_next($queue)) {
    echo in_array($id, $ids, true) ? '' : "$id is none of ours\n";
    $sum += shown(rpc_fetch_responses([$id])[0]);
}
[$size, $seconds] = extract_kphp_rpc_response_extra_info($ids[3]);
echo $sum, ' ', $size, ' ', value($seconds >= 0), ' ', value(extract_kphp_rpc_response_extra_info($ids[3])), "\n";
// Ids of other functions stay what they are, and mix.
$c = connect($peer);
$id = rpc_tl_query_one($c, ask_query(8));
[$small] = rpc_send_requests('plain', [ask_query(9)], 10.0, false, null, false);
echo value($id > 1 << 31), ' ', $small, ' ', $fetch([$small, $id]), "\n";
// The actor's number, all 64 bits of it.
$fetch(rpc_send_requests('big', [ask_query(10)], 10.0, false, null, false));
$seen = array_column($peer->events('request'), 'actor');
echo value(end($seen)), "\n";

// Timeouts: null is 0.3 s; the others go to the nearest sensible one.
$watch = new Stopwatch();
expect_code('null', shown(rpc_fetch_responses(rpc_send_requests('plain', [$mute], null, false, null, false))[0]), -4103);
$watch->expect_deadline('null', 0.3);
foreach ([-5.0, 0.0, 1e-9, 0.0005] as $timeout) {
    expect_code("$timeout", shown(rpc_fetch_responses(rpc_send_requests('plain', [$mute], $timeout, false, null, false))[0]), -4103);
}
foreach ([90000.0, INF] as $timeout) {
    echo $fetch(rpc_send_requests('plain', [ask_query(11)], $timeout, false, null, false)), ' ';
}
echo "\n";

// Entries that are none.
ini_set('vkext.actors', 'nowhere=localhost bare host=:80 low=h:0 high=h:65536 text=h:80x at=h:80@ word=h:80@x unix=unix: =h:80 empty=');
foreach (['nowhere', 'bare', 'host', 'low', 'high', 'text', 'at', 'word', 'unix', '', 'empty', 'absent'] as $actor) {
    $told = told(function () use ($actor) { return rpc_send_requests($actor, [ask_query(9)], 1.0, false, null, false); });
    if ($told !== "[] | W rpc_send_requests(): no host:port for actor '$actor' in vkext.actors") {
        echo "$actor: $told\n";
    }
}
// A name is looked up once a request.
echo $fetch(rpc_send_requests('plain', [ask_query(12)], 10.0, false, null, false)), "\n";
echo $peer->connections(), " connections\n";
$peer->check();
?>
--EXPECT--
{"x":1,"5":2,"bad":0,"y":3} {"x":1,"5":2,"bad":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()","y":3} {"again":"-1003 No answer received or duplicate\/wrong query_id","ignored":"-1003 No answer received or duplicate\/wrong query_id","failed":"-1003 No answer received or duplicate\/wrong query_id: the query was not sent, see rpc_get_last_send_error()"}
[-1,-1]
[4] [6]
[5,6,7,8,9,10,11] true 1 da9b50a802000000 true 3
22 32 true null
true 12 [9,8]
8589934595
[11] [11] 
[12]
2 connections
