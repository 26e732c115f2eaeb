--TEST--
limits: a hundred thousand queries nobody waits for do not hold up the end
--INI--
tl.conffile={PWD}/../../tl/demo.tl
memory_limit=1G
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
$server = serve_start();
$c = new_rpc_connection('127.0.0.1', $server->port, 0, 100.0, 20.0);
$ids = rpc_tl_query($c, array_fill(0, 100000, ['_' => 'demo.get', 'key' => 'nothing']));
echo count(array_filter($ids, 'is_int')), ' sent, ', rpc_tl_pending_queries_count() > 0 ? "pending\n" : "answered\n";
// The end of the request itself is what is measured, by the process that starts this one.
?>
--EXPECTREGEX--
100000 sent, (pending|answered)
