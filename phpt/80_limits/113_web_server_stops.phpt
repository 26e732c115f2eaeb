--TEST--
limits: PHP's own web server is stopped in the middle of a query
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/child.inc';

$site = tempnam(sys_get_temp_dir(), 'vkext-site-');
file_put_contents($site, '<?php
[$port, $n] = explode("-", substr($_SERVER["REQUEST_URI"], 1));
$c = new_rpc_connection("127.0.0.1", (int)$port, 0, 60.0, 20.0);
echo vk_json_encode(rpc_tl_query_result_one(rpc_tl_query_one($c, ["_" => "fault.ask", "n" => (int)$n])));
');
function web_server(): WebServer
{
    return new WebServer($GLOBALS['site'], ['tl.conffile=' . ini_get('tl.conffile')]);
}

// The second request has no answer at all, the third one in a moment, so that the signal comes first.
$peer = peer_with(
    on(['total' => 2], ['delay' => 60.0], GOOD),
    on(['total' => 3], ['delay' => 1.0], GOOD)
);

echo "told to end at once, while a query waits:\n";
$web = web_server();
echo $web->get("$peer->port-7"), "\n";
$request = $web->start_get("$peer->port-1");
$peer->wait_for('request', 2, 60.0);
$watch = new Stopwatch();
echo $web->end_by(15), "\n";
$watch->expect_sooner('its end', 50.0);
echo json_encode(stream_get_contents($request)), "\n";
echo $peer->wait_for('end', 1, 30.0) ? "the peer sees the end\n" : "the connection stays\n";

echo "told to end after the request:\n";
$web = web_server();
$request = $web->start_get("$peer->port-2");
$peer->wait_for('request', 3, 60.0);
echo $web->end_by(2), "\n";
echo strstr(stream_get_contents($request), '{'), "\n";

echo "the next one:\n";
$web = web_server();
echo $web->get("$peer->port-8"), "\n";
$web->stop();
$peer->check();
unlink($site);
?>
--EXPECT--
told to end at once, while a query waits:
{"result":7,"_":"_"}
signal 15
""
the peer sees the end
told to end after the request:
code 0
{"result":2,"_":"_"}
the next one:
{"result":8,"_":"_"}
